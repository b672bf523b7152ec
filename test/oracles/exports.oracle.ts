import { parse } from 'csv-parse/sync';

import { isRefusal } from '../../src/domain/refusals';
import { exportView, type ExportedFile, type ExportRequest } from '../../src/exchange/export/export-view';
import { commitImport, type Committed, type ImportRequest } from '../../src/exchange/import/import-files';
import { FindingsQuery } from '../../src/queries/findings';
import { LineQuery } from '../../src/queries/lines';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { julyMapping } from '../support/july-mapping';
import { untidyMapping, untidyWorkbook } from '../support/untidy-workbook';
import { julyCsv, julyFiles } from '../support/workbooks';
import { isThere, Office, sheetsIn, typeInto } from './office';

const programs = ['soffice', 'pdftotext', 'pdfinfo', 'pdftoppm'];
const missing = programs.filter((program) => !isThere(program));

/** Appendix Two, printed in July 2009: by 2010/11, the levels of three years, the two budgets. */
const printed = [37443000, 8040000, 15978000, 23913000, 8050000, 13500000];

(missing.length > 0 ? describe.skip : describe)(`files opened by other programs (${programs.join(', ')})`, () => {
  let office: Office;
  let ledger: CouncilLedger;
  const exported = async (request: Omit<ExportRequest, 'parameters'>): Promise<ExportedFile> => {
    const file = await exportView(ledger.ports, { parameters: {}, ...request });
    if (isRefusal(file)) throw new Error(file.message);
    return file;
  };
  const imported = async (request: ImportRequest): Promise<Committed> => {
    const done = await commitImport(ledger.ports, request, recorder);
    if (isRefusal(done)) throw new Error(done.message);
    return done;
  };
  const flat = (file: ExportedFile): string => office.convert(file.name, file.bytes, 'fods').toString('utf8');

  beforeAll(async () => {
    office = new Office();
    ledger = await openCouncil();
    await imported({ files: [{ name: 'tracker.xlsx', bytes: untidyWorkbook() }], mapping: untidyMapping, options: {} });
  });
  afterAll(async () => {
    await ledger.close();
    office.remove();
  });

  /** The rows below the headings whose first cell is not a total, and the sums of columns of numbers. */
  const sumsOf = (fods: string, sheet: string, from: number, to: number): readonly number[] => {
    const rows = (sheetsIn(fods).get(sheet) ?? [])
      .slice(3)
      .filter(([, line]) => !(line?.text ?? '').startsWith('Total'));
    const columns = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    return columns.map((column) =>
      rows.reduce((sum, row) => sum + Number(row[column]?.type === 'float' ? row[column].value : 0), 0),
    );
  };

  test('LibreOffice re-adds the plan of the paper in xlsx to what Appendix Two prints', async () => {
    const fods = flat(await exported({ view: 'paper', format: 'xlsx' }));
    expect(sumsOf(fods, 'Plan', 3, 8)).toEqual(printed);
    const cells = [...sheetsIn(fods).values()].flat(2);
    expect(cells.filter(({ formula }) => formula)).toEqual([]);
    expect(fods).toContain('table:database-range');
    expect(
      sheetsIn(fods)
        .get('Cover')
        ?.map(([label]) => label?.text),
    ).toEqual(expect.arrayContaining(['Definition', 'As at', 'Known on entry', 'Ledger size', 'Root']));
  });

  test('LibreOffice re-adds the lines in CSV, and what looks like a formula is none to it', async () => {
    await ledger.record({
      ...{ kind: 'LineRegistered', line: 'HOSTILE-TITLE', title: '=1+1', section: '@SUM(A1:A9)', stage: 'identified' },
    });
    const file = await exported({ view: 'lines', format: 'csv' });
    const rows = sheetsIn(flat(file)).values().next().value ?? [];
    const sum = (column: number): number => rows.slice(1).reduce((total, row) => total + Number(row[column]?.value), 0);
    expect([sum(7), sum(8)]).toEqual([37443000, 15978000]);
    expect(rows.flat().filter(({ formula }) => formula)).toEqual([]);
    const [, ...texts] = parse(file.bytes.toString('utf8').slice(1));
    expect(texts.at(-1)?.slice(0, 3)).toEqual(['HOSTILE-TITLE', "'=1+1", "'@SUM(A1:A9)"]);
  });

  test('LibreOffice re-adds the plan of the paper in DOCX, which has its headings, footer and charts', async () => {
    const file = await exported({ view: 'paper', format: 'docx' });
    const html = office.convert(file.name, file.bytes, 'html', 'html:HTML:EmbedImages').toString('utf8');
    const rows = [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
        cell
          .replaceAll(/<[^>]*>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      ),
    );
    const plan = rows.filter(
      (row) => row.length === 9 && /^Activity|^Planned/.test(row[0] ?? '') && !(row[1] ?? '').startsWith('Total'),
    );
    const amount = (text = ''): number => Number(text.replaceAll(/\D/g, ''));
    expect([3, 4, 5, 6, 7, 8].map((column) => plan.reduce((sum, row) => sum + amount(row[column]), 0))).toEqual(
      printed,
    );
    const pdf = office.convert(file.name, file.bytes, 'pdf');
    const text = office.poppler('pdftotext', ['-layout'], pdf);
    expect(text).toMatch(/Ledger size 18\d, root [A-Za-z0-9+/]{43}=\. Page 1 of/);
    expect(text).toContain('The plan by 2010/11 comes to £37.443m: £27.075m of it has a year');
    expect(html).toContain('How the plan by 2010/11 is built');
    // Each chart is drawn at 1,520 pixels across, and is not the empty picture of a program that shows no drawing.
    const drawn = office.poppler('pdfimages', ['-list'], pdf).match(/ image +1520 +\d+ /g);
    expect(drawn).toHaveLength(2);
  });

  test('poppler reads the paper in PDF: tags, headings, pictures with words, and the plan re-added', async () => {
    const { bytes } = await exported({ view: 'paper', format: 'pdf' });
    const info = office.poppler('pdfinfo', [], bytes);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/PDF version:\s+1\.7/);
    const tags = office.poppler('pdfinfo', ['-struct-text'], bytes);
    for (const tag of ['H1 (block)', 'H2 (block)', 'TH <', 'TD <', '/Scope /Row', 'Figure'])
      expect(tags).toContain(tag);
    // A table of its own, not one within another.
    expect(tags).toMatch(/^  Table <table-0> \(block\)$/m);
    const text = office.poppler('pdftotext', ['-layout'], bytes);
    const rows = text.split('\n').filter((row) => /^\s*(Activity|Planned)/.test(row) && !row.includes('Total'));
    const firstAmount = rows.map((row) => Number((/£([\d,]+)/.exec(row)?.[1] ?? '0').replaceAll(',', '')));
    expect(firstAmount.reduce((sum, amount) => sum + amount, 0)).toBe(37443000);
    expect(text).toContain('£37.443m');
    expect(office.pages(bytes)).toBeGreaterThan(3);
  });

  test('poppler finds every cell of the paper in PDF whole, and the headings of a table on each page it goes on', async () => {
    const { bytes } = await exported({ view: 'paper', format: 'pdf' });
    const pages = office.poppler('pdftotext', ['-layout'], bytes).split('\f').slice(0, -1);
    const exceptions = pages.filter((page) => /no-accountable-officer|similar-names|printed-total-differs/.test(page));
    expect(exceptions.length).toBeGreaterThan(1);
    for (const page of exceptions) expect(page).toMatch(/^ *Kind +What it is +Lines +Amount \(£\)$/m);
    const bare = (text: string): string => text.replaceAll(/[\s"]/g, '');
    const spoken = bare(office.poppler('pdfinfo', ['-struct-text'], bytes));
    const { findings } = await ledger.ask(new FindingsQuery({}));
    expect(findings.length).toBeGreaterThan(30);
    expect(findings.map(({ message }) => bare(message)).filter((message) => !spoken.includes(message))).toEqual([]);
    // Said once: what is repeated on a page is not part of what a screen reader reads.
    expect(spoken.split(bare('What it is'))).toHaveLength(2);
  });

  test('the same paper, asked for by its entry, is the same file', async () => {
    const parameters = { known_at: '100' };
    const [one, other] = [
      await exportView(ledger.ports, { view: 'paper', format: 'pdf', parameters }),
      await exportView(ledger.ports, { view: 'paper', format: 'pdf', parameters }),
    ];
    expect(!isRefusal(one) && !isRefusal(other) && one.bytes.equals(other.bytes)).toBe(true);
  });

  test('the tracker goes out, three cells are changed in LibreOffice, and exactly three re-profiles come in', async () => {
    const file = await exported({ view: 'tracker', format: 'xlsx', mapping: untidyMapping });
    let fods = flat(file);
    // The columns of the main table: title 1, total 2, levels from 3 on; of the divisional table: levels from 1 on.
    fods = typeInto(fods, 'IT Procurement', 3, '150000');
    fods = typeInto(fods, 'Grey Fleet', 5, '350000');
    fods = typeInto(fods, 'Nominations', 3, '-40');
    const edited = office.convert('edited.fods', Buffer.from(fods), 'xlsx');
    const request = {
      files: [{ name: 'edited.xlsx', bytes: edited }],
      mapping: untidyMapping,
      options: { reason: 'Three cells changed in LibreOffice (invented)' },
    };
    const { answer, receipts } = await imported(request);
    expect(answer.problems).toEqual([]);
    expect(receipts.map(({ kind }) => kind)).toEqual([
      'BatchImported',
      'SavingReprofiled',
      'SavingReprofiled',
      'SavingReprofiled',
    ]);
    const levels = async (line: string): Promise<readonly string[]> =>
      (await ledger.ask(new LineQuery(line, {}))).years.slice(1).map(({ level }) => level);
    expect(await levels('IT-PROCUREMENT')).toEqual(['150000.00', '300000.00', '500000.00']);
    expect(await levels('GREY-FLEET')).toEqual(['100000.00', '200000.00', '350000.00']);
    expect(await levels('NOMINATIONS')).toEqual(['38000.00', '38000.00', '40000.00']);
    expect((await imported(request)).receipts).toEqual([]);
  });

  test('LibreOffice makes workbooks of the published CSV files, and they come out to the golden figures', async () => {
    const fresh = await openCouncil();
    const files = julyFiles.map((name) => ({
      name: name.replace('.csv', '.xlsx'),
      bytes: office.convert(name, julyCsv(name), 'xlsx'),
    }));
    const mapping = {
      ...julyMapping,
      sheets: julyMapping.sheets.map((sheet) => ({ ...sheet, sheet: sheet.sheet.replace('.csv', '').slice(0, 31) })),
    };
    const done = await commitImport(fresh.ports, { files, mapping, options: {} }, recorder);
    if (isRefusal(done)) throw new Error(done.message);
    const fods = await exportView(fresh.ports, { view: 'paper', format: 'xlsx', parameters: {} });
    if (isRefusal(fods)) throw new Error(fods.message);
    expect(sumsOf(flat(fods), 'Plan', 3, 8)).toEqual(printed);
    await fresh.close();
  });
});
