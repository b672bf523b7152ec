/**
 * The postings of all entries in columns, the one thing that is ever added up. Question: how much stands in which cell
 * at a moment? Formula: the sum of the amounts of the postings in that cell, of the entries the moment knows.
 */
import { dayNumber } from '../src/domain/dates';
import type { Entry, EntryKind, Measure, Posting } from '../src/domain/entries';
import { seqOf, type LineId } from '../src/domain/identifiers';
import { pence } from '../src/domain/money';
import { Cells, type Cell, type CellParts, type LineNumbers, type Shape } from './cells';
import { Column, type Amounts, type Counts } from '../src/domain/column';
import { ShapeCounts, type Counted, type ShapeCountParts } from './shape-counts';
import { firstWhere, Timeline, type Moment, type TimeParts } from './timeline';

export type { Shape } from './cells';
export type { Moment } from './timeline';

/** A posting in a list: the entry it belongs to, its place in that entry, its cell and its amount in pence. */
export interface PostingRow {
  readonly seq: number;
  readonly place: number;
  readonly cell: number;
  readonly pence: number;
}

/** Takes a posting: its entry, its place in that, its cell and its amount in pence. */
type VisitPosting = (seq: number, place: number, cell: number, amount: number) => void;

/** Which postings of a list: at most `most` after the first `start`. */
export interface Page {
  readonly start: number;
  readonly most: number;
}

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface TableParts {
  readonly time: TimeParts;
  readonly held: CellParts;
  readonly totals: Amounts;
  readonly counts: ShapeCountParts;
  readonly firstOfShape: Counts;
  readonly amounts: Amounts;
  readonly cellOf: Counts;
  readonly rowsOfNoLine: readonly number[];
  readonly firstPosting: Counts;
}

/** Every posting of a ledger, in whole pence. It takes in entries in order and forgets none. */
export class PostingTable extends Timeline {
  public readonly held: Cells;
  private readonly totals = Column.ofAmounts();
  private readonly counts = new ShapeCounts({
    shapeOf: (row) => this.held.shape(this.cellOf.at(row)),
    amountOf: (row) => this.amountOf(row),
  });
  /** The entry that first posted each shape. */
  private readonly firstOfShape = Column.ofCounts();

  // One row a posting.
  private readonly amounts = Column.ofAmounts();
  private readonly cellOf = Column.ofCounts();
  /** The few rows that belong to no line. */
  private readonly rowsOfNoLine: number[] = [];

  // One row an entry.
  private readonly firstPosting = Column.ofCounts();

  public constructor(lines: LineNumbers) {
    super();
    this.held = new Cells(lines);
  }

  /** How many postings the entries made. */
  public get postings(): number {
    return this.amounts.length;
  }

  public get shapes(): readonly Shape[] {
    return this.held.shapes;
  }

  /** Every cell, listed anew. A loop over a long history reads the numbers in `held` instead. */
  public get cells(): readonly Cell[] {
    const { lines, shapes } = this.held.all();
    return Array.from(lines, (line, cell) => ({ line: this.held.lines.id(line), shape: shapes[cell] ?? 0 }));
  }

  /** The line a cell belongs to. */
  public lineIn(cell: number): LineId | null {
    return this.held.lines.id(this.held.line(cell));
  }

  /** What a cell's postings say apart from line and amount. */
  public shapeIn(cell: number): Shape {
    const shape = this.held.shapes[this.held.shape(cell)];
    if (shape === undefined) throw new RangeError(`no cell ${String(cell)}`);
    return shape;
  }

  /** Takes in the postings an entry carries, and gives the cells they went to. Entries come in order. */
  public override append(entry: Entry): readonly number[] {
    super.append(entry);
    this.firstPosting.push(this.postings);
    const origins = this.originsOf(entry);
    return entry.postings.map((posting, place) => this.appendPosting(posting, entry, origins?.[place] ?? entry.kind));
  }

  /** The kinds of what a reversal takes back, posting by posting; a batch is taken back without its noughts. */
  private originsOf(entry: Entry): readonly EntryKind[] | null {
    if (entry.kind === 'EntryReversed') return entry.postings.map(() => entry.facts.kind);
    if (entry.kind !== 'BatchReversed') return null;
    return entry.facts.entries.flatMap((seq) => this.originsIn(seqOf(seq)));
  }

  private originsIn(seq: number): readonly EntryKind[] {
    const end = this.postingsBefore(seq + 1);
    const origins: EntryKind[] = [];
    for (let row = this.postingsBefore(seq); row < end; row += 1) {
      if (this.amounts.at(row) !== 0) origins.push(this.shapeIn(this.cellOf.at(row)).origin);
    }
    return origins;
  }

  private appendPosting(posting: Posting, { kind, seq }: Entry, origin: EntryKind): number {
    const cell = this.held.number(posting, kind, origin);
    const amount = pence(posting.amount);
    if (posting.line === null) this.rowsOfNoLine.push(this.postings);
    if (cell === this.totals.length) this.totals.push(0);
    if (this.held.shapes.length > this.firstOfShape.length) this.firstOfShape.push(seq);
    this.counts.append(this.held.shape(cell), amount);
    this.amounts.push(amount);
    this.cellOf.push(cell);
    this.totals.add(cell, amount);
    return cell;
  }

  /** The amount in a cell after the last entry, in pence. */
  public total(cell: number): number {
    return this.totals.at(cell);
  }

