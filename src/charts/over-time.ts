/** How amounts go on in time: a line each, named at its end, against the target. */
import type { Pounds } from '../domain/money';
import { line, ROW, TEXT_SIZE, WIDTH, words, type Drawing, type Mark } from './drawing';
import { apart, grid, millions, scaleOf, type Scale } from './scale';
import type { LineName } from './styles';

export interface Series {
  readonly name: string;
  readonly line: LineName;
  /** One for each time; null where nothing is known then. */
  readonly amounts: readonly (Pounds | null)[];
}

export interface OverTime {
  readonly title: string;
  readonly description: string;
  readonly times: readonly string[];
  readonly series: readonly Series[];
  readonly target: Pounds | null;
}

const LEFT = 62;
const RIGHT = WIDTH - 120;
const TOP = 20;
const GROUND = 300;
/** The least room of a name below the ground. */
const NAME_ROOM = 74;

export function overTime({ title, description, times, series, target }: OverTime): Drawing {
  const all = [...series, ...targetSeries(target, times)];
  const values = all.flatMap(({ amounts }) => amounts.flatMap((each) => (each === null ? [] : [millions(each)])));
  const scale = scaleOf(values, GROUND, TOP);
  const across = (index: number): number =>
    times.length < 2 ? (LEFT + RIGHT) / 2 : LEFT + 16 + (index / (times.length - 1)) * (RIGHT - LEFT - 24);
  return {
    width: WIDTH,
    height: GROUND + 2 * ROW,
    title,
    description,
    marks: [
      ...grid(scale, LEFT, RIGHT),
      ...timeNames(times, across),
      ...all.flatMap((each) => path(each, scale, across)),
      ...endNames(all, scale),
    ],
  };
}

const targetSeries = (target: Pounds | null, times: readonly string[]): readonly Series[] =>
  target === null ? [] : [{ name: 'Target', line: 'target', amounts: times.map(() => target) }];

/** As many names of times as there is room for. */
function timeNames(times: readonly string[], across: (index: number) => number): readonly Mark[] {
  const every = Math.max(1, Math.ceil((times.length * NAME_ROOM) / (RIGHT - LEFT)));
  return times.flatMap((name, index) =>
    index % every === 0 ? [words(across(index), GROUND + ROW + 4, name, 'middle')] : [],
  );
}

function path({ line: name, amounts }: Series, scale: Scale, across: (index: number) => number): readonly Mark[] {
  const points = amounts.flatMap((amount, index): [number, number][] =>
    amount === null ? [] : [[across(index), scale.at(millions(amount))]],
  );
  const dots = name === 'target' || points.length > 24 ? [] : points;
  return [
    ...(points.length > 1 ? [line(name, ...points)] : []),
    ...(points.length === 1 && name === 'target'
      ? [line(name, [LEFT, points[0]?.[1] ?? 0], [RIGHT, points[0]?.[1] ?? 0])]
      : []),
    ...dots.map(([x, y]): Mark => ({ kind: 'point', x, y, line: name })),
  ];
}

/** Each line's name at its end; names that would lie on one another are moved apart. */
function endNames(series: readonly Series[], scale: Scale): readonly Mark[] {
  const named = series.flatMap(({ name, amounts }) => {
    const last = amounts.findLast((amount): amount is Pounds => amount !== null);
    return last === undefined ? [] : [{ name, y: scale.at(millions(last)) }];
  });
  const places = apart(
    named.map(({ y }) => y),
    ROW,
  );
  const below = Math.max(0, ...places.map((place) => place - GROUND));
  return named.map(({ name }, index) =>
    words(RIGHT + 8, (places[index] ?? 0) - below + TEXT_SIZE / 3, name, 'start', true),
  );
}
