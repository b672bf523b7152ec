import { execFileSync } from 'node:child_process';

import type { Browser } from 'playwright-core';

import { launchBrowser } from '../support/browser';
import { HostProcess, Ledgers } from './host-process';

describe('Two councils in one browser', () => {
  const ledgers = new Ledgers();
  let host: HostProcess;
  let browser: Browser;

  beforeAll(async () => {
    await ledgers.make('leicester');
    await ledgers.make('oadby');
    host = await HostProcess.start(ledgers.directory);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await host.stop();
    ledgers.remove();
  });

  test('who signs in at one is signed in there, may send its forms, and is nobody at the other', async () => {
    const page = await browser.newPage();
    const at = (name: string): string => `http://${name}.localhost:${String(host.port)}`;
    const told = execFileSync(
      process.execPath,
      ['dist/src/cli/main.js', 'officer', 'link', 'off-201', '--data', ledgers.folder('leicester')],
      { encoding: 'utf8' },
    );
    await page.goto(`${at('leicester')}${told.trim().split('\n').at(-1)!}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const name = page.getByRole('link', { name: 'Finance officer one (sample)' });
    expect([new URL(page.url()).origin, await name.count()]).toEqual([at('leicester'), 1]);

    await page.goto(`${at('oadby')}/lines`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');

    await page.goto(`${at('leicester')}/lines`);
    expect(await name.count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(page.url()).toMatch(/^http:\/\/leicester\.localhost:\d+\/sign-in$/);
  });
});
