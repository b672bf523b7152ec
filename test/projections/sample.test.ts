import fc from 'fast-check';

import type { Pence } from '../../src/domain/money';
import { nextNumber, sample, sampleFrom } from '../../projections/sample';

interface Row {
  readonly seq: number;
  readonly pence: number;
}
const rowsOf = (amounts: readonly number[]): readonly Row[] => amounts.map((pence, seq) => ({ seq, pence }));
const someRows = fc.array(fc.integer({ min: -2_000, max: 5_000 }), { minLength: 1, maxLength: 40 }).map(rowsOf);
const aSeed = fc.integer({ min: 1, max: 2_147_483_646 });

describe('the generator', () => {
  test('is the minimal standard one: from 1, the 10,000th number is 399268537', () => {
    let number = 1;
    for (let count = 0; count < 10_000; count += 1) number = nextNumber(number);
    expect(number).toBe(399_268_537);
  });
});

describe('a monetary-unit sample', () => {
  test('draws the postings in which every interval-th penny lies, and lists large and negative ones apart', () => {
    const { hits, certain, negative, population } = sampleFrom(
      rowsOf([30, 20, -5, 120, 10, 40]),
      50 as Pence,
      25 as Pence,
    );
    expect(population).toBe(220);
    expect(hits.map(({ row, unit, cumulative }) => [row.seq, unit, cumulative])).toEqual([
      [0, 25, 30],
      [4, 175, 180],
    ]);
    expect(certain.map(({ row, unit, cumulative }) => [row.seq, unit, cumulative])).toEqual([[3, 75, 170]]);
    expect(negative.map(({ seq }) => seq)).toEqual([2]);
  });

  test.each([
    [1, 22_000, 4, 5_500, 493],
    [7, 100_000_000_000, 1, 100_000_000_000, 62_683_438_798],
    [37_443, 1_000_000_001, 1, 1_000_000_001, 937_139_901],
    [37_443, 3, 5, 1, 1],
  ])(
    'with the seed %i from %i pence for %i postings has the interval %i and starts at %i',
    (seed, sum, n, ...drawn) => {
      const { interval, start, population } = sample(rowsOf([-7, sum - 2, 0, 2, -5]), n, seed);
      expect([interval, start, population]).toEqual([...drawn, sum]);
    },
  );

  test('of nothing positive has nothing to draw from', () => {
    const drawn = sample(rowsOf([-7, 0]), 3, 1);
    expect(drawn).toEqual({
      population: 0,
      interval: 1,
      start: 1,
      hits: [],
      certain: [],
      negative: [{ seq: 0, pence: -7 }],
    });
  });

  test('draws a posting of exactly an interval for certain, and none of nought', () => {
    const { hits, certain, negative } = sampleFrom(rowsOf([0, 50, 49, 0]), 50 as Pence, 1 as Pence);
    expect([hits, certain, negative].map((rows) => rows.length)).toEqual([1, 1, 0]);
    expect(certain).toEqual([{ row: { seq: 1, pence: 50 }, cumulative: 50, unit: 1 }]);
    expect(hits).toEqual([{ row: { seq: 2, pence: 49 }, cumulative: 99, unit: 51 }]);
  });

  test('is the same for the same seed, and starts within the interval', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 30 }), aSeed, (rows, n, seed) => {
        const drawn = sample(rows, n, seed);
        expect(sample(rows, n, seed)).toEqual(drawn);
        expect(drawn.start).toBeGreaterThanOrEqual(1);
        expect(drawn.start).toBeLessThanOrEqual(drawn.interval);
      }),
    );
  });

  test('always draws every posting of an interval or more', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 30 }), aSeed, (rows, n, seed) => {
        const { interval, certain, hits } = sample(rows, n, seed);
        expect(certain.map(({ row }) => row)).toEqual(rows.filter(({ pence }) => pence > 0 && pence >= interval));
        expect(hits.every(({ row }) => row.pence < interval)).toBe(true);
      }),
    );
  });

  test('can draw every positive posting: over all starts together none is left out', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 200 }), (rows, interval) => {
        const drawn = new Set<number>();
        for (let start = 1; start <= interval; start += 1) {
          const { hits, certain } = sampleFrom(rows, interval as Pence, start as Pence);
          for (const { row } of [...hits, ...certain]) drawn.add(row.seq);
        }
        expect([...drawn].sort((a, b) => a - b)).toEqual(rows.filter(({ pence }) => pence > 0).map(({ seq }) => seq));
      }),
    );
  });
});
