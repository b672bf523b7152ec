import type { IsoDate } from '../../src/domain/dates';
import type { FinancialYear } from '../../src/domain/financial-year';
import { builtIn } from '../../projections/definitions';
import type { FigureName, Question } from '../../projections/figure';
import { lineFigures } from '../../projections/line-figures';
import { position, trace, type Filter, type Part } from '../../projections/position';
import type { Projection } from '../../projections/projection';
import { tracePage } from '../../projections/trace-page';
import { wholeOf, wholesBy } from '../../projections/wholes';
import {
  achieve,
  ADULT,
  baseline,
  CARRIED,
  cost,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  plan,
  POT,
  target,
} from '../support/july';
import { amend, rate } from '../support/later';
import { given, on } from '../support/story';

const spread = { ...builtIn('published')!, oneOff: 'spread' as const, oneOffYears: '2' };
const question: Question = {
  by: '2010/11' as FinancialYear,
  definition: builtIn('published')!,
  baseYear: '2008/09' as FinancialYear,
};

/** Three lines in two sections, two groups and three tags; entry 11 moves the first line. Amounts invented. */
const told = (): Projection =>
  given(
    opened,
    target('1000.00'),
    { ...line(), tags: ['new', 'small'] },
    { ...line(ADULT), section: 'Activity in 2010/11', group: 'Care (invented)', tags: ['new'] },
    { ...line(ONE_COUNCIL), group: 'Corporate (invented)' },
    baseline(),
    plan({ '2009/10': '1.00' }),
    plan({ '2009/10': '20.00' }, ADULT),
    plan({ '2010/11': '300.00' }, ONE_COUNCIL, null, 'non-cashable'),
    cost('0.10', 'one-off'),
    on('2009-07-20', rate('amber', null, ADULT)),
    on('2009-07-21', { ...amend('IT procurement'), section: 'Moved', tags: [] }),
  ).story.projection;

const all = { size: 12, asAt: '2009-07-21' as IsoDate };
const before = { size: 12, asAt: '2009-07-20' as IsoDate };
const planned = (parts: readonly Part[], name: FigureName = 'plan') =>
  parts.map((part) => [part.name, part.amounts[name] / 100]);
const at = (moment: typeof all, filter: Filter = {}) => position(told(), question, moment, filter);

