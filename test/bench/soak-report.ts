/** What a soak measured, as a table and as a judgement: the medians of its second half beside those of its first. */
import { table } from './report';

export interface Sample {
  readonly seconds: number;
  /** Recorded by then. */
  readonly entries: number;
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
  readonly recordP50: number;
  readonly recordP99: number;
  readonly readP50: number;
  readonly readP99: number;
}

/** What an entry may take in memory: state and figures grow with the ledger, and nothing else may. */
const BYTES_AN_ENTRY = 2_000;
/** Samples at the beginning that are not compared: the program is still being compiled and caches are filling. */
const WARM_UP = 4;
/** How much more a median may be by chance of the machine. */
const SLACK = 1.25;

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/** What grew, each in a sentence; nothing where nothing did. */
export function verdict(samples: readonly Sample[]): readonly string[] {
  const warm = samples.slice(WARM_UP);
  const half = Math.floor(warm.length / 2);
  const halves = [warm.slice(0, half), warm.slice(half)] as const;
  const of = (name: keyof Sample): readonly [number, number] => [
    median(halves[0].map((sample) => sample[name])),
    median(halves[1].map((sample) => sample[name])),
  ];
  if (half < 2) return ['too short to compare two halves: four minutes at least'];
  const [fewer, more] = of('entries');
  const explained = ((more - fewer) * BYTES_AN_ENTRY) / 1_000_000;
  const allowed = { residentMegabytes: explained, heapMegabytes: explained, recordP50: 0, readP50: 0 };
  return Object.entries(allowed).flatMap(([name, extra]) => {
    const [first, second] = of(name as keyof Sample);
    return second <= first * SLACK + extra ? [] : [`${name} grew from ${first.toFixed(1)} to ${second.toFixed(1)}`];
  });
}

export const soakTable = (samples: readonly Sample[]): string =>
  table([
    ['seconds', 'recorded', 'resident MB', 'heap MB', 'record p50 ms', 'p99', 'read p50 ms', 'p99'],
    ...samples.map((sample) => [
      sample.seconds.toFixed(0),
      String(sample.entries),
      ...[sample.residentMegabytes, sample.heapMegabytes].map((each) => each.toFixed(0)),
      ...[sample.recordP50, sample.recordP99, sample.readP50, sample.readP99].map((each) => each.toFixed(1)),
    ]),
  ]);
