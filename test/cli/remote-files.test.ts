import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer, type Server } from '../../src/main';
import { smallMapping } from '../support/small-tracker';
import { workbook } from '../support/workbooks';
import { TerminalInFolder, type Transcript } from './savings';

const mapping = { ...smallMapping, effective: '2009-07-13', unit: 'thousands' };

const rows = [
  ['Line', 'Saving'],
  ['Street lighting (invented)', 200],
];

// Each of these starts processes, which takes long where others are at work.
jest.setTimeout(300_000);

describe('savings, with files of a server', () => {
  const terminal = new TerminalInFolder();
  let server: Server;
  let url: string;
  const tokenOf = (officer: string): string => server.app.get(AccessTokens).issue(officer as OfficerId);
  const here = (args: readonly string[]): Promise<Transcript> => terminal.savings(args);
  const there = (args: readonly string[], officer = 'off-201'): Promise<Transcript> =>
    terminal.savings([...args, '--url', url], { settings: { SAVINGS_TOKEN: tokenOf(officer) } });
  const file = (name: string): string => join(terminal.folder, name);

  beforeAll(async () => {
    server = await createServer(join(terminal.folder, 'data'));
    url = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
    writeFileSync(file('tracker.xlsx'), workbook([{ name: 'Plan', rows }]));
    writeFileSync(file('bad.xlsx'), workbook([{ name: 'Plan', rows: [rows[0]!, ['Printers (invented)', 'many']] }]));
    writeFileSync(file('map.json'), JSON.stringify(mapping));
  });

  afterAll(async () => {
    await server.app.close();
    terminal.remove();
  });

  test.each([
    ['lines.csv', ['export', 'lines', '--format', 'csv', '--known-at', '179']],
    ['paper.pdf', ['export', 'paper', '--format', 'pdf', '--since', '100', '--known-at', '179']],
    ['a sheet the tracker does not have', ['export', 'tracker', '--format', 'csv', '--table', 'Activity in 2009-10']],
    ['entries.ndjson', ['export', 'entries', '--format', 'ndjson', '--line', 'IT-PROCUREMENT']],
    ['a format it has not', ['export', 'lines', '--format', 'ndjson']],
    ['a year that is none', ['export', 'position', '--format', 'csv', '--by', '2010']],
  ])('%s: the same bytes as from the data directory', async (_what, args) => {
    const [local, remote] = await Promise.all([here(args), there(args, 'off-203')]);

    expect(remote).toEqual(local);
    expect(remote.stdout + remote.stderr).not.toBe('');
  });

  test.each([
    ['how far it is signed', ['evidence']],
    ['a receipt', ['receipt', '12']],
    ['a receipt of no entry', ['receipt', '100000']],
    ['a rebuild', ['rebuild', '--json']],
    ['a replay', ['replay', '--to', '120', '--json']],
    ['the imports', ['import', 'batches']],
  ])('%s: the same answer as from the data directory', async (_what, args) => {
    const [local, remote] = await Promise.all([here(args), there(args, 'off-203')]);

    expect(remote).toEqual(local);
    expect(remote.stdout + remote.stderr).not.toBe('');
  });

  test('a tracker is tried, recorded, known again and taken back, with a token', async () => {
    const args = ['import', file('tracker.xlsx'), '--map', file('map.json')];
    const dry = await there([...args, '--dry-run']);
    const dryHere = await here([...args, '--dry-run', '--as', 'off-201']);
    const size = await terminal.size();
    const first = await there([...args, '--commit']);
    const batch = /IMPORT-[0-9A-F]{12}-1/.exec(first.stdout)?.[0] ?? '';
    const again = await there(['import', file('tracker.xlsx'), '--commit']);
    const mappings = await there(['import', 'mappings']);
    const back = await there(['import', 'reverse', batch, '--reason', 'A trial (invented)']);

    expect([dry.stdout, dry.stderr, dry.exit]).toEqual([dryHere.stdout, 'sending 0 of 1\nsending 1 of 1\n', 0]);
    expect(first.stdout).toBe(`Batch ${batch}: 3 entries recorded, 180 to 182.\n`);
    expect(again.stdout).toBe(`These files were imported before, as ${batch}; nothing was added.\n`);
    expect(mappings.stdout).toBe('a-small-tracker-invented\n');
    expect(back.stdout).toContain(`Batch ${batch} was taken back by entry 183.\nTaken back: 1 SavingPlanned.\n`);
    expect([size, await terminal.size()]).toEqual([180, 184]);
  });

  test('a tracker comes back by the mapping the server remembers, to a file', async () => {
    const { stderr, exit } = await there(
      ['export', 'tracker', '--format', 'xlsx', '--map', 'a-small-tracker-invented', '--out', file('back.xlsx')],
      'off-201',
    );

    expect([exit, readFileSync(file('back.xlsx')).subarray(0, 2).toString()]).toEqual([0, 'PK']);
    expect(stderr).toMatch(/^tracker-\d{4}-\d\d-\d\d-entry-183\.xlsx: \d+ bytes written to /);
  });

  test.each([
    ['a bad cell', ['--map', 'map.json', '--commit'], 'off-201', 1, 'FILE_CELL'],
    ['an auditor', ['--map', 'map.json', '--commit'], 'off-203', 4, 'ROLE_NOT_ALLOWED'],
    [
      'an officer beside the token',
      ['--map', 'map.json', '--commit', '--as', 'off-201'],
      'off-201',
      2,
      'UNKNOWN_FIELD',
    ],
  ])('%s: refused as the ledger refuses', async (_what, more, officer, exit, code) => {
    const size = await terminal.size();
    const said = await there(['import', file('bad.xlsx'), ...more], officer);

    expect([said.exit, said.stderr]).toEqual([exit, expect.stringMatching(new RegExp(`(^|\\n)${code}: `))]);
    expect(await terminal.size()).toBe(size);
  });
});
