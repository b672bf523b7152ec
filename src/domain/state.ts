/** What the decider must know of the past: the lines, the amounts each holds, and what was done about an entry since. */
import { chainOf, seqsIn, type Chain } from './chain';
import type { Instant, IsoDate, Month } from './dates';
import type { Class, Span, Stage, Tranche } from './entries';
import { startOf, yearStarting, type FinancialYear } from './financial-year';
import type { BatchId, LedgerId, LineId, OfficerId } from './identifiers';
import { Holdings, type Holding } from './holdings';
import { LayeredMap } from './layered-map';
import { add, addAll, type Pence, type Pounds } from './money';
import { TextColumn, type TextParts } from './text-column';
import { NumberTable, TriedNumbers, type NumberParts, type Numbers } from './numbers';

/** A savings line as the rules see it. Replaced, never changed, when an entry concerns it. */
export interface Line {
  readonly id: LineId;
  readonly stage: Stage;
  readonly owner: OfficerId | null;
  readonly hasBaseline: boolean;
  /** The seq of the entry that registered it: of two lines, the later one gives way to the earlier. */
  readonly registered: number;
  /** The seq of the last entry about the line: what a client sends back to say what it has seen. */
  readonly version: number;
  /** The standing plan of each class: the entry that made it and the year its "total by" names. */
  readonly plans: Readonly<Partial<Record<Class, { readonly seq: number; readonly totalBy: FinancialYear | null }>>>;
  /** The entries that shaped the plan, latest first: only the latest can be reversed. */
  readonly planEntries: Chain | null;
  readonly pot: { readonly programmes: readonly LineId[]; readonly allocateBy: IsoDate } | null;
  /** The pot whose programme it is. */
  readonly potOf: LineId | null;
}

/** What later entries did about an earlier one. */
export interface Mark {
  readonly verified: number | null;
  readonly rejected: number | null;
  readonly reversed: number | null;
}

const NOBODY = -1;

/** A target as it stands. */
export interface StandingTarget {
  readonly seq: number;
  readonly amount: Pounds;
  readonly deadline: FinancialYear;
}

/** A carry-forward: from which closed period, in which class, and whether it has not been reversed. */
export interface Carried {
  readonly seq: number;
  readonly standing: boolean;
  readonly closed: Span;
  readonly class: Class;
}

/**
 * A declared overlap: the entry that declared it, whether that has not been reversed, how much it may be (null: not
 * said), and what was taken off for it.
 */
export interface Overlap {
  readonly seq: number;
  readonly standing: boolean;
  readonly amount: Pence | null;
  readonly eliminated: Pence;
}

/** Where the entries of a batch lie: none before the first seq, none after the last. */
export interface BatchSpan {
  readonly first: number;
  readonly last: number;
}

/** The measures that are planned by levels. */
export type LevelMeasure = 'plan' | 'forecast' | 'budget contribution';

const plainMaps = [
  'targets',
  'definitions',
  'batches',
  'carried',
  'overlaps',
  'settled',
  'reopened',
  'reopenings',
  'allocated',
  'eliminations',
] as const;
const allMaps = ['lines', 'lapsesTaken', ...plainMaps] as const;
const allNumbers = ['amounts', 'marks', 'since', 'handled'] as const;

/** What is known of the ledger as a whole. */
interface Head {
  readonly size: number;
  readonly recordedAt: Instant | null;
  readonly closedThrough: Month | null;
  readonly opened: { readonly ledger: LedgerId; readonly baseYear: FinancialYear } | null;
  readonly signingKey: string | null;
  readonly lastPlanned: number;
  readonly posted: number;
}

/** What a state knows as plain data: texts, numbers, lists and maps of them, none of them nested without end. */
export interface StateParts {
  readonly head: Head;
  /** Each as JSON. */
  readonly lines: TextParts;
  readonly lapsesTaken: readonly (readonly [cell: string, checks: readonly number[]])[];
  readonly maps: Readonly<Record<(typeof plainMaps)[number], ReadonlyMap<never, unknown>>>;
  readonly numbers: Readonly<Record<(typeof allNumbers)[number], NumberParts>>;
}

/** What the rules know of the past. `evolve` alone changes it. */
export class LedgerState {
  /** How many entries there are, which is the seq of the next one. */
  public size = 0;
  /** The recorded time of the last entry, which no later one may be earlier than. */
  public recordedAt: Instant | null = null;
  /** The last month that is closed; all before it are too, but for those re-opened. */
  public closedThrough: Month | null = null;
  /** What the ledger was opened as; null before it is. */
  public opened: { readonly ledger: LedgerId; readonly baseYear: FinancialYear } | null = null;
  /** The verifier key that took over last; null where the ledger's first key still signs. */
  public signingKey: string | null = null;
  /** The calendar year in which the latest year with a plan begins. */
  public lastPlanned = 0;
  /** What all postings come to, signs left out, in pence. */
  public posted = 0;

