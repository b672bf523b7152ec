import { isRefusal } from '../../src/domain/refusals';
import { csvOf } from '../../src/exchange/export/csv';
import { pagedTables } from '../../src/exchange/export/wide-tables';
import { exportView, type ExportedFile, type ExportRequest } from '../../src/exchange/export/export-view';
import { ownMapping } from '../../src/exchange/export/own-mapping';
import { commitImport, readFile, tryImport } from '../../src/exchange/import/import-files';
import { TrackerQuery } from '../../src/queries/tracker';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { julyMapping } from '../support/july-mapping';
import { julyWorkbook } from '../support/workbooks';

let ledger: CouncilLedger;
beforeAll(async () => {
  ledger = await openCouncil();
  const files = [{ name: 'july.xlsx', bytes: julyWorkbook() }];
  await commitImport(ledger.ports, { files, mapping: julyMapping, options: {} }, recorder);
});
afterAll(() => ledger.close());

const exported = async (request: Omit<ExportRequest, 'parameters'>): Promise<ExportedFile> => {
  const file = await exportView(ledger.ports, { parameters: {}, ...request });
  if (isRefusal(file)) throw new Error(`${file.code}: ${file.message}`);
  return file;
};

describe('the tracker', () => {
  test.each([
    ['in the columns it came in', julyMapping],
    ['in a layout of the ledger\u2019s own', null],
  ])('goes out %s and in again, and nothing is new', async (_, mapping) => {
    const file = await exported({ view: 'tracker', format: 'xlsx', mapping });
    const tracker = await ledger.ask(new TrackerQuery({}));
    const request = {
      files: [{ name: file.name, bytes: file.bytes }],
      mapping: mapping ?? ownMapping(tracker),
      options: {},
    };
    const dry = await tryImport(ledger.ports, request, recorder);
    if (isRefusal(dry)) throw new Error(dry.message);
    expect(dry.problems).toEqual([]);
    expect(dry.rows.flatMap(({ entries }) => entries)).toEqual([]);
    expect(dry.control.rows).toBe(53);
  });

  test('has the headings it came in, in their order and unit, and the ledger\u2019s own three', async () => {
    const { name, bytes } = await exported({ view: 'tracker', format: 'xlsx', mapping: julyMapping });
    const sheets = await readFile({ name, bytes });
    if (isRefusal(sheets)) throw new Error(sheets.message);
    const main = sheets.find((sheet) => sheet.name === 'appendix-two.csv');
    const row = (at: number): readonly (string | undefined)[] => main?.rows[at]?.map((cell) => cell?.text) ?? [];
    expect(row(2)).toEqual([
      'section',
      'line',
      'total efficiency by 2010/11 £000',
      'saving 2009/10 £000',
      'saving 2010/11 £000',
      'saving 2011/12 £000',
      'contribution to 2010/11 budget £000',
      'contribution to 2011/12 budget £000',
      'accountable officer',
      'Ledger line',
      'Ledger version',
      'Ledger class',
    ]);
    const it = main?.rows.findIndex((cells) => cells[1]?.text === 'IT Procurement') ?? 0;
    expect(row(it).slice(2, 10)).toEqual([
      '300',
      '200',
      '300',
      '500',
      undefined,
      undefined,
      'Jill Craig',
      'IT-PROCUREMENT',
    ]);
  });

  test('a row that has changed since it went out is refused as stale', async () => {
    const file = await exported({ view: 'tracker', format: 'xlsx' });
    const mapping = ownMapping(await ledger.ask(new TrackerQuery({})));
    await ledger.record({
      ...{ kind: 'SavingReprofiled', line: 'PRINTERS', class: 'cashable', reason: 'By hand meanwhile (invented)' },
      levels: [{ year: '2011/12', level: '90000.00' }],
    });
    const outcome = await commitImport(
      ledger.ports,
      { files: [{ name: file.name, bytes: file.bytes }], mapping, options: { reason: 'Stale (invented)' } },
      recorder,
    );
    if (!isRefusal(outcome)) throw new Error('it was taken');
    expect(outcome.problems.map(({ code, sheet }) => [code, sheet])).toEqual([['LINE_VERSION_STALE', 'Tracker']]);
  });
});

