import type { IsoDate } from '../../src/domain/dates';
import type { FinancialYear } from '../../src/domain/financial-year';
import { builtIn } from '../../projections/definitions';
import { figureNames, type Question } from '../../projections/figure';
import { changesBetween, figuresAfter, replaySteps } from '../../projections/replay';
import { achieve, baseline, IT, line, opened, plan, target, verify } from '../support/july';
import { asAt, given } from '../support/story';

const question: Question = {
  by: '2009/10' as FinancialYear,
  definition: builtIn('published')!,
  baseYear: '2008/09' as FinancialYear,
};
const day = '2009-07-13' as IsoDate;

/** Entry 1 sets the target, 4 plans, 5 achieves as at the 1st, 6 verifies. */
const told = () =>
  given(opened, target('900000.00'), line(), baseline(), plan(), { ...achieve(), by: asAt('2009-07-01') }, verify(5))
    .story;

const steps = (seqs: readonly number[], filter = {}, known = day) =>
  replaySteps(told().projection, question, filter, known, seqs).map(({ seq, changes }) => [
    seq,
    ...changes.map(({ figure, before, after }) => `${figure} ${String(before / 100)} ${String(after / 100)}`),
  ]);

const TARGET = [1, 'target 0 900000', 'gap 0 900000'];
const PLANNED = [
  4,
  'plan 0 200000',
  'originalPlan 0 200000',
  'level 0 200000',
  'newInYear 0 200000',
  'identified 0 200000',
  'gap 900000 700000',
  'outstanding 0 200000',
];
const VERIFIED = [6, 'achieved.claimed 200000 0', 'achieved.verified 0 200000'];

describe('a replay', () => {
  test('shows for each entry the figures that it changes, before and after', () => {
    const all = steps([0, 1, 2, 3, 4, 5, 6]);
    expect(all.map(([seq]) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([all[0], all[1], all[2], all[4], all[6]]).toEqual([[0], TARGET, [2], PLANNED, VERIFIED]);
    expect(all[5]).toContain('achieved 0 200000');
  });

  test('shows the same of entries that are not neighbours', () => {
    expect(steps([1, 4, 6])).toEqual([TARGET, PLANNED, VERIFIED]);
  });

  test('adds up once for two neighbours', () => {
    const { projection } = told();
    const visit = jest.spyOn(projection.sums, 'visit');
    const sums = [
      [4, 5, 6],
      [1, 4, 6],
      [6, 4],
    ].map((seqs) => {
      visit.mockClear();
      replaySteps(projection, question, {}, day, seqs);
      return visit.mock.calls.length;
    });
    expect(sums).toEqual([4, 6, 4]);
  });

  test('leaves out what is not in effect on the day, and the target of a part', () => {
    expect(steps([1, 4, 6], {}, '2009-07-12' as IsoDate)).toEqual([[1], [4], [6]]);
    expect(steps([1, 6], { line: IT })).toEqual([[1], VERIFIED]);
  });

  test('has every figure at two moments, from nothing on', () => {
    const { projection } = told();
    const [nothing, all] = [0, 7].map((size) => figuresAfter(projection, question, {}, day, size));
    const changes = changesBetween(nothing!, all!);
    expect(changes.map(({ figure }) => figure)).toEqual(figureNames);
    expect(changes.filter(({ before }) => before !== 0)).toEqual([]);
    expect(changes.find(({ figure }) => figure === 'achieved')).toEqual({
      figure: 'achieved',
      before: 0,
      after: 20_000_000,
    });
  });
});
