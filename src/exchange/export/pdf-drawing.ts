/** Paints a drawing into a PDF: the same marks as on a screen. */
import type PDFDocument from 'pdfkit';

import { TEXT_SIZE, type Drawing, type Mark, type Rectangle, type Words } from '../../charts/drawing';
import { fills, lines, type FillStyle, type LineStyle } from '../../charts/styles';

type Doc = InstanceType<typeof PDFDocument>;

/** Where the drawing stands on the page, and how large. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export function paintDrawing(doc: Doc, { marks }: Drawing, { x, y, scale }: Place): void {
  doc.save();
  doc.translate(x, y).scale(scale);
  for (const mark of marks) paint(doc, mark);
  doc.restore();
}

function paint(doc: Doc, mark: Mark): void {
  switch (mark.kind) {
    case 'rectangle':
      paintRectangle(doc, mark, fills[mark.fill]);
      return;
    case 'line':
      paintLine(doc, mark.points, lines[mark.line]);
      return;
    case 'point':
      doc.rect(mark.x - 4, mark.y - 4, 8, 8).fill(lines[mark.line].colour);
      return;
    case 'words':
      paintWords(doc, mark);
  }
}

function dashed(doc: Doc, dashes: readonly number[]): void {
  const [length, space] = dashes;
  if (length === undefined) doc.undash();
  else doc.dash(length, { space: space ?? length });
}

function paintRectangle(doc: Doc, { x, y, width, height }: Rectangle, style: FillStyle): void {
  if (style.area !== null) doc.rect(x, y, width, height).fill(style.area);
  if (style.hatching !== null) paintHatching(doc, { x, y, width, height }, style.hatching);
  dashed(doc, style.dashes);
  doc.lineWidth(1.5).rect(x, y, width, height).stroke(style.outline);
  doc.undash();
}

/** Slanting strokes, cut off at the edges. */
function paintHatching(doc: Doc, { x, y, width, height }: Omit<Rectangle, 'kind' | 'fill'>, colour: string): void {
  doc.save();
  doc.rect(x, y, width, height).clip();
  for (let at = -height; at < width; at += 8) doc.moveTo(x + at, y + height).lineTo(x + at + height, y);
  doc.lineWidth(1.5).stroke(colour);
  doc.restore();
}

function paintLine(doc: Doc, points: readonly (readonly [number, number])[], style: LineStyle): void {
  dashed(doc, style.dashes);
  points.forEach(([x, y], index) => (index === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y)));
  doc.lineWidth(style.width).stroke(style.colour);
  doc.undash();
}

function paintWords(doc: Doc, { x, y, text, anchor, bold }: Words): void {
  doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(TEXT_SIZE)
    .fillColor('#0b0c0c');
  const width = doc.widthOfString(text);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  doc.text(text, left, y, { baseline: 'alphabetic', lineBreak: false });
}
