/**
 * Which postings of a figure should an auditor look at? Formula: lay the positive postings end to end in the order of
 * the trace, one unit a penny; the interval is their sum divided by n, rounded down; take the posting in which every
 * interval-th penny lies, from a start that the seed decides. So each penny has the same chance, and no posting of an
 * interval or more can be missed. Postings that take off have no length here: they are listed apart, all of them.
 */
import { add, addAll, type Pence } from '../src/domain/money';
import type { PostingRow } from './posting-table';

/** A posting that was drawn. */
export interface Hit<Row> {
  readonly row: Row;
  /** The sum of all positive postings up to and with this one, in pence. */
  readonly cumulative: Pence;
  /** The penny that drew it, counted from 1 over all positive postings; the first, where several did. */
  readonly unit: Pence;
}

/** A sample with all it takes to draw it again; amounts in pence. */
export interface Sample<Row> {
  /** The sum of the positive postings: what the sample stands for. */
  readonly population: Pence;
  readonly interval: Pence;
  readonly start: Pence;
  /** Postings below the interval that were drawn. */
  readonly hits: readonly Hit<Row>[];
  /** Postings of an interval or more, which are always drawn. */
  readonly certain: readonly Hit<Row>[];
  readonly negative: readonly Row[];
}

type Amounted = Pick<PostingRow, 'pence'>;

/** Draws a sample of about n postings. The same rows, n and seed always give the same sample. */
export function sample<Row extends Amounted>(rows: readonly Row[], n: number, seed: number): Sample<Row> {
  const population = addAll(rows.flatMap(({ pence }) => (pence > 0 ? [pence as Pence] : [])));
  const interval = Math.max(1, Math.floor(population / n)) as Pence;
  return sampleFrom(rows, interval, startOf(seed, interval));
}

/** Draws with a given interval and start, both in pence; the start lies from 1 to the interval. */
export function sampleFrom<Row extends Amounted>(rows: readonly Row[], interval: Pence, start: Pence): Sample<Row> {
  const drawn: Hit<Row>[] = [];
  let cumulative = 0 as Pence;
  for (const row of rows) {
    if (row.pence <= 0) continue;
    const before = cumulative;
    cumulative = add(cumulative, row.pence as Pence);
    const unit = (start + Math.max(0, Math.ceil((before + 1 - start) / interval)) * interval) as Pence;
    if (unit <= cumulative) drawn.push({ row, cumulative, unit });
  }
  return {
    population: cumulative,
    interval,
    start,
    hits: drawn.filter(({ row }) => row.pence < interval),
    certain: drawn.filter(({ row }) => row.pence >= interval),
    negative: rows.filter(({ pence }) => pence < 0),
  };
}

/** 2^31 - 1, a prime. */
const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;

/** Seeds go from 1 to this. */
export const LARGEST_SEED = MODULUS - 1;

/** How many numbers are passed over first, because small seeds begin with small numbers. */
const PASSED_OVER = 10;

/**
 * The next number of the "minimal standard" generator of Park and Miller, as revised in 1993: 48,271 times the last,
 * modulo 2^31 - 1. Chosen because a spreadsheet can repeat it: the product stays below 2^53.
 */
export const nextNumber = (last: number): number => (last * MULTIPLIER) % MODULUS;

/** The start a seed decides: its 11th and 12th number, read as two digits of a fraction, times the interval. */
function startOf(seed: number, interval: Pence): Pence {
  let number = seed;
  for (let passed = 0; passed <= PASSED_OVER; passed += 1) number = nextNumber(number);
  const digits = [BigInt(number - 1), BigInt(nextNumber(number) - 1)] as const;
  const base = BigInt(LARGEST_SEED);
  const fraction = digits[0] * base + digits[1];
  return (Number((BigInt(interval) * fraction) / (base * base)) + 1) as Pence;
}
