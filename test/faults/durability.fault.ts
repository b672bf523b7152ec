import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { EntryId } from '../../src/domain/identifiers';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { complaintsAbout } from './sync-order';

const root = mkdtempSync(join(tmpdir(), 'durability-'));
const strace = 'strace';
const child = join(__dirname, '../support/append-entries.cjs');
let made = 0;
const newDirectory = (): string => join(root, `ledger-${(made += 1)}`);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Watched {
  readonly trace: string;
  readonly acknowledged: readonly string[];
  readonly said: string;
  readonly status: number | null;
}

const syncs = 'fsync,fdatasync';
const watchedCalls = `trace=write,pwrite64,ftruncate,${syncs}`;

/** Runs the appending process under strace, which can also make one of its system calls fail. */
function watch(directory: string, count: number, manner = 'soundly', inject: string | null = null): Watched {
  const trace = join(root, `trace-${(made += 1)}`);
  const faults = inject === null ? [] : ['-e', `inject=${inject}`];
  // The filter makes strace quicker, but with it strace 6.1 sends no signals.
  const filter = inject?.includes('signal') === true ? [] : ['--seccomp-bpf'];
  const options = ['-f', '-y', ...filter, '-s', '64', '-e', watchedCalls, ...faults, '-o', trace];
  const command = [process.execPath, child, directory, 'entry', String(count), manner];
  const { stdout, stderr, status } = spawnSync(strace, [...options, ...command], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const unexpected = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('strace: '));
  if (unexpected.length > 0) throw new Error(unexpected.join('\n'));
  const acknowledged = [...stdout.matchAll(/^ACK (.*)$/gm)].map(([, name]) => name!);
  return { trace: readFileSync(trace, 'utf8'), acknowledged, said: stdout, status };
}

const everything = { from: 0, limit: 1_000 };
const nameOf = (index: number): string => `entry-${index}`;
const idOf = (index: number): EntryId => `id-${nameOf(index)}` as EntryId;

/** After the fault is over: what was acknowledged is there, and sending everything again makes each entry exactly one. */
async function expectNothingLost(directory: string, count: number, acknowledged: readonly string[]): Promise<void> {
  const store = await SqliteEventStore.open({ directory });
  const before = (await store.read(everything)).map(({ id }) => String(id));
  expect(before).toEqual(expect.arrayContaining(acknowledged.map((name) => `id-${name}`)));
  for (let index = 0; index < count; index += 1) {
    expect(await store.append([{ id: idOf(index), bytes: '{}' }], index)).toMatchObject({ conflict: false });
  }
  const expected = Array.from({ length: count }, (_, seq) => ({ seq, id: idOf(seq) }));
  expect((await store.read(everything)).map(({ seq, id }) => ({ seq, id }))).toEqual(expected);
  await store.close();
}

const straceWorks = spawnSync(strace, ['-f', '-o', '/dev/null', 'true']).status === 0;
if (!straceWorks) console.warn('Skipped, as strace is not here or may not be used: the tests of durability.');

