import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { pounds, type Pence, type Pounds } from '../domain/money';

/** One cell of a table: where it stands, as a spreadsheet would say it, and the text in it. */
export interface Cell {
  /** Such as `C10`: column C of row 10, the heading being row 1. */
  readonly address: string;
  readonly text: string;
}

/** One row of a table below its heading. */
export interface Row {
  readonly file: string;
  /** Counted as a spreadsheet counts: the heading is row 1. */
  readonly number: number;
  /** The cell of a column, A being 0. Throws where the row is too short: the files are part of the program. */
  readonly cell: (column: number) => Cell;
}

/** A published table as a file of the program. */
export interface Table {
  readonly file: string;
  readonly sha256: string;
  readonly rows: readonly Row[];
}

/** Reads one of the tables that stand beside this file. */
export function readTable(folder: string, file: string): Table {
  const bytes = readFileSync(join(__dirname, folder, file));
  const lines = parse(bytes.toString('utf8'));
  return {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    rows: lines.slice(1).map((texts, index) => rowOf(file, index + 2, texts)),
  };
}

const rowOf = (file: string, number: number, texts: readonly string[]): Row => ({
  file,
  number,
  cell: (column) => {
    const text = texts[column];
    if (text === undefined) throw new Error(`${file} has no column ${String(column + 1)} in row ${String(number)}`);
    return { address: `${String.fromCharCode(65 + column)}${String(number)}`, text };
  },
});

/**
 * Reads an amount as the tables print it, in thousands of pounds: `7,598` and `(200)` are £7,598,000 and £200,000, both
 * savings, because the tables print a saving with and without brackets. Null for a dash and a blank, which state nothing.
 */
export function printedAmount({ address, text }: Cell): Pounds | null {
  if (text === '' || text === '-') return null;
  if (!/^(\d{1,3}(,\d{3})*|\(\d{1,3}(,\d{3})*\))$/.test(text)) throw new Error(`"${text}" in ${address} is no amount`);
  return pounds((Number(text.replaceAll(/[(),]/g, '')) * 100_000) as Pence);
}

/** The same, where the table must state an amount. */
export function statedAmount(cell: Cell): Pounds {
  const amount = printedAmount(cell);
  if (amount === null) throw new Error(`${cell.address} states no amount`);
  return amount;
}
