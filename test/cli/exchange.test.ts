import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { smallMapping } from '../support/small-tracker';
import { workbook } from '../support/workbooks';
import { TerminalInFolder } from './savings';

const [plan] = smallMapping.sheets;
const total = { title: 'Total', is: 'total', scope: { of: 'section', name: 'Activity in 2009/10' } };
const mapping = { ...smallMapping, effective: '2009-07-13', unit: 'thousands', sheets: [{ ...plan, rows: [total] }] };

const rows = [
  ['Line', 'Saving'],
  ['Street lighting', 200],
  ['Total', 250],
];

let terminal: TerminalInFolder;
let folder: string;
beforeAll(async () => {
  terminal = new TerminalInFolder();
  folder = mkdtempSync(join(tmpdir(), 'tracker-'));
  writeFileSync(join(folder, 'tracker.xlsx'), workbook([{ name: 'Plan', rows }]));
  writeFileSync(join(folder, 'bad.xlsx'), workbook([{ name: 'Plan', rows: [rows[0]!, ['Street lighting', 'many']] }]));
  writeFileSync(join(folder, 'map.json'), JSON.stringify(mapping));
  await terminal.savings(['init', '--council', 'A council (invented)', '--base-year', '2008/09']);
});
afterAll(() => {
  terminal.remove();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);

test('a dry run shows the rows, the entries they become and the printed total that differs', async () => {
  const args = ['import', file('tracker.xlsx'), '--map', file('map.json'), '--dry-run', '--as', 'off-001'];
  const { stdout, stderr, exit } = await terminal.savings(args);
  expect(stdout.replace(/IMPORT-[0-9A-F]{12}-1/, 'IMPORT-X')).toBe(`\
Dry run of batch IMPORT-X: 4 entries would be recorded; nothing was.

Lines read: 1. Control total of all their amounts: 200000.00.

Sheet  Row  Is     Text             Line             Becomes
Plan     2  line   Street lighting  STREET-LIGHTING  LineRegistered (A2), SavingPlanned (B2)
Plan     3  total  Total            -                TotalAsserted (B3)

Printed total  Cell     Figure          Printed  Rows of the file  In the ledger
Total          Plan!B3  level 2009/10  £250,000          £200,000       £200,000  differs

Note: 1 plan has no class in the file: cashable is taken, and the findings say so.
`);
  expect([stderr, exit, await terminal.size()]).toEqual([
    'reading 0 of 1\nreading 1 of 1\nchecking 0 of 1\nchecking 1 of 1\n',
    0,
    1,
  ]);
});

test('a dry run with problems names the cell and ends with 1, and a commit records nothing', async () => {
  const args = ['import', file('bad.xlsx'), '--map', file('map.json'), '--as', 'off-001'];
  const dry = await terminal.savings([...args, '--dry-run']);
  expect(dry.stdout).toContain('FILE_CELL: Plan!B2: An amount is wanted here, and the cell holds "many"');
  const commit = await terminal.savings([...args, '--commit']);
  expect(commit.stderr).toContain('FILE_CELL: Nothing was imported: 1 problem. Plan!B2:');
  expect([dry.exit, commit.exit, await terminal.size()]).toEqual([1, 1, 1]);
});

test('a commit records all, is remembered, and is taken back as one', async () => {
  const args = ['import', file('tracker.xlsx'), '--commit', '--as', 'off-001'];
  const first = await terminal.savings([...args, '--map', file('map.json')]);
  const batch = /IMPORT-[0-9A-F]{12}-1/.exec(first.stdout)?.[0] ?? '';
  expect(first.stdout).toContain(`Batch ${batch}: 4 entries recorded, 1 to 4.`);
  const again = await terminal.savings(args);
  expect([again.stdout, again.exit]).toEqual([
    `These files were imported before, as ${batch}; nothing was added.\n`,
    0,
  ]);
  expect((await terminal.savings(['import', 'mappings'])).stdout).toBe('a-small-tracker-invented\n');
  const reverse = (reason: string) =>
    terminal.savings(['import', 'reverse', batch, '--as', 'off-001', '--reason', reason]);
  const parts = `\
Taken back: 1 SavingPlanned, 1 TotalAsserted.
Stays: 1 LineRegistered. Lines stay without amounts; what else is wrong is recorded anew.
It is taken back from TODAY on, so an import with an earlier effective date, such as 2009-07-13 of this one, cannot be made again. An import that is to be made again is taken back as at its own effective date.
`;
  const back = await reverse('A trial (invented)');
  expect(back.stdout.replace(/from \d{4}-\d\d-\d\d on/, 'from TODAY on')).toBe(
    `Batch ${batch} was taken back by entry 5.\n${parts}`,
  );
  const same = await reverse('A trial (invented)');
  expect(same.stdout.replace(/from \d{4}-\d\d-\d\d on/, 'from TODAY on')).toBe(
    `Batch ${batch} was taken back before, by entry 5; nothing was added.\n${parts}`,
  );
  const second = await reverse('Once more (invented)');
  expect([second.stderr, second.exit]).toEqual([
    `ALREADY_REVERSED: Everything in batch ${batch} has been reversed already, by entry 5.\n`,
    3,
  ]);
  expect(await terminal.size()).toBe(6);
});

test('an import that was taken back as at its own effective date is recorded again', async () => {
  const other = new TerminalInFolder();
  await other.savings(['init', '--council', 'A council (invented)', '--base-year', '2008/09']);
  writeFileSync(file('by-title.json'), JSON.stringify({ ...mapping, lines: 'id or title' }));
  const commit = ['import', file('tracker.xlsx'), '--map', file('by-title.json'), '--commit', '--as', 'off-001'];
  const batch = /IMPORT-[0-9A-F]{12}-1/.exec((await other.savings(commit)).stdout)?.[0] ?? '';
  const said = ['--as', 'off-001', '--reason', 'A trial (invented)', '--effective', '2009-07-13'];

  const back = await other.savings(['import', 'reverse', batch, ...said]);
  const again = await other.savings(commit);

  expect([back.stdout, back.stderr, back.exit]).toEqual([
    `Batch ${batch} was taken back by entry 5.
Taken back: 1 SavingPlanned, 1 TotalAsserted.
Stays: 1 LineRegistered. Lines stay without amounts; what else is wrong is recorded anew.
`,
    '',
    0,
  ]);
  expect(again.stdout).toContain(`Batch ${batch.replace(/1$/, '2')}: 3 entries recorded, 6 to 8.`);
  expect([again.exit, await other.size()]).toEqual([0, 9]);
  other.remove();
});

test('a commit whose mapping cannot be kept is recorded all the same, and says so', async () => {
  const other = new TerminalInFolder();
  await other.savings(['init', '--council', 'A council (invented)', '--base-year', '2008/09']);
  writeFileSync(join(other.folder, 'data', 'mappings'), 'not a folder');
  const args = ['import', file('tracker.xlsx'), '--commit', '--as', 'off-001', '--map', file('map.json')];
  const { stdout, stderr, exit } = await other.savings(args);
  expect(stdout).toContain('4 entries recorded, 1 to 4.');
  expect(stderr).toContain('Note: It is recorded, but how the file is read could not be kept (EEXIST)');
  expect([exit, await other.size()]).toEqual([0, 5]);
  other.remove();
});

test('a tracker is written by a remembered mapping though a folder has its name', async () => {
  const other = new TerminalInFolder();
  await other.savings(['init', '--council', 'A council (invented)', '--base-year', '2008/09']);
  writeFileSync(file('data.json'), JSON.stringify({ ...mapping, title: 'data' }));
  const from = ['import', file('tracker.xlsx'), '--commit', '--as', 'off-001', '--map', file('data.json')];
  await other.savings(from);
  const written = await other.savings(['export', 'tracker', '--format', 'csv', '--map', 'data']);
  expect([written.stderr, written.exit]).toEqual(['', 0]);
  expect(written.stdout).toContain('Street lighting');
  const unknown = await other.savings(['export', 'tracker', '--format', 'csv', '--map', 'elsewhere']);
  expect(unknown.stderr).toContain('IMPORT_MAPPING: There is no remembered mapping "elsewhere"; there are data.');
  other.remove();
});

test('a view is written to a file or to stdout', async () => {
  const written = await terminal.savings(['export', 'lines', '--format', 'xlsx', '--out', file('lines.xlsx')]);
  expect([written.stdout, written.exit, readFileSync(file('lines.xlsx')).subarray(0, 2).toString()]).toEqual([
    '',
    0,
    'PK',
  ]);
  const before = readFileSync(file('lines.xlsx'));
  const taken = await terminal.savings(['export', 'lines', '--format', 'csv', '--out', file('lines.xlsx')]);
  expect([taken.stderr, taken.exit]).toEqual([
    `PLACE_TAKEN: There is a file ${file('lines.xlsx')} already; name another one.\n`,
    3,
  ]);
  expect(readFileSync(file('lines.xlsx')).equals(before)).toBe(true);
  const { stdout } = await terminal.savings(['export', 'lines', '--format', 'csv']);
  expect(stdout).toContain('STREET-LIGHTING,Street lighting,Activity in 2009/10');
});
