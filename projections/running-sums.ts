/**
 * What all lines of one standing hold of one shape, kept up entry by entry: a question about the whole ledger looks at
 * these few sums instead of at every line.
 */
import { Column } from './column';
import { PairNumbers } from './pair-numbers';
import type { PostingTable } from './posting-table';
import { UNKNOWN, type Standings } from './standings';
import type { Moment } from './timeline';

/** Takes what is held of a shape by lines of a standing. */
type Visit = (standing: number, shape: number, amount: number) => void;

export class RunningSums {
  /** Standing and shape of each sum. */
  private readonly keys = new PairNumbers();
  private readonly sums = Column.ofAmounts();
  /** The sum each cell is part of. */
  private readonly keyOf = Column.ofCounts();
  /** Cells of one-off cost, which may count with a part of the amount: each is looked at by itself. */
  private readonly apart: number[] = [];
  private strangers = 0;

  public constructor(
    private readonly table: PostingTable,
    private readonly standings: Standings,
  ) {}

  /** Whether every posting was to a line that was known by then, as the rules see to it. */
  public get areOfKnownLines(): boolean {
    return this.strangers === 0;
  }

  /** Takes in a posting that the table has taken in: its cell, and its amount in pence. */
  public append(cell: number, amount: number): void {
    if (cell === this.keyOf.length) {
      const standing = this.standings.of(this.table.held.line(cell));
      if (standing === UNKNOWN) this.strangers += 1;
      this.keyOf.push(this.key(standing, cell));
      if (this.table.shapeIn(cell).measure === 'one-off cost') this.apart.push(cell);
    }
    this.sums.add(this.keyOf.at(cell), amount);
  }

  /** Moves what a line holds to its new standing. */
  public restand(line: number): void {
    for (const cell of this.table.held.ofLine(line)) {
      const key = this.key(this.standings.of(line), cell);
      this.sums.add(this.keyOf.at(cell), -this.table.total(cell));
      this.sums.add(key, this.table.total(cell));
      this.keyOf.set(cell, key);
    }
  }

  /**
   * Visits what each standing holds of each shape at a moment; of one-off cost, what each line holds. `standings` are
   * those of the lines at the moment.
   */
  public visit(moment: Moment, standings: Uint32Array, visit: Visit): void {
    if (this.table.isWhole(moment)) this.visitNow(visit);
    else this.visitAt(moment, standings, visit);
  }

  private visitNow(visit: Visit): void {
    const [{ firsts, seconds }, sums] = [this.keys.all(), this.sums.rows()];
    const { shapes } = this.table;
    for (let key = 0; key < sums.length; key += 1) {
      const [standing, shape] = [firsts[key] ?? UNKNOWN, seconds[key] ?? 0];
      if (standing !== UNKNOWN && shapes[shape]?.measure !== 'one-off cost') visit(standing, shape, sums[key] ?? 0);
    }
    const { held } = this.table;
    for (const cell of this.apart) {
      const standing = this.standings.of(held.line(cell));
      if (standing !== UNKNOWN) visit(standing, held.shape(cell), this.table.total(cell));
    }
  }

  private visitAt(moment: Moment, standings: Uint32Array, visit: Visit): void {
    const amounts = this.table.amountsAt(moment);
    const { lines, shapes } = this.table.held.all();
    for (let cell = 0; cell < lines.length; cell += 1) {
      const [standing, amount] = [standings[lines[cell] ?? 0] ?? UNKNOWN, amounts[cell] ?? 0];
      if (standing !== UNKNOWN && amount !== 0) visit(standing, shapes[cell] ?? 0, amount);
    }
  }

  private key(standing: number, cell: number): number {
    const key = this.keys.number(standing, this.table.held.shape(cell));
    if (key === this.sums.length) this.sums.push(0);
    return key;
  }
}
