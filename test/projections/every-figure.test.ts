import type { FinancialYear } from '../../src/domain/financial-year';
import { builtIn } from '../../projections/definitions';
import { figureNamed, figureNames, type FigureName } from '../../projections/figure';
import { position, trace, type Filter } from '../../projections/position';
import { lineFigures } from '../../projections/line-figures';
import { tracePage } from '../../projections/trace-page';
import { wholeOf } from '../../projections/wholes';
import {
  achieve,
  ADULT,
  baseline,
  CARRIED,
  carryForward,
  contribution,
  cost,
  IT,
  line,
  money,
  ONE_COUNCIL,
  opened,
  plan,
  POT,
  target,
  verify,
} from '../support/july';
import { certify, forecast, rate, substitute } from '../support/later';
import { because, given } from '../support/story';

// One ledger with something of everything. Amounts invented, and such that each sum shows what is in it.
const { projection } = given(
  opened,
  target('1000000.00'),
  target('5000000.00', 'partnership'),
  line(CARRIED),
  carryForward('7.00'),
  line(),
  baseline(),
  plan({ '2008/09': '100.00', '2009/10': '300.00', '2010/11': '700.00' }, IT, ['2010/11', '1500.00']),
  plan({ '2009/10': '50.00' }, IT, null, 'non-cashable'),
  line(POT, 'unidentified'),
  plan({ '2010/11': '3000.00' }, POT),
  { ...line(ADULT), ruling: 'volume' },
  plan({ '2009/10': '20000.00' }, ADULT),
  line(ONE_COUNCIL),
  plan({ '2009/10': '40000.00' }, ONE_COUNCIL),
  rate('amber', null, ONE_COUNCIL),
  forecast({ '2009/10': '11.00', '2010/11': '33.00' }),
  contribution({ '2009/10': '13.00', '2010/11': '26.00' }),
  substitute({ oneOff: 'General reserve' }, { amount: '17.00' }),
  achieve('1000.00', '100.00', '2008/09'),
  verify(19),
  certify('2008/09'),
  achieve('2000.00', '200.00'),
  verify(22),
  { ...achieve('4000.00', '400.00'), inYear: money('600.00') },
  cost('5.00', 'one-off'),
  cost('6.00', 'ongoing', false, because('Existing time (invented)')),
).story;
const now = projection.table.now();
const years = ['2008/09', '2009/10', '2010/11'] as const;

type Row = readonly [inBaseYear: number, inNext: number, inLast: number];

/** In pounds, by 2008/09, 2009/10 and 2010/11. */
const asPublished: Readonly<Record<FigureName, Row>> = {
  target: [1_000_000, 1_000_000, 1_000_000],
  plan: [107, 60_357, 64_557],
  originalPlan: [100, 60_350, 64_550],
  carriedForward: [7, 7, 7],
  fullYearEffects: [100, 100, 100],
  level: [0, 60_250, 63_650],
  newInYear: [100, 60_250, 3_400],
  unphased: [800, 800, 800],
  identified: [107, 60_357, 61_557],
  unidentified: [0, 0, 3_000],
  subjectToRulings: [0, 20_000, 20_000],
  atRisk: [0, 40_000, 40_000],
  forecast: [0, 11, 33],
  budgetContribution: [0, 13, 26],
  gap: [999_893, 939_643, 935_443],
  achieved: [907, 6_307, 6_307],
  'achieved.claimed': [7, 3_607, 3_607],
  'achieved.verified': [0, 1_800, 1_800],
  'achieved.certified': [900, 900, 900],
  'achieved.gross': [1_007, 7_007, 7_007],
  'achieved.ongoingCost': [-100, -700, -700],
  'achieved.inYear': [907, 3_307, 6_307],
  outstanding: [-800, 54_050, 58_250],
  oneOffCost: [0, -5, -5],
  excludedCost: [0, -6, -6],
  oneOffCover: [0, 0, 17],
  partnershipTarget: [5_000_000, 5_000_000, 5_000_000],
};

/** Without the 800 that has no year. */
const asPhased: typeof asPublished = {
  ...asPublished,
  plan: [107, 60_357, 63_757],
  originalPlan: [100, 60_350, 63_750],
  identified: [107, 60_357, 60_757],
  gap: [999_893, 939_643, 936_243],
  outstanding: [-800, 54_050, 57_450],
};

/** Without the 50 that is not cashable either. */
const asCounted: typeof asPublished = {
  ...asPhased,
  plan: [107, 60_307, 63_707],
  originalPlan: [100, 60_300, 63_700],
  level: [0, 60_200, 63_600],
  newInYear: [100, 60_200, 3_400],
  identified: [107, 60_307, 60_707],
  gap: [999_893, 939_693, 936_293],
  outstanding: [-800, 54_000, 57_400],
};

const questionOf = (definition: string, by: string) => ({
  by: by as FinancialYear,
  definition: builtIn(definition)!,
  baseYear: '2008/09' as FinancialYear,
});

