/** Paints a drawing as PNG, for programs that show no SVG: the same marks as on a screen. */
import { TEXT_SIZE, type Drawing, type Mark, type Rectangle, type Words } from '../../charts/drawing';
import { fills, lines, type FillStyle } from '../../charts/styles';
import { textOutlines } from './outlines';
import { Pixels, type Outline, type Place } from './pixels';

/** Pixels to a unit of the drawing: enough for a printed page. */
const SCALE = 2;
const OUTLINE_WIDTH = 1.5;
const INK = '#0b0c0c';

export function pngOf({ width, height, marks }: Drawing): Buffer {
  const pixels = new Pixels(Math.ceil(width * SCALE), Math.ceil(height * SCALE), SCALE);
  for (const mark of marks) paint(pixels, mark);
  return pixels.png();
}

function paint(pixels: Pixels, mark: Mark): void {
  switch (mark.kind) {
    case 'rectangle':
      paintRectangle(pixels, mark, fills[mark.fill]);
      return;
    case 'line': {
      const { colour, width, dashes } = lines[mark.line];
      pixels.fill(strokes(mark.points, width, dashes), colour);
      return;
    }
    case 'point':
      pixels.fill([corners({ x: mark.x - 4, y: mark.y - 4, width: 8, height: 8 })], lines[mark.line].colour);
      return;
    case 'words':
      paintWords(pixels, mark);
  }
}

type Box = Pick<Rectangle, 'x' | 'y' | 'width' | 'height'>;

const corners = ({ x, y, width, height }: Box): Outline => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

function paintRectangle(pixels: Pixels, box: Box, { area, hatching, outline, dashes }: FillStyle): void {
  if (box.width === 0 || box.height === 0) return;
  const around = corners(box);
  if (area !== null) pixels.fill([around], area);
  if (hatching !== null) for (const stroke of slants(box)) pixels.fill(strokes(stroke, OUTLINE_WIDTH, []), hatching);
  pixels.fill(strokes([...around, [box.x, box.y]], OUTLINE_WIDTH, dashes), outline);
}

/** Slanting strokes from the lower left to the upper right, cut off at the edges. */
function slants({ x, y, width, height }: Box): readonly (readonly Place[])[] {
  return Array.from({ length: Math.ceil((width + height) / 8) }, (_, step) => {
    const at = step * 8 - height;
    const [from, to] = [Math.max(0, at), Math.min(width, at + height)];
    return [
      [x + from, y + height - (from - at)],
      [x + to, y + height - (to - at)],
    ];
  });
}

function paintWords(pixels: Pixels, { x, y, text, anchor, bold }: Words): void {
  const { outlines, width } = textOutlines(text, TEXT_SIZE, bold);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const placed = outlines.map((outline) => outline.map(([dx, dy]): Place => [left + dx, y + dy]));
  if (placed.length > 0) pixels.fill(placed, INK);
}

/** The strokes along some places, each as an area of its own; dashes go on around corners. */
function strokes(along: readonly Place[], width: number, dashes: readonly number[]): readonly Outline[] {
  const [dash = Infinity, gap = dash] = dashes;
  const found: Outline[] = [];
  let done = 0;
  along.slice(1).forEach((to, place) => {
    const from = along[place] ?? to;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    for (let at = 0; at < length;) {
      const within = dash === Infinity ? 0 : (done + at) % (dash + gap);
      const next = Math.min(length, at + (within < dash ? dash : dash + gap) - within);
      if (within < dash) found.push(stroke(from, to, at / length, next / length, width / 2));
      at = next;
    }
    done += length;
  });
  return found;
}

function stroke([x1, y1]: Place, [x2, y2]: Place, start: number, end: number, half: number): Outline {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [acrossX, acrossY] = [(-(y2 - y1) / length) * half, ((x2 - x1) / length) * half];
  const at = (share: number): Place => [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
  const [[fromX, fromY], [toX, toY]] = [at(start), at(end)];
  return [
    [fromX + acrossX, fromY + acrossY],
    [toX + acrossX, toY + acrossY],
    [toX - acrossX, toY - acrossY],
    [fromX - acrossX, fromY - acrossY],
  ];
}
