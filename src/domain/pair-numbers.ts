import { Column } from './column';

const FREE = 0xffffffff;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface PairParts {
  readonly firsts: Uint32Array;
  readonly seconds: Uint32Array;
}

/** Numbers for pairs of numbers, from nought in the order they first come: which line and shape a cell is, for one. */
export class PairNumbers {
  private readonly firsts = Column.ofCounts();
  private readonly seconds = Column.ofCounts();
  private slots = new Uint32Array(1_024).fill(FREE);

  public get length(): number {
    return this.firsts.length;
  }

  /** The number of a pair, which is the next one where the pair is new. */
  public number(first: number, second: number): number {
    const slot = this.slotWith(first, second);
    const number = this.slots[slot] ?? FREE;
    return number === FREE ? this.take(slot, first, second) : number;
  }

  /** The number of a pair; null where it has none. */
  public find(first: number, second: number): number | null {
    const number = this.slots[this.slotWith(first, second)] ?? FREE;
    return number === FREE ? null : number;
  }

  public first(number: number): number {
    return this.firsts.at(number);
  }

  public second(number: number): number {
    return this.seconds.at(number);
  }

  /** The parts of all pairs, for a loop over them. Views: read them before the next pair is numbered. */
  public all(): { readonly firsts: Uint32Array; readonly seconds: Uint32Array } {
    return { firsts: this.firsts.rows(), seconds: this.seconds.rows() };
  }

  public toParts(): PairParts {
    return this.all();
  }

  /** Takes back what `toParts` gave, in the place of what is here. */
  public restore({ firsts, seconds }: PairParts): void {
    this.firsts.restore(firsts);
    this.seconds.restore(seconds);
    let slots = 1_024;
    while (this.length * 3 > slots * 2) slots *= 2;
    this.placeIn(slots);
  }

  /** The slot that has a pair, or that is free for it. */
  private slotWith(first: number, second: number): number {
    let slot = this.slotOf(first, second);
    for (;;) {
      const number = this.slots[slot] ?? FREE;
      if (number === FREE) return slot;
      if (this.seconds.at(number) === second && this.firsts.at(number) === first) return slot;
      slot = (slot + 1) & (this.slots.length - 1);
    }
  }

  private take(slot: number, first: number, second: number): number {
    const number = this.length;
    this.firsts.push(first);
    this.seconds.push(second);
    this.slots[slot] = number;
    if (this.length * 3 > this.slots.length * 2) this.placeIn(this.slots.length * 2);
    return number;
  }

  private placeIn(slots: number): void {
    this.slots = new Uint32Array(slots).fill(FREE);
    for (let number = 0; number < this.length; number += 1) {
      let slot = this.slotOf(this.first(number), this.second(number));
      while (this.slots[slot] !== FREE) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = number;
    }
  }

  private slotOf(first: number, second: number): number {
    const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.slots.length - 1);
  }
}
