/** A report as PDF that a screen reader can read: tagged headings, tables and pictures, embedded fonts, a language. */
import PDFDocument from 'pdfkit';

import { paintDrawing } from './pdf-drawing';
import { bold, regular } from './fonts';
import { pagedTables } from './wide-tables';
import { shownCell, type Report, type ReportChart, type ReportTable } from './report';

type Doc = InstanceType<typeof PDFDocument>;
type Structure = ReturnType<Doc['struct']>;

const MARGIN = 42;
const FOOT_ROOM = 34;
const INK = '#0b0c0c';

const sizes = { title: 20, heading: 14, body: 9, table: 8, foot: 7.5 } as const;

export function pdfOf(report: Report, language = 'en-GB'): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT_ROOM },
    pdfVersion: '1.7',
    tagged: true,
    // The library knows this one; its types do not yet.
    subset: 'PDF/UA' as 'PDF/A-1a',
    lang: language,
    displayTitle: true,
    bufferPages: true,
    // Nothing but what the report says: the same report is the same file.
    info: { Title: report.title, CreationDate: new Date(`${dayOf(report)}T00:00:00Z`) },
    font: regular,
  });
  measureWithRoom(doc);
  const whole = collected(doc);
  doc.registerFont('regular', regular);
  doc.registerFont('bold', bold);
  const root = doc.struct('Document');
  doc.addStructure(root);
  heading(doc, root, 'H1', report.title);
  for (const [label, value] of report.cover) paragraph(doc, root, `${label}: ${value}`);
  const [first, ...others] = pagedTables(report.tables);
  if (first !== undefined) table(doc, root, first);
  for (const chart of report.charts) picture(doc, root, chart);
  for (const each of others) table(doc, root, each);
  if (report.notes.length > 0) {
    heading(doc, root, 'H2', 'Notes');
    for (const note of report.notes) paragraph(doc, root, note);
  }
  root.end();
  feet(doc, report.foot);
  doc.end();
  return whole;
}

/**
 * A table writes a cell in exactly the room that was measured for it. Where the last bit of a sum falls the other way, a
 * line then breaks earlier and the last one is lost; a hundredth of a point keeps it.
 */
function measureWithRoom(doc: Doc): void {
  const measured = doc.boundsOfString.bind(doc) as (...asked: readonly unknown[]) => Box;
  const roomier = (...asked: readonly unknown[]): Box => {
    const { width, height, ...place } = measured(...asked);
    return { ...place, width: width + 0.01, height: height + 0.01 };
  };
  doc.boundsOfString = roomier;
}

type Box = ReturnType<Doc['boundsOfString']>;

const dayOf = ({ cover }: Report): string => new Map(cover).get('As at') ?? '1970-01-01';

const collected = (doc: Doc): Promise<Buffer> =>
  new Promise((settle, fail) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => {
      settle(Buffer.concat(chunks));
    });
    doc.on('error', fail);
  });

function heading(doc: Doc, root: Structure, level: 'H1' | 'H2', text: string): void {
  const room = level === 'H1' ? 0 : 90;
  if (doc.y + room > bottomOf(doc)) doc.addPage();
  root.add(
    doc.struct(level, {}, () => {
      doc
        .font('bold')
        .fontSize(level === 'H1' ? sizes.title : sizes.heading)
        .fillColor(INK)
        .text(text, MARGIN, level === 'H1' ? doc.y : doc.y + 12);
      doc.moveDown(0.4);
    }),
  );
}

function paragraph(doc: Doc, root: Structure, text: string): void {
  root.add(
    doc.struct('P', {}, () => {
      doc.font('regular').fontSize(sizes.body).fillColor(INK).text(text, MARGIN);
      doc.moveDown(0.2);
    }),
  );
}

const bottomOf = (doc: Doc): number => doc.page.height - doc.page.margins.bottom;

const border = { border: 0.5, borderColor: '#8d9194' } as const;

/** A table that is drawn row by row. */
interface DrawnTable {
  row(cells: readonly object[]): void;
  end(): void;
}

