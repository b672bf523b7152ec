import { createHash } from 'node:crypto';

import { CsvError, parse } from 'csv-parse/sync';

import { refuse, type Refusal } from '../../domain/refusals';
import { unguarded } from './formula-guard';
import { NO_FLAWS, type Sheet } from './sheet';
import { MOST_ROWS } from './workbook-check';
import { LARGEST_FILE, rejected } from './zip-parts';

const wrong = (file: string, line: number, what: string): Refusal =>
  refuse('CSV_FORMAT', `${file.slice(0, 80)}, line ${String(line)}: ${what}`, { line: String(line) });

/** The one sheet of a CSV file, named like the file, without the apostrophes that the way out puts before formulas. Refuses: CSV_FORMAT with the line, FILE_REJECTED. */
export function readCsv(file: string, bytes: Buffer): Sheet | Refusal {
  if (bytes.length > LARGEST_FILE) return rejected(file, 'it is larger than 5 MiB.');
  const text = decoded(bytes);
  if (text === null) return wrong(file, lineOfBadByte(bytes), 'it is not text in UTF-8; save it as CSV UTF-8.');
  const unfit = text.search(/[\0\ufeff]/);
  if (unfit >= 0) return wrong(file, lineAt(text, unfit), 'it holds a NUL or a byte order mark; take it out.');
  const rows = rowsOf(file, text);
  if (!Array.isArray(rows)) return rows;
  if (rows.flat().every((cell) => cell.trim() === ''))
    return wrong(file, 1, 'the file is empty; choose one with rows.');
  if (rows.length > MOST_ROWS) return rejected(file, `it has more than ${String(MOST_ROWS)} rows.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const cells = rows.map((row) =>
    row.map((cell) => (cell === '' ? null : { is: 'text' as const, text: unguarded(cell) })),
  );
  return { file, sha256, name: file, hidden: false, rows: cells, flaws: NO_FLAWS };
}

function rowsOf(file: string, text: string): string[][] | Refusal {
  try {
    const rows = parse(text, { relax_column_count: true });
    const [header = []] = rows;
    if (header.length === 1 && (header[0] ?? '').includes(';'))
      return wrong(file, 1, 'its columns are separated by semicolons; separate them by commas.');
    const usual = usualWidth(rows);
    const ragged = rows.findIndex(({ length }) => length !== usual);
    return ragged < 0
      ? rows
      : wrong(
          file,
          ragged + 1,
          `this row has ${String(rows[ragged]?.length)} columns and others have ${String(usual)}; quote cells that hold commas.`,
        );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return wrong(file, line, 'a quotation mark is not closed, or stands within a cell that is not quoted.');
  }
}

/** How many columns most rows have. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is not UTF-8. A line feed is no part of a longer character, so lines can be tried one by one. */
function lineOfBadByte(bytes: Buffer): number {
  for (let line = 1, from = 0; from <= bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    if (decoded(bytes.subarray(from, to)) === null) return line;
    from = to + 1;
  }
  return 1;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
