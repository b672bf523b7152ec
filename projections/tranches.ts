/**
 * What first accrued when, and does it last? Formula: a tranche's clock runs through the two financial years after the
 * one it first accrued in; until then it is running, then sustained. Of a plan, what a later fall within the clock takes
 * away is lapsing; of what was achieved, net of ongoing cost, what GainLapsed took out has lapsed.
 */
import type { IsoDate } from '../src/domain/dates';
import type { Class } from '../src/domain/entries';
import { CLOCK_YEARS, startOf, yearStarting, type FinancialYear } from '../src/domain/financial-year';
import type { LineId } from '../src/domain/identifiers';
import { add, addAll, negate, NIL, subtract, type Pence } from '../src/domain/money';
import type { Moment, Shape } from './posting-table';
import type { Filter } from './filter';
import { takenLines } from './held';
import type { Projection } from './projection';
import type { Register } from './register';

/** One tranche of one class of one line, as at a moment. */
export interface Tranche {
  readonly line: LineId;
  readonly class: Class;
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
  /** The years of the clock in which nobody confirmed yet that what was achieved held; a plan is not confirmed. */
  readonly unconfirmed: readonly FinancialYear[];
  readonly entries: readonly number[];
}

/** The last day of a tranche's clock: 31 March two financial years after its own; `2008/09` ends on 31 March 2011. */
export const clockEnds = (tranche: FinancialYear): IsoDate =>
  `${String(startOf(tranche) + CLOCK_YEARS + 1)}-03-31` as IsoDate;

const isOfYear = (shape: Shape): shape is Row['shape'] => shape.tranche !== 'opening' && shape.tranche !== 'unphased';

/** A posting of a tranche. */
interface Row {
  readonly seq: number;
  readonly pence: Pence;
  readonly shape: Shape & { readonly tranche: FinancialYear };
}

/** The postings of one class and measure of one line. */
interface LineRows {
  readonly line: LineId;
  readonly class: Class;
  readonly measure: Tranche['measure'];
  readonly rows: Row[];
}

/** Every tranche of every line of a part of the ledger that has one, planned and achieved. */
export function tranchesOf(projection: Projection, moment: Moment, filter: Filter = {}): readonly Tranche[] {
  const { table, register } = projection;
  const rowsOf = placesOf(projection, moment, filter);
  const found = new Set<LineRows>();
  table.visit(
    moment,
    Uint8Array.from(rowsOf, (place) => (place === null ? 0 : 1)),
    (seq, _, cell, pence) => {
      const [place, shape] = [rowsOf[cell] ?? null, table.shapeIn(cell)];
      if (place === null || !isOfYear(shape)) return;
      place.rows.push({ seq, pence: pence as Pence, shape });
      found.add(place);
    },
  );
  return [...found].flatMap((ofLine) => lineTranches(register, moment, ofLine));
}

/** Where the postings of each cell belong; null where they are of no tranche, or not in the part that is asked about. */
function placesOf(projection: Projection, moment: Moment, filter: Filter): readonly (LineRows | null)[] {
  const { table } = projection;
  const taken = takenLines(projection, moment, filter);
  const places = new Map<string, LineRows>();
  return Array.from({ length: table.held.length }, (_, cell) => {
    const [line, shape] = [table.lineIn(cell), table.shapeIn(cell)];
    const [measure, of] = [measureOf(shape), shape.class];
    if (taken[table.held.line(cell)] !== true || measure === null || of === null || line === null) return null;
    if (filter.class !== undefined && filter.class !== of) return null;
    const name = `${measure} ${of} ${line}`;
    const place = places.get(name) ?? { line, class: of, measure, rows: [] };
    places.set(name, place);
    return place;
  });
}

/** The measure a shape's tranche belongs to: ongoing cost lessens what was achieved. */
function measureOf(shape: Shape): Tranche['measure'] | null {
  if (!isOfYear(shape)) return null;
  if (shape.measure === 'plan') return 'plan';
  return shape.measure === 'achieved' || shape.measure === 'cost' ? 'achieved' : null;
}

/** What one tranche gained and lost, net of everything posted to it. */
interface Rise {
  readonly tranche: FinancialYear;
  readonly amount: Pence;
  readonly lapsed: Pence;
  readonly entries: readonly number[];
}

function lineTranches(register: Register, moment: Moment, ofLine: LineRows): readonly Tranche[] {
  const { line, class: of, measure, rows } = ofLine;
  const rises = risesOf(register, rows);
  const falls = measure === 'plan' ? lapsingOf(rises) : new Map<FinancialYear, Pence>();
  const confirmed = register
    .knownOf(line, 'SustainmentConfirmed', moment)
    .flatMap(({ facts }) => (facts.class === of ? [facts] : []));
  return rises
    .filter(({ amount }) => amount > 0)
    .map(({ tranche, amount, lapsed, entries }) => ({
      line,
      class: of,
      tranche,
      measure,
      amount,
      lapsed,
      lapsing: falls.get(tranche) ?? NIL,
      standing: subtract(amount, lapsed),
      state: clockEnds(tranche) <= moment.asAt ? 'sustained' : 'running',
      clockEnds: clockEnds(tranche),
      unconfirmed: (measure === 'plan' ? [] : clockYears(tranche)).filter(
        (year) => !confirmed.some((by) => by.tranche === tranche && by.year === year),
      ),
      entries,
    }));
}

function risesOf(register: Register, rows: readonly Row[]): readonly Rise[] {
  const years = [...new Set(rows.map(({ shape }) => shape.tranche))].sort();
  return years.map((tranche) => {
    const own = rows.filter(({ shape }) => shape.tranche === tranche);
    const gone = own.filter((row) => isLapse(register, row));
    const amount = subtract(sum(own), sum(gone));
    return { tranche, amount, lapsed: negate(sum(gone)), entries: [...new Set(own.map(({ seq }) => seq))] };
  });
}

/**
 * Whether a posting lapses a part of its tranche, or takes such a lapse back. A batch is taken back in one entry: of
 * that one, what comes back from a later year on than the tranche's own is a lapse that is no more.
 */
function isLapse(register: Register, { seq, shape, pence }: Row): boolean {
  if (!register.isAboutLapse(seq)) return false;
  return shape.kind !== 'BatchReversed' || (shape.from > shape.tranche && pence > 0);
}

const sum = (rows: readonly Row[]): Pence => addAll(rows.map(({ pence }) => pence));

const clockYears = (tranche: FinancialYear): readonly FinancialYear[] =>
  Array.from({ length: CLOCK_YEARS }, (_, after) => yearStarting(startOf(tranche) + after + 1));

/** R11: a fall is taken from the latest tranches whose clock still runs in that year; older ones have held. */
function lapsingOf(rises: readonly Rise[]): ReadonlyMap<FinancialYear, Pence> {
  const lapsing = new Map<FinancialYear, Pence>();
  for (const fall of rises.filter(({ amount }) => amount < 0)) {
    let left = negate(fall.amount);
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
