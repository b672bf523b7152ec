import fc from 'fast-check';

import type { Drawing, Rectangle, Words } from '../../src/charts/drawing';
import { ROW, TEXT_SIZE } from '../../src/charts/drawing';
import { overTime } from '../../src/charts/over-time';
import { apart, scaleOf, tickText } from '../../src/charts/scale';
import { stacked } from '../../src/charts/stacked';
import { waterfall, type Step } from '../../src/charts/waterfall';
import { pounds, type Pence, type Pounds } from '../../src/domain/money';

const of = (thousands: number): Pounds => pounds((thousands * 100_000) as Pence);
const rectangles = ({ marks }: Drawing): readonly Rectangle[] => marks.filter((mark) => mark.kind === 'rectangle');
const wordsOf = ({ marks }: Drawing): readonly Words[] => marks.filter((mark) => mark.kind === 'words');
const about = { title: 'A chart', description: 'What it shows' };

/** The plan of July 2009 by 2010/11, as it was published, in £000. */
const july: readonly Step[] = (
  [
    ['Carried forward', 9_420, 'part'],
    ['Full-year effects', 1_677, 'part'],
    ['Activity in 2009/10, level in 2010/11', 14_128, 'part'],
    ['Planned activity in 2010/11, level in 2010/11', 1_850, 'part'],
    ['No year behind it', 10_368, 'unphased'],
    ['Plan by 2010/11', 37_443, 'total'],
  ] as const
).map(([label, amount, fill]) => ({ label, amount: of(amount), fill, isTotal: fill === 'total' }));

/** About how wide a character of this size is, in Arial. */
const CHARACTER = TEXT_SIZE * 0.56;

/** Pairs of words that lie on one another, by about how much room letters take. */
function overlaps(drawing: Drawing): readonly (readonly [string, string])[] {
  const boxes = wordsOf(drawing).map(({ x, y, text, anchor }) => {
    const width = text.length * CHARACTER;
    const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
    return { text, left, right: left + width, top: y - TEXT_SIZE * 0.75, bottom: y };
  });
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map((other) => [one.text, other.text] as const),
  );
}

const amounts = fc.array(fc.integer({ min: 50, max: 40_000 }), { minLength: 1, maxLength: 8 });

describe('A waterfall', () => {
  const drawing = waterfall({ ...about, steps: july, target: of(37_443) });

  test('of July 2009 builds 37.443m, of which 10.368m is an outline with nothing under it', () => {
    const bars = rectangles(drawing);
    const total = bars.at(-1)!;
    const share = ({ height }: Rectangle): number => Math.round((height / total.height) * 37_443);

    expect(bars.map(share)).toEqual([9_420, 1_677, 14_128, 1_850, 10_368, 37_443]);
    expect(bars.map(({ fill }) => fill)).toEqual(['part', 'part', 'part', 'part', 'unphased', 'total']);
    expect(wordsOf(drawing).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['£10.368m', '£37.443m', 'Target £37.443m']),
    );
  });

  test('of July 2009 reaches its target to the pound', () => {
    const target = drawing.marks.find((mark) => mark.kind === 'line' && mark.line === 'target');
    const [first] = target?.kind === 'line' ? target.points : [];

    expect(first?.[1]).toBe(rectangles(drawing).at(-1)?.y);
  });

  test('of July 2009 has no words on one another', () => {
    expect(overlaps(drawing)).toEqual([]);
  });

  test('stands each part where the one before it ends, and its areas add up to the whole', () => {
    fc.assert(
      fc.property(amounts, (parts) => {
        const steps: Step[] = parts.map((amount, index) => ({
          label: `Part ${String(index)}`,
          amount: of(amount),
          fill: 'part',
          isTotal: false,
        }));
        const whole = parts.reduce((sum, amount) => sum + amount, 0);
        steps.push({ label: 'Whole', amount: of(whole), fill: 'total', isTotal: true });
        const drawn = rectangles(waterfall({ ...about, steps, target: null }));
        const [bars, total] = [drawn.slice(0, -1), drawn.at(-1)!];
        const heights = bars.reduce((sum, { height }) => sum + height, 0);

        bars.slice(1).forEach((bar, index) => {
          // A part is drawn at least a pixel high.
          expect(Math.abs(bar.y + bar.height - bars[index]!.y)).toBeLessThanOrEqual(1);
        });
        expect(Math.abs(heights - total.height)).toBeLessThanOrEqual(bars.length);
      }),
    );
  });
});

describe('Stacked bars', () => {
  const drawing = stacked({
    ...about,
    key: [
      { fill: 'part', name: 'Cashable, with a year' },
      { fill: 'unphased', name: 'No year behind it' },
    ],
    bars: [
      {
        label: '2010/11',
        segments: [
          { fill: 'part', amount: of(27_075) },
          { fill: 'unphased', amount: of(10_368) },
        ],
      },
    ],
    target: of(37_443),
  });

  test('are as long as their parts, up to the target', () => {
    const [, , first, second] = rectangles(drawing);
    const pixel = (first!.width + 2) / 27_075;
    const target = drawing.marks.find((mark) => mark.kind === 'line' && mark.line === 'target');

    expect((second!.width + 2) / pixel).toBeCloseTo(10_368, 6);
    expect(target?.kind === 'line' && target.points[0]?.[0]).toBeCloseTo(second!.x + second!.width + 1, 6);
    expect(overlaps(drawing)).toEqual([]);
  });
});

describe('A chart over time', () => {
  test('names each line at its end, apart from the others, and stays on its paper', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 4 }), (lines) => {
        const times = Array.from({ length: 8 }, (_, index) => `20${String(index + 10)}`);
        const drawing = overTime({
          ...about,
          times,
          series: lines.map((values, index) => ({
            name: `Line ${String(index)}`,
            line: 'plan',
            amounts: times.map((_, time) => (values[time] === undefined ? null : of(values[time]))),
          })),
          target: of(20_000),
        });
        const names = wordsOf(drawing).filter(({ bold }) => bold);
        const places = names.map(({ y }) => y).sort((one, other) => one - other);

        expect(names).toHaveLength(lines.length + 1);
        places.slice(1).forEach((place, index) => {
          expect(place - places[index]!).toBeGreaterThanOrEqual(ROW - 1e-9);
        });
        for (const mark of drawing.marks)
          for (const [x, y] of mark.kind === 'line' ? mark.points : [[mark.x, mark.y] as const]) {
            expect(x >= 0 && x <= drawing.width).toBe(true);
            expect(y <= drawing.height).toBe(true);
          }
      }),
    );
  });
});

describe('A scale', () => {
  test.each([
    [20, '£20m'],
    [0.5, '£0.5m'],
    [-2.5, '\u2212£2.5m'],
    [0.0000005, '£0.0000005m'],
  ])('writes %d million at its mark as %s', (value, text) => {
    expect(tickText(value)).toBe(text);
  });

  test('holds every value and nought between its ends, with two to twelve round marks', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1 }), (values) => {
        fc.pre(values.some((value) => Math.abs(value) > 0.001));
        const { ticks, at } = scaleOf(values, 0, 100);

        for (const value of [...values, 0]) {
          expect(at(value)).toBeGreaterThanOrEqual(-1e-6);
          expect(at(value)).toBeLessThanOrEqual(100 + 1e-6);
        }
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
      }),
    );
  });

  test('names that would lie on one another are moved apart in their order', () => {
    expect(apart([100, 101, 40], 18)).toEqual([100, 118, 40]);
  });
});
