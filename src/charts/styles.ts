/**
 * What the parts of a chart look like. Never by colour alone: each fill has a hatching or an outline of its own, each
 * line its own dashes, and each is named beside it in words. Contrasts are those on white.
 */

export interface FillStyle {
  /** The colour of the area; null where only its outline is drawn. */
  readonly area: string | null;
  readonly outline: string;
  /** Lengths of stroke and gap; none for an unbroken outline. */
  readonly dashes: readonly number[];
  /** The colour of slanting strokes across the area. */
  readonly hatching: string | null;
}

const DARK = '#0b0c0c';
const BLUE = '#1d70b8';
const NAVY = '#144e81';
const WHITE = '#ffffff';

const unbroken = { outline: DARK, dashes: [] };
const hatched = { area: WHITE, ...unbroken, hatching: DARK };

export const fills = {
  cashable: { area: BLUE, ...unbroken, hatching: null },
  'non-cashable': hatched,
  /** Planned with nothing under it: an outline around nothing. */
  unphased: { area: null, outline: DARK, dashes: [6, 4], hatching: null },
  part: { area: BLUE, ...unbroken, hatching: null },
  total: { area: NAVY, ...unbroken, hatching: null },
  certified: { area: NAVY, ...unbroken, hatching: null },
  verified: { area: BLUE, ...unbroken, hatching: null },
  claimed: hatched,
  outstanding: { area: null, outline: DARK, dashes: [6, 4], hatching: null },
} as const satisfies Record<string, FillStyle>;

export type FillName = keyof typeof fills;

export interface LineStyle {
  readonly colour: string;
  readonly width: number;
  readonly dashes: readonly number[];
}

export const lines = {
  axis: { colour: DARK, width: 1, dashes: [] },
  grid: { colour: '#d8dada', width: 1, dashes: [] },
  join: { colour: DARK, width: 1, dashes: [2, 3] },
  target: { colour: DARK, width: 2, dashes: [8, 5] },
  plan: { colour: BLUE, width: 4, dashes: [] },
  forecast: { colour: '#54319f', width: 3, dashes: [3, 4] },
  achieved: { colour: '#00703c', width: 4, dashes: [14, 3] },
} as const satisfies Record<string, LineStyle>;

export type LineName = keyof typeof lines;
