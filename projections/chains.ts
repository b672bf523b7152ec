import { Column, type Counts } from '../src/domain/column';

const NONE = 0xffffffff;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface ChainParts {
  readonly last: Counts;
  readonly before: Counts;
  readonly seqs: Counts;
}

/** Seqs by whom they belong to. Each stands in a row of its own; rows and owners are numbers from nought. */
export class Chains {
  private readonly last = Column.ofCounts();
  private readonly before = Column.ofCounts();
  private readonly seqs = Column.ofCounts();

  /** Adds the next seq of an owner; gives its row. */
  public add(owner: number, seq: number): number {
    while (this.last.length <= owner) this.last.push(NONE);
    const row = this.before.length;
    this.before.push(this.last.at(owner));
    this.seqs.push(seq);
    this.last.set(owner, row);
    return row;
  }

  /** The seq in a row. */
  public seq(row: number): number {
    return this.seqs.at(row);
  }

  /** The last row of an owner for which a test holds, or null. */
  public findLast(owner: number, holds: (seq: number, row: number) => boolean): number | null {
    for (let row = this.latest(owner); row !== NONE; row = this.before.at(row))
      if (holds(this.seqs.at(row), row)) return row;
    return null;
  }

  /** The last seq of an owner for which a test holds, or null. */
  public findLastSeq(owner: number, holds: (seq: number) => boolean): number | null {
    const row = this.findLast(owner, holds);
    return row === null ? null : this.seqs.at(row);
  }

  /** The rows of an owner, in order. */
  public of(owner: number): readonly number[] {
    const rows: number[] = [];
    for (let row = this.latest(owner); row !== NONE; row = this.before.at(row)) rows.push(row);
    return rows.reverse();
  }

  public toParts(): ChainParts {
    return { last: this.last.rows(), before: this.before.rows(), seqs: this.seqs.rows() };
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore({ last, before, seqs }: ChainParts): void {
    this.last.restore(last);
    this.before.restore(before);
    this.seqs.restore(seqs);
  }

  private latest(owner: number): number {
    return owner < this.last.length ? this.last.at(owner) : NONE;
  }
}
