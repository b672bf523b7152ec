/** Paints a drawing as SVG. It has a title and a description, no link, no script and no style of its own. */
import { TEXT_SIZE, type Drawing, type Mark } from './drawing';
import { fills, lines, type FillName, type FillStyle, type LineStyle } from './styles';

/** The SVG of a drawing. `name` tells its ids from those of other charts on the same page. */
export function svg({ width, height, title, description, marks }: Drawing, name: string): string {
  const size = `width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size} aria-labelledby="${name}-title ${name}-description">`,
    `<title id="${name}-title">${escaped(title)}</title>`,
    `<desc id="${name}-description">${escaped(description)}</desc>`,
    `<defs>${hatchings(marks, name)}</defs>`,
    ...marks.map((mark) => markOf(mark, name)),
    '</svg>',
  ].join('');
}

const fillOf = (name: FillName): FillStyle => fills[name];

/** A pattern for each hatched fill that is used. */
function hatchings(marks: readonly Mark[], name: string): string {
  const used = new Set(marks.flatMap((mark) => (mark.kind === 'rectangle' ? [mark.fill] : [])));
  return [...used].map((fill) => hatching(fill, name)).join('');
}

function hatching(fill: FillName, name: string): string {
  const { area, hatching: strokes } = fillOf(fill);
  if (strokes === null) return '';
  return `<pattern id="${name}-${fill}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${area ?? 'none'}"/><path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="${strokes}" stroke-width="1.5"/></pattern>`;
}

function markOf(mark: Mark, name: string): string {
  switch (mark.kind) {
    case 'rectangle': {
      const { area, outline, dashes, hatching: strokes } = fillOf(mark.fill);
      const paint = strokes === null ? (area ?? 'none') : `url(#${name}-${mark.fill})`;
      const { x, y, width, height } = mark;
      return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${paint}" stroke="${outline}" stroke-width="1.5"${dashed(dashes)}/>`;
    }
    case 'line': {
      const points = mark.points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
      return `<polyline points="${points}" fill="none" ${stroke(lines[mark.line])}/>`;
    }
    case 'point':
      return `<rect x="${number(mark.x - 4)}" y="${number(mark.y - 4)}" width="8" height="8" fill="${lines[mark.line].colour}"/>`;
    case 'words':
      return `<text x="${number(mark.x)}" y="${number(mark.y)}" text-anchor="${mark.anchor}" font-family="arial, sans-serif" font-size="${String(TEXT_SIZE)}" fill="#0b0c0c"${mark.bold ? ' font-weight="700"' : ''}>${escaped(mark.text)}</text>`;
  }
}

const stroke = ({ colour, width, dashes }: LineStyle): string =>
  `stroke="${colour}" stroke-width="${String(width)}"${dashed(dashes)}`;

const dashed = (dashes: readonly number[]): string =>
  dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.join(' ')}"`;

const number = (value: number): string => String(Math.round(value * 100) / 100);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
