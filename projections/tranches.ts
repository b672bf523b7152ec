/**
 * What first accrued when, and does it last? Formula: a tranche's clock runs through the two financial years after the
 * one it first accrued in; until then it is running, then sustained. Of a plan, what a later fall within the clock takes
 * away is lapsing; of what was achieved, what GainLapsed took out has lapsed.
 */
import type { IsoDate } from '../src/domain/dates';
import { CLOCK_YEARS, startOf, type FinancialYear } from '../src/domain/financial-year';
import type { LineId } from '../src/domain/identifiers';
import { add, NIL, subtract, type Pence } from '../src/domain/money';
import type { Moment, PostingRow, Shape } from './posting-table';
import type { Projection } from './projection';
import type { Register } from './register';

/** One tranche of one line, as at a moment. */
export interface Tranche {
  readonly line: LineId;
  readonly tranche: FinancialYear;
  readonly measure: 'plan' | 'achieved';
  /** What first accrued in that year, full-year effects included, in pence. */
  readonly amount: Pence;
  /** What was taken out of it because it did not hold. */
  readonly lapsed: Pence;
  /** What the plan itself lets fall before the clock has run out. */
  readonly lapsing: Pence;
  /** What still stands: the amount less what has lapsed. */
  readonly standing: Pence;
  readonly state: 'running' | 'sustained';
  readonly clockEnds: IsoDate;
  /** The years of the clock in which nobody confirmed yet that it held. */
  readonly unconfirmed: readonly FinancialYear[];
  readonly entries: readonly number[];
}

/** The last day of a tranche's clock: 31 March two financial years after its own; `2008/09` ends on 31 March 2011. */
export const clockEnds = (tranche: FinancialYear): IsoDate =>
  `${String(startOf(tranche) + CLOCK_YEARS + 1)}-03-31` as IsoDate;

const isYear = (tranche: Shape['tranche']): tranche is FinancialYear => tranche !== 'opening' && tranche !== 'unphased';

/** Every tranche of every line that has one, planned and achieved. */
export function tranchesOf({ table, register }: Projection, moment: Moment): readonly Tranche[] {
  const wanted = table.cells.map(({ line, shape }) => line !== null && ofTranche(table.shapes[shape]) !== null);
  const rows = new Map<
    string,
    { readonly line: LineId; readonly measure: 'plan' | 'achieved'; readonly rows: (PostingRow & Shape)[] }
  >();
  for (const row of table.list(moment, (cell) => wanted[cell] === true)) {
    const cell = table.cells[row.cell];
    const shape = table.shapes[cell?.shape ?? -1];
    const measure = ofTranche(shape);
    if (cell === undefined || cell.line === null || shape === undefined || measure === null) continue;
    const key = `${measure} ${cell.line}`;
    const before = rows.get(key) ?? { line: cell.line, measure, rows: [] };
    before.rows.push({ ...row, ...shape });
    rows.set(key, before);
  }
  return [...rows.values()].flatMap(({ line, measure, rows: ofLine }) =>
    lineTranches(register, moment, line, measure, ofLine),
  );
}

/** The measure a shape's tranche belongs to: costs lessen what was achieved. */
function ofTranche(shape: Shape | undefined): 'plan' | 'achieved' | null {
  if (shape === undefined || !isYear(shape.tranche)) return null;
  if (shape.measure === 'plan') return 'plan';
  return shape.measure === 'achieved' || shape.measure === 'cost' ? 'achieved' : null;
}

function lineTranches(
  register: Register,
  moment: Moment,
  line: LineId,
  measure: 'plan' | 'achieved',
  rows: readonly (PostingRow & Shape)[],
): readonly Tranche[] {
  const years = [...new Set(rows.map(({ tranche }) => tranche).filter(isYear))].sort();
  const rises = years.map((tranche) => {
    const own = rows.filter((row) => row.tranche === tranche);
    const gone = own.filter(({ kind }) => kind === 'GainLapsed');
    const amount = sum(own.filter(({ kind }) => kind !== 'GainLapsed'));
    return { tranche, amount, lapsed: subtract(NIL, sum(gone)), entries: [...new Set(own.map(({ seq }) => seq))] };
  });
  const falls = measure === 'plan' ? lapsingOf(rises) : new Map<FinancialYear, Pence>();
  const confirmed = register.knownOf(line, 'SustainmentConfirmed', moment).map(({ facts }) => facts);
  return rises
    .filter(({ amount }) => amount > 0)
    .map(({ tranche, amount, lapsed, entries }) => ({
      line,
      tranche,
      measure,
      amount,
      lapsed,
      lapsing: falls.get(tranche) ?? NIL,
      standing: subtract(amount, lapsed),
      state: clockEnds(tranche) <= moment.asAt ? 'sustained' : 'running',
      clockEnds: clockEnds(tranche),
      unconfirmed: clockYears(tranche).filter(
        (year) => !confirmed.some((by) => by.tranche === tranche && by.year === year),
      ),
      entries,
    }));
}

const sum = (rows: readonly PostingRow[]): Pence => add(...rows.map(({ pence }) => pence as Pence));

const clockYears = (tranche: FinancialYear): readonly FinancialYear[] =>
  [1, 2].map(
    (after) =>
      `${String(startOf(tranche) + after)}/${String((startOf(tranche) + after + 1) % 100).padStart(2, '0')}` as FinancialYear,
  );

/** A fall is taken from the latest tranches whose clock still runs in that year. */
function lapsingOf(
  rises: readonly { readonly tranche: FinancialYear; readonly amount: Pence }[],
): ReadonlyMap<FinancialYear, Pence> {
  const lapsing = new Map<FinancialYear, Pence>();
  for (const fall of rises.filter(({ amount }) => amount < 0)) {
    let left = subtract(NIL, fall.amount);
    const running = rises.filter(
      ({ tranche, amount }) =>
        amount > 0 && tranche < fall.tranche && startOf(tranche) + CLOCK_YEARS >= startOf(fall.tranche),
    );
    for (const { tranche, amount } of [...running].reverse()) {
      const before = lapsing.get(tranche) ?? NIL;
      const taken = Math.min(left, subtract(amount, before)) as Pence;
      lapsing.set(tranche, add(before, taken));
      left = subtract(left, taken);
    }
  }
  return lapsing;
}
