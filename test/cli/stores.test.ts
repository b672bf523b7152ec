import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer } from '../../src/main';
import { baseline } from '../support/server';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import { TerminalInFolder, type Transcript } from './savings';

const program = resolve('dist/src/cli/main.js');

// Each of these starts processes, which takes long where others are at work.
jest.setTimeout(300_000);

describe('savings, on a cluster and between stores', () => {
  const terminal = new TerminalInFolder();
  const there = 'kurrentdb:ledger-copied';
  let double: KurrentDbDouble;
  const savings = (...args: readonly string[]): Promise<Transcript> =>
    terminal.savings(args, { settings: { KURRENTDB_URL: double.url } });

  beforeAll(async () => {
    double = await KurrentDbDouble.start();
    await terminal.savings(['init', '--sample', 'july-2009']);
  });
  afterAll(() => {
    double.stop();
    terminal.remove();
  });

  test('copy: the same size and root on both sides, signed and added up anew, and once more changes nothing', async () => {
    const { size, root } = await terminal.json<{ size: number; root: string }>('evidence');
    const hex = Buffer.from(root, 'base64').toString('hex');

    expect(await savings('copy', '--from', 'data', '--to', there)).toEqual({
      stdout: `Copied 180 entries from data to ${there}. All are the same in both; the root is ${hex}.\n`,
      stderr: '',
      exit: 0,
    });
    expect((await savings('copy', '--from', there, '--to', 'back')).stdout).toContain(`the root is ${hex}.`);
    expect((await savings('copy', '--from', 'data', '--to', there)).stdout).toBe(
      `Copied 0 entries from data to ${there}. 180 were there already. All are the same in both; the root is ${hex}.\n`,
    );
    for (const place of ['data', there, 'back']) {
      const rebuilt = JSON.parse((await savings('rebuild', '--data', place, '--json')).stdout) as object;
      expect(rebuilt).toMatchObject({ size, root, equal: true });
    }
    const [here, onCluster] = [await savings('evidence'), await savings('evidence', '--data', there)];
    expect(onCluster).toEqual(here);
    expect(here.stdout).toContain(`Size 180, root ${root}`);
    // A receipt is given out only where the entry in the cluster is the one that was signed in the file.
    expect(await savings('receipt', '12', '--data', there)).toEqual(await savings('receipt', '12'));
  });

  test('copy: refuses to lead one ledger into another', async () => {
    await savings('init', '--council', 'A council (invented)', '--base-year', '2008/09', '--data', 'other');
    const said = await savings('copy', '--from', 'other', '--to', there);

    expect([said.exit, said.stderr]).toEqual([
      5,
      expect.stringContaining('the entry at seq 0 is not the same in both; copy into an empty ledger'),
    ]);
  });

  test('doctor: finds a limit, mends it when told to, and then finds nothing', async () => {
    expect(await savings('doctor', '--data', there)).toEqual({
      stdout: `The store of ${there} is in order.\n`,
      stderr: '',
      exit: 0,
    });
    double.streams.setMetadata('ledger-copied', { $maxCount: 1_000 });

    const what = 'LIMITS: The server drops or hides entries of ledger-copied: $maxCount 1000.';
    expect(await savings('doctor', '--data', there)).toEqual({
      stdout: `${what} Take that out of its metadata; --mend does. What a scavenge removed is gone: restore a backup.\n`,
      stderr: '',
      exit: 1,
    });
    expect(await savings('doctor', '--data', there, '--mend')).toEqual({
      stdout: `${what} Mended.\n`,
      stderr: '',
      exit: 0,
    });
    expect((await savings('doctor', '--data', there, '--json')).stdout).toBe('[]\n');
    expect((await savings('doctor')).stdout).toBe('The store of data is in order.\n');
  });

  test('import: more than a cluster takes in one append is refused, and nothing is recorded', async () => {
    const rows = Array.from({ length: 900 }, (_, row) => `Invented line ${String(row)},${String(row + 1)}`);
    writeFileSync(join(terminal.folder, 'plan.csv'), `Line,Saving\n${rows.join('\n')}\n`);
    const columns = [
      { header: 'Line', is: 'title' },
      { header: 'Saving', is: 'level', year: '2009/10' },
    ];
    const mapping = {
      ...{ title: 'Invented', document: 'Invented', unit: 'pounds', savings: 'positive' },
      sheets: [{ sheet: 'plan.csv', section: 'Activity in 2009/10', columns }],
    };
    writeFileSync(join(terminal.folder, 'map.json'), JSON.stringify(mapping));
    const args = ['import', 'plan.csv', '--map', 'map.json', '--commit', '--as', 'off-201', '--data', there];

    const said = await savings(...args);

    expect([said.exit, said.stdout]).toEqual([1, '']);
    expect(said.stderr).toContain(
      'APPEND_TOO_LARGE: This makes more entries than the store takes at once; nothing was recorded. Do it in smaller parts: a tracker in several files, each with some of its rows.\n',
    );
    expect(double.streams.all('ledger-copied')).toHaveLength(180);
  });
});

