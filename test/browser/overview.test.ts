import { barriers, startBrowsing, type Browsing } from '../support/browsing';

const pages = [
  '/',
  '/lines?sort=-plan&class=cashable',
  '/lines/IT-PROCUREMENT',
  '/trace/plan',
  '/trace/plan?section=Activity%20in%202009/10',
  '/charts/built',
  '/charts/months',
  '/entries?kind=SavingPlanned&figure=achieved',
  '/entries/106',
  '/findings',
  '/reconciliation',
  '/reports',
  '/reports/plan',
  '/reports/movement',
  '/reports/tranches',
  '/reports/returns',
  '/reports/scenario?tag=quick-win&deliver=80',
  '/reports/partnership',
  '/audit',
  '/audit/replay?known_at=110',
  '/audit/compare?from_known_at=20&to_known_at=110',
  '/audit/sample?n=5&seed=37443',
  '/audit/journal-tests',
  '/audit/verify',
  '/imports',
  '/settings',
  '/help',
  '/accessibility',
  '/privacy',
  '/record',
  '/record?kind=SavingPlanned',
  '/record?kind=SavingPlanned&line=IT-PROCUREMENT',
  '/sign-in',
  '/account',
  '/tokens',
  '/imports/new',
  '/no-such-page',
];

describe('The pages in a browser', () => {
  let browsing: Browsing;

  beforeAll(async () => {
    browsing = await startBrowsing();
  });

  afterAll(() => browsing.close());

  test.each([true, false])('the plan stands as it was published (JavaScript: %s)', async (javaScriptEnabled) => {
    const { page, complaints, context } = await browsing.as('finance', { javaScriptEnabled });
    await page.goto(`${browsing.address}/reports/plan`);

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

  test('the first page tells the story: no gap to the pound, and 10.368m with no year behind it', async () => {
    const { page, context } = await browsing.as('chief', { javaScriptEnabled: false });
    await page.goto(browsing.address);

    const figures = await page.locator('.ledger-figures > div').allInnerTexts();
    const gaps = await page.getByRole('table', { name: /^Gap under each definition/ }).innerText();

    expect(await page.locator('.govuk-body-l').innerText()).toBe(
      'By 2010/11 the plan reaches £37.443m against a target of £37.443m: no gap, to the pound, under the definition “published”. £10.368m is planned with no year behind it.',
    );
    expect(figures.map((text) => text.split('\n').slice(0, 2).join(' '))).toEqual([
      'Target £37.443m',
      'Planned £37.443m',
      'No year behind it £10.368m',
      'Carried forward £9.420m',
      'Forecast £0.000m',
      'Achieved, claimed £9.420m',
      'Achieved, verified £0.000m',
      'Achieved, certified £0.000m',
      'Identified £19.725m',
      'At risk £0.000m',
      'Running £0.000m',
      'Sustained £0.000m',
    ]);
    expect(gaps).toMatch(/£0\.000m[\s\S]*£10\.368m[\s\S]*£12\.190m/);
    expect(await page.getByRole('img', { name: /How the £37\.443m by 2010\/11 is built/ }).count()).toBe(1);
    await context.close();
  });

  test.each([true, false])(
    'a total opens in four clicks to the cell of the document it came from (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { page, complaints, context } = await browsing.as('auditor', { javaScriptEnabled });
      await page.goto(browsing.address);

      const total = page.getByRole('row', { name: /^Total/ });
      await total.getByRole('link', { name: '37,443' }).click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Plan: £37,443,000.00');
      expect(await page.locator('#parts-check').innerText()).toBe(
        'The parts add up to £37,443,000.00, which is the figure.',
      );
      await page
        .getByRole('row', { name: /^Activity prior to 2008\/09/ })
        .getByRole('link')
        .click();
      await page
        .getByRole('row', { name: /^Gershon savings c\/f, cashable/ })
        .getByRole('link')
        .click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Plan: £7,598,000.00');
      await page.getByRole('region', { name: 'Postings behind the figure' }).getByRole('link').first().click();

      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Entry 5: saving carried forward');
      expect(await page.locator('#source').innerText()).toMatch(/appendix-two\.csv, row 2, cell C2/);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test('another question is asked by a plain form, and its address asks it again', async () => {
    const { page, context } = await browsing.as('finance', { javaScriptEnabled: false });
    await page.goto(browsing.address);

    await page.getByText('Ask for another moment, year or definition').click();
    await page.getByLabel('Definition', { exact: true }).selectOption('ni179');
    await page.getByLabel('As known on').fill('120');
    await page.getByRole('button', { name: 'Show' }).click();
    const told = await page.locator('.govuk-body-l').innerText();
    await page.getByRole('link', { name: 'Permanent link' }).click();

    expect(told).toContain('under the definition “ni179”');
    expect(await page.locator('.govuk-body-l').innerText()).toBe(told);
    expect(page.url()).toContain('known_at=120');
    await context.close();
  });

  // 400 % zoom at 1,280 pixels leaves 320 of them across and 256 down: WCAG 2.2, 1.4.10.
  test.each(pages)("nothing stands in anyone's way on %s, wide, narrow and at 400 %% zoom", async (path) => {
    const { page, complaints, context } = await browsing.as('finance');
    await page.goto(`${browsing.address}${path}`);
    for (const [width, height] of [
      [1200, 900],
      [320, 256],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect([width, await barriers(page)]).toEqual([width, []]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    await context.close();
  });

  test('a barrier would be found', async () => {
    const { page, context } = await browsing.as(null);
    await page.setContent('<html lang="en"><title>x</title><img src="x"><input></html>');

    expect((await barriers(page)).map(([id]) => id)).toEqual(expect.arrayContaining(['image-alt', 'label']));
    await context.close();
  });
});
