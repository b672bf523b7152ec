/** What amounts consist of: a bar each, its parts beside one another from nought on, with a key above. */
import { pence, type Pounds } from '../domain/money';
import { line, rectangle, ROW, TEXT_SIZE, WIDTH, words, type Drawing, type Mark } from './drawing';
import { inMillions, millions, scaleOf, tickText, type Scale } from './scale';
import type { FillName } from './styles';

export interface Segment {
  readonly fill: FillName;
  readonly amount: Pounds;
}

export interface StackedBar {
  readonly label: string;
  readonly segments: readonly Segment[];
}

export interface Stacked {
  readonly title: string;
  readonly description: string;
  readonly key: readonly { readonly fill: FillName; readonly name: string }[];
  readonly bars: readonly StackedBar[];
  readonly target: Pounds | null;
}

const LEFT = 78;
const RIGHT = WIDTH - 24;
const TOP = 66;
const BAR = 34;
const BETWEEN = 16;
const KEY = 16;
const CHARACTER = 7.6;

export function stacked({ title, description, key, bars, target }: Stacked): Drawing {
  const ends = bars.map(({ segments }) => segments.reduce((sum, { amount }) => sum + positive(amount), 0));
  const scale = scaleOf([...ends, ...(target === null ? [] : [millions(target)])], LEFT, RIGHT);
  const ground = TOP + bars.length * (BAR + BETWEEN);
  return {
    width: WIDTH,
    height: ground + 2 * ROW,
    title,
    description,
    marks: [
      ...keyMarks(key),
      ...scale.ticks.flatMap((tick) => [
        line(tick === 0 ? 'axis' : 'grid', [scale.at(tick), TOP - 8], [scale.at(tick), ground]),
        words(scale.at(tick), ground + ROW, tickText(tick), 'middle'),
      ]),
      ...bars.flatMap((bar, index) => barMarks(bar, TOP + index * (BAR + BETWEEN), scale)),
      ...(target === null ? [] : targetMarks(target, scale, ground)),
    ],
  };
}

/** A part below nought has no length; the table beside the chart tells it. */
const positive = (amount: Pounds): number => Math.max(0, millions(amount));

function keyMarks(key: Stacked['key']): readonly Mark[] {
  let x = LEFT;
  return key.flatMap(({ fill, name }) => {
    const start = x;
    x += KEY + 8 + name.length * CHARACTER + 22;
    return [
      rectangle(fill, { x: start, y: 8, width: KEY, height: KEY }),
      words(start + KEY + 8, 8 + TEXT_SIZE - 1, name),
    ];
  });
}

function barMarks({ label, segments }: StackedBar, y: number, scale: Scale): readonly Mark[] {
  let reached = 0;
  const parts = segments.flatMap(({ fill, amount }): readonly Mark[] => {
    if (pence(amount) <= 0) return [];
    const x = scale.at(reached);
    reached += millions(amount);
    const width = scale.at(reached) - x;
    const text = inMillions(amount);
    // White between two parts, so that they are told apart without their colours.
    const area = rectangle(fill, { x: x + 1, y, width: Math.max(1, width - 2), height: BAR });
    const fits = width > text.length * CHARACTER + 10 && isClear(fill);
    return fits ? [area, words(x + width / 2, y + BAR / 2 + TEXT_SIZE / 3, text, 'middle')] : [area];
  });
  return [words(LEFT - 8, y + BAR / 2 + TEXT_SIZE / 3, label, 'end'), ...parts];
}

/** Dark text can be read on an outline around nothing only. */
const isClear = (fill: FillName): boolean => fill === 'unphased' || fill === 'outstanding';

function targetMarks(target: Pounds, scale: Scale, ground: number): readonly Mark[] {
  const x = scale.at(millions(target));
  return [
    line('target', [x, TOP - 14], [x, ground]),
    words(x, TOP - 20, `Target ${inMillions(target)}`, x > WIDTH - 150 ? 'end' : 'middle', true),
  ];
}
