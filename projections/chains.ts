import { Column, type Counts } from '../src/domain/column';

const NONE = 0xffffffff;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface ChainParts {
  readonly last: Counts;
  readonly before: Counts;
}

/** Rows by whom they belong to: rows and owners are numbers from nought, and each row belongs to one owner. */
export class Chains {
  private readonly last = Column.ofCounts();
  private readonly before = Column.ofCounts();

  /** Adds the next row; gives its number. */
  public add(owner: number): number {
    while (this.last.length <= owner) this.last.push(NONE);
    const row = this.before.length;
    this.before.push(this.last.at(owner));
    this.last.set(owner, row);
    return row;
  }

  /** The last row of an owner for which a test holds, or null. */
  public findLast(owner: number, holds: (row: number) => boolean): number | null {
    for (let row = this.latest(owner); row !== NONE; row = this.before.at(row)) if (holds(row)) return row;
    return null;
  }

  /** The rows of an owner, in order. */
  public of(owner: number): readonly number[] {
    const rows: number[] = [];
    for (let row = this.latest(owner); row !== NONE; row = this.before.at(row)) rows.push(row);
    return rows.reverse();
  }

  public toParts(): ChainParts {
    return { last: this.last.rows(), before: this.before.rows() };
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore({ last, before }: ChainParts): void {
    this.last.restore(last);
    this.before.restore(before);
  }

  private latest(owner: number): number {
    return owner < this.last.length ? this.last.at(owner) : NONE;
  }
}
