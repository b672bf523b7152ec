import { startBrowsing, type Browsing } from '../support/browsing';
import { answer, heading } from '../support/forms';

describe("The browser's own Back, in a form that records", () => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
  });
  afterAll(() => browsing.close());

  test('shows the question before with what was answered, and the form goes on from there', async () => {
    const { page, complaints, context } = await browsing.as('finance');
    await page.goto(`${browsing.address}/record?kind=BaselineSet&line=IT-PROCUREMENT`);
    await answer(page, { 'Financial year': '2008/09' });
    await answer(page, { 'Amount in pounds': '£5,000,000' });
    expect(await heading(page)).toContain('Where does the amount come from?');

    await page.goBack();
    expect(await heading(page)).toContain('What was spent in that year?');
    expect(await page.getByLabel('Amount in pounds').inputValue()).toBe('£5,000,000');

    await answer(page, { 'Amount in pounds': '£4,000,000' });
    await answer(page, { 'Where does the amount come from?': 'An invented general ledger' });
    await answer(page, {});
    expect(await heading(page)).toContain('Check your answers');
    expect(await page.getByText('£4,000,000').count()).toBeGreaterThan(0);
    await page.goBack();
    await page.goForward();
    await page.getByRole('button', { name: 'Record it' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Recorded.');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('after signing out shows nothing of the form', async () => {
    const { page, context } = await browsing.as('finance');
    await page.goto(`${browsing.address}/record?kind=BaselineSet&line=IT-PROCUREMENT`);
    await answer(page, { 'Financial year': '2008/09' });
    await answer(page, { 'Amount in pounds': '£5,000,000' });
    await page.getByRole('button', { name: 'Sign out' }).click();

    expect(await heading(page)).toContain('Sign in');
    // The browser has forgotten the page and does not send the form again by itself.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
    await context.close();
  });
});

test('on a screen 320 px wide the amount of each posting of a trace is in sight without scrolling', async () => {
  const browsing = await startBrowsing();
  const { page, context } = await browsing.as('auditor', { viewport: { width: 320, height: 640 } });
  await page.goto(`${browsing.address}/trace/plan?by=2010-11`);
  const amounts = page.getByRole('region', { name: 'Postings behind the figure' }).locator('tbody tr td:nth-child(2)');

  expect(await amounts.first().innerText()).toMatch(/^£/);
  // A column is as wide in every row.
  const box = await amounts.first().boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 321)).toBeLessThanOrEqual(320);
  await context.close();
  await browsing.close();
});
