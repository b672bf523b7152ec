/** A report before it is anything on paper: what every kind of file is made from, so that all of them say the same. */
import type { Drawing } from '../../charts/drawing';

export type ColumnKind = 'text' | 'money' | 'number';

export interface ReportColumn {
  readonly heading: string;
  readonly kind: ColumnKind;
}

/** One table. Null is an empty cell: nothing is stated there. Money is in pounds and pence, as text. */
export interface ReportTable {
  /** A few words, for the tab of a sheet. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows that are totals, by place from 0: told in bold, and in words by their first cell. */
  readonly totals?: readonly number[];
}

export interface ReportChart {
  readonly drawing: Drawing;
  /** What the chart shows, in a sentence. */
  readonly sentence: string;
}

export interface Report {
  readonly title: string;
  /** What the figures are: definition, as at, known on, size and root. */
  readonly cover: readonly (readonly [string, string])[];
  readonly tables: readonly ReportTable[];
  readonly charts: readonly ReportChart[];
  readonly notes: readonly string[];
  /** Stands at the foot of every page. */
  readonly foot: string;
}

/** Money as people read it: `£37,443,000`, `£25.50`, `−£5`. */
function shownMoney(amount: string): string {
  const [whole = '', pence = ''] = amount.replace('-', '').split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '\u2212' : ''}£${separated}${pence === '00' ? '' : `.${pence}`}`;
}

/** A cell as people read it. */
export const shownCell = (kind: ColumnKind | undefined, value: string | null): string =>
  value === null ? '' : kind === 'money' && /^-?\d/.test(value) ? shownMoney(value) : value;
