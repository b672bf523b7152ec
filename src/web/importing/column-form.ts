/** Asks how a file is to be read, column by column and total by total, and makes a mapping of the answers. */
import type { Offers } from '../recording/questions';
import { headingKey } from '../../exchange/import/layout';
import { textOf, type Sheet } from '../../exchange/import/sheet';
import type { FormBody } from '../form-body';
import { askedTotals, rowRules, type AskedTotal } from './total-form';

type Choices = readonly (readonly [value: string, label: string])[];

export interface AskedColumn {
  /** Of the field: which sheet, which column. */
  readonly name: string;
  readonly header: string;
  readonly examples: readonly string[];
  readonly value: string;
}

export interface AskedSheet {
  readonly name: string;
  readonly place: number;
  readonly columns: readonly AskedColumn[];
  readonly totals: readonly AskedTotal[];
}

const IGNORED = 'ignored';
const ROWS_LOOKED_AT = 30;

const plainMeanings: Choices = [
  ['title', 'Title of the line'],
  ['id', 'Code of the line'],
  ['section', 'Section'],
  ['group', 'Group'],
  ['class', 'Class'],
  ['officer', 'Accountable officer'],
  ['stage', 'Stage'],
];

const yearlyMeanings: Choices = [
  ['level', 'Planned level in'],
  ['instalment', 'New in the year'],
  ['total by', 'Planned in total by'],
  ['forecast', 'Forecast level in'],
  ['budget contribution', 'Contribution to the budget of'],
];

/** What a column can hold; amounts are of a year. */
export const meaningsOf = (years: Offers['years']): Choices => [
  [IGNORED, 'Not read'],
  ...plainMeanings,
  ...yearlyMeanings.flatMap(([is, words]) => years.map((year) => [`${is} ${year}`, `${words} ${year}`] as const)),
];

/** The sheets of a file with their columns; what a heading says of itself is offered as the answer. */
export const askedSheets = (sheets: readonly Sheet[], years: Offers['years'], sent: FormBody): readonly AskedSheet[] =>
  sheets.flatMap((sheet, place) => {
    const row = headingRow(sheet);
    if (sheet.hidden || row === null) return [];
    const headings = (sheet.rows[row - 1] ?? []).map((_, column) => textOf(sheet, row, column));
    const columns = headings.flatMap((header, column): readonly AskedColumn[] => {
      const name = `column-${String(place)}-${String(column)}`;
      const value = sent[name] ?? guessed(header, years);
      return header === '' ? [] : [{ name, header, value, examples: examplesOf(sheet, row, column) }];
    });
    return [{ name: sheet.name, place, columns, totals: askedTotals(sheet, place, row, sent) }];
  });

/** The first row of several texts and nothing else: titles and dates above a table stand alone. */
function headingRow(sheet: Sheet): number | null {
  for (let row = 1; row <= Math.min(ROWS_LOOKED_AT, sheet.rows.length); row += 1) {
    const cells = (sheet.rows[row - 1] ?? []).filter((cell) => cell !== null && cell.text.trim() !== '');
    if (cells.length >= 2 && cells.every((cell) => cell?.is === 'text')) return row;
  }
  return null;
}

const examplesOf = (sheet: Sheet, headings: number, column: number): readonly string[] =>
  [1, 2, 3].map((below) => textOf(sheet, headings + below, column)).filter((text) => text !== '');

function guessed(header: string, years: Offers['years']): string {
  const year = years.find((each) => header.includes(each) || header.includes(each.replace('/', '-')));
  if (year !== undefined && /budget|contribution/i.test(header)) return `budget contribution ${year}`;
  if (year !== undefined && /forecast/i.test(header)) return `forecast ${year}`;
  if (year !== undefined && /total/i.test(header)) return `total by ${year}`;
  if (year !== undefined) return `level ${year}`;
  const meant = [
    [/^(line|title|scheme|project|description|saving|programme)/i, 'title'],
    [/^(code|id|ref)/i, 'id'],
    [/section|service|department/i, 'section'],
    [/officer|owner|lead/i, 'officer'],
    [/class|cashable/i, 'class'],
  ] as const;
  return meant.find(([pattern]) => pattern.test(header))?.[1] ?? IGNORED;
}

/** The mapping that the answers come to: every sheet in which a column holds the titles is read. */
export function mappingOf(asked: readonly AskedSheet[], sent: FormBody): object {
  const field = (name: string): string | undefined => (sent[name]?.trim() === '' ? undefined : sent[name]?.trim());
  const isRead = ({ columns }: AskedSheet): boolean => columns.some(({ value }) => value === 'title');
  return {
    title: field('title') ?? '',
    document: field('document') ?? '',
    effective: field('effective') ?? null,
    unit: field('unit') ?? null,
    savings: field('savings') ?? null,
    blank: 'not stated',
    dash: 'not stated',
    lines: 'id or title',
    sheets: asked.filter(isRead).map(({ name, columns, totals }) => ({
      sheet: name,
      section: field('section') ?? null,
      columns: readColumns(columns).map(columnOf),
      rows: rowRules(totals, field('section')),
    })),
  };
}

/** Without what is not read, so that two columns of notes may have one heading; not where another of it is read. */
function readColumns(columns: readonly AskedColumn[]): readonly AskedColumn[] {
  const read = columns.filter(({ value }) => value !== IGNORED);
  const headings = new Set(read.map(({ header }) => headingKey(header)));
  return columns.filter(({ header }) => headings.has(headingKey(header)));
}

const columnOf = ({ header, value }: AskedColumn): object => {
  const [, is, year] = /^(.+) (\d{4}\/\d{2})$/.exec(value) ?? [];
  return { header, is: is ?? value, ...(year === undefined ? {} : { year }) };
};
