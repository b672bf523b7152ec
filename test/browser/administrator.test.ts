import { OfficerRegister } from '../../src/access/officer-register';
import { Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { barriers, startBrowsing, type Browsing } from '../support/browsing';

const ADMINISTRATOR = 'off-900' as OfficerId;

describe('An administrator, in a browser', () => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
    browsing.server.app
      .get(OfficerRegister)
      .add([{ id: ADMINISTRATOR, name: 'Administrator (invented)', role: 'administrator' }]);
  });

  afterAll(() => browsing.close());

  test.each([true, false])(
    'sees officers, tokens and the access log, and no money (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { page, context } = await browsing.as(null, { javaScriptEnabled });
      const value = browsing.server.app.get(Sessions).begin(ADMINISTRATOR);
      await context.addCookies([{ name: 'ledger', value, url: browsing.address }]);

      await page.goto(`${browsing.address}/settings`);
      expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts()).toEqual([
        'Settings',
        'Access log',
        'Tokens',
        'Help',
      ]);
      expect(await page.locator('main').innerText()).toContain('off-201');
      expect(await page.locator('main').innerText()).not.toContain('£');
      await page.getByRole('link', { name: 'Access log' }).first().click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Access log');
      if (javaScriptEnabled) expect(await barriers(page)).toEqual([]);

      for (const path of ['/', '/lines', '/trace/plan', '/record', '/imports/new', '/audit'])
        expect([path, (await page.goto(`${browsing.address}${path}`))!.status()]).toEqual([path, 403]);
      await context.close();
    },
  );
});
