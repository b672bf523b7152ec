import { inflateSync } from 'node:zlib';

import { line, rectangle, words, type Drawing, type Mark } from '../../src/charts/drawing';
import { pngOf } from '../../src/exchange/export/png-drawing';

/** The colour of a place in the picture of some marks, two pixels to a unit, as `1d70b8`. */
function looking(...marks: readonly Mark[]): (x: number, y: number) => string {
  const drawing: Drawing = { width: 100, height: 50, title: 'A chart', description: 'Made up', marks };
  const png = pngOf(drawing);
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 200, 100]);
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  expect(rows).toHaveLength(100 * (200 * 3 + 1));
  return (x, y) => {
    const at = 2 * y * 601 + 1 + 2 * x * 3;
    return rows.subarray(at, at + 3).toString('hex');
  };
}

const box = { x: 10, y: 10, width: 40, height: 30 };
const [white, ink, blue] = ['ffffff', '0b0c0c', '1d70b8'];

describe('A chart as pixels', () => {
  test('has its areas filled and outlined, and nothing beside them', () => {
    const colour = looking(rectangle('cashable', box));

    expect([colour(30, 25), colour(30, 10), colour(70, 25), colour(30, 45)]).toEqual([blue, ink, white, white]);
  });

  test('has an outline around nothing where nothing stands behind an amount', () => {
    const colour = looking(rectangle('unphased', box));

    expect([colour(30, 25), colour(12, 10)]).toEqual([white, ink]);
  });

  test('has hatching that keeps within its area', () => {
    const colour = looking(rectangle('non-cashable', box));
    const within = Array.from({ length: 30 }, (_, at) => colour(15 + at, 25));
    const beside = Array.from({ length: 40 }, (_, at) => colour(55 + at, 25));

    expect(new Set(within)).toContain(white);
    expect(within.some((each) => each !== white)).toBe(true);
    expect(new Set(beside)).toEqual(new Set([white]));
  });

  test('has lines, dashes and words', () => {
    const colour = looking(line('target', [0, 5], [100, 5]), words(10, 40, 'IT Procurement', 'start', true));
    const along = Array.from({ length: 100 }, (_, x) => colour(x, 5));
    const written = Array.from({ length: 90 }, (_, x) => colour(10 + x, 35));

    expect([along[2], along[10]]).toEqual([ink, white]);
    expect(written.filter((each) => each !== white).length).toBeGreaterThan(20);
    expect(colour(5, 35)).toBe(white);
  });
});
