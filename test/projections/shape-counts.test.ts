import { ShapeCounts } from '../../projections/shape-counts';

const STRIDE = 8_192;
const ROWS = 20_000;

/** Postings of three shapes in turn, and of a fourth one from the 9,000th on; the amount says which it is. */
const shapeOf = (row: number): number => (row >= 9_000 && row % 10 === 9 ? 3 : row % 3);
const amountOf = (row: number): number => row + 1;

function counts(rows: number, cut = 0): ShapeCounts {
  const first = new ShapeCounts({ shapeOf, amountOf });
  for (let row = 0; row < cut; row += 1) first.append(shapeOf(row), amountOf(row));
  const all = new ShapeCounts({ shapeOf, amountOf });
  all.restore(structuredClone(first.toParts()));
  for (let row = cut; row < rows; row += 1) all.append(shapeOf(row), amountOf(row));
  return all;
}

const allRows = Array.from({ length: ROWS }, (_, row) => row);
const manyWeights: readonly (readonly number[])[] = [[1], [0, 1, -1], [-1, 0, 0, 1], [1, 1, 1, 1], []];

describe.each([0, 5_000, STRIDE, 17_000, ROWS])('twenty thousand postings, put away after %i', (cut) => {
  test.each([0, 1, 2, STRIDE - 1, STRIDE, STRIDE + 1, 9_010, 2 * STRIDE, ROWS - 1, ROWS])(
    'come to what the first %i are counted one after the other',
    (size) => {
      const all = counts(ROWS, cut);
      for (const weights of manyWeights) {
        const counted = allRows.slice(0, size).filter((row) => (weights[shapeOf(row)] ?? 0) !== 0);
        const amount = counted.reduce((sum, row) => sum + weights[shapeOf(row)]! * amountOf(row), 0);
        expect(all.count(size, weights)).toEqual({ count: counted.length, amount });
      }
    },
  );

  test.each([0, 1, 2_730, 2_731, 2_732, 5_000, 6_000, 6_500])(
    'has the counted one at place %i where it says',
    (place) => {
      const all = counts(ROWS, cut);
      for (const weights of manyWeights.slice(0, 4)) {
        const counted = allRows.filter((row) => (weights[shapeOf(row)] ?? 0) !== 0);
        if (place >= counted.length) continue;
        const { row, skip } = all.start(place, weights);
        expect(counted.filter((each) => each >= row)[skip]).toBe(counted[place]);
        // No further to go than from one place to the next where counts are kept.
        expect(row).toBe(Math.floor(counted[place]! / STRIDE) * STRIDE);
      }
    },
  );
});

test('nothing counts in nothing, and places beyond the last are looked for in the last stretch', () => {
  expect(counts(0).count(0, [1])).toEqual({ count: 0, amount: 0 });
  expect(counts(0).start(0, [1])).toEqual({ row: 0, skip: 0 });
  expect(counts(10).start(3, [1])).toEqual({ row: 0, skip: 3 });
  expect(counts(STRIDE + 1).start(STRIDE, [1, 1, 1])).toEqual({ row: STRIDE, skip: 0 });
});

test('all of exactly as many postings as a stretch has are counted', () => {
  expect(counts(STRIDE).count(STRIDE, [1, 1, 1]).count).toBe(STRIDE);
  expect(counts(STRIDE).toParts().rows).toBe(STRIDE);
});

test('counts are kept once for 8,192 postings', () => {
  expect([0, 1, STRIDE, STRIDE + 1, ROWS].map((rows) => counts(rows).toParts().kept.length)).toEqual([0, 1, 1, 2, 3]);
});
