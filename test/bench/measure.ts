/** What several measurements of one thing say, and chance that is the same in every run. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const [below, above] = [percentile(sorted, 0.5, -1), percentile(sorted, 0.5)];
  return {
    median: sorted.length % 2 === 0 ? (below + above) / 2 : above,
    least: sorted[0] ?? NaN,
    most: sorted.at(-1) ?? NaN,
  };
}

/** The value that a share of all values does not exceed, or the one so many places from it. Of values in order. */
export const percentile = (sorted: readonly number[], share: number, places = 0): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share) + places)] ?? NaN;

/** How long something takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
