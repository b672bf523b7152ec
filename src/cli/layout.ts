import type { Pounds } from '../domain/money';

/** How a column stands: text to the left, numbers to the right, amounts to the right and written for people. */
type Kind = 'text' | 'number' | 'money';

/** A column of a table: its heading, how it stands, and what it shows of a row. Nothing is shown as a dash. */
export type Column<Row> = readonly [heading: string, kind: Kind, of: (row: Row) => string | null];

/** Lays rows out in columns two blanks apart. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map((column) => shown(column, row))),
  ];
  const widths = columns.map((_, index) => lines.reduce((width, line) => Math.max(width, line[index]?.length ?? 0), 0));
  const padded = (cell: string, index: number): string =>
    columns[index]?.[1] === 'text' ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n');
}

function shown<Row>([, kind, of]: Column<Row>, row: Row): string {
  const value = of(row);
  if (value === null) return '-';
  return kind === 'money' ? money(value as Pounds) : value;
}

/** An amount for people, `£37,443,000` or `-£25.50`: pence are shown where there are any. */
export function money(amount: Pounds): string {
  const [whole = '', pence = ''] = amount.replace('-', '').split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '-' : ''}£${separated}${pence === '00' ? '' : `.${pence}`}`;
}

/** Parts of an answer with an empty line between them; parts that are empty are left out. */
export const parts = (...shown: readonly string[]): string => shown.filter((part) => part !== '').join('\n\n');

/** `1 entry`, `2 entries`. */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count)} ${count === 1 ? one : many}`;
