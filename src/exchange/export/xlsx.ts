import writeWorkbook, { type Feature, type Sheet as SheetFor } from 'write-excel-file/node';

import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';

import type { ColumnKind, Report, ReportTable } from './report';
import { sheetNames } from './sheet-names';

type FileContent = Stream | Buffer | Blob;
type Sheet = SheetFor<FileContent>;
type Cell = Sheet['data'][number][number];

const formats: Readonly<Partial<Record<ColumnKind, string>>> = { money: '#,##0.00', number: '0' };

/** The rows above a table: its title, and an empty one. */
const ABOVE = 2;

/** The row of a table's headings, from 1: a title stands above it. */
const HEADER_ROW = ABOVE + 1;

/** A report as a workbook: a cover, then a sheet for each table, marked up as a table, with typed cells and no formulas. */
export function xlsxOf(report: Report): Promise<Buffer> {
  const names = sheetNames(report.tables);
  const cover: Sheet = {
    sheet: 'Cover',
    columns: [{ width: 24 }, { width: 110 }],
    data: [
      [{ value: report.title, fontWeight: 'bold', fontSize: 14 }],
      ...report.cover.map(([label, value]): Cell[] => [{ value: label, fontWeight: 'bold' }, text(value)]),
      ...report.notes.map((note): Cell[] => [{ value: 'Note', fontWeight: 'bold' }, text(note)]),
    ],
  };
  const sheets = report.tables.map((table, place): Sheet => sheetOf(table, names[place] ?? ''));
  return writeWorkbook([cover, ...sheets], {
    features: [markedUp(report.tables)],
    // Said for all cells: a bold one would otherwise come in a font of its own.
    fontFamily: 'Arial',
    fontSize: 11,
  }).toBuffer();
}

const text = (value: string): Cell => ({ value, type: String, wrap: true });

const sheetOf = (table: ReportTable, name: string): Sheet => ({
  sheet: name,
  columns: table.columns.map(({ kind }, column) => ({ width: kind === 'text' ? widthOf(table, column) : 18 })),
  orientation: 'landscape',
  stickyRowsCount: HEADER_ROW,
  data: [
    [{ value: table.title, fontWeight: 'bold', fontSize: 14 }],
    [null],
    table.columns.map(({ heading }) => ({ value: heading, type: String, fontWeight: 'bold', wrap: true })),
    ...table.rows.map((row, place) =>
      row.map((value, column) => cellOf(table.columns[column]?.kind ?? 'text', value, isTotal(table, place))),
    ),
  ],
});

const isTotal = ({ totals = [] }: ReportTable, place: number): boolean => totals.includes(place);

function cellOf(kind: ColumnKind, value: string | null, total: boolean): Cell {
  if (value === null || value === '') return null;
  const weight = total ? { fontWeight: 'bold' as const } : {};
  // What an amount column says in words, such as a dash, stays text.
  if (kind === 'text' || !/^-?\d{1,13}(\.\d+)?$/.test(value)) return { value, type: String, ...weight };
  return { value: Number(value), type: Number, format: formats[kind] ?? '0', ...weight };
}

const widthOf = ({ rows, columns }: ReportTable, column: number): number =>
  Math.min(60, Math.max(12, columns[column]?.heading.length ?? 0, ...rows.map((row) => row[column]?.length ?? 0)));

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const NAMESPACE = 'http://schemas.openxmlformats.org';

/** Adds to each sheet but the cover the mark-up that makes its cells a table, which the library cannot. */
function markedUp(tables: readonly ReportTable[]): Feature<FileContent> {
  const tableAt = (sheetIndex: number): ReportTable | undefined => tables[sheetIndex - 1];
  const files = Object.fromEntries(
    tables.map((table, place) => [`xl/tables/table${String(place + 1)}.xml`, tableXml(table, place + 1)]),
  );
  return {
    files: {
      transform: {
        '[Content_Types].xml': {
          insert: () =>
            tables
              .map(
                (_, place) =>
                  `<Override PartName="/xl/tables/table${String(place + 1)}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>`,
              )
              .join(''),
        },
        'xl/worksheets/sheet{id}.xml': {
          insert: (_options, { sheetIndex }) =>
            tableAt(sheetIndex) === undefined
              ? undefined
              : `<tableParts count="1"><tablePart r:id="rIdTable1" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships"/></tableParts>`,
        },
        'xl/worksheets/_rels/sheet{id}.xml.rels': {
          insert: (_options, { sheetIndex }) =>
            tableAt(sheetIndex) === undefined
              ? undefined
              : `<Relationship Id="rIdTable1" Type="${NAMESPACE}/officeDocument/2006/relationships/table" Target="../tables/table${String(sheetIndex)}.xml"/>`,
        },
      },
      write: { files: () => files },
    },
  };
}

function tableXml({ columns, rows }: ReportTable, id: number): string {
  // A table has at least one row below its headings.
  const last = HEADER_ROW + Math.max(1, rows.length);
  const ref = `A${String(HEADER_ROW)}:${letter(columns.length - 1)}${String(last)}`;
  const names = columns.map(
    ({ heading }, column) => `<tableColumn id="${String(column + 1)}" name="${escaped(heading)}"/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
    `<table xmlns="${NAMESPACE}/spreadsheetml/2006/main" id="${String(id)}" name="Table${String(id)}" displayName="Table${String(id)}" ref="${ref}" totalsRowShown="0">` +
    `<autoFilter ref="${ref}"/><tableColumns count="${String(columns.length)}">${names.join('')}</tableColumns>` +
    `<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>`
  );
}

const letter = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : `${letter(Math.floor(column / 26) - 1)}${String.fromCharCode(65 + (column % 26))}`;
