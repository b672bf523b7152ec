import { Column, type Counts } from './column';

const FREE = 0xffffffff;
const FEWEST_SLOTS = 1_024;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface PairParts {
  readonly firsts: Counts;
  readonly seconds: Counts;
}

/** Numbers for pairs of numbers, from nought in the order they first come: which line and shape a cell is, for one. */
export class PairNumbers {
  private readonly firsts = Column.ofCounts();
  private readonly seconds = Column.ofCounts();
  /** Made when it is first needed. */
  private slots: Uint32Array | null = null;

  public get length(): number {
    return this.firsts.length;
  }

  /** The number of a pair, which is the next one where the pair is new. */
  public number(first: number, second: number): number {
    const slots = this.slots ?? this.placed(FEWEST_SLOTS);
    const slot = this.slotWith(slots, first, second);
    const number = slots[slot] ?? FREE;
    return number === FREE ? this.take(slots, slot, first, second) : number;
  }

  /** The number of a pair; null where it has none. */
  public find(first: number, second: number): number | null {
    const slots = this.slots ?? this.placed(FEWEST_SLOTS);
    const number = slots[this.slotWith(slots, first, second)] ?? FREE;
    return number === FREE ? null : number;
  }

  public first(number: number): number {
    return this.firsts.at(number);
  }

  public second(number: number): number {
    return this.seconds.at(number);
  }

  /** The parts of all pairs, for a loop over them. Views: read them before the next pair is numbered. */
  public all(): { readonly firsts: Counts; readonly seconds: Counts } {
    return { firsts: this.firsts.rows(), seconds: this.seconds.rows() };
  }

  public toParts(): PairParts {
    return this.all();
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore({ firsts, seconds }: PairParts): void {
    this.firsts.restore(firsts);
    this.seconds.restore(seconds);
    this.slots = null;
  }

  /** The slot that has a pair, or that is free for it. */
  private slotWith(slots: Uint32Array, first: number, second: number): number {
    let slot = slotOf(slots, first, second);
    for (;;) {
      const number = slots[slot] ?? FREE;
      if (number === FREE) return slot;
      if (this.seconds.at(number) === second && this.firsts.at(number) === first) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  private take(slots: Uint32Array, slot: number, first: number, second: number): number {
    const number = this.length;
    this.firsts.push(first);
    this.seconds.push(second);
    slots[slot] = number;
    if (this.length * 3 > slots.length * 2) this.placed(slots.length * 2);
    return number;
  }

  private placed(least: number): Uint32Array {
    let size = least;
    while (this.length * 3 > size * 2) size *= 2;
    const slots = new Uint32Array(size).fill(FREE);
    for (let number = 0; number < this.length; number += 1) {
      let slot = slotOf(slots, this.first(number), this.second(number));
      while (slots[slot] !== FREE) slot = (slot + 1) & (size - 1);
      slots[slot] = number;
    }
    this.slots = slots;
    return slots;
  }
}

function slotOf(slots: Uint32Array, first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
}
