import { Column, type Amounts, type Counts } from '../src/domain/column';
import { firstWhere } from './timeline';

/** Counts and amounts are kept once for so many postings. */
const STRIDE = 8_192;

/** What postings come to, by their shape. */
interface ByShape {
  readonly counts: Counts;
  readonly amounts: Amounts;
}

/** Where to look for a posting: from which one on, and how many of those wanted to pass over. */
export interface Start {
  readonly row: number;
  readonly skip: number;
}

/** The part of the table that is read here: the shape and the amount of a posting. */
interface Rows {
  readonly shapeOf: (row: number) => number;
  readonly amountOf: (row: number) => number;
}

/** How many of a list of postings count in a figure, and what they come to in pence. */
export interface Counted {
  readonly count: number;
  readonly amount: number;
}

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface ShapeCountParts {
  readonly counts: Counts;
  readonly amounts: Amounts;
  readonly kept: readonly ByShape[];
  readonly rows: number;
}

/**
 * How many postings there are of each shape and what they come to, after every so many of them: what answers for a
 * figure that looks at shapes only, as known on any entry, and finds a page of its trace, however long the ledger is.
 */
export class ShapeCounts {
  private readonly counts = Column.ofCounts();
  private readonly amounts = Column.ofAmounts();
  private readonly kept: ByShape[] = [];
  private rows = 0;

  public constructor(private readonly table: Rows) {}

  /** Takes in the next posting. */
  public append(shape: number, amount: number): void {
    if (this.rows % STRIDE === 0) this.kept.push(this.now());
    while (this.counts.length <= shape) {
      this.counts.push(0);
      this.amounts.push(0);
    }
    this.counts.add(shape, 1);
    this.amounts.add(shape, amount);
    this.rows += 1;
  }

  /** What the first `rows` postings come to, each as often as its shape weighs. */
  public count(rows: number, weights: readonly number[]): Counted {
    const stretch = Math.floor(rows / STRIDE);
    const from =
      rows === this.rows ? { row: rows, sums: this.now() } : { row: stretch * STRIDE, sums: this.kept[stretch] };
    let { count, amount } = from.sums === undefined ? { count: 0, amount: 0 } : addUp(from.sums, weights);
    for (let { row } = from; row < rows; row += 1) {
      const weight = weights[this.table.shapeOf(row)] ?? 0;
      if (weight !== 0) count += 1;
      amount += weight * this.table.amountOf(row);
    }
    return { count, amount };
  }

  /** Where to look for the posting that counts and before which there are `place` others. */
  public start(place: number, weights: readonly number[]): Start {
    const before = (stretch: number): number => {
      const sums = this.kept[stretch];
      return sums === undefined ? 0 : addUp(sums, weights).count;
    };
    const stretch = Math.max(0, firstWhere(this.kept.length, (each) => before(each) > place) - 1);
    return { row: stretch * STRIDE, skip: place - before(stretch) };
  }

  public toParts(): ShapeCountParts {
    return { counts: this.counts.rows(), amounts: this.amounts.rows(), kept: this.kept, rows: this.rows };
  }

  /** Takes back, into an empty one, what `toParts` gave. */
  public restore({ counts, amounts, kept, rows }: ShapeCountParts): void {
    this.counts.restore(counts);
    this.amounts.restore(amounts);
    // Copies, because what is given may be views into all that was read.
    for (const each of kept) this.kept.push({ counts: each.counts.slice(), amounts: each.amounts.slice() });
    this.rows = rows;
  }

  private now(): ByShape {
    return { counts: this.counts.rows().slice(), amounts: this.amounts.rows().slice() };
  }
}

function addUp({ counts, amounts }: ByShape, weights: readonly number[]): Counted {
  let [count, amount] = [0, 0];
  for (let shape = 0; shape < counts.length; shape += 1) {
    const weight = weights[shape] ?? 0;
    if (weight === 0) continue;
    count += counts[shape] ?? 0;
    amount += weight * (amounts[shape] ?? 0);
  }
  return { count, amount };
}
