import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import Database from 'libsql';

import { AccessTokens } from '../../src/access/access-tokens';
import { Sessions } from '../../src/access/sessions';
import { isRefusal } from '../../src/domain/refusals';
import { zipParts } from '../../src/exchange/import/zip-parts';
import { createServer } from '../../src/main';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { TerminalInFolder } from './savings';

const verifier = join(__dirname, '../../dist/verify-ledger.mjs');
const terminal = new TerminalInFolder();
const run = (...args: string[]) => terminal.savings(args);
const at = (...path: string[]): string => join(terminal.folder, ...path);
let key = '';

beforeAll(async () => {
  await run('init', '--sample', 'july-2009');
  key = (await terminal.json<{ keys: readonly [string] }>('evidence')).keys[0];
});
afterAll(() => {
  terminal.remove();
});

/** The shipped verifier, as an auditor runs it. */
async function verify(...args: string[]): Promise<readonly [number, string]> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [verifier, ...args], { cwd: terminal.folder });
    return [0, stdout];
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return [code, stdout];
  }
}

test('an auditor gets a bundle and checks it with one file and a key that did not come with it', async () => {
  const { stdout } = await run('export', 'bundle', '--out', 'bundle');

  expect(stdout).toMatch(/^The bundle of savings-ledger\/\S+ is in bundle: 180 entries, root \S{44}\.\n$/);
  expect(await verify('bundle', '--key', key)).toEqual([
    0,
    expect.stringMatching(/^Verified: .* 180 entries/) as string,
  ]);
  expect((await run('export', 'bundle', '--out', 'bundle')).stderr).toMatch(/^FOLDER_NOT_EMPTY/);
  const entries = readFileSync(at('bundle', 'entries.jsonl'), 'utf8').replace('"7598000.00"', '"7598001.00"');
  writeFileSync(at('bundle', 'entries.jsonl'), entries);
  expect(await verify('bundle', '--key', key)).toEqual([1, expect.stringMatching(/^FAILED at entry 5: /) as string]);
  expect((await verify('nowhere', '--key', key))[0]).toBe(2);
});

test('the verifier says how it is called when it is asked, and cannot tell of an option it does not have', async () => {
  for (const ask of ['--help', '-h'])
    expect(await verify(ask)).toEqual([0, expect.stringMatching(/^Checks a savings ledger.*\n\n {2}node verify-/)]);
  expect(await verify('bundle', '--what')).toEqual([2, expect.stringMatching(/^CANNOT TELL: Unknown option/)]);
});

test('a receipt is downloaded and holds on its own, with this program and with the verifier', async () => {
  await run('receipt', '12', '--out', '12.tlog-proof');
  expect(await run('receipt', '13', '--out', '12.tlog-proof')).toMatchObject({
    exit: 3,
    stderr: expect.stringMatching(/^PLACE_TAKEN: There is a file 12\.tlog-proof already/) as string,
  });

  expect((await run('verify', 'receipt', '12.tlog-proof', '--key', key)).stdout).toMatch(
    /^Entry 12 is in the signed tree/,
  );
  expect((await verify('receipt', '12.tlog-proof', '--key', key))[0]).toBe(0);
  writeFileSync(at('13.tlog-proof'), readFileSync(at('12.tlog-proof'), 'utf8').replace('index 12', 'index 13'));
  expect((await run('verify', 'receipt', '13.tlog-proof', '--key', key)).stderr).toMatch(/^RECEIPT_INVALID: .* seq 13/);
  expect((await verify('receipt', '13.tlog-proof', '--key', key))[0]).toBe(1);
});

test('an auditor without a network link cosigns through files, and refuses a ledger that was rolled back', async () => {
  const witness = ['--state', 'witness', '--name', 'audit.example/w1', '--log', key];
  await run('witness', 'request', '--out', 'request');
  const { stdout } = await run('witness', 'sign', 'request', ...witness);
  writeFileSync(at('answer'), stdout);
  const again = await run('witness', 'sign', 'request', ...witness);

  expect(stdout).toMatch(/^— audit\.example\/w1 \S+\n$/);
  expect(again).toMatchObject({ exit: 1, stderr: expect.stringMatching(/^WITNESS_REFUSED: .*\(409\): 180/) as string });
  expect((await run('witness', 'add', 'answer', '--size', '180', '--witness', key)).stderr).toMatch(
    /^COSIGNATURE_INVALID/,
  );
});

test('a server of a ledger that was edited lets it be read, records nothing, and names the entry', async () => {
  await run('init', '--sample', 'july-2009', '--data', 'edited');
  const database = new Database(at('edited', 'ledger.sqlite'));
  const [trigger] = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'entries_are_not_changed'").all();
  database.exec('DROP TRIGGER entries_are_not_changed');
  database.exec("UPDATE entries SET bytes = replace(bytes, '400000.00', '400001.00') WHERE seq = 29");
  // With care: what deters is there again.
  database.exec((trigger as { readonly sql: string }).sql);
  database.close();
  const { app, unverified } = await createServer(at('edited'));
  const token = app.get(AccessTokens).issue('off-201' as never);
  const authorization = `Bearer ${token}`;
  const get = (url: string) => app.inject({ method: 'GET', url, headers: { authorization } });

  expect(unverified).toMatchObject({ seq: 29 });
  const position = await get('/api/v1/position');
  expect([position.statusCode, position.headers['ledger-unverified']]).toEqual([200, '29']);
  expect((await get('/api/v1/entries/29/receipt')).json()).toMatchObject({
    status: 503,
    code: 'LEDGER_UNVERIFIED',
    detail: expect.stringContaining('seq 29') as string,
  });
  const headers = { authorization, 'idempotency-key': 'late', 'content-type': 'application/json' };
  const body = { kind: 'BaselineSet', line: 'IT-PROCUREMENT', year: '2008/09', amount: '1.00', dataSource: 'invented' };
  const refused = await app.inject({ method: 'POST', url: '/api/v1/entries', headers, payload: body });
  expect(refused.json()).toMatchObject({
    status: 503,
    code: 'LEDGER_UNVERIFIED',
    detail: expect.stringContaining('seq 29') as string,
  });
  const cookie = `ledger=${app.get(Sessions).begin('off-203' as never)}`;
  const page = await app.inject({ method: 'GET', url: '/', headers: { cookie } });
  expect(page.body).toContain(
    'This ledger is not as it was signed:</strong> the entry stored at seq 29 is not the one',
  );
  expect(page.body).not.toContain('Ledger size 180, root');
  await app.close();
  const store = await SqliteEventStore.open({ directory: at('edited'), readOnly: true });
  expect(await store.head()).toBe(180);
  await store.close();
});

