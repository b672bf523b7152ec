import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';

describe('The browser that the tests drive', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  test('renders a page, its styles and its characters', async () => {
    const page = await browser.newPage();
    await page.goto(
      `data:text/html;charset=utf-8,${encodeURIComponent('<h1 style="width:300px">£200,000 saved</h1>')}`,
    );

    const heading = page.getByRole('heading', { name: '£200,000 saved' });

    expect(await heading.textContent()).toBe('£200,000 saved');
    expect((await heading.boundingBox())?.width).toBe(300);
  });
});