describe('an export', () => {
  test('of the journal as ndjson is every entry as recorded, one a line', async () => {
    const { bytes } = await exported({ view: 'entries', format: 'ndjson' });
    const entries = bytes
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly seq: number; readonly leaf: string });
    expect(entries).toHaveLength(await ledger.size());
    expect(entries.every(({ leaf }) => /^[0-9a-f]{64}$/.test(leaf))).toBe(true);
  });

  test('as CSV lets no text become a formula, and leaves minus amounts numbers', () => {
    const columns = [
      { heading: 'Text', kind: 'text' as const },
      { heading: 'Amount', kind: 'money' as const },
    ];
    const rows = ['=1+1', '+44 20', '-x', '@SUM(A1)', '\tx', 'plain, "quoted"'].map((text) => [text, '-5.00']);
    expect(csvOf({ name: 'x', title: 'x', columns, rows }).toString('utf8').slice(1).split('\r\n')).toEqual([
      'Text,Amount',
      "'=1+1,-5.00",
      "'+44 20,-5.00",
      "'-x,-5.00",
      "'@SUM(A1),-5.00",
      "'\tx,-5.00",
      '"plain, ""quoted""",-5.00',
      '',
    ]);
  });

  test('of several tables as CSV asks which one; what does not exist is refused', async () => {
    const paper = await exportView(ledger.ports, { view: 'paper', format: 'csv', parameters: {} });
    expect(isRefusal(paper) && paper.message).toBe(
      'A CSV file holds one table; say which of these: "Definitions", "Plan", "Movement", "Exceptions".',
    );
    const { bytes } = await exported({ view: 'paper', format: 'csv', table: 'Definitions' });
    expect(bytes.toString('utf8')).toContain('Plan,37443000.00,27075000.00,25253000.00');
    const other = await exportView(ledger.ports, { view: 'lines', format: 'ndjson', parameters: {} });
    expect(isRefusal(other) && other.code).toBe('CHOICE_UNKNOWN');
  });

  test('of the half-yearly return is made under the definition of the Government', async () => {
    const { bytes } = await exported({ view: 'return', format: 'csv' });
    expect(bytes.toString('utf8')).toContain('Whole plan,37443000.00,12190000.00');
  });
});

test('the journal of more entries than a page holds is whole, in order, and known at one moment', async () => {
  for (let count = 1; count <= 30; count += 1) {
    await ledger.record({
      ...{ kind: 'LineRegistered', line: `ANOTHER-${String(count)}`, title: 'Another line (invented)' },
      ...{ section: 'Activity in 2009/10', stage: 'identified' },
    });
  }
  const size = await ledger.size();
  expect(size).toBeGreaterThan(200);
  const { bytes } = await exported({ view: 'entries', format: 'ndjson' });
  const seqs = bytes
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly seq: number }).seq);
  expect(seqs).toEqual(Array.from({ length: size }, (_, seq) => seq));
  const lines = await exported({ view: 'lines', format: 'csv' });
  expect(lines.bytes.toString('utf8')).toContain('ANOTHER-30');
});

test('a table of more figures than a page holds is shown in parts, each with its words, every figure once', () => {
  const columns = [
    { heading: 'Section', kind: 'text' as const },
    ...Array.from({ length: 18 }, (_, place) => ({ heading: `Figure ${String(place)}`, kind: 'money' as const })),
  ];
  const row = ['Activity in 2009/10', ...Array.from({ length: 18 }, (_, place) => `${String(place)}.00`)];
  const table = { name: 'Position', title: 'Position', columns, rows: [row], totals: [0] };

  const parts = pagedTables([table]);

  expect(parts.map(({ title, columns: some }) => [title, some.length])).toEqual([
    ['Position (1 of 2)', 10],
    ['Position (2 of 2)', 10],
  ]);
  expect(parts.map(({ rows }) => rows[0]![0])).toEqual([row[0], row[0]]);
  expect(parts.flatMap(({ rows }) => rows[0]!.slice(1))).toEqual(row.slice(1));
  const narrow = { ...table, columns: columns.slice(0, 10), rows: [row.slice(0, 10)] };
  expect(pagedTables([narrow])).toEqual([narrow]);
});
