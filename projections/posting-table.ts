/**
 * The postings of all entries in columns, the one thing that is ever added up. Question: how much stands in which cell
 * at a moment? Formula: the sum of the amounts of the postings in that cell, of the entries the moment knows.
 */
import { dateOfDay, dayNumber, timeOf, type Instant, type IsoDate } from '../src/domain/dates';
import type { Entry, EntryKind, Measure, Posting } from '../src/domain/entries';
import { seqOf, type LineId } from '../src/domain/identifiers';
import { pence } from '../src/domain/money';
import { Column } from './column';

/** What a posting says apart from its line and its amount. There are few of these, however many lines there are. */
export type Shape = Pick<Posting, 'measure' | 'tranche' | 'from' | 'class' | 'status' | 'identified'> & {
  readonly kind: EntryKind;
  /** The kind of the entry that first posted it: of a reversal, the kind of what it takes back. */
  readonly origin: EntryKind;
};

/** One line's amounts of one shape. */
export interface Cell {
  readonly line: LineId | null;
  readonly shape: number;
}

/** What is known, and as at which day: the first `size` entries, of those the ones in effect on the day. */
export interface Moment {
  readonly size: number;
  readonly asAt: IsoDate;
}

/** A posting in a list: the entry it belongs to, its place in that entry, its cell and its amount in pence. */
export interface PostingRow {
  readonly seq: number;
  readonly place: number;
  readonly cell: number;
  readonly pence: number;
}

/** Every posting of a ledger, in whole pence. It takes in entries in order and forgets none. */
export class PostingTable {
  public readonly shapes: Shape[] = [];
  public readonly cells: Cell[] = [];
  private readonly shapeNumbers = new Map<string, number>();
  private readonly cellNumbers = new Map<string, number>();
  private readonly totals = Column.ofAmounts();

  // One row a posting.
  private readonly amounts = Column.ofAmounts();
  private readonly cellOf = Column.ofCounts();
  private readonly seqOf = Column.ofCounts();
  /** The few rows that belong to no line. */
  private readonly rowsOfNoLine: number[] = [];

  // One row an entry.
  private readonly firstPosting = Column.ofCounts();
  private readonly effective = Column.ofDays();
  private readonly recorded = Column.ofAmounts();
  private latest = 0;

  /** How many entries have been applied. */
  public get size(): number {
    return this.firstPosting.length;
  }

  /** How many postings they made. */
  public get postings(): number {
    return this.amounts.length;
  }

  /** Takes in the postings an entry carries. Entries come in order. */
  public append(entry: Entry): void {
    this.firstPosting.push(this.postings);
    const day = dayNumber(entry.effective);
    this.effective.push(day);
    this.recorded.push(timeOf(entry.recordedAt));
    if (entry.seq === 0 || day > this.latest) this.latest = day;
    const origins = this.originsOf(entry);
    entry.postings.forEach((posting, place) => {
      this.appendPosting(posting, entry, origins?.[place] ?? entry.kind);
    });
  }

  /** The kinds of what a reversal takes back, posting by posting; a batch is taken back without its noughts. */
  private originsOf(entry: Entry): readonly EntryKind[] | null {
    if (entry.kind === 'EntryReversed') return entry.postings.map(() => entry.facts.kind);
    if (entry.kind !== 'BatchReversed') return null;
    return entry.facts.entries.flatMap((seq) => this.originsIn(seqOf(seq)));
  }

  private originsIn(seq: number): readonly EntryKind[] {
    const end = seq + 1 < this.size ? this.firstPosting.at(seq + 1) : this.postings;
    const origins: EntryKind[] = [];
    for (let row = this.firstPosting.at(seq); row < end; row += 1) {
      const origin = this.amounts.at(row) === 0 ? undefined : this.shapeOf(row)?.origin;
      if (origin !== undefined) origins.push(origin);
    }
    return origins;
  }

  private appendPosting(posting: Posting, { kind, seq }: Entry, origin: EntryKind): void {
    const cell = this.cellNumber(posting, kind, origin);
    const amount = pence(posting.amount);
    if (posting.line === null) this.rowsOfNoLine.push(this.postings);
    this.amounts.push(amount);
    this.cellOf.push(cell);
    this.seqOf.push(seq);
    this.totals.add(cell, amount);
  }

  private cellNumber(posting: Posting, kind: EntryKind, origin: EntryKind): number {
    const { measure, tranche, from, class: of, status, identified } = posting;
    const shapeKey = `${kind}|${origin}|${measure}|${tranche}|${from}|${of ?? ''}|${status ?? ''}|${identified ? '1' : '0'}`;
    let shape = this.shapeNumbers.get(shapeKey);
    if (shape === undefined) {
      shape = this.shapes.push({ kind, origin, measure, tranche, from, class: of, status, identified }) - 1;
      this.shapeNumbers.set(shapeKey, shape);
    }
    const cellKey = `${String(shape)}|${posting.line ?? ''}`;
    let cell = this.cellNumbers.get(cellKey);
    if (cell === undefined) {
      cell = this.cells.push({ line: posting.line, shape }) - 1;
      this.cellNumbers.set(cellKey, cell);
      this.totals.push(0);
    }
    return cell;
  }