describe('the position of three lines', () => {
  test('has each section, group and tag in the order the lines first name them, none of them with a target', () => {
    const { amounts, sections, groups, tags } = at(before);
    expect([amounts.target, amounts.plan, amounts.gap].map((amount) => amount / 100)).toEqual([1_000, 321, 679]);
    expect(planned(sections)).toEqual([
      ['Activity in 2009/10', 301],
      ['Activity in 2010/11', 20],
    ]);
    expect(planned(groups)).toEqual([
      ['Care (invented)', 20],
      ['Corporate (invented)', 300],
    ]);
    expect(planned(tags)).toEqual([
      ['new', 21],
      ['small', 1],
    ]);
    expect(planned(sections, 'target')).toEqual([
      ['Activity in 2009/10', 0],
      ['Activity in 2010/11', 0],
    ]);
    expect(planned(tags, 'atRisk')).toEqual([
      ['new', 20],
      ['small', 0],
    ]);
  });

  test('follows a line that moved', () => {
    const { sections, groups, tags, lines } = at(all);
    expect(planned(sections)).toEqual([
      ['Moved', 1],
      ['Activity in 2010/11', 20],
      ['Activity in 2009/10', 300],
    ]);
    expect(planned(groups).map(([name]) => name)).toEqual([
      'Procurement (invented)',
      'Care (invented)',
      'Corporate (invented)',
    ]);
    expect(planned(tags)).toEqual([['new', 20]]);
    expect(planned(lines)).toEqual([
      ['IT procurement', 1],
      [ADULT, 20],
      [ONE_COUNCIL, 300],
    ]);
  });

  test.each<[Filter, number, readonly string[], readonly string[]]>([
    [{ section: 'Activity in 2009/10' }, 301, ['Activity in 2009/10'], [IT, ONE_COUNCIL]],
    [{ group: 'Care (invented)' }, 20, ['Activity in 2010/11'], [ADULT]],
    [{ tag: 'new' }, 21, ['Activity in 2009/10', 'Activity in 2010/11'], [IT, ADULT]],
    [{ tag: 'new', section: 'Activity in 2009/10' }, 1, ['Activity in 2009/10'], [IT]],
    [{ tag: 'other' }, 0, [], []],
    [{ line: ADULT }, 20, ['Activity in 2010/11'], [ADULT]],
    [{ line: ADULT, section: 'Activity in 2009/10' }, 0, [], []],
    [{ line: 'NOWHERE' as never }, 0, [], []],
    [{ class: 'cashable' }, 21, ['Activity in 2009/10', 'Activity in 2010/11'], [IT, ADULT, ONE_COUNCIL]],
    [{ class: 'non-cashable', line: IT }, 0, ['Activity in 2009/10'], [IT]],
  ])('of the part %j plans %d in the sections %j on the lines %j', (filter, amount, sections, lines) => {
    const found = at(before, filter);
    expect(found.amounts.plan / 100).toBe(amount);
    expect(found.sections.map(({ name }) => name)).toStrictEqual(sections);
    expect(found.lines.map(({ name }) => name)).toStrictEqual(lines);
    const projection = told();
    expect(trace(projection, 'plan', question, before, filter).amount / 100).toBe(amount);
    const page = tracePage(projection, 'plan', question, before, filter, { start: 0, most: 9 });
    expect([page.amount / 100, page.rows.length]).toEqual([amount, page.count]);
    expect(lineFigures(projection, question, before, filter).count).toBe(lines.length);
    expect(wholeOf(projection, before, filter)(question).plan / 100).toBe(amount);
  });

  test('of one line looks at no other', () => {
    const projection = told();
    const lines = jest.spyOn(projection.register, 'lines');
    expect(lineFigures(projection, question, before, { line: ADULT }).count).toBe(1);
    expect(lines).not.toHaveBeenCalled();
  });

  test('before anything is known is nought in every figure', () => {
    const { amounts, sections } = at({ size: 0, asAt: all.asAt });
    expect([Object.values(amounts).every((amount) => amount === 0), sections]).toEqual([true, []]);
    const nothing = wholeOf(told(), { size: 0, asAt: all.asAt })(question);
    expect(nothing).toEqual(amounts);
  });

  test('has one-off cost spread over years in each part it is of', () => {
    const spreading = { ...question, definition: spread };
    const { amounts, sections, lines } = position(told(), spreading, all, {});
    expect([amounts.achieved, amounts.oneOffCost]).toEqual([-5, -10]);
    expect(sections.map((part) => part.amounts.achieved)).toEqual([-5, 0, 0]);
    expect(lines.map((part) => part.amounts.achieved)).toEqual([-5, 0, 0]);
  });
});

describe('many questions at once', () => {
  test('are asked of each part in the order of its first line, and of what is in no line where that is a part', () => {
    const projection = told();
    const bySection = wholesBy(projection, before, {}, (standing) => standing?.section ?? 'none');
    expect([...bySection].map(([name, ask]) => [name, ask(question).plan / 100, ask(question).target / 100])).toEqual([
      ['Activity in 2009/10', 301, 0],
      ['Activity in 2010/11', 20, 0],
      ['none', 0, 1_000],
    ]);
    const byGroup = wholesBy(projection, before, { tag: 'new' }, (standing) => standing?.group ?? null);
    expect([...byGroup].map(([name, ask]) => [name, ask(question).plan / 100])).toEqual([['Care (invented)', 20]]);
  });

  test('tell classes and statuses apart, within what the filter takes', () => {
    const { projection } = given(opened, line(), baseline(), plan(), achieve('10.00', null)).story;
    const now = projection.table.now();
    const ask = wholeOf(projection, now);
    expect(ask(question, { status: 'claimed' }).achieved).toBe(1_000);
    expect(ask(question, { status: 'verified' }).achieved).toBe(0);
    expect(ask(question, { class: 'non-cashable' }).achieved).toBe(0);
    expect(wholeOf(projection, now, { class: 'non-cashable' })(question).achieved).toBe(0);
  });

  test('find a part that holds nothing', () => {
    const { projection } = given(opened, line()).story;
    const parts = wholesBy(projection, projection.table.now(), {}, (standing) => standing?.section ?? null);
    expect([...parts].map(([name, ask]) => [name, ask(question).plan])).toEqual([['Activity in 2009/10', 0]]);
  });
});

