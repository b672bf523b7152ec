import type { Page } from 'playwright-core';

import { barriers, startBrowsing, type Browsing, type Person, type Who } from '../support/browsing';
import { answer, heading } from '../support/forms';

describe.each([true, false])('People at work (JavaScript: %s)', (javaScriptEnabled) => {
  let browsing: Browsing;
  const people = new Map<Who, Person>();

  beforeAll(async () => {
    browsing = await startBrowsing();
  });

  afterAll(async () => {
    for (const { context } of people.values()) await context.close();
    people.clear();
    await browsing.close();
  });

  /** The page of an officer, who stays signed in from one test to the next. */
  async function pageOf(who: Who): Promise<Page> {
    const known = people.get(who) ?? (await browsing.as(who, { javaScriptEnabled }));
    people.set(who, known);
    return known.page;
  }

  const go = async (who: Who, path: string): Promise<Page> => {
    const page = await pageOf(who);
    await page.goto(`${browsing.address}${path}`);
    return page;
  };

  /** The program that looks for them is itself JavaScript. */
  const barriersOf = async (page: Page): Promise<readonly unknown[]> => (javaScriptEnabled ? barriers(page) : []);

  /** Records what stands on the page of checked answers; the seq of the entry it became. */
  const recordIt = async (page: Page): Promise<string> => {
    expect(await heading(page)).toContain('Check your answers');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Record it' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Recorded.');
    return /\/entries\/(\d+)/.exec(page.url())![1]!;
  };

  const reason = 'Invented for a test of the pages';
  let claim = '';

  test('a finance officer records a baseline and an achieved saving, with the figures before and after', async () => {
    const page = await go('finance', '/lines/IT-PROCUREMENT');
    await page.getByRole('button', { name: 'Record on this line' }).click();
    await page.getByRole('link', { name: 'Set the baseline' }).click();
    await answer(page, { 'Financial year': '2008/09' });
    await answer(page, { 'Amount in pounds': '£5,000,000' });
    await answer(page, { 'Where does the amount come from?': 'An invented general ledger' });
    await answer(page, {});
    await recordIt(page);

    await page.goto(`${browsing.address}/record?kind=SavingAchieved&line=IT-PROCUREMENT`);
    await answer(page, { 'Financial year': '2009/10' });
    await answer(page, { Class: 'cashable' });
    await answer(page, { 'Amount in pounds': 'lots' });
    expect(await page.getByRole('alert').innerText()).toContain('There is a problem');
    expect(await page.getByLabel('Amount in pounds').inputValue()).toBe('lots');
    await answer(page, { 'Amount in pounds': '260,000' });
    await answer(page, { 'Amount in pounds (optional)': '60000.00' });
    await answer(page, { 'Reason (optional)': reason });

    expect(await page.getByRole('definition').allInnerTexts()).toEqual(
      expect.arrayContaining(['£260,000.00', '£60,000.00']),
    );
    const effect = await page.getByRole('region', { name: 'Figures before and after' }).innerText();
    expect(effect).toMatch(/Achieved claimed\s+£9,420,000\.00\s+\+£200,000\.00\s+£9,620,000\.00/);
    claim = await recordIt(page);
    expect(await page.getByRole('region', { name: 'Figures before and after this entry' }).innerText()).toMatch(
      /Achieved claimed\s+£9,420,000\.00\s+\+£200,000\.00\s+£9,620,000\.00/,
    );
  });

  test('the officer who recorded it is not offered to verify it; a second officer verifies it', async () => {
    const own = await go('finance', `/entries/${claim}`);
    expect(await own.getByRole('link', { name: 'Verify this entry' }).count()).toBe(0);

    const page = await go('secondFinance', `/entries/${claim}`);
    await page.getByRole('link', { name: 'Verify this entry' }).click();
    await answer(page, {});
    await recordIt(page);

    await page.goto(`${browsing.address}/entries/${claim}`);
    expect(await page.locator('main').innerText()).toContain(`Entry ${claim} was verified by a second officer.`);
  });

  test('a finance officer reclassifies a part of it, and takes that back', async () => {
    const page = await go('finance', '/record?kind=SavingReclassified&line=IT-PROCUREMENT');
    await answer(page, { 'Which measure is it of?': 'achieved' });
    await answer(page, { Tranche: '2009/10' });
    await answer(page, { 'Status (optional)': 'verified' });
    await answer(page, { Class: 'cashable' });
    await answer(page, { Class: 'non-cashable' });
    await answer(page, { 'Amount in pounds': '50000' });
    await answer(page, {});
    expect(await page.getByRole('alert').innerText()).toContain('REASON_REQUIRED');
    await page.getByRole('button', { name: /^Change\s*: Why, from when/ }).click();
    await answer(page, { Reason: reason });
    const moved = await recordIt(page);

    await page.getByRole('link', { name: 'Reverse this entry' }).click();
    await answer(page, { Reason: reason });
    await recordIt(page);
    expect(await page.getByRole('region', { name: 'Figures before and after this entry' }).innerText()).toMatch(
      /Achieved verified\s+£150,000\.00\s+\+£50,000\.00\s+£200,000\.00/,
    );
    await page.goto(`${browsing.address}/entries/${moved}`);
    expect(await page.locator('main').innerText()).toContain(`Entry ${moved} was reversed.`);
  });

  test('a finance officer allocates a part of the pot', async () => {
    const page = await go('finance', '/record?kind=PotAllocated&line=ADULT-SOCIAL-CARE-TRANSFORMATION');
    await answer(page, { Pot: 'TRANSFORMATION-POT' });
    await answer(page, { Class: 'cashable' });
    await answer(page, {
      'Level in 2009/10, in pounds (optional)': '1000000',
      'Level in 2010/11, in pounds (optional)': '1500000',
      'Level in 2011/12, in pounds (optional)': '3000000',
    });
    await answer(page, {});
    await answer(page, { 'Reason (optional)': reason });

    expect(await page.locator('main').innerText()).toContain('It posts no amount that a figure by 2010/11 counts');
    await recordIt(page);
    await page.goto(`${browsing.address}/lines/ADULT-SOCIAL-CARE-TRANSFORMATION`);
    expect(await page.getByRole('row', { name: /^2010\/11/ }).innerText()).toContain('£1,500,000.00');
  });

  test('the chief finance officer certifies what was verified, and records no money', async () => {
    const page = await go('chief', '/record');
    expect(await page.getByRole('link', { name: 'Certify the position' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Plan a saving' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Certify the position' }).click();
    await answer(page, { 'Financial year': '2009/10' });
    await answer(page, {});
    expect(await page.getByRole('region', { name: 'Figures before and after' }).innerText()).toMatch(
      /Achieved certified\s+£0\.00\s+\+£200,000\.00\s+£200,000\.00/,
    );
    await recordIt(page);
  });

  test('an auditor replays to an entry with the slider and without it, and compares two moments', async () => {
    const page = await go('auditor', '/audit');
    await page.getByLabel(/^Replay to an entry/).fill('110');
    await page.getByRole('button', { name: 'Replay to this entry' }).click();
    expect(await heading(page)).toBe('As it was known on entry 110');
    expect(await page.getByRole('row', { name: /^Plan / }).innerText()).toContain('£18,125,000.00');
    await page.getByRole('textbox', { name: 'As known on' }).first().fill('179');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    expect(await page.getByRole('row', { name: /^Achieved certified/ }).innerText()).toMatch(
      /£0\.00\s+£200,000\.00\s+£200,000\.00/,
    );

    await page.goto(`${browsing.address}/audit/compare?from_known_at=179`);
    await page
      .getByRole('row', { name: /^Achieved certified/ })
      .getByRole('link', { name: '£200,000.00' })
      .last()
      .click();
    expect(await heading(page)).toBe('Movement of achieved certified by 2010/11');
    expect(await page.locator('main').innerText()).toContain('Position certified');
  });

  test('an auditor is offered to ask, and not to record', async () => {
    const page = await go('auditor', '/lines/IT-PROCUREMENT');
    expect(await page.getByRole('button', { name: 'Record on this line' }).count()).toBe(0);
    await page.goto(`${browsing.address}/record`);
    expect(await page.getByRole('link', { name: 'Raise a query' }).count()).toBe(1);
  });

  test.each([
    ['finance', 'PositionCertified'],
    ['finance', 'AuditQueryRaised'],
    ['auditor', 'SavingPlanned'],
    ['auditor', 'PositionCertified'],
    ['chief', 'SavingAchieved'],
    ['chief', 'TargetRevised'],
  ] as const)('signed in as %s, nobody gets to the form for %s', async (who, kind) => {
    const page = await pageOf(who);
    const answered = await page.goto(`${browsing.address}/record?kind=${kind}&line=IT-PROCUREMENT`);
    expect(answered?.status()).toBe(403);
    expect(await page.locator('main').innerText()).toContain('ROLE_NOT_ALLOWED');
  });

  test('of two officers with stale pages one wins; the other sees what happened and keeps what she typed', async () => {
    const [one, other] = [await pageOf('finance'), await pageOf('secondFinance')];
    for (const [page, gross] of [
      [one, '10000'],
      [other, '20000'],
    ] as const) {
      await page.goto(`${browsing.address}/record?kind=SavingAchieved&line=IT-PROCUREMENT`);
      await answer(page, { 'Financial year': '2010/11' });
      await answer(page, { Class: 'cashable' });
      await answer(page, { 'Amount in pounds': gross });
      await answer(page, {});
      await answer(page, { 'Reason (optional)': `${reason}: ${gross}` });
    }
    const won = await recordIt(one);
    await other.getByRole('button', { name: 'Record it' }).click();

    expect(await heading(other)).toContain('Somebody else recorded first');
    expect(await barriersOf(other)).toEqual([]);
    expect(await other.getByRole('region', { name: /What happened since/ }).innerText()).toContain('£10,000.00');
    expect(await other.locator('main').innerText()).toContain(`${reason}: 20000`);
    await other.getByRole('button', { name: 'Check it again with what is known now' }).click();
    const second = await recordIt(other);
    expect(Number(second)).toBe(Number(won) + 1);
  });

  test('no browser complained of anything but the page that was refused', () => {
    const said = [...people.values()].flatMap(({ complaints }) => complaints);
    expect(said.filter((text) => !/40[34]|412|422|409/.test(text))).toEqual([]);
  });
});
