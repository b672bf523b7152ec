import type { RecordableKind } from '../commands/requests/requests';
import { printedAmount, type Cell, type Row } from './table';

/** A request as any client would send it, with the key under which sending it again records nothing again. */
export interface SampleRequest {
  readonly key: string;
  readonly body: { readonly kind: RecordableKind } & Readonly<Record<string, unknown>>;
}

/** What all entries of the sample share: one day, one batch, one document. */
export const EFFECTIVE = '2009-07-13';
export const BATCH = 'JULY-2009';
const DOCUMENT = 'One Excellent Council: efficiency plan, Cabinet, 13 July 2009';

/** Makes a request whose facts were read from a cell, or a range of cells, of a row. */
export function requestFrom(
  row: Row,
  cell: string,
  kind: RecordableKind,
  subject: string,
  fields: Readonly<Record<string, unknown>>,
): SampleRequest {
  const source = { document: DOCUMENT, sheet: row.file, row: String(row.number), cell };
  return {
    key: `july-2009/${kebab(kind)}/${subject}`,
    body: { kind, ...fields, effective: EFFECTIVE, batch: BATCH, source },
  };
}

const kebab = (kind: string): string => kind.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** Cells of one row as a range, `D10:F10`. */
export const range = (row: Row, first: number, last: number): string =>
  first === last ? row.cell(first).address : `${row.cell(first).address}:${row.cell(last).address}`;

/** A year column of a row: null where the cell states nothing, with what is printed there instead. */
export const levelFrom = (year: string, cell: Cell): Readonly<Record<string, unknown>> => ({
  year,
  level: printedAmount(cell),
  printed: cell.text,
  cell: cell.address,
});

/** The columns of three years, from the one given on. */
export const levelsFrom = (row: Row, firstColumn: number): readonly Readonly<Record<string, unknown>>[] =>
  YEARS.map((year, index) => levelFrom(year, row.cell(firstColumn + index)));

/** The years that have a column. */
const YEARS = ['2009/10', '2010/11', '2011/12'] as const;

/** The year of the column "total by", and the deadline of the targets. */
export const DEADLINE = '2010/11';
