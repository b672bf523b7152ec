/**
 * What all lines of one standing hold of one shape, kept up entry by entry: a question about the whole ledger looks at
 * these few sums instead of at every line.
 */
import { Column, type Amounts, type Counts } from '../src/domain/column';
import { PairNumbers, type PairParts } from '../src/domain/pair-numbers';
import type { PostingTable } from './posting-table';
import { UNKNOWN, type Standings } from './standings';
import { firstWhere, type Moment } from './timeline';

/** Sums are kept once for so many postings, or less often where there are many sums, so that few bytes a posting are. */
const STRIDE = 8_192;
const POSTINGS_A_SUM = 3;

/** The sums after so many entries, and how many postings and moves had gone into them. */
interface Kept {
  readonly size: number;
  readonly postings: number;
  readonly moves: number;
  readonly sums: Amounts;
}

/** Takes what is held of a shape by lines of a standing. */
type Visit = (standing: number, shape: number, amount: number) => void;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface SumParts {
  readonly keys: PairParts;
  readonly sums: Amounts;
  readonly keyOf: Counts;
  readonly apart: readonly number[];
  readonly strangers: number;
  readonly keyOfPosting: Counts;
  readonly movedBy: Counts;
  readonly movedTo: Counts;
  readonly moved: Amounts;
  readonly kept: readonly Kept[];
}

export class RunningSums {
  /** Standing and shape of each sum. */
  private readonly keys = new PairNumbers();
  private readonly sums = Column.ofAmounts();
  /** The sum each cell is part of. */
  private readonly keyOf = Column.ofCounts();
  /** Cells of one-off cost, which may count with a part of the amount: each is looked at by itself. */
  private readonly apart: number[] = [];
  private strangers = 0;
  /** The sum each posting went to. */
  private readonly keyOfPosting = Column.ofCounts();
  /** What went from one sum to another because a line changed its standing: by which entry, to which sum, how much. */
  private readonly movedBy = Column.ofCounts();
  private readonly movedTo = Column.ofCounts();
  private readonly moved = Column.ofAmounts();
  private readonly kept: Kept[] = [];

  public constructor(
    private readonly table: PostingTable,
    private readonly standings: Standings,
  ) {}

  /** Whether every posting was to a line that was known by then, as the rules see to it. */
  public get areOfKnownLines(): boolean {
    return this.strangers === 0;
  }

  /** Keeps the sums as they are before the next entry, where enough postings have come since they were last kept. */
  public keep(): void {
    const { size, postings } = this.table;
    const since = postings - (this.kept.at(-1)?.postings ?? 0);
    if (since < Math.max(STRIDE, this.sums.length * POSTINGS_A_SUM)) return;
    this.kept.push({ size, postings, moves: this.moved.length, sums: this.sums.rows().slice() });
  }

  /** Takes in a posting that the table has taken in: its cell, and its amount in pence. */
  public append(cell: number, amount: number): void {
    if (cell === this.keyOf.length) {
      const standing = this.standings.of(this.table.held.line(cell));
      if (standing === UNKNOWN) this.strangers += 1;
      this.keyOf.push(this.key(standing, cell));
      if (this.table.shapeIn(cell).measure === 'one-off cost') this.apart.push(cell);
    }
    const key = this.keyOf.at(cell);
    this.keyOfPosting.push(key);
    this.sums.add(key, amount);
  }

  /** Moves what a line holds to its new standing, which an entry gave it. */
  public moveLine(line: number, seq: number): void {
    for (const cell of this.table.held.ofLine(line)) {
      const key = this.key(this.standings.of(line), cell);
      this.move(seq, this.keyOf.at(cell), -this.table.total(cell));
      this.move(seq, key, this.table.total(cell));
      this.keyOf.set(cell, key);
    }
  }

  private move(seq: number, key: number, amount: number): void {
    this.sums.add(key, amount);
    this.movedBy.push(seq);
    this.movedTo.push(key);
    this.moved.push(amount);
  }

  /**
   * Visits what each standing holds of each shape at a moment; of one-off cost, what each line holds. `standings` are
   * those of the lines at the moment.
   */
  public visit(moment: Moment, standings: Counts, visit: Visit): void {
    if (this.table.isWhole(moment)) {
      this.visitSums(this.sums.rows(), visit);
      this.visitApart(visit);
    } else if (this.apart.length === 0 && this.table.knowsAll(moment)) this.visitSums(this.sumsAt(moment.size), visit);
    else this.visitCells(moment, standings, visit);
  }