test('at the terminal, whatever is answered from a ledger that was edited comes with a warning, and the doctor finds it', async () => {
  const warned = {
    exit: 1,
    stderr:
      'Warning: this ledger is not as it was signed: the entry stored at seq 29 is not the one that was signed. Its figures may be wrong.\n',
  };
  for (const verb of ['evidence', 'position', 'findings', 'rebuild', 'reconcile'])
    expect(await run(verb, '--data', 'edited')).toMatchObject(warned);
  expect(await run('position')).toMatchObject({ exit: 0, stderr: '' });
  expect((await run('doctor', '--data', 'edited')).stdout).toContain(
    'The entries are not those that were signed: the entry stored at seq 29 is not the one that was signed.',
  );
});

test('at the terminal, what is signed is told with a warning where the last entries were deleted, and where all were', async () => {
  const warning = (stored: number): string =>
    `Warning: this ledger is not as it was signed: 180 entries were signed and ${String(stored)} are stored. Its figures may be wrong.\n`;
  await cutOff('cut', 171);
  await cutOff('emptied', 0);

  expect(await run('evidence', '--data', 'cut')).toMatchObject({ exit: 1, stderr: warning(171) });
  expect(await run('evidence', '--data', 'emptied')).toMatchObject({ exit: 1, stderr: warning(0) });
});

test('a receipt that cannot be given names the entry that is another one, and never the one that was asked for', async () => {
  for (const seq of ['12', '29', '179'])
    expect(await run('receipt', seq, '--data', 'edited')).toMatchObject({
      exit: 5,
      stderr: expect.stringContaining('as it was signed: the entry stored at seq 29 is not the one') as string,
    });
  for (const seq of ['12', '179'])
    expect(await run('receipt', seq, '--data', 'cut')).toMatchObject({
      exit: 5,
      stderr: expect.stringMatching(/^LEDGER_UNVERIFIED: .*180 entries were signed and 171 are stored/m) as string,
    });
  expect((await run('receipt', '180', '--data', 'cut')).stderr).toMatch(/^ENTRY_NOT_FOUND/);
  expect((await run('witness', 'request', '--data', 'cut')).stderr).toMatch(/^LEDGER_UNVERIFIED/m);
});

test.each(['docx', 'xlsx'])(
  'a paper in %s of a ledger that was edited begins with a warning, and shows no root',
  async (format) => {
    const words = async (directory: string): Promise<string> => {
      const file = `${directory}-paper.${format}`;
      await run('export', 'paper', '--format', format, '--out', file, '--data', directory);
      const parts = zipParts(file, readFileSync(at(file)));
      if (isRefusal(parts)) throw new Error(parts.message);
      return [...parts.values()].map((part) => part.toString('utf8').replaceAll(/<[^>]*>/g, ' ')).join(' ');
    };
    const [sound, edited] = [await words('data'), await words('edited')];

    expect(edited).toMatch(
      /Warning:? +This ledger is not as it was signed: the entry stored at seq 29 is not the one that was signed\. Its figures may be wrong\. +Council/,
    );
    expect(sound).not.toContain('not as it was signed');
    expect(sound).toMatch(/ Root:? +\S{44} /);
    expect(edited).not.toMatch(/\b[Rr]oot\b/);
  },
);

test('no bundle is made of a ledger that is not as it was signed, and no folder for it', async () => {
  for (const [directory, reason] of [
    ['edited', 'the entry stored at seq 29 is not the one that was signed'],
    ['cut', '180 entries were signed and 171 are stored'],
  ] as const) {
    const refused = await run('export', 'bundle', '--out', 'refused', '--data', directory);
    expect(refused.exit).toBe(5);
    expect(refused.stderr).toContain(`LEDGER_UNVERIFIED: The ledger is not as it was signed: ${reason}.`);
    expect(existsSync(at('refused'))).toBe(false);
  }
});

/** The sample in a directory of its own, without its last entries; what deters is there again. */
async function cutOff(directory: string, kept: number): Promise<void> {
  await run('init', '--sample', 'july-2009', '--data', directory);
  const database = new Database(at(directory, 'ledger.sqlite'));
  const [trigger] = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'entries_are_not_deleted'").all();
  database.exec('DROP TRIGGER entries_are_not_deleted');
  database.exec(`DELETE FROM entries WHERE seq >= ${String(kept)}`);
  database.exec((trigger as { readonly sql: string }).sql);
  database.close();
}
