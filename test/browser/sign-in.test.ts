import { OneTimeLinks } from '../../src/access/one-time-links';
import type { OfficerId } from '../../src/domain/identifiers';
import { startBrowsing, type Browsing } from '../support/browsing';
import { officers } from '../support/server';

describe('Signing in, in a browser', () => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
  });

  afterAll(() => browsing.close());

  const people = [
    ['finance', 'Finance officer one (sample)'],
    ['auditor', 'Auditor (sample)'],
    ['chief', 'Chief finance officer (sample)'],
  ] as const;

  test.each(people.flatMap((person) => [true, false].map((script) => [...person, script] as const)))(
    'the %s (%s) comes in by a link, sets a password, and comes in by it (JavaScript: %s)',
    async (who, name, javaScriptEnabled) => {
      const { page, complaints, context } = await browsing.as(null, { javaScriptEnabled });
      const link = browsing.server.app.get(OneTimeLinks).make(officers[who] as OfficerId);
      await page.goto(`${browsing.address}${link}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name }).click();
      await page.getByLabel('New password', { exact: true }).fill('seven invented words make a password');
      await page.getByLabel('The same again').fill('seven invented words make a password');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      expect(new URL(page.url()).pathname).toBe('/sign-in');

      await page.goto(`${browsing.address}/lines`);
      await page.getByLabel('Officer id').fill(officers[who]);
      await page.getByLabel('Password').fill('seven invented words make a password');
      await page.getByRole('button', { name: 'Sign in' }).click();

      expect(new URL(page.url()).pathname).toBe('/lines');
      expect(await page.getByRole('link', { name }).count()).toBe(1);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
