import fc from 'fast-check';

import { statuses } from '../../src/domain/entries';
import { yearStarting, type FinancialYear } from '../../src/domain/financial-year';
import { allBuiltIn } from '../../projections/definitions';
import { figureNames, type Question } from '../../projections/figure';
import { movement } from '../../projections/movement';
import { position, type Filter } from '../../projections/position';
import type { Moment } from '../../projections/posting-table';
import { ADULT, baseline, IT, line, opened, owner, plan, POT, reprofile, target } from '../support/july';
import { aLedger } from '../support/random-ledger';
import { asAt, by, given, type Story } from '../support/story';

const baseYear = '2008/09' as FinancialYear;
const questions: readonly Question[] = allBuiltIn.flatMap((definition) =>
  [2008, 2009, 2010, 2011].map((start) => ({ by: yearStarting(start), definition, baseYear })),
);
const filters: readonly Filter[] = [{}, { class: 'cashable' }, ...statuses.map((status) => ({ status })), { line: IT }];

const momentOf = ({ projection, entries }: Story, pick: number, day: number | null): Moment => {
  const size = 1 + (pick % entries.length);
  const asAt = day === null ? projection.table.latestEffective(size) : `2009-07-${String(day).padStart(2, '0')}`;
  return { size, asAt: asAt as never };
};

describe('a movement', () => {
  const rated = given(opened, target(), line(), owner(), baseline(), plan(), {
    verb: 'RateRisk',
    by,
    line: IT,
    rating: 'amber',
    test: 'No contract yet (invented)',
    likelihood: '80',
  }).story.tell(reprofile({ '2009/10': '150000.00', '2010/11': '300000.00', '2011/12': '500000.00' }));
  const at = (size: number): Moment => ({ size, asAt: '2009-07-13' as never });
  const question = questions[1]!;

  test('explains the plan by the kinds of entry between two moments', () => {
    expect(movement(rated.projection, 'plan', question, at(2), at(8), {})).toEqual({
      opening: 0,
      steps: [
        { kind: 'SavingPlanned', amount: 20_000_000, entries: [{ seq: 5, amount: 20_000_000 }] },
        { kind: 'SavingReprofiled', amount: -5_000_000, entries: [{ seq: 7, amount: -5_000_000 }] },
      ],
      closing: 15_000_000,
    });
  });

  test('keeps apart what changed because a line was rated, with the postings that count otherwise now', () => {
    expect(movement(rated.projection, 'atRisk', question, at(6), at(7), {})).toEqual({
      opening: 0,
      steps: [{ kind: null, amount: 20_000_000, entries: [{ seq: 5, amount: 20_000_000 }] }],
      closing: 20_000_000,
    });
  });

  test('backwards takes the same steps back', () => {
    expect(movement(rated.projection, 'plan', question, at(8), at(6), {})).toMatchObject({
      opening: 15_000_000,
      steps: [{ kind: 'SavingReprofiled', amount: 5_000_000 }],
      closing: 20_000_000,
    });
  });

  describe('between two days, of which the first does not know what stands between two others', () => {
    const { story } = given(
      opened,
      ...[IT, ADULT, POT].map((id) => ({ ...line(id), by: asAt('2009-07-01') })),
      { ...plan({ '2009/10': '1.00', '2010/11': '3.00' }), by: asAt('2009-07-01') },
      { ...plan({ '2009/10': '10.00', '2010/11': '30.00' }, ADULT), by: asAt('2009-07-10') },
      { ...plan({ '2009/10': '100.00', '2010/11': '300.00' }, POT), by: asAt('2009-07-01') },
    );
    const by2010 = { ...question, by: '2010/11' as FinancialYear };
    const days = ['2009-07-05', '2009-07-13'].map((day) => ({ size: 7, asAt: day as never }));
    const [early, late] = [days[0]!, days[1]!];

    test('has one step, forwards and backwards', () => {
      expect(movement(story.projection, 'plan', by2010, early, late, {})).toEqual({
        opening: 30_300,
        steps: [{ kind: 'SavingPlanned', amount: 3_000, entries: [{ seq: 5, amount: 3_000 }] }],
        closing: 33_300,
      });
      expect(movement(story.projection, 'plan', by2010, late, early, {})).toEqual({
        opening: 33_300,
        steps: [{ kind: 'SavingPlanned', amount: -3_000, entries: [{ seq: 5, amount: -3_000 }] }],
        closing: 30_300,
      });
    });

    test('has none from a day to itself', () => {
      expect(movement(story.projection, 'plan', by2010, late, late, {})).toEqual({
        opening: 33_300,
        steps: [],
        closing: 33_300,
      });
    });
  });

  test('explains every penny of every figure between any two moments, forwards and backwards', () => {
    const aDay = fc.option(fc.integer({ min: 1, max: 13 }));
    fc.assert(
      fc.property(
        aLedger,
        fc.tuple(fc.nat(), aDay),
        fc.tuple(fc.nat(), aDay),
        fc.tuple(fc.nat(), fc.nat()),
        (story, one, other, [atQuestion, atFilter]) => {
          const [from, to] = [momentOf(story, ...one), momentOf(story, ...other)];
          const asked = questions[atQuestion % questions.length]!;
          const filter = filters[atFilter % filters.length]!;
          const [before, after] = [from, to].map((moment) => position(story.projection, asked, moment, filter).amounts);
          for (const name of figureNames) {
            const { opening, steps, closing } = movement(story.projection, name, asked, from, to, filter);
            expect([name, opening, closing]).toEqual([name, before![name], after![name]]);
            expect(opening + steps.reduce((sum, { amount }) => sum + amount, 0)).toBe(closing);
            for (const { amount, entries } of steps) {
              expect(entries.reduce((sum, moved) => sum + moved.amount, 0)).toBe(amount);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
