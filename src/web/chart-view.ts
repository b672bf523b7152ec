/** Charts as pages show them: a sentence, the drawing, and a table of the same figures whose numbers are links. */
import type { Drawing } from '../charts/drawing';
import { svg } from '../charts/svg';
import type { Pounds } from '../domain/money';
import type { Sheet } from './sheet';
import { inMillions } from './wording';

export interface ChartCell {
  readonly amount: Pounds;
  readonly text: string;
  /** Where the amount opens to what it is made of; null where it is a difference of two that do. */
  readonly href: string | null;
}

export interface ChartRow {
  readonly label: string;
  readonly cells: readonly ChartCell[];
}

/** A chart with what stands beside it. */
export interface Chart {
  /** Its name in addresses and in the ids of the page. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly sentence: string;
  readonly drawing: Drawing;
  /** The heading of the first column, then one for each amount. */
  readonly columns: readonly string[];
  readonly rows: readonly ChartRow[];
}

export interface ShownChart extends Omit<Chart, 'drawing'> {
  /** Made by the painter of SVG, which escapes every text. */
  readonly svg: string;
  readonly page: string;
  readonly csv: string;
}

export const cell = (amount: Pounds, href: string | null): ChartCell => ({ amount, text: inMillions(amount), href });

/** `page` is where the chart has a page of its own, at this very moment. */
export const shown = (chart: Chart, page: string): ShownChart => ({
  ...chart,
  svg: svg(chart.drawing, `chart-${chart.name}`),
  page,
  csv: `${page}${page.includes('?') ? '&' : '?'}format=csv`,
});

export const chartSheet = ({ name, columns, rows }: Chart): Sheet => ({
  name,
  columns,
  rows: rows.map(({ label, cells }) => [label, ...cells.map(({ amount }) => amount)]),
});
