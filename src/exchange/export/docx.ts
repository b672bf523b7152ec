/** A report as a Word document, for who has to work on with it: headings, tables with repeated headings, charts. */
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  PageOrientation,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  type IRunOptions,
  WidthType,
} from 'docx';

import { svg } from '../../charts/svg';
import { pngOf } from './png-drawing';
import { shownCell, type Report, type ReportChart, type ReportTable } from './report';
import { pagedTables } from './wide-tables';

const FONT = 'Arial';
/** In half points. */
const TABLE_SIZE = 16;
/** A page in landscape less its margins, in twentieths of a point. */
const PAGE_WIDTH = 14_400;

export function docxOf({ title, cover, tables, charts, notes, foot }: Report): Promise<Buffer> {
  const [first, ...others] = pagedTables(tables);
  const document = new Document({
    title,
    styles: { default: { document: { run: { font: FONT, size: 20, language: { value: 'en-GB' } } } } },
    sections: [
      {
        properties: { page: { size: { orientation: PageOrientation.LANDSCAPE }, margin: margins } },
        footers: { default: new Footer({ children: [footer(foot)] }) },
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
          ...cover.map(([label, value]) => new Paragraph({ children: [strong(`${label}: `), new TextRun(value)] })),
          ...(first === undefined ? [] : tableOf(first)),
          ...charts.flatMap(chartOf),
          ...others.flatMap(tableOf),
          ...(notes.length === 0 ? [] : [new Paragraph({ text: 'Notes', heading: HeadingLevel.HEADING_2 })]),
          ...notes.map((note) => new Paragraph({ text: note })),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

const margins = { top: 900, bottom: 900, left: 1_200, right: 1_200 };

const strong = (text: string): TextRun => written({ text, bold: true });

const written = (options: IRunOptions): TextRun => new TextRun(options);

const footer = (foot: string): Paragraph =>
  new Paragraph({
    children: [
      new TextRun({ text: `${foot}. Page `, size: 15 }),
      new TextRun({ children: [PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES], size: 15 }),
    ],
  });

function tableOf({ title, columns, rows, totals = [] }: ReportTable): (Paragraph | Table)[] {
  const amounts = columns.filter(({ kind }) => kind !== 'text').length;
  const amount = Math.min(1_500, Math.floor((PAGE_WIDTH * 0.62) / Math.max(1, amounts)));
  const text = Math.floor((PAGE_WIDTH - amount * amounts) / Math.max(1, columns.length - amounts));
  const columnWidths = columns.map(({ kind }) => (kind === 'text' ? text : amount));
  const cell = (column: number, value: string, bold: boolean): TableCell =>
    new TableCell({
      width: { size: columnWidths[column] ?? amount, type: WidthType.DXA },
      children: [
        new Paragraph({
          alignment: columns[column]?.kind === 'text' ? AlignmentType.LEFT : AlignmentType.RIGHT,
          children: [written({ text: value, bold, size: TABLE_SIZE })],
        }),
      ],
    });
  return [
    new Paragraph({ text: title, heading: HeadingLevel.HEADING_2, keepNext: true }),
    new Table({
      columnWidths,
      width: { size: PAGE_WIDTH, type: WidthType.DXA },
      rows: [
        new TableRow({
          tableHeader: true,
          children: columns.map(({ heading }, column) => cell(column, heading, true)),
        }),
        ...rows.map(
          (row, place) =>
            new TableRow({
              cantSplit: true,
              children: row.map((value, column) =>
                cell(column, shownCell(columns[column]?.kind, value), totals.includes(place)),
              ),
            }),
        ),
      ],
    }),
  ];
}

function chartOf({ drawing, sentence }: ReportChart, place: number): Paragraph[] {
  const { title, description, width, height } = drawing;
  return [
    new Paragraph({ text: title, heading: HeadingLevel.HEADING_2, keepNext: true }),
    new Paragraph({ text: sentence, keepNext: true }),
    new Paragraph({
      children: [
        new ImageRun({
          type: 'svg',
          data: Buffer.from(svg(drawing, `chart-${String(place)}`)),
          transformation: { width: 620, height: Math.round((620 * height) / width) },
          // For programs that show no SVG, such as LibreOffice 7.
          fallback: { type: 'png', data: pngOf(drawing) },
          altText: { name: title, title, description },
        }),
      ],
    }),
  ];
}
