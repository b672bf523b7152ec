/** From amounts to lengths. Only lengths are rounded: an amount is shown as it is, in words. */
import { pence, type Pounds } from '../domain/money';
import { line, words, TEXT_SIZE, type Mark } from './drawing';

const PENCE_PER_MILLION = 100_000_000;

/** An amount in millions, as a length can be worked out of it. */
export const millions = (amount: Pounds): number => pence(amount) / PENCE_PER_MILLION;

/** Round numbers from the least to the largest, about five of them, in millions. */
function ticks(least: number, largest: number): readonly number[] {
  const span = largest - least;
  if (span <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => span / each <= 6) ?? 10 * power;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const inFull = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 8 });

/** `£20m`, `£0.5m`; a few pence are `£0.0000005m`. */
export const tickText = (value: number): string => `${value < 0 ? '\u2212' : ''}£${inFull.format(Math.abs(value))}m`;

export interface Scale {
  readonly ticks: readonly number[];
  /** The place of an amount in millions between two ends. */
  readonly at: (value: number) => number;
}

/** A scale that holds all values and nought, from one place to another. */
export function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const [least, largest] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  return { ticks: marks, at: (value) => from + ((value - least) / (largest - least)) * (to - from) };
}

/** Level lines with their amounts at the left. */
export const grid = (scale: Scale, left: number, right: number): readonly Mark[] =>
  scale.ticks.flatMap((tick) => {
    const y = scale.at(tick);
    return [
      line(tick === 0 ? 'axis' : 'grid', [left, y], [right, y]),
      words(left - 8, y + TEXT_SIZE / 3, tickText(tick), 'end'),
    ];
  });

/** `£7.598m`: three decimals, as the tables beside the chart. */
export function inMillions(amount: Pounds): string {
  const value = pence(amount);
  return `${value < 0 ? '\u2212' : ''}£${(Math.abs(value) / PENCE_PER_MILLION).toFixed(3)}m`;
}

/** Breaks text into rows of at most so many characters, at spaces. */
export function rowsOf(text: string, longest: number): readonly string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= longest) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}

/** Moves places apart until each has its room, keeping their order. */
export function apart(places: readonly number[], room: number): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).sort((one, other) => one.place - other.place);
  let least = -Infinity;
  const moved = order.map(({ place, index }) => {
    least = Math.max(place, least + room);
    return { place: least, index };
  });
  return moved.sort((one, other) => one.index - other.index).map(({ place }) => place);
}
