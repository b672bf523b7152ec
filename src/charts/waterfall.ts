/** How a whole is built, part after part: each part stands where the one before it ends. */
import type { Pounds } from '../domain/money';
import { line, rectangle, ROW, TEXT_SIZE, WIDTH, words, type Drawing, type Mark } from './drawing';
import { grid, inMillions, millions, rowsOf, scaleOf, type Scale } from './scale';
import type { FillName } from './styles';

export interface Step {
  readonly label: string;
  readonly amount: Pounds;
  readonly fill: FillName;
  /** A sum of all parts so far: it stands on the ground. */
  readonly isTotal: boolean;
}

export interface Waterfall {
  readonly title: string;
  readonly description: string;
  readonly steps: readonly Step[];
  readonly target: Pounds | null;
}

const LEFT = 62;
const RIGHT = WIDTH - 12;
const TOP = 44;
const GROUND = 330;
const BAR = 0.66;
/** About how wide a character is. */
const CHARACTER = 8.4;

interface Placed extends Step {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly width: number;
}

export function waterfall({ title, description, steps, target }: Waterfall): Drawing {
  const placed = place(steps);
  const aim = target === null ? [] : [millions(target)];
  const scale = scaleOf([...placed.flatMap(({ from, to }) => [from, to]), ...aim], GROUND, TOP);
  const labels = placed.map(({ label, width }) => rowsOf(label, Math.floor(width / BAR / CHARACTER)));
  const rows = Math.max(1, ...labels.map(({ length }) => length));
  return {
    width: WIDTH,
    height: GROUND + (rows + 1) * ROW,
    title,
    description,
    marks: [
      ...grid(scale, LEFT, RIGHT),
      ...placed.flatMap((step, index) => [
        ...bar(step, placed[index + 1], scale),
        ...(labels[index] ?? []).map((text, row) =>
          words(step.x + step.width / 2, GROUND + (row + 1) * ROW + 2, text, 'middle'),
        ),
      ]),
      ...(target === null ? [] : targetMarks(target, scale)),
    ],
  };
}

function place(steps: readonly Step[]): readonly Placed[] {
  const room = (RIGHT - LEFT) / Math.max(1, steps.length);
  let reached = 0;
  return steps.map((step, index) => {
    const from = step.isTotal ? 0 : reached;
    const to = step.isTotal ? millions(step.amount) : reached + millions(step.amount);
    reached = to;
    return { ...step, from, to, x: LEFT + room * (index + (1 - BAR) / 2), width: room * BAR };
  });
}

function bar({ x, width, from, to, fill, amount, isTotal }: Placed, next: Placed | undefined, scale: Scale): Mark[] {
  const [top, bottom] = [scale.at(Math.max(from, to)), scale.at(Math.min(from, to))];
  const level = scale.at(to);
  // An outline around nothing has room for its amount, which then stands clear of the target's line.
  const isInside = fill === 'unphased' && bottom - top > 2 * ROW;
  return [
    rectangle(fill, { x, y: top, width, height: Math.max(1, bottom - top) }),
    words(
      x + width / 2,
      isInside ? (top + bottom + TEXT_SIZE) / 2 - 2 : top - 6,
      inMillions(amount),
      'middle',
      isTotal,
    ),
    ...(next === undefined ? [] : [line('join', [x + width, level], [next.x, level])]),
  ];
}

function targetMarks(target: Pounds, scale: Scale): readonly Mark[] {
  const y = scale.at(millions(target));
  return [line('target', [LEFT, y], [RIGHT, y]), words(LEFT + 4, y - 7, `Target ${inMillions(target)}`, 'start', true)];
}
