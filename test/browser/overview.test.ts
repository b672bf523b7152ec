import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { launchBrowser } from '../support/browser';
import { startServer, type TestServer } from '../support/server';

const pages = [
  '/',
  '/trace/plan',
  '/entries',
  '/entries/12',
  '/lines',
  '/lines/IT-PROCUREMENT',
  '/findings',
  '/reconciliation',
  '/sign-in',
  '/account',
  '/no-such-page',
];

describe('The pages in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    server = await startServer();
    address = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** A page of its own; what the browser complains of is kept. */
  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<[Page, string[], BrowserContext]> {
    const context = await browser.newContext(options);
    const [name, value] = server.cookie('finance').split('=') as [string, string];
    await context.addCookies([{ name, value, url: address }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    return [page, complaints, context];
  }

  test.each([true, false])('the first page shows the plan as published (JavaScript: %s)', async (javaScriptEnabled) => {
    const [page, complaints, context] = await open({ javaScriptEnabled });
    await page.goto(address);

    const total = page.getByRole('row', { name: /^Total/ });
    const sections = page.locator('.ledger-section');

    expect(await total.getByRole('cell').allInnerTexts()).toEqual(
      expect.arrayContaining(['37,443', '8,040', '15,978', '23,913', '8,050', '13,500']),
    );
    expect((await sections.allInnerTexts()).map((text) => text.trim())).toEqual([
      'Activity prior to 2008/09 - Gershon savings c/f',
      'Activity in 2008/09 - full year effects',
      'Activity in 2009/10',
      'Planned activity in 2010/11',
    ]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a total opens to its trace, the trace to an entry, the entry to its source cell', async () => {
    const [page, complaints, context] = await open({ javaScriptEnabled: false });
    await page.goto(address);

    await page
      .getByRole('row', { name: /^Total/ })
      .getByRole('link', { name: '37,443' })
      .click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Plan: £37,443,000.00');
    await page.getByRole('link', { name: 'Next 50' }).click();
    expect(await page.locator('#check').innerText()).toContain('add up to £37,443,000.00, which is the figure.');
    await page.goBack();
    await page.getByRole('table').getByRole('link').first().click();

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Entry 5: saving carried forward');
    expect(await page.locator('#source').innerText()).toMatch(/appendix-two\.csv, row 2, cell C2/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('another question is asked by a plain form', async () => {
    const [page, , context] = await open({ javaScriptEnabled: false });
    await page.goto(address);

    await page.getByLabel('Definition', { exact: true }).selectOption('ni179');
    await page.getByRole('button', { name: 'Show' }).click();

    expect(await page.locator('.govuk-body-l').innerText()).toContain('a gap of £12.190m');
    expect(page.url()).toContain('definition=ni179');
    await context.close();
  });

  test.each([1200, 320])("nothing stands in anyone's way at %i pixels", async (width) => {
    const [page, complaints, context] = await open({ viewport: { width, height: 900 } });
    for (const path of pages) {
      await page.goto(`${address}${path}`);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect([path, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([path, []]);
      expect([path, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([path, width]);
    }
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await context.close();
  });
});
