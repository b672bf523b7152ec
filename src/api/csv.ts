/** A list of an answer as CSV (RFC 4180): a row each, its parts by dotted names, with nothing a spreadsheet would run. */
import { stringify } from 'csv-stringify/sync';

type Cells = Map<string, string>;

const amount = /^-?\d{1,15}\.\d{2}$/;

export function csvOf(rows: readonly object[]): string {
  const cells = rows.map(cellsOf);
  const columns = [...new Set(cells.flatMap((row) => [...row.keys()]))];
  return stringify([columns, ...cells.map((row) => columns.map((name) => row.get(name) ?? ''))], {
    record_delimiter: '\r\n',
  });
}

function cellsOf(row: object): Cells {
  const cells: Cells = new Map();
  for (const [name, value] of Object.entries(row) as readonly [string, unknown][]) put(cells, name, value);
  return cells;
}

/** Nothing is an empty cell; a list is one cell; what has fields of its own is a cell for each. */
function put(cells: Cells, name: string, value: unknown): void {
  if (value === null || value === undefined) cells.set(name, '');
  else if (Array.isArray(value)) cells.set(name, harmless(value.map(textOf).join('; ')));
  else if (typeof value === 'object') {
    for (const [inner, each] of Object.entries(value) as readonly [string, unknown][])
      put(cells, `${name}.${inner}`, each);
  } else cells.set(name, harmless(textOf(value)));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Text a spreadsheet would take for a formula gets an apostrophe before it; a real amount below nought stays one. */
const harmless = (text: string): string => (/^[=+\-@\t\r\n\0]/.test(text) && !amount.test(text) ? `'${text}` : text);
