/** Asks of each title that looks like a printed total what it is, and makes rules of the answers. */
import { looksLikeTotal } from '../../exchange/import/read-line';
import { textOf, type Sheet } from '../../exchange/import/sheet';
import type { FormBody } from '../form-body';

export interface AskedTotal {
  /** Of the field: which sheet, which row. */
  readonly name: string;
  readonly title: string;
  /** The first row it stands in, from 1. */
  readonly row: number;
  readonly value: string;
}

/** A file with more of them needs a mapping of its own; a form holds so many fields and no more. */
const MOST_ASKED = 20;
/** As long as the title of a row may be. */
const LONGEST = 200;

/** What such a row can be. Left unanswered, it is a problem of its cell: nothing is skipped that nobody spoke of. */
export const totalMeanings = [
  ['', 'Choose'],
  ['line', 'A line of the plan'],
  ['section', 'The total of the section named above'],
  ['ledger', 'The total of all lines'],
  ['ignored', 'Not read'],
] as const;

/** The titles below the headings of a sheet that look like printed totals, each once. */
export function askedTotals(sheet: Sheet, place: number, headings: number, sent: FormBody): readonly AskedTotal[] {
  const found = new Map<string, AskedTotal>();
  for (let row = headings + 1; row <= sheet.rows.length; row += 1)
    for (const title of totalsIn(sheet, row)) {
      const name = `total-${String(place)}-${String(row)}`;
      const value = sent[name] ?? (title === 'Total' ? 'section' : '');
      if (!found.has(title) && found.size < MOST_ASKED) found.set(title, { name, title, row, value });
    }
  return [...found.values()];
}

/** At most one of a row, so that a field can be called by its row. */
const totalsIn = (sheet: Sheet, row: number): readonly string[] =>
  (sheet.rows[row - 1] ?? [])
    .map((_, column) => textOf(sheet, row, column))
    .filter((text) => text.length <= LONGEST && looksLikeTotal(text))
    .slice(0, 1);

/** What the mapping says of these rows, each by its exact title. */
export const rowRules = (totals: readonly AskedTotal[], section: string | undefined): readonly object[] =>
  totals.flatMap(({ title, row, value }) => {
    const is = meaningOf(value, section);
    // In a rule a star at the end stands for anything; there the row says which one is meant.
    return is === null ? [] : [{ title, ...(title.endsWith('*') ? { row } : {}), ...is }];
  });

function meaningOf(value: string, section: string | undefined): object | null {
  if (value === 'line' || value === 'ignored') return { is: value };
  if (value === 'ledger') return { is: 'total', scope: { of: 'ledger' } };
  if (value !== 'section' || section === undefined) return null;
  return { is: 'total', scope: { of: 'section', name: section } };
}
