/**
 * Looks through the parts of a workbook before it is parsed: what could run, reach out or blow up is refused, and what
 * the parser does not tell (formulas, errors, merged and hidden cells) is noted. All refusals are FILE_REJECTED.
 */
import { isRefusal, type Refusal } from '../../domain/refusals';
import { address, placeOf, type Flaw, type Flaws } from './sheet';
import { rejected, type Parts } from './zip-parts';

export const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
const MOST_CELLS = 1_000_000;
const MOST_MERGED = 10_000;

export interface CheckedSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly flaws: Flaws;
}

/** What may run or reach out, by the name of the part that holds it. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/vbaproject|(^|\/)macrosheets\//i, 'it holds a macro; save it as .xlsx without macros.'],
  [/(^|\/)(externallinks|connections\.xml|querytables)/i, 'it takes figures from another file; paste them as values.'],
  [/(^|\/)(embeddings|activex|ctrlprops)\//i, 'it holds another file or a control; take it out.'],
];

const worksheet = /^xl\/worksheets\/[^/]+\.xml$/;

/** The sheets of a workbook in their order. */
export function checkWorkbook(file: string, parts: Parts): readonly CheckedSheet[] | Refusal {
  for (const name of parts.keys()) {
    const [, reason] = unwanted.find(([pattern]) => pattern.test(name)) ?? [];
    if (reason !== undefined) return rejected(file, reason);
  }
  for (const [name, data] of parts) {
    const reason = /\.(xml|rels|vml)$/i.test(name) ? unsafeXml(name, data) : null;
    if (reason !== null) return rejected(file, reason);
  }
  return sheetsOf(file, parts);
}

/** Text in UTF-8 only: in another encoding a document type could hide from this check. */
function unsafeXml(name: string, data: Buffer): string | null {
  const text = data.toString('latin1');
  if (data[0] === 0xfe || data[0] === 0xff || data.includes(0)) return 'a part of it is not text in UTF-8.';
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return 'a part of it declares a document type or an entity.';
  if (/^<\?xml[^>]*encoding=["'](?!utf-8["'])/i.test(text)) return 'a part of it is not text in UTF-8.';
  const isRoot = name === '[Content_Types].xml';
  return isRoot && /macroEnabled/i.test(text) ? 'it holds a macro; save it as .xlsx without macros.' : null;
}

function sheetsOf(file: string, parts: Parts): readonly CheckedSheet[] | Refusal {
  const workbook = parts.get('xl/workbook.xml')?.toString('utf8');
  const links = parts.get('xl/_rels/workbook.xml.rels')?.toString('utf8');
  if (workbook === undefined || links === undefined) return rejected(file, 'it is a zip archive but no workbook.');
  const targets = new Map(tags(links, 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  const sheets: CheckedSheet[] = [];
  for (const tag of tags(workbook, 'sheet')) {
    const path = partOf(targets.get(attribute(tag, 'r:id')) ?? '');
    const data = parts.get(path);
    if (data === undefined || !worksheet.test(path)) return rejected(file, 'a sheet of it is missing or is no table.');
    const flaws = flawsOf(file, data.toString('utf8'));
    if (isRefusal(flaws)) return flaws;
    sheets.push({ name: attribute(tag, 'name') ?? '', hidden: /\bstate=["']\w*hidden/i.test(tag), flaws });
  }
  return sheets;
}

const partOf = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`);

/** The start tags of an element, whatever prefix its namespace has. */
const tags = (xml: string, name: string): readonly string[] =>
  xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, 'g')) ?? [];

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return value === null ? null : unescaped(value[1] ?? value[2] ?? '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{1,4}));/g, (whole, decimal, hexadecimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

interface Noted {
  readonly cells: Map<string, Flaw>;
  readonly rows: Set<number>;
  readonly columns: Set<number>;
  /** The cell whose parts come next. */
  cell: string;
  count: number;
}

/** Walks through the tags of a sheet once. */
function flawsOf(file: string, xml: string): Flaws | Refusal {
  const noted: Noted = { cells: new Map(), rows: new Set(), columns: new Set(), cell: '', count: 0 };
  for (const [tag, name = ''] of xml.matchAll(/<(?:\w+:)?(row|c|f|col|mergeCell)(?=[\s/>])[^<>]*>/g)) {
    const reason = noters[name]?.(tag, noted) ?? null;
    if (reason !== null) return rejected(file, reason);
  }
  return noted;
}

const isHidden = (tag: string): boolean => /\shidden=["'](1|true)["']/.test(tag);

const noters: Readonly<Record<string, (tag: string, noted: Noted) => string | null>> = {
  row: (tag, { rows }) => {
    const row = Number(attribute(tag, 'r') ?? 0);
    if (isHidden(tag)) rows.add(row);
    return row > MOST_ROWS ? `row ${String(row)} is beyond row ${String(MOST_ROWS)}, the last that is taken.` : null;
  },
  c: (tag, noted) => {
    noted.count += 1;
    const reference = attribute(tag, 'r') ?? '';
    const place = placeOf(reference);
    noted.cell = reference;
    if (attribute(tag, 't') === 'e') noted.cells.set(reference, 'error');
    if (place === null) return 'a cell of it does not say where it stands.';
    if (place.row > MOST_ROWS || place.column >= MOST_COLUMNS)
      return `the cell ${reference} is far out; at most ${String(MOST_ROWS)} rows and ${String(MOST_COLUMNS)} columns are taken.`;
    return noted.count > MOST_CELLS ? `a sheet has more than ${String(MOST_CELLS)} cells.` : null;
  },
  f: (_tag, { cells, cell }) => {
    cells.set(cell, 'formula');
    return null;
  },
  col: (tag, { columns }) => {
    const [first, last] = [Number(attribute(tag, 'min')), Number(attribute(tag, 'max'))];
    if (isHidden(tag)) for (let at = first; at <= Math.min(last, MOST_COLUMNS); at += 1) columns.add(at - 1);
    return null;
  },
  mergeCell: (tag, { cells }) => {
    const [from, to] = (attribute(tag, 'ref') ?? '').split(':').map((reference) => placeOf(reference));
    if (!from || !to) return 'a merged range of it is damaged.';
    if ((to.row - from.row + 1) * (to.column - from.column + 1) + cells.size > MOST_MERGED)
      return 'it merges more cells than are taken.';
    for (let row = from.row; row <= to.row; row += 1)
      for (let column = from.column; column <= to.column; column += 1) cells.set(address(row, column), 'merged');
    return null;
  },
};
