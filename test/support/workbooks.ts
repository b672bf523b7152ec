/** Workbooks made by hand, down to the XML, so that a test can have anything in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { address } from '../../src/exchange/import/sheet';
import { storedZip } from '../../src/exchange/import/stored-zip';

/** A cell: a text, a number, or a formula with its last result. */
export type CellOf = string | number | null | { readonly formula: string; readonly result: string };

export interface SheetOf {
  readonly name: string;
  readonly rows: readonly (readonly CellOf[])[];
  readonly state?: 'hidden' | 'veryHidden';
  readonly merged?: readonly string[];
  readonly hiddenRows?: readonly number[];
  /** From 0. */
  readonly hiddenColumns?: readonly number[];
  /** XML that stands at the end of the rows. */
  readonly more?: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function cellXml(value: CellOf, at: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${at}"><v>${String(value)}</v></c>`;
  if (typeof value === 'object') return `<c r="${at}"><f>${escaped(value.formula)}</f><v>${value.result}</v></c>`;
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

function sheetXml({ rows, merged = [], hiddenRows = [], hiddenColumns = [], more = '' }: SheetOf): string {
  const columns = hiddenColumns.map((at) => `<col min="${at + 1}" max="${at + 1}" width="9" hidden="1"/>`).join('');
  const body = rows
    .map((row, index) => {
      const hidden = hiddenRows.includes(index + 1) ? ' hidden="1"' : '';
      const cells = row.map((value, column) => cellXml(value, address(index + 1, column))).join('');
      return `<row r="${String(index + 1)}"${hidden}>${cells}</row>`;
    })
    .join('');
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  return (
    `${XML}<worksheet xmlns="${MAIN}">${columns === '' ? '' : `<cols>${columns}</cols>`}` +
    `<sheetData>${body}${more}</sheetData>${merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`}</worksheet>`
  );
}

/** The parts of a workbook by name; tests change and add parts as they need. */
export function workbookParts(sheets: readonly SheetOf[]): Map<string, Buffer> {
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${String(at + 1)}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name, state }, at) => `<sheet name="${escaped(name)}" sheetId="${String(at + 1)}"${state ? ` state="${state}"` : ''} r:id="rId${String(at + 1)}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_, at) => `<Relationship Id="rId${String(at + 1)}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${String(at + 1)}.xml"/>`).join('')}</Relationships>`,
    ],
    ...sheets.map((sheet, at): [string, string] => [`xl/worksheets/sheet${String(at + 1)}.xml`, sheetXml(sheet)]),
  ];
  return new Map(parts.map(([name, text]) => [name, Buffer.from(text)]));
}

export const workbook = (sheets: readonly SheetOf[]): Buffer => storedZip(workbookParts(sheets));

const FOLDER = 'src/samples/july-2009';

export const julyFiles = [
  'appendix-two.csv',
  'divisional-revenue-savings.csv',
  'transformation-programmes.csv',
  'published-figures.csv',
] as const;

export const julyCsv = (file: (typeof julyFiles)[number]): Buffer => readFileSync(join(FOLDER, file));

/** The rows of a published table; plain whole numbers as numbers, as a spreadsheet would take them. */
export const julyRows = (file: (typeof julyFiles)[number]): (string | number | null)[][] =>
  parse(julyCsv(file).toString('utf8')).map((row) =>
    row.map((text) => (text === '' ? null : /^\d+$/.test(text) ? Number(text) : text)),
  );

/** The four published tables as the sheets of one workbook, named like their files. */
export const julyWorkbook = (): Buffer => workbook(julyFiles.map((name) => ({ name, rows: julyRows(name) })));
