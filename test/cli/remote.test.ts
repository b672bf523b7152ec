import { writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';

import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer, type Server } from '../../src/main';
import { TerminalInFolder, type Transcript } from './savings';

const achieved = ['--line', 'IT-PROCUREMENT', '--year', '2009/10', '--class', 'cashable', '--gross', '200000.00'];
const baseline = [
  '--line',
  'IT-PROCUREMENT',
  '--year',
  '2008/09',
  '--amount',
  '5000000.00',
  '--data-source',
  'Made up',
];

// Each of these starts processes, which takes long where others are at work.
jest.setTimeout(300_000);

describe('savings, asked of a server', () => {
  const terminal = new TerminalInFolder();
  let server: Server;
  let url: string;
  const tokenOf = (officer: string): string => server.app.get(AccessTokens).issue(officer as OfficerId);
  const here = (args: readonly string[]): Promise<Transcript> => terminal.savings(args);
  const there = (args: readonly string[], token = ''): Promise<Transcript> =>
    terminal.savings([...args, '--url', url], { settings: { SAVINGS_TOKEN: token } });

  beforeAll(async () => {
    server = await createServer(join(terminal.folder, 'data'));
    url = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(async () => {
    await server.app.close();
    terminal.remove();
  });

  test.each([
    ['position', ['position', '--by', '2010/11', '--definition', 'ni179']],
    ['position of a part', ['position', '--tag', 'quick-win', '--json']],
    ['a trace longer than a page', ['trace', 'plan', '--by', '2011/12', '--json']],
    ['a trace', ['trace', 'plan', '--line', 'IT-PROCUREMENT']],
    ['findings', ['findings', '--as-at', '2009-12-01', '--json']],
    ['a page of the journal', ['entries', '--limit', '3']],
    ['the whole journal', ['entries', '--json']],
    ['the lines', ['line', 'list']],
    ['a line', ['line', 'show', 'AGENCY-PROJECT']],
    ['printed totals', ['reconcile']],
    ['a movement', ['movement', 'plan', '--by', '2010/11', '--from', '4', '--to', '179', '--json']],
    ['tranches', ['tranches', '--json']],
    ['a scenario', ['scenario', '--tag', 'quick-win', '--deliver', '80', '--by', '2010/11']],
    ['a sample', ['sample', 'plan', '--n', '5', '--seed', '37443', '--by', '2010/11']],
    ['journal tests', ['journal-tests', '--json']],
    ['returns', ['returns', '--json']],
    ['a figure that is none', ['trace', 'wealth']],
    ['a line that is none', ['line', 'show', 'NO-SUCH-LINE', '--json']],
    ['an unknown section', ['position', '--section', 'Nowhere']],
  ])('%s: the same answer, to the letter, as from the data directory', async (_what, args) => {
    const [local, remote] = await Promise.all([here(args), there(args, tokenOf('off-203'))]);

    expect(remote).toEqual(local);
    expect(remote.stdout + remote.stderr).not.toBe('');
  });

  test('records with a token, rehearses first, and refuses as the ledger does', async () => {
    const token = tokenOf('off-201');

    const without = await there(['record', 'saving-achieved', ...achieved], token);
    const recorded = await there(['record', 'baseline-set', ...baseline], token);
    const rehearsed = await there(['record', 'saving-achieved', ...achieved, '--dry-run'], token);
    const locally = await here(['record', 'saving-achieved', ...achieved, '--dry-run', '--as', 'off-201']);

    expect([without.exit, without.stderr]).toEqual([1, expect.stringMatching(/^BASELINE_MISSING: /)]);
    expect([recorded.exit, recorded.stdout]).toEqual([0, expect.stringMatching(/^Entry 180, BaselineSet, recorded /)]);
    expect(rehearsed).toEqual(locally);
    expect(rehearsed.stdout).toContain('Nothing was recorded.');
    expect(await terminal.size()).toBe(181);
  });

  test('takes the token from a file, and never from the command line', async () => {
    const file = join(terminal.folder, 'token');
    writeFileSync(file, `${tokenOf('off-201')}\n`, { mode: 0o600 });

    const recorded = await there(['record', 'saving-achieved', ...achieved, '--token-file', file]);
    const onTheLine = await there(['record', 'saving-achieved', ...achieved, '--token', 'abc']);

    expect(recorded.exit).toBe(0);
    expect([onTheLine.exit, onTheLine.stderr]).toEqual([2, expect.stringMatching(/^UNKNOWN_FIELD: /)]);
  });

  test.each([
    ['no token', ['record', 'saving-achieved', ...achieved], '', 4, 'UNAUTHENTICATED'],
    ['a token nobody knows', ['record', 'saving-achieved', ...achieved], 'wrong', 4, 'UNAUTHENTICATED'],
    [
      'an officer named beside the token',
      ['record', 'saving-achieved', ...achieved, '--as', 'off-201'],
      'x',
      2,
      'UNKNOWN_FIELD',
    ],
    ['a token with a line break', ['position'], 'a\nb', 2, 'FIELD_FORMAT'],
  ])('%s', async (_what, args, token, exit, code) => {
    const said = await there(args, token);

    expect([said.exit, said.stderr]).toEqual([exit, expect.stringMatching(new RegExp(`^${code}: `))]);
    expect(said.stdout).toBe('');
  });

  test('an auditor may not record: exit 4', async () => {
    const said = await there(['record', 'saving-achieved', ...achieved, '--json'], tokenOf('off-203'));

    expect([said.exit, JSON.parse(said.stderr)]).toEqual([
      4,
      { error: expect.objectContaining({ code: 'ROLE_NOT_ALLOWED' }) as object },
    ]);
  });

  test('a server that does not answer, or is none: exit 5, in a sentence', async () => {
    const other = createHttp((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = String((other.address() as AddressInfo).port);

    const foreign = await terminal.savings(['position', '--url', `http://127.0.0.1:${port}`]);
    other.close();
    const nobody = await terminal.savings(['position', '--url', `http://127.0.0.1:${port}`]);

    expect([foreign.exit, foreign.stdout]).toEqual([5, '']);
    expect([nobody.exit, nobody.stderr]).toEqual([
      5,
      `SERVER_UNREACHABLE: There is no answer from http://127.0.0.1:${port} (ECONNREFUSED).\n`,
    ]);
  });

  test('a token goes over https only, or to this machine', async () => {
    const settings = { SAVINGS_TOKEN: 'abc' };
    const said = await terminal.savings(['position', '--url', 'http://ledger.example.gov.uk'], { settings });

    expect([said.exit, said.stderr]).toEqual([
      2,
      'FIELD_FORMAT: A token is sent over https only, or to this machine.\n',
    ]);
  });
});
