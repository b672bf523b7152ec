/**
 * Numbers that are kept by a text and a place, such as the pence a line holds in a cell, and can be tried out as a
 * LayeredMap can. There are several for every entry, so they lie in columns; what is tried out is little and lies in maps.
 */
import { Column, type Amounts } from './column';
import { PairNumbers, type PairParts } from './pair-numbers';
import type { TextParts } from './text-column';
import { TextNumbers } from './text-numbers';

/** Places are whole numbers from 0 to 2^32 - 2; what they mean is up to whoever keeps the numbers. */
export interface Numbers {
  /** The number set last, here or below. */
  get(text: string, place: number): number | undefined;
  set(text: string, place: number, value: number): void;
  /** Takes over what was set in a fork of these. */
  adopt(fork: Numbers): void;
}

/** All of it as plain data; the columns are views, to be put away before the next number is set. */
export interface NumberParts {
  readonly texts: TextParts;
  readonly pairs: PairParts;
  readonly values: Amounts;
}

/** The numbers of a state that is nobody's fork. */
export class NumberTable implements Numbers {
  private readonly texts = new TextNumbers();
  private readonly pairs = new PairNumbers();
  private readonly values = Column.ofAmounts();

  public get(text: string, place: number): number | undefined {
    const first = this.texts.find(text);
    const row = first === null ? null : this.pairs.find(first, place);
    return row === null ? undefined : this.values.at(row);
  }

  public set(text: string, place: number, value: number): void {
    const row = this.pairs.number(this.texts.number(text), place);
    if (row === this.values.length) this.values.push(value);
    else this.values.set(row, value);
  }

  public adopt(fork: Numbers): void {
    if (fork instanceof TriedNumbers) fork.applyTo(this);
  }

  public toParts(): NumberParts {
    return { texts: this.texts.toParts(), pairs: this.pairs.toParts(), values: this.values.rows() };
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore({ texts, pairs, values }: NumberParts): void {
    this.texts.restore(texts);
    this.pairs.restore(pairs);
    this.values.restore(values);
  }
}

/** Numbers on top of others, which it leaves alone: a fork that is dropped leaves nothing behind, not even its texts. */
export class TriedNumbers implements Numbers {
  /** Made when it is first needed. */
  private own: Map<string, Map<number, number>> | null = null;

  public constructor(private readonly below: Numbers) {}

  public get(text: string, place: number): number | undefined {
    return this.own?.get(text)?.get(place) ?? this.below.get(text, place);
  }

  public set(text: string, place: number, value: number): void {
    this.own ??= new Map();
    const places = this.own.get(text);
    if (places === undefined) this.own.set(text, new Map([[place, value]]));
    else places.set(place, value);
  }

  public adopt(fork: Numbers): void {
    if (fork instanceof TriedNumbers) fork.applyTo(this);
  }

  /** Sets in other numbers what was set here. */
  public applyTo(others: Numbers): void {
    this.own?.forEach((places, text) => {
      for (const [place, value] of places) others.set(text, place, value);
    });
  }
}