describe('lines that wait for a ruling, are at risk, both or neither', () => {
  /** The level of each line is a digit of its own; two lines are alike. Amounts invented. */
  const marked = () =>
    given(
      opened,
      line(),
      { ...line(ADULT), ruling: 'volume', section: 'B' },
      { ...line(ONE_COUNCIL), ruling: 'income', section: 'C' },
      line(POT),
      { ...line(CARRIED), section: 'D' },
      rate('red', null, ONE_COUNCIL),
      rate('amber', null, POT),
      ...[IT, ADULT, ONE_COUNCIL, POT, CARRIED].map((id, place) =>
        plan({ '2010/11': `${String(10 ** place)}.00` }, id),
      ),
      cost('0.03', 'one-off'),
      { ...cost('0.03', 'one-off'), line: CARRIED },
    ).story.projection;
  const spreading = { ...question, definition: spread };
  const names = ['plan', 'subjectToRulings', 'atRisk', 'achieved', 'oneOffCost'] as const;
  const expected = [1_111_100, 11_000, 110_000, -2, -6];

  test('add up to the same in a position, in a whole that is asked, and line by line', () => {
    const projection = marked();
    const now = projection.table.now();
    const { amounts, lines } = position(projection, spreading, now, {});
    expect(names.map((name) => amounts[name])).toEqual(expected);
    expect(names.map((name) => wholeOf(projection, now)(spreading)[name])).toEqual(expected);
    expect(lines.map((each) => names.map((name) => each.amounts[name]))).toEqual([
      [100, 0, 0, -1, -3],
      [1_000, 1_000, 0, 0, 0],
      [10_000, 10_000, 10_000, 0, 0],
      [100_000, 0, 100_000, 0, 0],
      [1_000_000, 0, 0, -1, -3],
    ]);
    const pages = [lineFigures(projection, spreading, now, {}, 1, 2), lineFigures(projection, spreading, now, {}, 4)];
    expect(pages.map(({ count, lines: page }) => [count, ...page.map(({ name }) => name)])).toEqual([
      [5, ADULT, ONE_COUNCIL],
      [5, CARRIED],
    ]);
  });

  test('add up to the same in the traces', () => {
    const projection = marked();
    const now = projection.table.now();
    for (const [place, name] of names.entries()) {
      const { amount, rows } = trace(projection, name, spreading, now, {});
      expect([name, amount]).toEqual([name, expected[place]]);
      expect(rows.every(({ pence }) => pence !== 0)).toBe(true);
      const page = tracePage(projection, name, spreading, now, {}, { start: 1, most: 1 });
      expect(page).toEqual({ amount, count: rows.length, rows: rows.slice(1, 2) });
    }
  });

  test('are told apart by section', () => {
    const projection = marked();
    const bySection = wholesBy(projection, projection.table.now(), {}, (standing) => standing?.section ?? null);
    expect([...bySection].map(([name, ask]) => [name, ask(spreading).plan, ask(spreading).achieved])).toEqual([
      ['Activity in 2009/10', 100_100, -1],
      ['B', 1_000, 0],
      ['C', 10_000, 0],
      ['D', 1_000_000, -1],
    ]);
  });
});