  /** The moment after the last entry, as at its latest effective date. */
  public now(): Moment {
    return { size: this.size, asAt: dateOfDay(this.latest) };
  }

  /** How many entries had been recorded by a time: the recorded time never falls, so halving finds it. */
  public sizeAt(time: Instant): number {
    const wanted = timeOf(time);
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.recorded.at(middle) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The latest effective date among the first `size` entries; the default day to look from. */
  public latestEffective(size: number): IsoDate {
    if (size >= this.size) return dateOfDay(this.latest);
    const days = this.effective.rows().subarray(0, size);
    return dateOfDay(days.reduce((latest, day) => Math.max(latest, day), days[0] ?? 0));
  }

  /** How many entries a moment knows. */
  public countAt({ size, asAt }: Moment): number {
    const day = dayNumber(asAt);
    const known = this.effective.rows().subarray(0, size);
    return known.reduce((count, each) => (each <= day ? count + 1 : count), 0);
  }

  /** The amount in every cell at a moment, in pence. Running totals serve the present; a past moment is added up anew. */
  public amountsAt(moment: Moment): ArrayLike<number> {
    if (this.isWhole(moment)) return this.totals.rows();
    const sums = new Float64Array(this.cells.length);
    this.walk(moment, (_row, cell, amount) => {
      sums[cell] = (sums[cell] ?? 0) + amount;
    });
    return sums;
  }

  /** The shapes of the postings that a moment knows: what comes later must not show in an answer about the past. */
  public shapesAt(moment: Moment): readonly Shape[] {
    if (this.isWhole(moment)) return this.shapes;
    const known = new Set<number>();
    this.walk(moment, (_row, cell) => {
      known.add(this.cells[cell]?.shape ?? -1);
    });
    return this.shapes.filter((_, shape) => known.has(shape));
  }

  private isWhole({ size, asAt }: Moment): boolean {
    return size >= this.size && dayNumber(asAt) >= this.latest;
  }

  /** The day an entry is effective from. */
  public effectiveOf(seq: number): IsoDate {
    return dateOfDay(this.effective.at(seq));
  }

  /** The seqs of the entries that a moment knows, from a seq on, at most so many of them. */
  public seqs({ size, asAt }: Moment, from: number, most: number): readonly number[] {
    const day = dayNumber(asAt);
    const end = Math.min(size, this.size);
    const found: number[] = [];
    for (let seq = from; seq < end && found.length < most; seq += 1) {
      if (this.effective.at(seq) <= day) found.push(seq);
    }
    return found;
  }

  /** The postings in the chosen cells that a moment knows, in the order they were recorded. */
  public list(moment: Moment, chosen: (cell: number) => boolean): readonly PostingRow[] {
    const wanted = Uint8Array.from(this.cells, (_, cell) => (chosen(cell) ? 1 : 0));
    const rows: PostingRow[] = [];
    this.walk(moment, (row, cell, amount) => {
      if (wanted[cell] !== 1) return;
      const seq = this.seqOf.at(row);
      rows.push({ seq, place: row - this.firstPosting.at(seq), cell, pence: amount });
    });
    return rows;
  }

  /** The last posting of a measure that belongs to no line, such as the target, that a moment knows; or null. */
  public lastOfNoLine({ size, asAt }: Moment, measure: Measure): Shape | null {
    const day = dayNumber(asAt);
    const last = this.rowsOfNoLine.findLast((row) => {
      const seq = this.seqOf.at(row);
      return seq < size && this.effective.at(seq) <= day && this.shapeOf(row)?.measure === measure;
    });
    return last === undefined ? null : (this.shapeOf(last) ?? null);
  }

  private shapeOf(row: number): Shape | undefined {
    return this.shapes[this.cells[this.cellOf.at(row)]?.shape ?? -1];
  }

  private walk(moment: Moment, visit: (row: number, cell: number, amount: number) => void): void {
    const end = moment.size >= this.size ? this.postings : this.firstPosting.at(moment.size);
    const day = dayNumber(moment.asAt);
    const everyDay = day >= this.latest;
    const [cells, amounts, seqs, days] = [
      this.cellOf.rows(),
      this.amounts.rows(),
      this.seqOf.rows(),
      this.effective.rows(),
    ];
    for (let row = 0; row < end; row += 1) {
      if (everyDay || (days[seqs[row] ?? 0] ?? 0) <= day) visit(row, cells[row] ?? 0, amounts[row] ?? 0);
    }
  }
}
