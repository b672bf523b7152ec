import type { Page } from 'playwright-core';

import { barriers, startBrowsing, type Browsing } from '../support/browsing';
import { heading } from '../support/forms';
import { workbook, type CellOf } from '../support/workbooks';

const tracker = (saving: CellOf): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'tracker.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: workbook([
    {
      name: 'Plan',
      rows: [
        ['Savings tracker (invented)'],
        ['Line', 'Saving 2009/10', 'Saving 2010/11', 'Officer'],
        ['Street lighting (invented)', 200, 300, 'Ann Other (invented)'],
        ['Parking (invented)', saving, 50, 'Ann Other (invented)'],
        ['Total', 300, 350, null],
      ],
    },
  ]),
});

describe.each([true, false])('Importing a file (JavaScript: %s)', (javaScriptEnabled) => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
  });

  afterAll(() => browsing.close());

  const isWhole = async (page: Page): Promise<void> => {
    for (const width of [1200, 320]) {
      await page.setViewportSize({ width, height: 900 });
      if (javaScriptEnabled) expect([width, await barriers(page)]).toEqual([width, []]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    }
  };

  test('a finance officer says how a new layout is read, sees each problem by its cell, and records the mended file', async () => {
    const { page, complaints, context } = await browsing.as('finance', { javaScriptEnabled });
    await page.goto(`${browsing.address}/imports`);
    await page.getByRole('button', { name: 'Import a file' }).click();
    await isWhole(page);
    await page.getByRole('button', { name: 'Check the file' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Choose a file.');
    await page.getByLabel('File', { exact: true }).setInputFiles(tracker('many'));
    await page.getByRole('button', { name: 'Check the file' }).click();

    expect(await heading(page)).toContain('How is this file to be read?');
    expect(await page.getByLabel('Saving 2009/10').inputValue()).toBe('level 2009/10');
    expect(await page.getByLabel('Total', { exact: true }).inputValue()).toBe('section');
    await isWhole(page);
    await page.getByLabel('Which section are the lines in? (optional)').fill('Activity in 2009/10');
    await page.getByRole('button', { name: 'Check the file' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('IMPORT_UNIT_REQUIRED');
    await page.getByLabel('What are the amounts in?').selectOption('thousands');
    await page.getByLabel('How is a saving written?').selectOption('positive');
    await page.getByRole('button', { name: 'Check the file' }).click();

    expect(await page.getByRole('alert').innerText()).toMatch(/1 problem: nothing can be recorded yet[\s\S]*Plan\s+B4/);
    expect(await page.getByRole('button', { name: /^Record/ }).count()).toBe(0);
    await isWhole(page);
    const first = page.url();

    await page.goto(`${browsing.address}/imports/new`);
    await page.getByLabel('File', { exact: true }).setInputFiles(tracker(100));
    await page.getByRole('button', { name: 'Check the file' }).click();
    expect((await page.request.get(first)).status()).toBe(404);
    await page.getByLabel('Which section are the lines in? (optional)').fill('Activity in 2009/10');
    await page.getByLabel('What are the amounts in?').selectOption('thousands');
    await page.getByLabel('How is a saving written?').selectOption('positive');
    await page.getByRole('button', { name: 'Check the file' }).click();
    expect(await page.locator('main').innerText()).toContain('£650,000.00');
    expect(await page.getByRole('row', { name: /Total, 2009\/10/ }).innerText()).toMatch(
      /£300,000\.00\s+£300,000\.00\s+£8,340,000\.00\s+No: it becomes a finding/,
    );
    await isWhole(page);
    await page.getByRole('button', { name: /^Record \d+ entries/ }).click();

    expect(await page.locator('main').innerText()).toContain('Recorded. The batch');
    expect(complaints.filter((text) => !text.includes('422') && !text.includes('404'))).toEqual([]);
    await context.close();
  });

  test('the layout is remembered, and what stands in the ledger is not recorded again', async () => {
    const { page, context } = await browsing.as('secondFinance', { javaScriptEnabled });
    await page.goto(`${browsing.address}/imports/new`);
    await page.getByLabel('File', { exact: true }).setInputFiles(tracker(100));
    await page.getByRole('button', { name: 'Check the file' }).click();

    expect(await heading(page)).toContain('Check the import');
    expect(await page.locator('main').innerText()).toContain('These very files stand in the ledger already');
    await context.close();
  });

  test('an auditor sees what was imported, and imports nothing', async () => {
    const { page, context } = await browsing.as('auditor', { javaScriptEnabled });
    await page.goto(`${browsing.address}/imports`);
    expect(await page.getByRole('button', { name: 'Import a file' }).count()).toBe(0);
    expect((await page.goto(`${browsing.address}/imports/new`))?.status()).toBe(403);
    await context.close();
  });
});