  public toParts(): SumParts {
    return {
      keys: this.keys.toParts(),
      sums: this.sums.rows(),
      keyOf: this.keyOf.rows(),
      apart: this.apart,
      strangers: this.strangers,
      keyOfPosting: this.keyOfPosting.rows(),
      movedBy: this.movedBy.rows(),
      movedTo: this.movedTo.rows(),
      moved: this.moved.rows(),
      kept: this.kept,
    };
  }

  /** Takes back, into an empty one, what `toParts` gave. */
  public restore(parts: SumParts): void {
    this.keys.restore(parts.keys);
    this.sums.restore(parts.sums);
    this.keyOf.restore(parts.keyOf);
    for (const cell of parts.apart) this.apart.push(cell);
    this.strangers = parts.strangers;
    this.keyOfPosting.restore(parts.keyOfPosting);
    this.movedBy.restore(parts.movedBy);
    this.movedTo.restore(parts.movedTo);
    this.moved.restore(parts.moved);
    // Copies, because what is given may be views into all that was read.
    for (const each of parts.kept) this.kept.push({ ...each, sums: each.sums.slice() });
  }

  /** The sums after the first `size` entries: those kept last before it, and what came after. */
  private sumsAt(size: number): Float64Array {
    const from = this.kept[firstWhere(this.kept.length, (place) => (this.kept[place]?.size ?? 0) > size) - 1];
    const sums = new Float64Array(this.keys.length);
    sums.set(from?.sums ?? []);
    const add = (key: number, amount: number): void => {
      sums[key] = (sums[key] ?? 0) + amount;
    };
    const end = this.table.postingsBefore(size);
    for (let row = from?.postings ?? 0; row < end; row += 1) add(this.keyOfPosting.at(row), this.table.amountOf(row));
    for (let row = from?.moves ?? 0; row < this.moved.length && this.movedBy.at(row) < size; row += 1) {
      add(this.movedTo.at(row), this.moved.at(row));
    }
    return sums;
  }

  private visitSums(sums: Amounts, visit: Visit): void {
    const { firsts, seconds } = this.keys.all();
    const { shapes } = this.table;
    for (let key = 0; key < sums.length; key += 1) {
      const [standing, shape, amount] = [firsts[key] ?? UNKNOWN, seconds[key] ?? 0, sums[key] ?? 0];
      // Sums that lines have left, or will come to, are nought at this moment, and so are the parts they are of.
      if (standing === UNKNOWN || amount === 0 || shapes[shape]?.measure === 'one-off cost') continue;
      visit(standing, shape, amount);
    }
  }

  private visitApart(visit: Visit): void {
    const { held } = this.table;
    for (const cell of this.apart) {
      const standing = this.standings.of(held.line(cell));
      if (standing !== UNKNOWN) visit(standing, held.shape(cell), this.table.total(cell));
    }
  }

  private visitCells(moment: Moment, standings: Counts, visit: Visit): void {
    const amounts = this.table.amountsAt(moment);
    const { lines, shapes } = this.table.held.all();
    const { firsts } = this.keys.all();
    const [keyOf, sums] = [this.keyOf.rows(), new Float64Array(this.keys.length)];
    const apart = Uint8Array.from(this.table.shapes, ({ measure }) => (measure === 'one-off cost' ? 1 : 0));
    for (let cell = 0; cell < lines.length; cell += 1) {
      const [standing, shape, amount] = [standings[lines[cell] ?? 0] ?? UNKNOWN, shapes[cell] ?? 0, amounts[cell] ?? 0];
      if (standing === UNKNOWN || amount === 0) continue;
      const key = keyOf[cell] ?? 0;
      // Nearly every line has the standing it has now, so that nearly every cell can be added up with others first.
      if (firsts[key] === standing && apart[shape] === 0) sums[key] = (sums[key] ?? 0) + amount;
      else visit(standing, shape, amount);
    }
    this.visitSums(sums, visit);
  }

  private key(standing: number, cell: number): number {
    const key = this.keys.number(standing, this.table.held.shape(cell));
    if (key === this.sums.length) this.sums.push(0);
    return key;
  }
}
