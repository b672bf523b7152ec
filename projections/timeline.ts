/** When each entry was recorded and from which day it holds: what tells which entries a moment knows. */
import { dateOfDay, dayNumber, timeOf, type Instant, type IsoDate } from '../src/domain/dates';
import type { Entry } from '../src/domain/entries';
import { Column, type Amounts, type Counts } from '../src/domain/column';

/** What is known, and as at which day: the first `size` entries, of those the ones in effect on the day. */
export interface Moment {
  readonly size: number;
  readonly asAt: IsoDate;
}

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface TimeParts {
  readonly effective: Int32Array;
  readonly recorded: Amounts;
  readonly records: Counts;
  readonly recordDays: Int32Array;
}

export class Timeline {
  private readonly effective = Column.ofDays();
  private readonly recorded = Column.ofAmounts();
  /** The entries that took effect later than all before them, and their days. */
  private readonly records = Column.ofCounts();
  private readonly recordDays = Column.ofDays();
  /** The days read and asked about last: neighbours mostly have one. */
  private asked = { date: '' as IsoDate, day: 0 };
  private lastRead = { date: '' as IsoDate, day: 0 };

  /** How many entries there are. */
  public get size(): number {
    return this.effective.length;
  }

  /** Takes in the next entry. */
  public append({ effective, recordedAt }: Pick<Entry, 'effective' | 'recordedAt'>): void {
    if (effective !== this.lastRead.date) this.lastRead = { date: effective, day: dayNumber(effective) };
    const { day } = this.lastRead;
    if (this.records.length === 0 || day > this.recordDays.at(this.records.length - 1)) {
      this.records.push(this.size);
      this.recordDays.push(day);
    }
    this.effective.push(day);
    this.recorded.push(timeOf(recordedAt));
  }

  /** The moment after the last entry, as at its latest effective date. */
  public now(): Moment {
    return { size: this.size, asAt: this.latestEffective(this.size) };
  }

  /** How many entries had been recorded by a time: the recorded time never falls, so halving finds it. */
  public sizeAt(time: Instant): number {
    const wanted = timeOf(time);
    return firstWhere(this.size, (seq) => this.recorded.at(seq) > wanted);
  }

  /** The latest effective date among the first `size` entries; the default day to look from. */
  public latestEffective(size: number): IsoDate {
    return dateOfDay(this.latestDay(size));
  }

  /** Whether a moment knows each of its first entries: none of them takes effect after its day. */
  public knowsAll({ size, asAt }: Moment): boolean {
    return this.latestDay(size) <= dayNumber(asAt);
  }

  /** The effective days of all entries, in order, for a loop over them. A view: read it before the next entry. */
  public days(): Int32Array {
    return this.effective.rows();
  }

  /** The day an entry is effective from. */
  public effectiveOf(seq: number): IsoDate {
    return dateOfDay(this.effective.at(seq));
  }

  /** Whether a moment knows an entry. */
  public knows({ size, asAt }: Moment, seq: number): boolean {
    if (asAt !== this.asked.date) this.asked = { date: asAt, day: dayNumber(asAt) };
    return seq < size && this.effective.at(seq) <= this.asked.day;
  }

  /** How many entries a moment knows. */
  public countAt({ size, asAt }: Moment): number {
    const day = dayNumber(asAt);
    const known = this.days().subarray(0, size);
    return known.reduce((count, each) => (each <= day ? count + 1 : count), 0);
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

  public timeToParts(): TimeParts {
    return {
      effective: this.effective.rows(),
      recorded: this.recorded.rows(),
      records: this.records.rows(),
      recordDays: this.recordDays.rows(),
    };
  }

  /** Takes back what `timeToParts` gave, in the place of what is here. */
  public restoreTime(parts: TimeParts): void {
    this.effective.restore(parts.effective);
    this.recorded.restore(parts.recorded);
    this.records.restore(parts.records);
    this.recordDays.restore(parts.recordDays);
  }

  private latestDay(size: number): number {
    const after = firstWhere(this.records.length, (record) => this.records.at(record) >= size);
    return after === 0 ? 0 : this.recordDays.at(after - 1);
  }
}

/** The first number below a length for which a test holds, the length where it holds for none. It holds from there on. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