(straceWorks ? describe : describe.skip)('An acknowledged entry', () => {
  test('was synced before it was acknowledged, 200 times', () => {
    const { trace, acknowledged, status } = watch(newDirectory(), 200);

    expect(status).toBe(0);
    expect(acknowledged).toEqual(Array.from({ length: 200 }, (_, index) => nameOf(index)));
    expect(complaintsAbout(trace)).toEqual([]);
  });

  test('was synced also where the log was written into the main file in between', () => {
    const { trace, acknowledged } = watch(newDirectory(), 700);

    expect(acknowledged).toHaveLength(700);
    expect(trace.match(/ftruncate|pwrite64\(\d+<[^>]*\.sqlite>/g)!.length).toBeGreaterThan(20);
    expect(complaintsAbout(trace)).toEqual([]);
  });

  test('would be caught unsynced: the control', () => {
    const { trace, acknowledged } = watch(newDirectory(), 200, 'without syncing');

    expect(acknowledged).toHaveLength(200);
    expect(complaintsAbout(trace).length).toBeGreaterThan(190);
    expect(complaintsAbout(trace)[0]).toBe('ACK entry-0 before the log was synced');
  });

  test('would be caught acknowledged too early: the control', () => {
    const { trace } = watch(newDirectory(), 200, 'early');

    expect(complaintsAbout(trace)).toHaveLength(199);
    expect(complaintsAbout(trace)[0]).toBe('ACK entry-1 and nothing was synced for it');
  });

  /** More of them: DURABILITY_ENTRIES=25 npm run test:faults -- durability */
  const COUNT = Number(process.env['DURABILITY_ENTRIES'] ?? 5);
  const MOST_PLACES = COUNT * 16;
  jest.setTimeout(MOST_PLACES * 10_000);

  test.each([
    ['a sync fails', 'fsync', 'error=EIO', 12],
    ['a write fails', 'pwrite64', 'error=EIO', 40],
    ['the disk is full at a write', 'pwrite64', 'error=ENOSPC', 40],
    ['a file cannot be cut off', 'ftruncate', 'error=EIO', 2],
  ])('is kept when %s, at each place where it can', async (_what, call, error, atLeast) => {
    for (let when = 1; when <= MOST_PLACES; when += 1) {
      const directory = newDirectory();
      const { trace, acknowledged, said, status } = watch(directory, COUNT, 'soundly', `${call}:${error}:when=${when}`);
      const complaints = complaintsAbout(trace);
      expect({ when, said, status, complaints }).toEqual({ when, said, status: 0, complaints: [] });
      expect(acknowledged).toHaveLength(COUNT);
      await expectNothingLost(directory, COUNT, acknowledged);
      if (trace.includes('(INJECTED)')) continue;
      expect(when).toBeGreaterThan(atLeast);
      return;
    }
    throw new Error(`there are more than ${MOST_PLACES} places`);
  });

  test('is kept, and still read, when the disk stays full', async () => {
    for (const when of [25, 30, 35]) {
      const directory = newDirectory();
      const { trace, acknowledged, said, status } = watch(
        directory,
        COUNT,
        'soundly',
        `pwrite64:error=ENOSPC:when=${when}+`,
      );

      expect(status).toBe(3);
      expect(said).toContain('FAILED StoreUnavailable full');
      expect(said).toContain(`READ ${acknowledged.length}`);
      expect(said).not.toContain('OutcomeUnknown');
      expect(complaintsAbout(trace)).toEqual([]);
      await expectNothingLost(directory, COUNT, acknowledged);
    }
  });

  test('is kept when no sync succeeds any more', async () => {
    const directory = newDirectory();
    const { trace, acknowledged, said, status } = watch(directory, COUNT, 'soundly', 'fsync:error=EIO:when=11+');

    expect(status).toBe(3);
    expect(said).toContain('FAILED OutcomeUnknown');
    expect(complaintsAbout(trace)).toEqual([]);
    await expectNothingLost(directory, COUNT, acknowledged);
  });

  test('is all there is: what was refused does not come back, though the process dies at once', async () => {
    let refused = 0;
    for (let when = 8; when <= 13; when += 1) {
      const directory = newDirectory();
      const { said, acknowledged } = watch(directory, COUNT, 'until it fails', `fsync:error=EIO:when=${when}`);
      if (!said.endsWith('FAILED StoreUnavailable\n')) continue;
      refused += 1;
      const store = await SqliteEventStore.open({ directory });
      expect((await store.read(everything)).map(({ id }) => id)).toEqual(acknowledged.map((name) => `id-${name}`));
      await store.close();
    }
    expect(refused).toBeGreaterThan(3);
  });

  /** Kills a process when it is about to sync, and lets another one send the same entries again. */
  const killAndRepeat = (when: number, manner: string): { directory: string; first: Watched; second: Watched } => {
    const directory = newDirectory();
    const first = watch(directory, COUNT, 'soundly', `fsync:signal=KILL:when=${when}`);
    expect(first.status).not.toBe(0);
    return { directory, first, second: watch(directory, COUNT, manner) };
  };
  const afterAKill = { foundUnsynced: true, mayFindThem: true };

  test('is kept when the process is killed at a sync, and found entries are synced before they count', async () => {
    for (let when = 1; when <= 13; when += 1) {
      const { directory, first, second } = killAndRepeat(when, 'soundly');

      expect(second.acknowledged).toHaveLength(COUNT);
      expect(complaintsAbout(first.trace)).toEqual([]);
      expect(complaintsAbout(second.trace, afterAKill)).toEqual([]);
      await expectNothingLost(directory, COUNT, [...first.acknowledged, ...second.acknowledged]);
    }
  });

  test('would be caught where found entries count before they are synced: the control', () => {
    const { first, second } = killAndRepeat(11, 'without syncing what it finds');

    expect(first.acknowledged.length).toBeGreaterThan(0);
    expect(complaintsAbout(second.trace, afterAKill)[0]).toBe('ACK entry-0 before the log was synced');
  });
});
