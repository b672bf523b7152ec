/** Asks LibreOffice and poppler what is in a file that another program wrote. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** A folder with a LibreOffice of its own, so that nobody else's is disturbed. */
export class Office {
  private readonly folder = mkdtempSync(join(tmpdir(), 'office-'));

  /** Opens a file in LibreOffice and has it written in another format. */
  public convert(name: string, bytes: Buffer, to: string, filter = to): Buffer {
    // A CSV file is read as the product writes it: commas, quotation marks, UTF-8.
    const reading = name.endsWith('.csv') ? ['--infilter=CSV:44,34,76,1'] : [];
    const path = join(this.folder, name);
    const out = join(this.folder, 'out');
    writeFileSync(path, bytes);
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=file://${this.folder}/profile`,
        '--headless',
        ...reading,
        '--convert-to',
        filter,
        '--outdir',
        out,
        path,
      ],
      { timeout: 120_000, stdio: 'ignore' },
    );
    return readFileSync(join(out, `${basename(name).replace(/\.\w+$/, '')}.${to}`));
  }

  /** Runs one of poppler's programs on a PDF and gives what it says. */
  public poppler(program: 'pdftotext' | 'pdfinfo' | 'pdfimages', args: readonly string[], pdf: Buffer): string {
    const path = join(this.folder, 'read.pdf');
    writeFileSync(path, pdf);
    const last = program === 'pdftotext' ? [path, '-'] : [path];
    return execFileSync(program, [...args, ...last], { encoding: 'utf8', timeout: 60_000 });
  }

  /** The text of each page of a PDF as a picture would show it, and whether poppler draws them all. */
  public pages(pdf: Buffer): number {
    const path = join(this.folder, 'drawn.pdf');
    writeFileSync(path, pdf);
    execFileSync('pdftoppm', ['-r', '30', '-png', path, join(this.folder, 'page')], { timeout: 120_000 });
    return Number(/Pages:\s+(\d+)/.exec(this.poppler('pdfinfo', [], pdf))?.[1]);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

interface CellOfRow {
  readonly type: string | null;
  readonly value: string;
  readonly text: string;
  readonly formula: boolean;
}

/** The sheets of a workbook as LibreOffice has them, from its flat XML: a row is a list of cells. */
export function sheetsIn(fods: string): ReadonlyMap<string, readonly (readonly CellOfRow[])[]> {
  const sheets = new Map<string, CellOfRow[][]>();
  for (const [, name = '', body = ''] of fods.matchAll(
    /<table:table table:name="([^"]*)"[^>]*>(.*?)<\/table:table>/gs,
  )) {
    const rows = [...body.matchAll(/<table:table-row[^>]*?(?:\/>|>(.*?)<\/table:table-row>)/gs)];
    sheets.set(
      name,
      rows.map(([, cells = '']) => cellsIn(cells)),
    );
  }
  return sheets;
}

const CELL = /<table:(?:covered-)?table-cell([^>]*?)(?:\/>|>(.*?)<\/table:(?:covered-)?table-cell>)/gs;

function cellsIn(row: string): CellOfRow[] {
  return [...row.matchAll(CELL)].flatMap(([, attributes = '', content = '']) => {
    const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
    const cell: CellOfRow = {
      type: /office:value-type="(\w+)"/.exec(attributes)?.[1] ?? null,
      value: /office:value="([^"]*)"/.exec(attributes)?.[1] ?? '',
      text: [...content.matchAll(/<text:p[^>]*>(.*?)<\/text:p>/gs)]
        .map(([, text = '']) => text.replaceAll(/<[^>]*>/g, ''))
        .join('\n'),
      formula: attributes.includes('table:formula'),
    };
    return times > 100 ? [] : Array.from({ length: times }, () => cell);
  });
}

/** Changes the number in one cell of the row that has a text, as someone would type it. */
export function typeInto(fods: string, text: string, column: number, value: string): string {
  const row = [...fods.matchAll(/<table:table-row[^>]*>.*?<\/table:table-row>/gs)].find(([each]) =>
    each.includes(`>${text}<`),
  )?.[0];
  if (row === undefined) throw new Error(`no row with ${text}`);
  let at = 0;
  const changed = row.replaceAll(CELL, (cell: string, attributes: string) => {
    const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
    const isIt = at <= column && column < at + times;
    at += times;
    if (!isIt) return cell;
    const alike = (count: number): string =>
      cell.replace(/ table:number-columns-repeated="\d+"/, '').repeat(Math.max(0, count));
    const typed = `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
    return `${alike(column - (at - times))}${typed}${alike(at - column - 1)}`;
  });
  return fods.replace(row, () => changed);
}
