/** The figures of a page for a spreadsheet. Amounts are exact, in pounds and pence. */
import { stringify } from 'csv-stringify/sync';

export type SheetCell = string | number | null;

export interface Sheet {
  /** What the file is called, without its moment and its ending. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** As comma-separated text. What would be read as a formula is written as text; a negative amount stays one. */
export const asCsv = ({ columns, rows }: Sheet): string =>
  stringify([columns, ...rows] as unknown[][], { bom: true, escape_formulas: true, record_delimiter: 'windows' });

/** The name says which moment the figures are of, so that two files can be told apart. */
export function fileName({ name }: Sheet, about: { readonly asAt: string; readonly size: number } | undefined): string {
  const safe = name.replaceAll(/[^\w-]+/g, '-').slice(0, 60);
  return about === undefined ? `${safe}.csv` : `${safe}-as-at-${about.asAt}-entry-${String(about.size - 1)}.csv`;
}
