/**
 * A chart as marks on a plane, x to the right and y downwards, in units of a pixel at its natural size. Where each mark
 * stands is worked out once; a painter only puts the marks on its own kind of paper, so that a screen and a printed
 * paper cannot come to differ.
 */
import type { FillName, LineName } from './styles';

export interface Rectangle {
  readonly kind: 'rectangle';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: FillName;
}

export interface Polyline {
  readonly kind: 'line';
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly line: LineName;
}

/** A small square on a point of a line, so that a single point can be seen. */
export interface Point {
  readonly kind: 'point';
  readonly x: number;
  readonly y: number;
  readonly line: LineName;
}

/** One row of text; `y` is its baseline. */
export interface Words {
  readonly kind: 'words';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold: boolean;
}

export type Mark = Rectangle | Polyline | Point | Words;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What the chart is, in a few words. */
  readonly title: string;
  /** What it shows, in sentences, for who does not see it. */
  readonly description: string;
  readonly marks: readonly Mark[];
}

/** The natural width of every chart. */
export const WIDTH = 760;

/** The size of all text in a chart. */
export const TEXT_SIZE = 14;

/** The room a row of text takes. */
export const ROW = 18;

export const words = (x: number, y: number, text: string, anchor: Words['anchor'] = 'start', bold = false): Words => ({
  kind: 'words',
  x,
  y,
  text,
  anchor,
  bold,
});

export const line = (name: LineName, ...points: Polyline['points']): Polyline => ({ kind: 'line', points, line: name });

export const rectangle = (fill: FillName, { x, y, width, height }: Omit<Rectangle, 'kind' | 'fill'>): Rectangle => ({
  kind: 'rectangle',
  x,
  y,
  width,
  height,
  fill,
});
