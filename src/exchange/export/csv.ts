import { stringify } from 'csv-stringify/sync';

import { guarded } from '../import/formula-guard';
import type { ReportTable } from './report';

const MARK = '\ufeff';

/**
 * A table as CSV in UTF-8, with a mark so that spreadsheet programs read it as that. Text that a spreadsheet program would
 * take for a formula gets an apostrophe in front; amounts stay numbers.
 */
export function csvOf({ columns, rows }: ReportTable): Buffer {
  const kinds = columns.map(({ kind }) => kind);
  const headings = columns.map(({ heading }) => heading);
  const cells = rows.map((row) =>
    row.map((value, column) => (kinds[column] === 'text' && value !== null ? guarded(value) : value)),
  );
  return Buffer.from(`${MARK}${stringify([headings.map(guarded), ...cells], { record_delimiter: '\r\n' })}`);
}
