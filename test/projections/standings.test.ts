import type { FinancialYear } from '../../src/domain/financial-year';
import type { IsoDate } from '../../src/domain/dates';
import { allBuiltIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { position } from '../../projections/position';
import { Projection } from '../../projections/projection';
import { tracePage } from '../../projections/trace-page';
import { tranchesOf } from '../../projections/tranches';
import { wholesBy } from '../../projections/wholes';
import { line, opened, plan, target } from '../support/july';
import { amend, rate } from '../support/later';
import { asAt, given, on, type Told } from '../support/story';

const question: Question = {
  by: '2010/11' as FinancialYear,
  definition: allBuiltIn[0]!,
  baseYear: '2008/09' as FinancialYear,
};

/** What the line is said to be is recorded in another order than it took effect: rated from January, moved from September. */
const told: readonly Told[] = [
  opened,
  target(),
  line(),
  plan({ '2010/11': '200000.00' }),
  on('2010-02-01', { ...rate('amber'), by: asAt('2010-01-01') }),
  on('2010-02-01', { ...amend('IT procurement'), section: 'Planned activity in 2010/11', by: asAt('2009-09-01') }),
];
const { entries } = given(...told).story;

/** As a process that has just started, and was asked nothing yet. */
const started = (size = entries.length): Projection => {
  const projection = new Projection();
  for (const entry of entries.slice(0, size)) projection.append(entry);
  return projection;
};
const between = { size: entries.length, asAt: '2009-10-01' as IsoDate };

describe('what a line was at a moment of its own, moved and not yet rated', () => {
  test('is known to the first question a process is asked, whichever it is', () => {
    const page = { start: 0, most: 10 };
    expect(position(started(), question, between, {}).amounts.plan).toBe(20_000_000);
    expect(tracePage(started(), 'plan', question, between, {}, page)).toMatchObject({ amount: 20_000_000, count: 1 });
    expect(tranchesOf(started(), between)).toHaveLength(1);
  });

  test('is no part of the ledger before it was said', () => {
    const early = { size: 5, asAt: '2010-01-01' as IsoDate };
    const section = started(5).register.line('IT-PROCUREMENT' as never, early)?.section;
    const parts = (projection: Projection) => [
      ...wholesBy(projection, early, {}, (standing) => standing?.section ?? null).keys(),
    ];
    expect(parts(started())).toEqual([section]);
    expect(parts(started(5))).toEqual([section]);
  });
});
