/**
 * What first accrued when, and does it last? Formula: a tranche's clock runs through the two financial years after the
 * one it first accrued in; until then it is running, then sustained. Of a plan, what a later fall within the clock takes
 * away is lapsing; of what was achieved, net of ongoing cost, what GainLapsed took out has lapsed.
 */
import type { IsoDate } from '../src/domain/dates';
import type { Class } from '../src/domain/entries';
import { CLOCK_YEARS, startOf, yearStarting, type FinancialYear } from '../src/domain/financial-year';
import type { LineId } from '../src/domain/identifiers';
import { add, negate, NIL, subtract, type Pence } from '../src/domain/money';
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

/** What the postings of one tranche of one class and measure of one line come to: what it gained, and what has lapsed. */
interface Rise {
  readonly tranche: FinancialYear;
  readonly of: LineRises;
  amount: Pence;
  lapsed: Pence;
  /** By seq, in order. */
  readonly entries: number[];
}

/** The tranches of one class and measure of one line, as their postings come up. */
interface LineRises {
  readonly line: LineId;
  readonly class: Class;
  readonly measure: Tranche['measure'];
  readonly rises: Rise[];
}

/** Every tranche of every line of a part of the ledger that has one, planned and achieved. */
export function tranchesOf(projection: Projection, moment: Moment, filter: Filter = {}): readonly Tranche[] {
  const { table, register } = projection;
  const rises = risesByCell(projection, moment, filter);
  const found: LineRises[] = [];
  table.visit(
    moment,
    Uint8Array.from(rises, (rise) => (rise === null ? 0 : 1)),
    (seq, _, cell, amount) => {
      const rise = rises[cell] ?? null;
      if (rise === null) return;
      if (rise.entries.length === 0 && rise.of.rises.push(rise) === 1) found.push(rise.of);
      if (rise.entries.at(-1) !== seq) rise.entries.push(seq);
      const pence = amount as Pence;
      if (register.isAboutLapse(seq) && isLapse(table.shapeIn(cell), pence)) rise.lapsed = subtract(rise.lapsed, pence);
      else rise.amount = add(rise.amount, pence);
    },
  );
  return found.flatMap((ofLine) => lineTranches(register, moment, ofLine));
}

/** Where the postings of each cell are added up; null where they are of no tranche, or not in the part that is asked about. */
function risesByCell(projection: Projection, moment: Moment, filter: Filter): readonly (Rise | null)[] {
  const { table } = projection;
  const taken = takenLines(projection, moment, filter);
  const places = table.shapes.map((shape) => placeOf(shape, filter));
  const ofLine = numbered(places.map((place) => place && `${place.measure} ${place.class}`));
  const ofRise = numbered(places.map((place) => place && `${place.measure} ${place.class} ${place.tranche}`));
  const lines = new Map<number, LineRises>();
  const rises = new Map<number, Rise>();
  return Array.from({ length: table.held.length }, (_, cell) => {
    const [number, shape] = [table.held.line(cell), table.held.shape(cell)];
    const [place, lineKind, riseKind] = [places[shape] ?? null, ofLine[shape] ?? 0, ofRise[shape] ?? 0];
    const line = place === null || taken[number] !== true ? null : table.lineIn(cell);
    if (place === null || line === null) return null;
    const of = madeOnce(lines, number * places.length + lineKind, () => lineRises(line, place));
    return madeOnce(rises, number * places.length + riseKind, () => riseOf(of, place.tranche));
  });
}

const lineRises = (line: LineId, { measure, class: of }: Place): LineRises => ({ line, class: of, measure, rises: [] });

const riseOf = (of: LineRises, tranche: FinancialYear): Rise => ({
  tranche,
  of,
  amount: NIL,
  lapsed: NIL,
  entries: [],
});

/** Gives each name the place of its first one. */
const numbered = (names: readonly (string | null)[]): readonly number[] => names.map((name) => names.indexOf(name));

function madeOnce<Made>(known: Map<number, Made>, key: number, make: () => Made): Made {
  let made = known.get(key);
  if (made === undefined) known.set(key, (made = make()));
  return made;
}

type Place = Pick<Tranche, 'measure' | 'class' | 'tranche'>;

/** The tranche that a shape belongs to, where a filter takes its class: ongoing cost lessens what was achieved. */
function placeOf({ measure, tranche, class: of }: Shape, filter: Filter): Place | null {
  if (tranche === 'opening' || tranche === 'unphased') return null;
  if (of === null || (filter.class !== undefined && filter.class !== of)) return null;
  if (measure === 'plan') return { measure: 'plan', class: of, tranche };
  return measure === 'achieved' || measure === 'cost' ? { measure: 'achieved', class: of, tranche } : null;
}

function lineTranches(register: Register, moment: Moment, ofLine: LineRises): readonly Tranche[] {
  const { line, class: of, measure } = ofLine;
  const rises = [...ofLine.rises].sort((one, other) => (one.tranche < other.tranche ? -1 : 1));
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

/**
 * Whether a posting of an entry about a lapse is that lapse, or takes it back. A batch is taken back in one entry: of
 * that one, what comes back from a later year on than the tranche's own is a lapse that is no more.
 */
function isLapse({ kind, from, tranche }: Shape, amount: Pence): boolean {
  return kind !== 'BatchReversed' || (from > tranche && amount > 0);
}

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
