/** Finds the table of a sheet: the row of its headings, and the column each mapped heading stands in. */
import { refuse, type Problem } from '../../domain/refusals';
import type { Convention } from './amounts';
import type { ColumnPart, Mapping, SheetPart } from './mapping';
import { conventionOf, problemAt } from './read-mapping';
import { address, flawOf, textOf, type Sheet } from './sheet';

/** The headings under which an export gives back what the ledger knows of a row. */
export const ledgerHeadings = { id: 'Ledger line', version: 'Ledger version', class: 'Ledger class' } as const;

/** A heading stands in the first rows, below a title or two. */
const FIRST_ROWS = 50;

export interface LaidOut {
  readonly sheet: Sheet;
  /** The place of the sheet in its file, which names it in keys. */
  readonly place: number;
  readonly part: SheetPart;
  readonly convention: Convention;
  readonly headerRow: number;
  /** Column by heading. */
  readonly columns: ReadonlyMap<string, number>;
}

export interface Layout {
  readonly tables: readonly LaidOut[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

/** Something to know that stands in no one's way. */
export interface Notice {
  /** Null where it is about the import as a whole. */
  readonly sheet: string | null;
  readonly cell: string | null;
  readonly message: string;
}

export function layOut(sheets: readonly Sheet[], mapping: Mapping): Layout {
  const tables: LaidOut[] = [];
  const problems: Problem[] = [];
  const notices: Notice[] = [];
  for (const part of mapping.sheets) {
    const place = placeOfSheet(sheets, part, mapping);
    const sheet = sheets[place];
    const headerRow = sheet === undefined ? null : headerRowOf(sheet, part);
    if (sheet === undefined && isGivenBack(sheets, mapping))
      notices.push({ sheet: part.sheet, cell: null, message: 'This sheet of the mapping is not in the file.' });
    else if (sheet === undefined || headerRow === null) problems.push(notFound(sheets, part, sheet));
    else {
      const table = tableAt(sheet, place, part, conventionOf(mapping, part), headerRow);
      tables.push(table);
      problems.push(...hiddenProblems(table));
      notices.push(...unreadColumns(table));
    }
  }
  const isRead = ({ name }: Sheet): boolean =>
    tables.some(({ sheet }) => sheet.name === name) || mapping.sheets.some(({ sheet }) => sheet === name);
  for (const { name } of sheets.filter((each) => !isRead(each)))
    notices.push({ sheet: name, cell: null, message: 'This sheet is not in the mapping and is not read.' });
  return { tables, problems, notices };
}

/** A CSV file has no sheet but itself: whatever it is called, it is the one sheet of a layout that has only one. */
function placeOfSheet(sheets: readonly Sheet[], part: SheetPart, mapping: Mapping): number {
  const [only, another] = sheets;
  const isOneCsv = only !== undefined && another === undefined && only.name === only.file;
  return isOneCsv && mapping.sheets.length === 1 ? 0 : sheets.findIndex(({ name }) => name === part.sheet);
}

/** Whether the file was exported in this layout: then it has the sheets that lines stand in, and no others. */
const isGivenBack = (sheets: readonly Sheet[], mapping: Mapping): boolean =>
  sheets.some(({ name }) => mapping.sheets.some(({ sheet }) => sheet === name)) &&
  sheets.some((sheet) =>
    Array.from({ length: FIRST_ROWS }, (_, index) => index + 1).some((row) =>
      headingsIn(sheet, row).has(ledgerHeadings.id),
    ),
  );

function notFound(sheets: readonly Sheet[], part: SheetPart, sheet: Sheet | undefined): Problem {
  const wanted = part.columns.map(({ header }) => `"${header}"`).join(', ');
  const names = sheets.map(({ name }) => `"${name}"`).join(', ');
  const message =
    sheet === undefined
      ? `There is no sheet "${part.sheet}" in the file; there are ${names}.`
      : `No row has all the headings of the mapping: ${wanted}.`;
  return problemAt(part.sheet, 'A1', refuse('IMPORT_MAPPING', message));
}

/** The row the mapping names, where it has the headings, else the first that has them: an export has its own place. */
function headerRowOf(sheet: Sheet, { headerRow, columns }: SheetPart): number | null {
  const first = headerRow ? [Number(headerRow)] : [];
  const rows = [...first, ...Array.from({ length: FIRST_ROWS }, (_, index) => index + 1)];
  return (
    rows.find((row) => {
      const headings = headingsIn(sheet, row);
      return columns.every(({ header }) => headings.has(headingKey(header)));
    }) ?? null
  );
}

/** Line breaks and doubled blanks in a heading are a matter of its column's width. */
export const headingKey = (heading: string): string => heading.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

function headingsIn(sheet: Sheet, row: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const width = sheet.rows[row - 1]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const heading = headingKey(textOf(sheet, row, column));
    if (heading !== '' && !found.has(heading)) found.set(heading, column);
  }
  return found;
}

const tableAt = (sheet: Sheet, place: number, part: SheetPart, convention: Convention, headerRow: number): LaidOut => ({
  sheet,
  place,
  part,
  convention,
  headerRow,
  columns: headingsIn(sheet, headerRow),
});

/** Where a mapped column stands; null where the table has none of that heading. */
export const columnOf = ({ columns }: LaidOut, { header }: Pick<ColumnPart, 'header'>): number | null =>
  columns.get(headingKey(header)) ?? null;

function hiddenProblems(table: LaidOut): readonly Problem[] {
  const { sheet, part, headerRow } = table;
  if (sheet.hidden)
    return [problemAt(sheet.name, 'A1', refuse('FILE_CELL', 'The sheet is hidden; show it, or leave it out.'))];
  return part.columns.flatMap((column) => {
    const at = column.is === 'ignored' ? null : columnOf(table, column);
    return at !== null && flawOf(sheet, headerRow, at) === 'hidden column'
      ? [
          problemAt(
            sheet.name,
            address(headerRow, at),
            refuse('FILE_CELL', 'The column is hidden; show it, or ignore it.'),
          ),
        ]
      : [];
  });
}

function unreadColumns(table: LaidOut): readonly Notice[] {
  const { sheet, part, headerRow, columns } = table;
  const read = new Set([
    ...part.columns.filter(({ is }) => is !== 'ignored').map(({ header }) => headingKey(header)),
    ...(part.rows ?? []).flatMap((row) => (row.columns ?? []).map(({ header }) => headingKey(header))),
    ...Object.values(ledgerHeadings),
  ]);
  return [...columns].flatMap(([heading, column]) => {
    if (read.has(heading)) return [];
    const hidden = flawOf(sheet, headerRow, column) === 'hidden column' ? ' It is hidden.' : '';
    return [
      {
        sheet: sheet.name,
        cell: address(headerRow, column),
        message: `The column "${heading}" is not read.${hidden}`,
      },
    ];
  });
}
