import fc from 'fast-check';

import type { FinancialYear } from '../../src/domain/financial-year';
import type { Pence } from '../../src/domain/money';
import { builtIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { position } from '../../projections/position';
import { scenario, shareOf } from '../../projections/scenario';
import { baseline, contribution, IT, line, opened, owner, plan, POT, potPlan, stage, target } from '../support/july';
import { aLedger } from '../support/random-ledger';
import { given, inWords } from '../support/story';

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