describe('every figure of one ledger, by each year', () => {
  test.each([
    ['published', asPublished],
    ['phased', asPhased],
    ['ni179', asCounted],
  ])('under the definition %s', (definition, expected) => {
    const asked = years.map((by) => position(projection, questionOf(definition, by), now, {}).amounts);
    const inPounds = (name: FigureName) => asked.map((amounts) => amounts[name] / 100);
    expect(Object.fromEntries(figureNames.map((name) => [name, inPounds(name)]))).toEqual(expected);
  });

  test.each(figureNames)('%s is what its postings come to, and what it is asked together with others', (name) => {
    const whole = wholeOf(projection, now);
    years.forEach((by, index) => {
      const question = questionOf('published', by);
      const { amount, rows } = trace(projection, name, question, now, {});
      expect([amount, whole(question)[name]]).toEqual(Array(2).fill(asPublished[name][index]! * 100));
      expect(rows.every(({ pence }) => pence !== 0)).toBe(true);
    });
  });
});

describe('a part of the ledger', () => {
  const inLastYear = (filter: Filter) => {
    const { amounts } = position(projection, questionOf('published', '2010/11'), now, filter);
    return [amounts.target, amounts.plan, amounts.achieved, amounts.subjectToRulings].map((amount) => amount / 100);
  };

  test.each<[string, Filter, readonly number[]]>([
    ['a line', { line: IT }, [0, 1_550, 6_300, 0]],
    ['a line that waits for a ruling', { line: ADULT }, [0, 20_000, 0, 20_000]],
    ['a line nobody registered', { line: 'NOWHERE' as never }, [0, 0, 0, 0]],
    ['a section', { section: 'Activity in 2009/10' }, [0, 64_557, 6_307, 20_000]],
    ['a section nothing is in', { section: 'Activity in 2008/09' }, [0, 0, 0, 0]],
  ])('%s', (_what, filter, expected) => {
    expect(inLastYear(filter)).toEqual(expected);
  });

  test('a class, or a status', () => {
    expect(inLastYear({ class: 'cashable' })[1]).toBe(64_507);
    expect(inLastYear({ class: 'non-cashable' })[1]).toBe(50);
    expect(inLastYear({ status: 'verified' })[2]).toBe(1_800);
    expect(inLastYear({ status: 'certified', line: IT })[2]).toBe(900);
  });
});

describe('a page of what a figure is made of', () => {
  test.each(figureNames)('%s: is a stretch of the whole trace, with what the whole of it counts', (name) => {
    const earlier = { ...now, size: now.size - 3 };
    for (const filter of [{}, { line: IT }, { class: 'cashable' as const }, { status: 'verified' as const }]) {
      for (const moment of [now, earlier, { ...now, asAt: '2009-07-12' as never }]) {
        const question = questionOf('published', '2010/11');
        const { amount, rows } = trace(projection, name, question, moment, filter);
        for (const [start, most] of [
          [0, 2],
          [1, 1],
          [2, 100],
        ] as const) {
          const page = tracePage(projection, name, question, moment, filter, { start, most });
          expect(page).toEqual({ amount, count: rows.length, rows: rows.slice(start, start + most) });
        }
      }
    }
  });

  test('is found as well where one-off cost counts with a part of it a year', () => {
    const spread = { ...builtIn('published')!, oneOff: 'spread' as const, oneOffYears: '2' };
    const question = { ...questionOf('published', '2010/11'), definition: spread };
    const { amount, rows } = trace(projection, 'achieved', question, now, {});
    expect(amount).toBe(630_450);
    expect(rows).toHaveLength(20);
    const page = tracePage(projection, 'achieved', question, now, {}, { start: 19, most: 1 });
    expect(page).toEqual({ amount, count: 20, rows: [{ ...rows[19]!, seq: 25, pence: -250 }] });
  });
});

describe('the lines of a position', () => {
  const lines = (filter: Filter, start?: number, most?: number) => {
    const page = lineFigures(projection, questionOf('published', '2010/11'), now, filter, start, most);
    return [page.count, ...page.lines.map(({ name, amounts }) => [name, amounts.plan / 100, amounts.atRisk / 100])];
  };

  test('are in the order they were registered, each with what it has of every figure, page by page', () => {
    const all = [
      [CARRIED, 7, 0],
      [IT, 1_550, 0],
      [POT, 3_000, 0],
      [ADULT, 20_000, 0],
      [ONE_COUNCIL, 40_000, 40_000],
    ];
    expect(lines({})).toEqual([5, ...all]);
    expect(lines({}, 1, 2)).toEqual([5, ...all.slice(1, 3)]);
    expect(lines({}, 4, 2)).toEqual([5, ...all.slice(4)]);
    expect(lines({ line: IT })).toEqual([1, all[1]]);
    expect(lines({ line: 'NOWHERE' as never })).toEqual([0]);
    expect(lines({ section: 'Activity in 2008/09' })).toEqual([0]);
    expect(lines({ class: 'non-cashable', line: IT })).toEqual([1, [IT, 50, 0]]);
  });
});

describe('a figure is named', () => {
  test.each([
    ['plan', 'plan'],
    ['achieved.claimed', 'achieved.claimed'],
    ['claimed', 'achieved.claimed'],
    ['achieved.total', 'achieved'],
    ['total', null],
    ['', null],
    ['nothing', null],
  ])('%p: %p', (name, figure) => {
    expect(figureNamed(name)).toBe(figure);
  });
});
