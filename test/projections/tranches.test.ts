import fc from 'fast-check';

import type { CommandOf } from '../../src/domain/commands';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { LineId } from '../../src/domain/identifiers';
import { pounds, type Pence } from '../../src/domain/money';
import { allBuiltIn, builtIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import type { Filter } from '../../projections/filter';
import { position } from '../../projections/position';
import { provenSustained } from '../../projections/proven-sustained';
import { clockEnds, tranchesOf, type Tranche } from '../../projections/tranches';
import {
  achieve,
  baseline,
  CARRIED,
  carryForward,
  IT,
  line,
  money,
  opened,
  owner,
  plan,
  reprofile,
  reverse,
} from '../support/july';
import { aLedger } from '../support/random-ledger';
import { because, by, given, on, type Story, type Told } from '../support/story';

const year = (text: string): FinancialYear => text as FinancialYear;

const lapse = (amount: string, tranche = '2009/10', from = '2010/11'): CommandOf<'LapseGain'> => ({
  verb: 'LapseGain',
  by: because('It did not hold (invented)'),
  line: IT,
  class: 'cashable',
  tranche: year(tranche),
  status: 'claimed',
  from: year(from),
  amount: money(amount),
});

const fullYearEffect = (amount: string): CommandOf<'RecogniseFullYearEffect'> => ({
  verb: 'RecogniseFullYearEffect',
  by,
  line: IT,
  tranche: year('2009/10'),
  year: year('2010/11'),
  class: 'cashable',
  amount: money(amount),
});

const set: readonly Told[] = [opened, line(), owner(), baseline()];
const tranches = ({ projection }: Story, asAt = '2009-07-13'): readonly Tranche[] =>
  tranchesOf(projection, { size: projection.table.size, asAt: asAt as never });
const shown = (of: readonly Tranche[], measure: Tranche['measure'] = 'plan') =>
  of
    .filter((tranche) => tranche.measure === measure)
    .map(({ tranche, amount, lapsing, lapsed, state }) => [
      tranche,
      pounds(amount),
      pounds(lapsing),
      pounds(lapsed),
      state,
    ]);

describe('the tranches of a plan', () => {
  test('of IT Procurement, 200 / 300 / 500, are 200, 100 and 200, and none of them falls', () => {
    expect(shown(tranches(given(...set, plan()).story))).toEqual([
      ['2009/10', '200000.00', '0.00', '0.00', 'running'],
      ['2010/11', '100000.00', '0.00', '0.00', 'running'],
      ['2011/12', '200000.00', '0.00', '0.00', 'running'],
    ]);
  });

  test('of the running costs, 519 / 494 / 494, let 25 of the first one fall', () => {
    const levels = { '2009/10': '519000.00', '2010/11': '494000.00', '2011/12': '494000.00' };
    expect(shown(tranches(given(...set, plan(levels)).story))).toEqual([
      ['2009/10', '519000.00', '25000.00', '0.00', 'running'],
    ]);
  });

  test('that falls later than its clock runs has held', () => {
    const levels = { '2008/09': '500.00', '2009/10': '500.00', '2010/11': '500.00', '2011/12': '100.00' };
    expect(shown(tranches(given(...set, plan(levels)).story))).toEqual([
      ['2008/09', '500.00', '0.00', '0.00', 'running'],
    ]);
  });

  test('takes a fall from the latest tranche first, and the rest from the one before', () => {
    const levels = { '2009/10': '200.00', '2010/11': '300.00', '2011/12': '150.00' };
    expect(shown(tranches(given(...set, plan(levels)).story))).toEqual([
      ['2009/10', '200.00', '50.00', '0.00', 'running'],
      ['2010/11', '100.00', '100.00', '0.00', 'running'],
    ]);
  });
});

describe('the clock of a tranche', () => {
  test.each([
    ['2008/09', '2011-03-31'],
    ['2009/10', '2012-03-31'],
    ['2010/11', '2013-03-31'],
  ])('of %s ends on %s', (tranche, end) => {
    expect(clockEnds(year(tranche))).toBe(end);
  });

  test('is running on the day before it ends and has run out on the day itself', () => {
    const { story } = given(...set, plan());
    expect(tranches(story, '2012-03-30')[0]!.state).toBe('running');
    expect(tranches(story, '2012-03-31').map(({ state }) => state)).toEqual(['sustained', 'running', 'running']);
  });

  test('lists the years in which nobody confirmed that it held', () => {
    const confirmed: CommandOf<'ConfirmSustainment'> = {
      verb: 'ConfirmSustainment',
      by,
      line: IT,
      tranche: year('2009/10'),
      class: 'cashable',
      year: year('2010/11'),
    };
    const { story } = given(...set, plan(), achieve(), on('2010-07-10', confirmed));
    const [gain] = tranches(story, '2010-07-10').filter(({ measure }) => measure === 'achieved');
    expect(gain!.unconfirmed).toEqual(['2011/12']);
  });
});

describe('the tranches of what was achieved', () => {
  test('are net of ongoing cost: 260 less 60', () => {
    expect(shown(tranches(given(...set, plan(), achieve()).story), 'achieved')).toEqual([
      ['2009/10', '200000.00', '0.00', '0.00', 'running'],
    ]);
  });

  test('keep their amount when a part lapses, and what stands is less', () => {
    const { story } = given(...set, plan(), achieve(), lapse('25000.00'));
    expect(shown(tranches(story), 'achieved')).toEqual([['2009/10', '200000.00', '0.00', '25000.00', 'running']]);
    expect(tranches(story).find(({ measure }) => measure === 'achieved')!.standing).toBe(17_500_000);
  });

  test('are whole again when the lapse is reversed', () => {
    const { story } = given(...set, plan(), achieve(), lapse('25000.00'), reverse(6));
    expect(story.entries.at(-1)).toMatchObject({ kind: 'EntryReversed', facts: { kind: 'GainLapsed' } });
    expect(shown(tranches(story), 'achieved')).toEqual([['2009/10', '200000.00', '0.00', '0.00', 'running']]);
  });

  test('grow with their full-year effect, on the same clock', () => {
    const { story } = given(...set, plan(), achieve('50000.00', null), on('2010-07-10', fullYearEffect('40000.00')));
    expect(shown(tranches(story, '2010-07-10'), 'achieved')).toEqual([
      ['2009/10', '90000.00', '0.00', '0.00', 'running'],
    ]);
  });
});

describe('what could be proven to last', () => {
  const question: Question = { by: year('2010/11'), definition: builtIn('ni179')!, baseYear: year('2008/09') };
  const history: readonly Told[] = [
    ...set,
    line(CARRIED),
    carryForward(),
    carryForward('1822000.00', 'non-cashable'),
    plan({ '2008/09': '1677000.00', '2009/10': '2196000.00', '2010/11': '2171000.00' }),
  ];
  const proven = (date: string) => {
    const { projection } = given(...history).story;
    const now = projection.table.now();
    return provenSustained(projection, question, now, date as never, tranchesOf(projection, now));
  };

  test('is the eligible carry-forward and the tranches whose clock has run out', () => {
    expect(proven('2011-03-31')).toMatchObject({ amount: 927_500_000, carriedForward: 759_800_000, lapsing: 0 });
    expect(proven('2011-03-30').amount).toBe(759_800_000);
    expect(proven('2011-03-31').parts.map(({ tranche, entries }) => [tranche, entries.length])).toEqual([
      ['opening', 1],
      ['2008/09', 1],
    ]);
  });

  test('does not hold what the plan itself lets fall within the clock', () => {
    const { amount, tranches: before, lapsing } = proven('2012-03-31');
    expect([before, lapsing, amount]).toEqual([219_600_000, 2_500_000, 759_800_000 + 219_600_000 - 2_500_000]);
  });
});

describe('the tranches of several lines and classes', () => {
  const ROADS = 'ROADS' as LineId;
  const gained = (story: Story, filter: Filter = {}) =>
    tranchesOf(story.projection, story.projection.table.now(), filter).map(
      ({ line: of, class: kind, measure, tranche, amount }) => [of, kind, measure, tranche, pounds(amount)],
    );
  const { story } = given(
    ...[...set, line(ROADS), owner(ROADS), baseline(ROADS)],
    plan({ '2009/10': '0.00', '2010/11': '70.00' }, IT, null, 'non-cashable'),
    plan({ '2009/10': '200.00', '2010/11': '300.00' }, ROADS),
    plan({ '2009/10': '10.00', '2010/11': '30.00' }),
    achieve('5.00', null, '2009/10', ROADS),
  );
  const ofIt = [IT, 'cashable', 'plan'] as const;

  test('are told line by line in the order they were recorded, each by year', () => {
    expect(gained(story)).toEqual([
      [IT, 'non-cashable', 'plan', '2010/11', '70.00'],
      [ROADS, 'cashable', 'plan', '2009/10', '200.00'],
      [ROADS, 'cashable', 'plan', '2010/11', '100.00'],
      [...ofIt, '2009/10', '10.00'],
      [...ofIt, '2010/11', '20.00'],
      [ROADS, 'cashable', 'achieved', '2009/10', '5.00'],
    ]);
  });

  test('are those of one class where a filter takes it, and those of one line', () => {
    expect(gained(story, { class: 'non-cashable' })).toEqual([[IT, 'non-cashable', 'plan', '2010/11', '70.00']]);
    expect(gained(story, { line: IT, class: 'cashable' })).toEqual([
      [...ofIt, '2009/10', '10.00'],
      [...ofIt, '2010/11', '20.00'],
    ]);
  });

  test('are told in the order of their years, also where an earlier one is recorded later', () => {
    const { story: later } = given(
      ...set,
      plan({ '2010/11': '300.00' }),
      reprofile({ '2009/10': '100.00', '2010/11': '300.00' }),
    );
    expect(gained(later).map(([, , , tranche, amount]) => [tranche, amount])).toEqual([
      ['2009/10', '100.00'],
      ['2010/11', '200.00'],
    ]);
  });

  test('of the plan are confirmed by nobody; of what was achieved in each year of their clock', () => {
    const waiting = tranchesOf(story.projection, story.projection.table.now()).map(({ measure, unconfirmed }) => [
      measure,
      ...unconfirmed,
    ]);
    expect(waiting.slice(-2)).toEqual([['plan'], ['achieved', '2010/11', '2011/12']]);
  });

  test('that could be proven are of the classes and years the definition counts', () => {
    const now = story.projection.table.now();
    const all = tranchesOf(story.projection, now);
    const proven = (definition: Partial<Question['definition']>) => {
      const asked = { ...allBuiltIn[0]!, ...definition };
      const question = { by: year('2010/11'), definition: asked, baseYear: year('2008/09') };
      return pounds(provenSustained(story.projection, question, now, '2013-03-31' as never, all).amount);
    };
    expect(proven({ classes: ['cashable', 'non-cashable'], since: null })).toBe('400.00');
    expect(proven({ classes: ['cashable'], since: null })).toBe('330.00');
    expect(proven({ classes: ['cashable'], since: year('2010/11') })).toBe('120.00');
  });
});

describe('the tranches of a random ledger', () => {
  test('add up to the level and to what was achieved, and never let more fall than there is', () => {
    fc.assert(
      fc.property(aLedger, ({ projection }) => {
        const moment = projection.table.now();
        const definition = { ...allBuiltIn[1]!, carryForward: [] };
        const { amounts } = position(
          projection,
          { by: year('2089/90'), definition, baseYear: year('2007/08') },
          moment,
          {},
        );
        const all = tranchesOf(projection, moment);
        for (const { line: id, class: of, measure, tranche, entries } of all) {
          const measures = measure === 'plan' ? ['plan'] : ['achieved', 'cost'];
          const rows = projection.table.list(moment, (cell) => {
            const shape = projection.table.shapeIn(cell);
            return (
              projection.table.lineIn(cell) === id &&
              shape.class === of &&
              shape.tranche === tranche &&
              measures.includes(shape.measure)
            );
          });
          expect(entries).toStrictEqual([...new Set(rows.map(({ seq }) => seq))]);
        }
        for (const kind of ['cashable', 'non-cashable'] as const)
          expect(tranchesOf(projection, moment, { class: kind })).toEqual(all.filter((each) => each.class === kind));
        const standing = all
          .filter(({ measure }) => measure === 'achieved')
          .reduce((sum, { standing: s }) => sum + s, 0);
        expect(standing as Pence).toBe(amounts.achieved);
        for (const { amount, lapsing } of all) expect(lapsing >= 0 && lapsing <= amount).toBe(true);
        const planned = all.filter(({ measure }) => measure === 'plan').reduce((sum, { amount }) => sum + amount, 0);
        expect(planned).toBeGreaterThanOrEqual(amounts.level);
      }),
      { numRuns: 100 },
    );
  });
});