  public readonly lines: LayeredMap<LineId, Line>;
  public readonly targets: LayeredMap<string, StandingTarget>;
  public readonly definitions: LayeredMap<string, number>;
  public readonly batches: LayeredMap<BatchId, BatchSpan>;
  /** Carry-forwards that stand, by closed period and class. */
  public readonly carried: LayeredMap<string, Carried>;
  /** Overlaps that were declared, by later and earlier line. */
  public readonly overlaps: LayeredMap<string, Overlap>;
  /** What each entry that waits for an answer or a decision has been given: the seq of that entry. */
  public readonly settled: LayeredMap<number, number>;
  /** Months that are open though a close went past them, by the re-opening that holds them; and all re-openings. */
  public readonly reopened: LayeredMap<Month, number | null>;
  public readonly reopenings: LayeredMap<number, { readonly month: Month; readonly pending: boolean }>;
  /** What each programme holds of a pot, by pot, programme, tranche and class. */
  public readonly allocated: LayeredMap<string, Pence>;
  /** The checks that took a lapse along with its claim, latest first, by line, tranche and class. */
  public readonly lapsesTaken: LayeredMap<string, Chain | null>;
  /** What each elimination took off for which overlap. */
  public readonly eliminations: LayeredMap<number, { readonly overlap: string; readonly amount: Pence }>;
  /** The latest day from which anything holds that later entries build on: `causes.ts`. */
  public readonly since: Numbers;
  /** Which finance officers recorded or verified what was achieved: `handled.ts`. */
  public readonly handled: Numbers;
  /** What was done about each entry, by what it was and seq. */
  public readonly marks: Numbers;
  /** What each cell holds, in pence. */
  public readonly amounts: Numbers;
  public readonly holdings: Holdings;

  /** A layer on top of another state, or on nothing. */
  private constructor(below: Partial<LedgerState>) {
    this.lines = new LayeredMap(below.lines);
    this.targets = new LayeredMap(below.targets);
    this.definitions = new LayeredMap(below.definitions);
    this.batches = new LayeredMap(below.batches);
    this.carried = new LayeredMap(below.carried);
    this.overlaps = new LayeredMap(below.overlaps);
    this.settled = new LayeredMap(below.settled);
    this.reopened = new LayeredMap(below.reopened);
    this.reopenings = new LayeredMap(below.reopenings);
    this.allocated = new LayeredMap(below.allocated);
    this.lapsesTaken = new LayeredMap(below.lapsesTaken);
    this.eliminations = new LayeredMap(below.eliminations);
    this.since = layerOn(below.since);
    this.handled = layerOn(below.handled);
    this.marks = layerOn(below.marks);
    this.amounts = layerOn(below.amounts);
    this.holdings = new Holdings(this.amounts);
  }

  /** The state before the first entry. */
  public static empty(): LedgerState {
    return new LedgerState({});
  }

  /** The state that gave these parts, which become its own: it changes them from now on. */
  public static fromParts({ head, lines, lapsesTaken, maps, numbers }: StateParts): LedgerState {
    const state = LedgerState.empty();
    Object.assign(state, head);
    state.lines.restore(() => linesIn(lines));
    for (const [cell, checks] of lapsesTaken) state.lapsesTaken.set(cell, chainOf(checks));
    for (const name of plainMaps) (state[name] as LayeredMap<unknown, unknown>).adopt(maps[name]);
    for (const name of allNumbers) tableOf(state[name]).restore(numbers[name]);
    return state;
  }

  /**
   * All it knows as plain data that can be stored and cloned. It shares what it holds: use the parts before the next
   * entry. Only of a state that is nobody's fork.
   */
  public toParts(): StateParts {
    return {
      head: this.head(),
      lines: textsOf(this.lines.all().values()),
      lapsesTaken: [...this.lapsesTaken.all()].map(([cell, checks]) => [cell, seqsIn(checks)]),
      maps: Object.fromEntries(plainMaps.map((name) => [name, this[name].all()])) as StateParts['maps'],
      numbers: Object.fromEntries(
        allNumbers.map((name) => [name, tableOf(this[name]).toParts()]),
      ) as StateParts['numbers'],
    };
  }

