/** A page of tables: what it asks by a form, what it says, and cells that lead to what is behind them. */
import type { Pounds } from '../domain/money';
import type { Sheet, SheetCell } from './sheet';
import { inPounds } from './wording';

export interface Cell {
  readonly text: string;
  readonly href: string | null;
  readonly exact: SheetCell;
  readonly isNumber: boolean;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly { readonly text: string; readonly isNumber: boolean }[];
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Cell[])[];
  /** What is said where there are no rows. */
  readonly empty: string;
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly value: string;
  /** What can be chosen; null where text is typed. */
  readonly choices: readonly (readonly [value: string, label: string])[] | null;
  /** The least and the most of a slider; null where there is none. */
  readonly range?: { readonly least: number; readonly most: number };
}

export interface Report {
  readonly title: string;
  readonly back: readonly [href: string, text: string] | null;
  /** What is most often done from here, as a button. */
  readonly action?: readonly [href: string, text: string];
  readonly sentences: readonly string[];
  readonly forms: readonly {
    readonly action: string;
    readonly title: string;
    readonly button: string;
    readonly fields: readonly FormField[];
    readonly hidden?: readonly (readonly [string, string])[];
  }[];
  readonly tables: readonly Table[];
  readonly links: readonly (readonly [href: string, text: string])[];
}

export const report = (title: string, parts: Partial<Report>): Report => ({
  title,
  back: null,
  sentences: [],
  forms: [],
  tables: [],
  links: [],
  ...parts,
});

export const words = (text: string | null, href: string | null = null): Cell => ({
  text: text ?? '–',
  href,
  exact: text,
  isNumber: false,
});

export const number = (value: number, href: string | null = null): Cell => ({
  text: String(value),
  href,
  exact: value,
  isNumber: true,
});

export const money = (amount: Pounds, href: string | null = null): Cell => ({
  text: inPounds(amount),
  href,
  exact: amount,
  isNumber: true,
});

/** Columns by their headings; `#` before one marks a column of numbers. */
export const table = (
  caption: string,
  headings: readonly string[],
  rows: Table['rows'],
  empty = 'There is none.',
): Table => ({
  caption,
  columns: headings.map((heading) => ({ text: heading.replace(/^#/, ''), isNumber: heading.startsWith('#') })),
  rows,
  empty,
});

export const field = (
  name: string,
  label: string,
  value: string | null,
  hint: string | null = null,
  choices: FormField['choices'] = null,
): FormField => ({ name, label, value: value ?? '', hint, choices });

/** All tables one below the other. */
export function reportSheet({ title, tables }: Report): Sheet {
  const [first, ...others] = tables;
  const rowsOf = ({ rows }: Table): Sheet['rows'] => rows.map((row) => row.map(({ exact }) => exact));
  const width = Math.max(0, ...tables.map(({ columns }) => columns.length));
  const wide = (row: readonly SheetCell[]): readonly SheetCell[] => [
    ...row,
    ...Array.from({ length: width - row.length }, () => null),
  ];
  return {
    name: title,
    columns: wide(first?.columns.map(({ text }) => text) ?? []).map((each) => String(each ?? '')),
    rows: [
      ...(first === undefined ? [] : rowsOf(first)),
      ...others.flatMap((each) => [[each.caption], each.columns.map(({ text }) => text), ...rowsOf(each)]),
    ].map(wide),
  };
}
