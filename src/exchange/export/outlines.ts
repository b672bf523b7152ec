/** Text as outlines, for a picture that needs no font where it is shown. */
import { openSync, type Font, type PathCommand } from 'fontkit';

import { bold, regular } from './fonts';
import type { Outline, Place } from './pixels';

/** Into how many straight strokes a curve is cut. */
const STROKES = 6;

const opened = new Map<string, Font>();

function fontOf(file: string): Font {
  const font = opened.get(file) ?? openSync(file);
  opened.set(file, font);
  return font;
}

/** The outlines of a row of text that begins at 0 on its baseline, and how wide it is, in the units of `size`. */
export function textOutlines(
  text: string,
  size: number,
  isBold: boolean,
): { readonly outlines: readonly Outline[]; readonly width: number } {
  const font = fontOf(isBold ? bold : regular);
  const scale = size / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text);
  const outlines: Outline[] = [];
  let at = 0;
  glyphs.forEach(({ path }, place) => {
    const left = at;
    for (const outline of outlinesOf(path.commands))
      outlines.push(outline.map(([x, y]): Place => [(left + x) * scale, -y * scale]));
    at += positions[place]?.xAdvance ?? 0;
  });
  return { outlines, width: at * scale };
}

function outlinesOf(commands: readonly PathCommand[]): readonly Outline[] {
  const outlines: Place[][] = [];
  for (const { command, args } of commands) {
    const ends = placesIn(args);
    const current = outlines.at(-1);
    const from = current?.at(-1);
    if (command === 'moveTo') outlines.push([...ends]);
    else if (current !== undefined && from !== undefined) current.push(...curve([from, ...ends]));
  }
  return outlines;
}

const placesIn = (args: readonly number[]): readonly Place[] =>
  Array.from({ length: args.length / 2 }, (_, place): Place => [args[2 * place] ?? 0, args[2 * place + 1] ?? 0]);

/** The places along a curve by its control points (de Casteljau); of a straight stroke its end, of no stroke none. */
function curve(controls: readonly Place[]): readonly Place[] {
  if (controls.length <= 2) return controls.slice(1);
  return Array.from({ length: STROKES }, (_, step) => along(controls, (step + 1) / STROKES));
}

function along(controls: readonly Place[], share: number): Place {
  const [first = [0, 0]] = controls;
  if (controls.length <= 1) return first;
  const between = controls.slice(1).map(([x, y], place): Place => {
    const [beforeX, beforeY] = controls[place] ?? [x, y];
    return [beforeX + (x - beforeX) * share, beforeY + (y - beforeY) * share];
  });
  return along(between, share);
}
