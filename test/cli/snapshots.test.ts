/** The built server and the terminal on one data directory: a snapshot is left at the end and begun from. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import Database from 'libsql';

import { killWhileRecording } from '../faults/kill-while-recording';
import { ServerProcess } from '../faults/server-process';
import { baseline } from '../support/server';
import { smallMapping } from '../support/small-tracker';
import { TerminalInFolder, type Transcript } from './savings';

jest.setTimeout(300_000);

const terminal = new TerminalInFolder();
const at = (name: string): string => join(terminal.folder, name);
const run = (...args: readonly string[]): Promise<Transcript> => terminal.savings(args);
const snapshot = (name: string): string => join(at(name), 'snapshot');
/** An invented tracker of 500 lines, which is more than a thousand entries. */
const rows = Array.from({ length: 500 }, (_, row) => `Invented ${String(row)},${String(row + 1)}`);
const tracker = Buffer.from(`Line,Saving\n${rows.join('\n')}\n`);
const mapping = { ...smallMapping, sheets: [{ ...smallMapping.sheets[0], sheet: 'plan.csv' }] };

let server: ServerProcess | null = null;

/** What a ledger was found not to be, as every answer says it; null where none does. */
async function saidUnverified({ address, token }: ServerProcess): Promise<string | null> {
  const answer = await fetch(`${address}/api/v1/position`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return answer.headers.get('ledger-unverified');
}

beforeAll(async () => {
  server = await ServerProcess.start(at('data'));
  expect((await server.upload(tracker, mapping)).status).toBe(201);
  expect(existsSync(snapshot('data'))).toBe(false);
  expect(await server.stop()).toBe(0);
});

afterEach(async () => {
  await server?.kill();
  server = null;
});

afterAll(() => {
  terminal.remove();
});

test('a server that has read a thousand entries leaves a snapshot, and the terminal answers as without it', async () => {
  expect(statSync(snapshot('data')).mode & 0o777).toBe(0o600);
  const answers = async (): Promise<readonly Transcript[]> => [
    await run('position', '--json'),
    await run('findings', '--json'),
    await run('trace', 'plan', '--json'),
    await run('rebuild', '--json'),
  ];
  const begun = await answers();
  expect(begun.map(({ exit, stderr }) => [exit, stderr])).toEqual(Array(4).fill([0, '']));

  renameSync(snapshot('data'), at('aside'));
  expect(await answers()).toEqual(begun);
  expect(existsSync(snapshot('data'))).toBe(false);
  renameSync(at('aside'), snapshot('data'));
});

test('the doctor compares it with the entries, says what is wrong with it, and takes it away when told to', async () => {
  expect(await run('doctor')).toEqual({ exit: 0, stderr: '', stdout: 'The store of data is in order.\n' });

  cpSync(at('data'), at('cut'), { recursive: true });
  writeFileSync(snapshot('cut'), readFileSync(snapshot('cut')).subarray(0, 100_000), { mode: 0o600 });
  const found = await run('doctor', '--data', 'cut');
  expect([found.exit, found.stdout]).toEqual([
    1,
    expect.stringMatching(/^SNAPSHOT: The snapshot is not used: SNAPSHOT_FORM\. Delete it/),
  ]);
  expect((await run('doctor', '--data', 'cut', '--mend')).exit).toBe(0);
  expect(existsSync(snapshot('cut'))).toBe(false);
});

/** Alters an entry as whoever owns the file can. */
function alter(name: string): void {
  const database = new Database(join(at(name), 'ledger.sqlite'));
  database.exec('DROP TRIGGER entries_are_not_changed');
  database.exec("UPDATE entries SET bytes = replace(bytes, '400000.00', '400001.00') WHERE seq = 29");
  database.close();
}

test('the terminal never begins from it: on an altered ledger it records nothing, and says why', async () => {
  cpSync(at('data'), at('terminal'), { recursive: true });
  alter('terminal');
  const sent = ['record', 'owner-assigned', '--as', 'off-201', '--line', 'IT-PROCUREMENT', '--owner', 'off-103'];
  const { exit, stderr } = await run(...sent, '--data', 'terminal');
  expect([exit, stderr]).not.toEqual([0, '']);
  expect(stderr).toMatch(/seq 29 is not the one that was signed/);
  const signed = (await run('evidence')).stdout;
  expect((await run('evidence', '--data', 'terminal')).stdout).toBe(signed);
});

test('the doctor finds nothing wrong with it while a server records, and leaves it where it is', async () => {
  cpSync(at('data'), at('busy'), { recursive: true });
  const busy = (server = await ServerProcess.start(at('busy')));
  const checking = run('doctor', '--data', 'busy', '--mend');
  let [done, recorded] = [false, 0];
  void checking.finally(() => (done = true));
  while (!done) recorded += (await busy.record(baseline, `busy-${String(recorded)}`)).status === 201 ? 1 : 0;
  expect(recorded).toBeGreaterThan(1);
  expect(await checking).toEqual({ exit: 0, stderr: '', stdout: 'The store of busy is in order.\n' });
  expect(existsSync(snapshot('busy'))).toBe(true);
});

test('a change of the signing key takes it away', async () => {
  cpSync(at('data'), at('rotated'), { recursive: true });
  const sent = ['rotate-key', '--as', 'off-201', '--reason', 'Yearly change (invented)', '--data', 'rotated'];
  expect(await run(...sent)).toMatchObject({ exit: 0, stderr: '' });
  expect(existsSync(snapshot('rotated'))).toBe(false);
});

test('a program that another one was built over leaves nothing that the other one takes', async () => {
  cpSync(at('data'), at('upgraded'), { recursive: true });
  rmSync(snapshot('upgraded'));
  cpSync(resolve('dist'), at('program/dist'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(resolve(name), at(`program/${name}`));
  symlinkSync(resolve('node_modules'), at('program/node_modules'));
  const program = at('program/dist/src/main.js');
  server = await ServerProcess.start(at('upgraded'), program);
  appendFileSync(at('program/dist/projections/projection.js'), '// another program\n');
  expect(await server.stop()).toBe(0);
  expect(existsSync(snapshot('upgraded'))).toBe(true);
  server = await ServerProcess.start(at('upgraded'), program);
  expect(existsSync(snapshot('upgraded'))).toBe(false);
});

test('four servers that stop together leave one, which is whole', async () => {
  cpSync(at('data'), at('four'), { recursive: true });
  rmSync(snapshot('four'));
  const servers = [];
  for (let one = 0; one < 4; one += 1) servers.push(await ServerProcess.start(at('four')));
  expect(await Promise.all(servers.map((each) => each.stop()))).toEqual([0, 0, 0, 0]);
  expect(readdirSync(at('four')).filter((name) => name.startsWith('snapshot'))).toEqual(['snapshot']);
  expect(await run('doctor', '--data', 'four')).toMatchObject({ exit: 0, stderr: '' });
});

test('a server that is killed while it records begins from it each time, and has lost nothing it acknowledged', async () => {
  cpSync(at('data'), at('killed'), { recursive: true });
  const { complaints, acknowledged } = await killWhileRecording({
    directory: at('killed'),
    kills: 5,
    seed: 20_260_722,
  });
  expect(complaints).toEqual([]);
  expect(acknowledged).toBeGreaterThan(20);
  expect(readFileSync(snapshot('killed')).equals(readFileSync(snapshot('data')))).toBe(true);
  expect(await run('doctor', '--data', 'killed')).toMatchObject({ exit: 0, stderr: '' });
});

test('a server that begins from it records, and says nothing is wrong: the control', async () => {
  cpSync(at('data'), at('sound'), { recursive: true });
  server = await ServerProcess.start(at('sound'));
  expect((await server.record(baseline, 'after-the-snapshot')).status).toBe(201);
  await pause(2_000);
  expect(await saidUnverified(server)).toBeNull();
  expect(await server.stop()).toBe(0);
});

test('an entry that was altered meanwhile is found behind the answers, and then the ledger is only read', async () => {
  cpSync(at('data'), at('edited'), { recursive: true });
  alter('edited');

  server = await ServerProcess.start(at('edited'));
  let said: string | null = null;
  for (let tries = 0; said === null && tries < 100; tries += 1) {
    said = await saidUnverified(server);
    await pause(100);
  }
  expect(said).toBe('29');
  const refused = await server.record(baseline, 'too-late');
  expect([refused.status, refused.body.code]).toEqual([503, 'LEDGER_UNVERIFIED']);
  expect(await server.stop()).toBe(0);
  expect(existsSync(snapshot('edited'))).toBe(false);
});
