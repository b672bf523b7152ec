/** A sheet as it was read: what stands in each cell, and what is wrong with it. */

/** What stands in a cell. A number is kept as the text the file has, because a binary number cannot hold all of them. */
export type CellValue =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'other'; readonly text: string };

/** What makes a cell unfit to be read as a fact. */
export type Flaw = 'formula' | 'error' | 'merged' | 'hidden row' | 'hidden column';

export interface Sheet {
  readonly file: string;
  readonly sha256: string;
  readonly name: string;
  readonly hidden: boolean;
  /** Row 1 first, column A first; null for a blank cell. Rows may be shorter than others. */
  readonly rows: readonly (readonly (CellValue | null)[])[];
  readonly flaws: Flaws;
}

/** The flaws of single cells, of rows (from 1) and of columns (from 0). */
export interface Flaws {
  readonly cells: ReadonlyMap<string, Flaw>;
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

export const NO_FLAWS: Flaws = { cells: new Map(), rows: new Set(), columns: new Set() };

/** The text of a cell without outer blanks; empty for a blank one. */
export const textOf = (sheet: Sheet, row: number, column: number): string =>
  sheet.rows[row - 1]?.[column]?.text.normalize('NFC').trim() ?? '';

export const valueOf = (sheet: Sheet, row: number, column: number): CellValue | null =>
  sheet.rows[row - 1]?.[column] ?? null;

/** Column 0 of row 10 is `A10`. */
export const address = (row: number, column: number): string => `${columnName(column)}${String(row)}`;

function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`;
}

/** `A10` is row 10 of column 0; null for what is no address. */
export function placeOf(reference: string): { readonly row: number; readonly column: number } | null {
  const [, letters, digits] = /^([A-Z]{1,3})([1-9]\d{0,7})$/.exec(reference) ?? [];
  if (letters === undefined || digits === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits), column: column - 1 };
}

/** What is wrong with a cell; nothing for most. A hidden column is told apart, because it matters only where it is used. */
export const flawOf = ({ flaws }: Sheet, row: number, column: number): Flaw | null =>
  flaws.cells.get(address(row, column)) ??
  (flaws.rows.has(row) ? 'hidden row' : flaws.columns.has(column) ? 'hidden column' : null);
