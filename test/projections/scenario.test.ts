import fc from 'fast-check';

import type { FinancialYear } from '../../src/domain/financial-year';
import type { Pence } from '../../src/domain/money';
import { builtIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { position } from '../../projections/position';
import { scenario, shareOf } from '../../projections/scenario';
import {
  baseline,
  contribution,
  IT,
  line,
  opened,
  owner,
  plan,
  POT,
  potPlan,
  reclassify,
  reprofile,
  stage,
  target,
} from '../support/july';
import { aLedger } from '../support/random-ledger';
import { asAt, because, given, inWords, on } from '../support/story';

const question: Question = {
  by: '2010/11' as FinancialYear,
  definition: builtIn('published')!,
  baseYear: '2008/09' as FinancialYear,
};

describe('the share of an amount', () => {
  test.each([
    [1, 50, '0.01'],
    [101, 50, '0.51'],
    [99, 33, '0.33'],
    [20_000_000, 80, '160000.00'],
    [12_345, 0, '0.00'],
  ])('%d pence at %d per cent is %s, rounded half up', (amount, percent, share) => {
    expect(shareOf(amount as Pence, percent)).toBe(share);
  });
});

describe('a scenario', () => {
  const set = [opened, target(), line(), owner(), baseline(), plan()] as const;
  const tried = ({ story }: ReturnType<typeof given>, percent: number, lines = [IT]) =>
    scenario(story.entries, question, story.projection.table.now(), lines, percent);
  const posted = ({ entries }: ReturnType<typeof scenario>) =>
    entries.map(({ kind, postings }) => [kind, ...postings.map(inWords)]);

  test('at 80 per cent re-profiles each level to its share', () => {
    const { before, after, entries, notMoved } = tried(given(...set), 80);
    expect([before.plan, after.plan]).toEqual([30_000_000, 24_000_000]);
    expect(entries.map(({ seq, reason, facts }) => [seq, reason, 'levels' in facts && facts.levels])).toMatchObject([
      [6, 'scenario', [{ level: '160000.00' }, { level: '240000.00' }, { level: '400000.00' }]],
    ]);
    expect(notMoved).toEqual([]);
  });

  test('at 100 per cent changes nothing', () => {
    const { before, after, entries, notMoved } = tried(given(...set), 100);
    expect([after, entries, notMoved]).toEqual([before, [], []]);
  });

  test('at nothing withdraws the saving, as the rules ask', () => {
    const { after, entries } = tried(given(...set), 0);
    expect([after.plan, entries.map(({ kind }) => kind)]).toEqual([0, ['SavingWithdrawn']]);
  });

  test('lowers first what the line was to contribute to a budget', () => {
    expect(posted(tried(given(...set, contribution({ '2010/11': '300000.00' })), 50))).toEqual([
      ['BudgetContributionSet', 'budget contribution 2010/11 cashable -150000.00'],
      [
        'SavingReprofiled',
        'plan 2009/10 cashable -100000.00',
        'plan 2010/11 cashable -50000.00',
        'plan 2011/12 cashable -100000.00',
      ],
    ]);
  });

  test('takes the share of what has no year as well', () => {
    const { before, after } = tried(given(opened, target(), line(POT, 'unidentified'), potPlan), 50, [POT]);
    expect([before.plan, after.plan, after.unphased]).toEqual([1_436_800_000, 718_400_000, 518_400_000]);
  });

  test('moves nothing where no line has a plan, and says nothing of lines that are not there', () => {
    const story = given(opened, target(), line(), stage('in design'));
    expect(tried(story, 50, [IT, POT])).toMatchObject({ entries: [], notMoved: [] });
  });

  test('says of each entry when, by whom and why it would be recorded', () => {
    const [entry] = tried(given(...set), 80).entries;
    expect(entry).toMatchObject({
      v: '1',
      seq: 6,
      id: 'scenario-6',
      part: 0,
      kind: 'SavingReprofiled',
      effective: '2009-07-13',
      period: '2009-07',
      recordedAt: '2009-07-13T09:05:00.000Z',
      clock: 'held',
      officer: 'off-scenario',
      role: 'finance officer',
      reason: 'scenario',
      source: null,
      batch: null,
      key: 'scenario',
    });
  });

  test('of the past knows what was known then, and holds from that day on', () => {
    const { story } = given(
      opened,
      line(),
      baseline(),
      { ...plan(), by: asAt('2009-06-01') },
      on('2009-08-03', { ...reprofile({ '2010/11': '900000.00' }), by: { ...because('More'), effective: null } }),
    );
    const asKnown = (size: number, day: string) =>
      scenario(story.entries, question, { size, asAt: day as never }, [IT], 50);
    const early = asKnown(5, '2009-07-14');
    expect([early.before.plan, early.after.plan]).toEqual([30_000_000, 15_000_000]);
    expect(early.entries.map(({ seq, effective, period }) => [seq, effective, period])).toEqual([
      [5, '2009-07-14', '2009-08'],
    ]);
    expect(asKnown(4, '2009-08-03').entries.map(({ seq, effective }) => [seq, effective])).toEqual([[4, '2009-07-13']]);
    const late = asKnown(5, '2009-08-03');
    expect([late.before.plan, late.after.plan]).toEqual([90_000_000, 45_000_000]);
    expect(asKnown(3, '2009-07-14')).toMatchObject({ entries: [], notMoved: [] });
    expect(asKnown(0, '2009-07-14')).toMatchObject({ entries: [], notMoved: [], before: { plan: 0 } });
    expect(asKnown(5, '2009-05-31')).toMatchObject({ entries: [], notMoved: [], before: { plan: 0 } });
  });

  test('moves both classes of a line, and only the lines that were chosen', () => {
    const both = given(
      ...set,
      plan({ '2010/11': '70.00' }, IT, null, 'non-cashable'),
      line(POT, 'unidentified'),
      potPlan,
    );
    const { before, after, entries } = tried(both, 50);
    expect(before.plan - after.plan).toBe(15_003_500);
    expect(entries.map(({ line: id, facts }) => [id, 'class' in facts && facts.class])).toEqual([
      [IT, 'cashable'],
      [IT, 'non-cashable'],
    ]);
  });

  test('halves a plan without any year in its own deadline', () => {
    const unphased = given(opened, line(POT, 'unidentified'), plan({ '2009/10': '0.00' }, POT, ['2010/11', '100.00']));
    const { before, after, entries } = tried(unphased, 50, [POT]);
    expect([before.plan, after.plan]).toEqual([10_000, 5_000]);
    expect(entries.map(({ facts }) => 'levels' in facts && facts.levels)).toEqual([
      [{ year: '2010/11', level: '0.00', printed: null, cell: null }],
    ]);
  });

  test('withdraws what a line contributes to a budget as well', () => {
    expect(posted(tried(given(...set, contribution({ '2010/11': '300000.00' })), 0))).toEqual([
      [
        'SavingWithdrawn',
        'plan 2009/10 cashable -200000.00',
        'plan 2010/11 cashable -100000.00',
        'plan 2011/12 cashable -200000.00',
        'budget contribution 2010/11 cashable -300000.00',
      ],
    ]);
  });

  test('says which line the rules do not let be re-profiled, and why', () => {
    const reclassified = given(...set, reclassify('1000.00', { measure: 'plan', status: null }));
    const { entries, notMoved } = tried(reclassified, 50);
    expect(entries.map(({ facts }) => 'class' in facts && facts.class)).toEqual(['cashable']);
    expect(notMoved).toEqual([{ line: IT, refusal: expect.objectContaining({ code: 'PLAN_MISSING' }) as object }]);
  });

  test('leaves a random ledger as it was, and the plan never above it', () => {
    fc.assert(
      fc.property(aLedger, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 13 }), (story, percent, day) => {
        const moment = { size: story.entries.length, asAt: `2009-07-${String(day).padStart(2, '0')}` as never };
        const recorded = story.entries.length;
        const { before, after } = scenario(story.entries, question, moment, [...story.state.lines.keys()], percent);
        expect(before).toEqual(position(story.projection, question, moment, {}).amounts);
        expect(after.achieved).toBe(before.achieved);
        expect([story.entries.length, story.projection.table.size]).toEqual([recorded, recorded]);
        if (percent === 100) expect(after.plan).toBe(before.plan);
      }),
      { numRuns: 60 },
    );
  });
});