  /** The amount in every cell at a moment, in pence. Running totals serve the present; a past moment is added up anew. */
  public amountsAt(moment: Moment): ArrayLike<number> {
    if (this.isWhole(moment)) return this.totals.rows();
    const sums = new Float64Array(this.held.length);
    const [cells, amounts] = [this.cellOf.rows(), this.amounts.rows()];
    this.walk(moment, (start, end) => {
      for (let row = start; row < end; row += 1) {
        const cell = cells[row] ?? 0;
        sums[cell] = (sums[cell] ?? 0) + (amounts[row] ?? 0);
      }
    });
    return sums;
  }

  /** The shapes of the postings that a moment knows: what comes later must not show in an answer about the past. */
  public shapesAt(moment: Moment): readonly Shape[] {
    if (this.knowsAll(moment)) return this.shapes.filter((_, shape) => this.firstOfShape.at(shape) < moment.size);
    const known = new Uint8Array(this.shapes.length);
    const cells = this.cellOf.rows();
    const { shapes } = this.held.all();
    this.walk(moment, (start, end) => {
      for (let row = start; row < end; row += 1) known[shapes[cells[row] ?? 0] ?? 0] = 1;
    });
    return this.shapes.filter((_, shape) => known[shape] === 1);
  }

  /** Whether a moment knows every entry there is. */
  public isWhole(moment: Moment): boolean {
    return moment.size >= this.size && this.knowsAll(moment);
  }

  /** The postings in the chosen cells that a moment knows, in the order they were recorded. */
  public list(moment: Moment, chosen: (cell: number) => boolean): readonly PostingRow[] {
    const wanted = Uint8Array.from({ length: this.held.length }, (_, cell) => (chosen(cell) ? 1 : 0));
    const rows: PostingRow[] = [];
    this.visit(moment, wanted, (seq, place, cell, amount) => rows.push({ seq, place, cell, pence: amount }));
    return rows;
  }

  /** Visits the postings in the wanted cells, those that are not nought, that a moment knows, in the order they were recorded. */
  public visit(moment: Moment, wanted: Uint8Array | Int8Array, visit: VisitPosting): void {
    const [cells, amounts] = [this.cellOf.rows(), this.amounts.rows()];
    this.walk(moment, (start, end, seq) => {
      for (let row = start; row < end; row += 1) {
        const cell = cells[row] ?? 0;
        if (wanted[cell] !== 0) visit(seq, row - start, cell, amounts[row] ?? 0);
      }
    });
  }

  /** What the postings of the first `size` entries come to, each as often as its shape weighs, and how many count. */
  public countedIn(size: number, weights: readonly number[]): Counted {
    return this.counts.count(this.postingsBefore(size), weights);
  }

  /** Of those that count, at most `most` after the first `start`. */
  public pageOf(size: number, weights: readonly number[], { start, most }: Page): readonly PostingRow[] {
    const { row: first, skip } = this.counts.start(start, weights);
    const rows: PostingRow[] = [];
    let passed = 0;
    for (let row = first, end = this.postingsBefore(size); row < end && rows.length < most; row += 1) {
      if ((weights[this.held.shape(this.cellOf.at(row))] ?? 0) === 0) continue;
      passed += 1;
      if (passed > skip) rows.push(this.row(row));
    }
    return rows;
  }

  /** The last posting of a measure that belongs to no line, such as the target, that a moment knows; or null. */
  public lastOfNoLine({ size, asAt }: Moment, measure: Measure): Shape | null {
    const day = dayNumber(asAt);
    const last = this.rowsOfNoLine.findLast((row) => {
      const { seq, cell } = this.row(row);
      return seq < size && (this.days()[seq] ?? 0) <= day && this.shapeIn(cell).measure === measure;
    });
    return last === undefined ? null : this.shapeIn(this.cellOf.at(last));
  }

  /** The amount of a posting, in pence. */
  public amountOf(row: number): number {
    return this.amounts.at(row);
  }

  private row(row: number): PostingRow {
    const seq = firstWhere(this.firstPosting.length, (entry) => this.firstPosting.at(entry) > row) - 1;
    return { seq, place: row - this.postingsBefore(seq), cell: this.cellOf.at(row), pence: this.amounts.at(row) };
  }

  /** How many postings the entries before this one made. */
  public postingsBefore(seq: number): number {
    return seq < this.firstPosting.length ? this.firstPosting.at(seq) : this.postings;
  }

  public toParts(): TableParts {
    return {
      time: this.timeToParts(),
      held: this.held.toParts(),
      totals: this.totals.rows(),
      counts: this.counts.toParts(),
      firstOfShape: this.firstOfShape.rows(),
      amounts: this.amounts.rows(),
      cellOf: this.cellOf.rows(),
      rowsOfNoLine: this.rowsOfNoLine,
      firstPosting: this.firstPosting.rows(),
    };
  }

  /** Takes back, into an empty one, what `toParts` gave. */
  public restore(parts: TableParts): void {
    this.restoreTime(parts.time);
    this.held.restore(parts.held);
    this.totals.restore(parts.totals);
    this.counts.restore(parts.counts);
    this.firstOfShape.restore(parts.firstOfShape);
    this.amounts.restore(parts.amounts);
    this.cellOf.restore(parts.cellOf);
    for (const row of parts.rowsOfNoLine) this.rowsOfNoLine.push(row);
    this.firstPosting.restore(parts.firstPosting);
  }

  /** Visits the entries that a moment knows by where their postings begin and end. */
  private walk(moment: Moment, visit: (start: number, end: number, seq: number) => void): void {
    const size = Math.min(moment.size, this.size);
    const day = dayNumber(moment.asAt);
    const [days, firsts] = [this.days(), this.firstPosting.rows()];
    for (let seq = 0; seq < size; seq += 1) {
      if ((days[seq] ?? 0) <= day) visit(firsts[seq] ?? 0, firsts[seq + 1] ?? this.postings, seq);
    }
  }
}