describe('savings entries --follow', () => {
  const terminal = new TerminalInFolder();

  beforeAll(() => terminal.savings(['init', '--sample', 'july-2009']));
  afterAll(() => {
    terminal.remove();
  });

  /** Starts it, and gives what it has printed once that is so many lines; then it is told to stop. */
  async function followed(
    lines: number,
    options: readonly string[],
    meanwhile: () => Promise<unknown>,
    settings = {},
  ): Promise<readonly [string, number | null]> {
    const child = spawn(process.execPath, [program, 'entries', '--follow', '--after', '178', ...options], {
      cwd: terminal.folder,
      env: { ...process.env, DATA_DIR: '', STORE: '', ...settings },
    });
    let said = '';
    const ended = once(child, 'close').then(([exit]) => {
      if (!stopped) throw new Error(`it ended with ${String(exit)}: ${said}`);
      return exit as number | null;
    });
    let stopped = false;
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const more = (): Promise<unknown> => Promise.race([once(child.stdout, 'data'), ended]);
    while (!said.includes('\n')) await more();
    await meanwhile();
    while (said.split('\n').length <= lines) await more();
    stopped = true;
    child.kill('SIGTERM');
    return [said, await ended];
  }

  const record = ['record', 'baseline-set', '--as', 'off-201', '--line', 'IT-PROCUREMENT', '--year', '2008/09'].concat([
    '--amount',
    '5000000.00',
    '--data-source',
    'Invented',
  ]);

  test('tells what was recorded, and what another process records, one entry a line', async () => {
    const [said, exit] = await followed(2, [], () => terminal.savings(record));

    expect(said).toMatch(
      /^179 {2}\S+ {2}TotalAsserted {2}- {2}off-201\n180 {2}\S+ {2}BaselineSet {2}IT-PROCUREMENT {2}off-201\n$/,
    );
    expect(exit).toBe(0);
  });

  test('of a server: the same entries, as JSON', async () => {
    const { app } = await createServer(join(terminal.folder, 'data'));
    const url = await app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
    const token = app.get(AccessTokens).issue('off-201' as OfficerId);
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'followed' };
    const payload = { ...baseline, year: '2007/08' };
    const [said, exit] = await followed(
      3,
      ['--json', '--url', url],
      () => app.inject({ method: 'POST', url: '/api/v1/entries', headers, payload }),
      { SAVINGS_TOKEN: token },
    );
    await app.close();

    const told = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; kind: string });
    expect(told.map(({ seq }) => seq)).toEqual([179, 180, 181]);
    expect([told[2]?.kind, exit]).toEqual(['BaselineSet', 0]);
  });

  test('takes nothing but where to begin', async () => {
    expect(await terminal.savings(['entries', '--follow', '--known-at', '12'])).toEqual({
      stdout: '',
      stderr: 'UNKNOWN_FIELD: With --follow only --after is taken, not --known-at.\n',
      exit: 2,
    });
  });
});