/** Amounts need little room and never break; words share the rest. */
function widths({ columns }: ReportTable, whole: number): number[] {
  const amounts = columns.filter(({ kind }) => kind !== 'text').length;
  const words = columns.length - amounts;
  const amount = words === 0 ? whole / amounts : Math.min(74, (whole * 0.62) / Math.max(1, amounts));
  const rest = (whole - amount * amounts) / Math.max(1, words);
  return columns.map(({ kind }) => (kind === 'text' ? rest : amount));
}

function table(doc: Doc, root: Structure, data: ReportTable): void {
  heading(doc, root, 'H2', data.title);
  doc.font('regular').fontSize(sizes.table).fillColor(INK);
  const { left, right, top } = doc.page.margins;
  const looks = {
    columnStyles: widths(data, doc.page.width - left - right),
    defaultStyle: { ...border, padding: 2 },
  };
  const drawn = doc.table({ ...looks, structParent: root } as never) as unknown as DrawnTable;
  const above = doc.y;
  drawn.row(headingsOf(data));
  const height = doc.y - above;
  // What the table goes on with on another page stands below its headings, which are said once and shown on each page.
  const repeat = (): void => {
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.x = MARGIN;
    doc.y = top;
    const again = doc.table(looks as never) as unknown as DrawnTable;
    again.row(headingsOf(data));
    again.end();
    doc.endMarkedContent();
    doc.page.margins.top = top + height;
  };
  doc.page.margins.top = top + height;
  doc.on('pageAdded', repeat);
  for (const [place, row] of data.rows.entries()) drawn.row(cellsOf(data, row, data.totals?.includes(place) ?? false));
  drawn.end();
  doc.off('pageAdded', repeat);
  doc.page.margins.top = top;
  doc.x = MARGIN;
}

const headingsOf = ({ columns }: ReportTable): readonly object[] =>
  columns.map(({ heading: text, kind }) => ({
    type: 'TH',
    scope: 'Column',
    text,
    font: { src: 'bold', size: sizes.table },
    align: { x: kind === 'text' ? 'left' : 'right', y: 'bottom' },
  }));

/** The first cell of a row names it. */
const cellsOf = ({ columns }: ReportTable, row: readonly (string | null)[], total: boolean): readonly object[] =>
  row.map((value, column) => {
    const kind = columns[column]?.kind;
    return {
      ...(column === 0 ? { type: 'TH', scope: 'Row' } : {}),
      text: shownCell(kind, value),
      font: { src: total ? 'bold' : 'regular', size: sizes.table },
      align: { x: kind === 'text' ? 'left' : 'right', y: 'top' },
    };
  });

function picture(doc: Doc, root: Structure, { drawing, sentence }: ReportChart): void {
  const width = Math.min(doc.page.width - 2 * MARGIN, 560);
  const height = (drawing.height / drawing.width) * width;
  if (doc.y + height + 70 > bottomOf(doc)) doc.addPage();
  heading(doc, root, 'H2', drawing.title);
  paragraph(doc, root, sentence);
  const top = doc.y + 6;
  root.add(
    doc.struct('Figure', { alt: `${drawing.title}. ${drawing.description}` }, () => {
      paintDrawing(doc, drawing, { x: MARGIN, y: top, scale: width / drawing.width });
    }),
  );
  doc.x = MARGIN;
  doc.y = top + height + 8;
}

/** The foot of each page is no part of the reading order: it is marked as an artifact. */
function feet(doc: Doc, foot: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc
      .font('regular')
      .fontSize(sizes.foot)
      .fillColor(INK)
      .text(foot, MARGIN, doc.page.height - MARGIN, { lineBreak: false })
      .text(`Page ${String(page - start + 1)} of ${String(count)}`, MARGIN, doc.page.height - MARGIN, {
        width: doc.page.width - 2 * MARGIN,
        align: 'right',
        lineBreak: false,
      });
    doc.endMarkedContent();
  }
}