  /** A copy to try commands on; what happens to it does not touch this one. */
  public fork(): LedgerState {
    return Object.assign(new LedgerState(this), this.head());
  }

  /** Takes over what was tried out on a fork of this state. */
  public adopt(fork: LedgerState): void {
    for (const name of allMaps) (this[name] as LayeredMap<unknown, unknown>).adopt(fork[name]);
    for (const name of allNumbers) this[name].adopt(fork[name]);
    Object.assign(this, fork.head());
  }

  private head(): Head {
    const { size, recordedAt, closedThrough, opened, signingKey, lastPlanned, posted } = this;
    return { size, recordedAt, closedThrough, opened, signingKey, lastPlanned, posted };
  }

  /** What a cell holds over all the years it takes effect from, in pence. */
  public held(holding: Holding): Pence {
    return this.holdings.held(holding);
  }

  /** Adds an amount to a cell, in pence with its sign. */
  public hold(holding: Holding, amount: Pence): void {
    this.posted += Math.abs(amount);
    this.holdings.hold(holding, amount);
  }

  /** What was done about an entry, by seq; nulls where nothing was. */
  public mark(seq: number): Mark {
    const at = (what: keyof Mark): number | null => {
      const by = this.marks.get(what, seq) ?? NOBODY;
      return by === NOBODY ? null : by;
    };
    return { verified: at('verified'), rejected: at('rejected'), reversed: at('reversed') };
  }

  /** Notes which entry did something about an earlier one; null where that was taken back. */
  public setMark(seq: number, what: keyof Mark, by: number | null): void {
    this.marks.set(what, seq, by ?? NOBODY);
  }

  /** The year levels are measured against. Asked only of a ledger that has been opened. */
  public get baseYear(): FinancialYear {
    if (this.opened === null) throw new Error('the ledger has not been opened');
    return this.opened.baseYear;
  }

  /** Whether nothing can be posted in a month any more. */
  public isClosed(period: Month): boolean {
    return this.closedThrough !== null && period <= this.closedThrough && (this.reopened.get(period) ?? null) === null;
  }

  /** The years a plan can have tranches in, from the base year on. */
  public plannedYears(): readonly FinancialYear[] {
    const first = startOf(this.baseYear);
    return Array.from({ length: Math.max(0, this.lastPlanned - first + 1) }, (_, index) => yearStarting(first + index));
  }

  /** What a line plans, or is to contribute to the budget, in one tranche: identified or not. */
  public tranche(line: LineId, measure: LevelMeasure, tranche: Tranche, of: Class): Pence {
    const holding = { line, measure, tranche, class: of, status: null };
    return add(this.held({ ...holding, identified: true }), this.held({ ...holding, identified: false }));
  }

  /** What is planned without a year, by the deadline it was planned for. */
  public unphasedParts(
    line: LineId,
    of: Class,
    identified: boolean,
  ): readonly { readonly from: FinancialYear; readonly amount: Pence }[] {
    const holding = { line, measure: 'plan', tranche: 'unphased', class: of, status: null, identified } as const;
    return this.plannedYears().flatMap((from) => {
      const amount = this.holdings.at(holding, from);
      return amount === 0 ? [] : [{ from, amount }];
    });
  }

  /** The level of a line in a year: the running total of its tranches. What was carried forward is not in it. */
  public level(line: LineId, measure: LevelMeasure, year: FinancialYear, of: Class): Pence {
    const upTo = startOf(year);
    const tranches = this.plannedYears().filter((candidate) => startOf(candidate) <= upTo);
    return addAll(tranches.map((tranche) => this.tranche(line, measure, tranche, of)));
  }
}

function textsOf(lines: Iterable<Line>): TextParts {
  const texts = new TextColumn();
  for (const line of lines) texts.push(JSON.stringify({ ...line, planEntries: seqsIn(line.planEntries) }));
  return texts.toParts();
}

function linesIn(parts: TextParts): Map<LineId, Line> {
  const texts = new TextColumn();
  texts.restore(parts);
  const lines = new Map<LineId, Line>();
  for (let row = 0; row < texts.length; row += 1) {
    // What was written was a line with the seqs of its plan in a list.
    const line = JSON.parse(texts.at(row)) as Line & { readonly planEntries: readonly number[] };
    lines.set(line.id, { ...line, planEntries: chainOf(line.planEntries) });
  }
  return lines;
}

const layerOn = (below: Numbers | undefined): Numbers =>
  below === undefined ? new NumberTable() : new TriedNumbers(below);

function tableOf(numbers: Numbers): NumberTable {
  if (numbers instanceof NumberTable) return numbers;
  throw new Error('a fork does not hold all');
}
