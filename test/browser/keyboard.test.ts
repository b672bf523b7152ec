import type { Page } from 'playwright-core';

import { startBrowsing, type Browsing } from '../support/browsing';

describe('With a keyboard alone', () => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
  });

  afterAll(() => browsing.close());

  /** Goes on with Tab until the wanted thing has the focus, and gives how it is marked. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate<string>(
        "(document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent ?? '').trim()",
      );
      if (text === name) {
        const marked = await page.evaluate<boolean>(
          "getComputedStyle(document.activeElement).outlineStyle !== 'none' || getComputedStyle(document.activeElement).boxShadow !== 'none'",
        );
        expect([name, marked]).toEqual([name, true]);
        return;
      }
    }
    throw new Error(`Tab never came to ${name}`);
  }

  test('an officer records a baseline', async () => {
    const { page, context } = await browsing.as('finance');
    await page.goto(`${browsing.address}/lines/IT-PROCUREMENT`);
    await tabTo(page, 'Skip to main content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Record on this line');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/record/);
    await tabTo(page, 'Set the baseline');
    await page.keyboard.press('Enter');
    await page.waitForURL(/BaselineSet/);
    await tabTo(page, 'Financial year');
    await page.keyboard.type('2008');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Continue');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What was spent in that year?' }).waitFor();
    await tabTo(page, 'Amount in pounds');
    await page.keyboard.type('5000000');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where does the amount come from?' }).waitFor();
    await tabTo(page, 'Where does the amount come from?');
    await page.keyboard.type('Invented');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Why, from when/ }).waitFor();
    await tabTo(page, 'Continue');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Check your answers/ }).waitFor();
    await tabTo(page, 'Record it');
    await page.keyboard.press('Enter');

    await page.waitForURL(/\/entries\/180/);
    expect(await page.locator('main').innerText()).toContain('£5,000,000.00 spent in 2008/09');
    await context.close();
  });
});
