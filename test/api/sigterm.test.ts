import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Entry } from '../../src/domain/entries';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { ServerProcess } from '../faults/server-process';
import { baseline } from '../support/server';
import { smallCsvMapping as mapping } from '../support/small-tracker';

/** What a stop may take at most: the server's own bound, and as much again for a busy machine. */
const BOUND_MS = 20_000;

interface Found {
  readonly entry: Entry;
  readonly leaf: string;
}

async function storedIn(directory: string): Promise<readonly Found[]> {
  const store = await SqliteEventStore.open({ directory, readOnly: true });
  const stored = await store.read({ from: 0, limit: 1_000_000 });
  await store.close();
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index));
  return stored.map(({ bytes }) => ({ entry: decodeEntry(bytes), leaf: leafHash(bytes) }));
}

/** An invented tracker of so many lines. */
const ROWS = 500;
const tracker = (word: string): Buffer =>
  Buffer.from(
    `Line,Saving\n${Array.from({ length: ROWS }, (_, row) => `${word} ${String(row)},${String(row + 1)}`).join('\n')}\n`,
  );

jest.setTimeout(300_000);

describe('SIGTERM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigterm-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('during 64 concurrent appends: what was acknowledged is there, and it ends in time', async () => {
    const directory = join(folder, 'appends');
    const server = await ServerProcess.start(directory);
    const acknowledged: { readonly seq: number; readonly leaf: string }[] = [];
    let told = false;
    const client = async (number: number): Promise<void> => {
      for (let turn = 0; !told || turn < 1; turn += 1) {
        try {
          const key = `client-${String(number)}-${String(turn)}`;
          const { status, body } = await server.record({ ...baseline, amount: `${String(turn + 1)}.00` }, key);
          if (status === 201) acknowledged.push(...body.receipts!);
          else expect([status, body.code]).toEqual([503, 'STORE_UNAVAILABLE']);
        } catch {
          // No answer came: the connection was refused or closed. Nothing was promised then.
          return;
        }
      }
    };
    const clients = Array.from({ length: 64 }, (_, number) => client(number));
    while (acknowledged.length < 200) await new Promise((resolve) => setImmediate(resolve));

    const before = performance.now();
    const exit = await server.stop();
    const took = performance.now() - before;
    told = true;
    await Promise.all(clients);

    expect(exit).toBe(0);
    expect(took).toBeLessThan(BOUND_MS);
    const stored = await storedIn(directory);
    expect(acknowledged.filter(({ seq, leaf }) => stored[seq]?.leaf !== leaf)).toEqual([]);
    expect(stored.length).toBeGreaterThanOrEqual(180 + acknowledged.length);
  });

  test.each([0, 0.3, 0.7, 1])(
    'during an upload, at %d of the time one takes: all of it is recorded and answered, or nothing of it is',
    async (share) => {
      const directory = join(folder, `upload-${String(share)}`);
      const server = await ServerProcess.start(directory);
      const before = performance.now();
      const trial = await server.upload(tracker('Trial'), mapping);
      const usual = performance.now() - before;
      expect([trial.status, trial.body.receipts?.length]).toEqual([201, 1 + 2 * ROWS]);
      const sent = server.upload(tracker('Line'), mapping).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, share * usual));

      const exit = await server.stop();

      const answer = await sent;
      const stored = await storedIn(directory);
      const imported = stored.slice(180 + trial.body.receipts!.length);
      expect(exit).toBe(0);
      if (answer?.status === 201) {
        expect(imported).toHaveLength(1 + 2 * ROWS);
        expect(answer.body.receipts!.map(({ seq, leaf }) => [seq, leaf])).toEqual(
          answer.body.receipts!.map(({ seq }) => [seq, stored[seq]?.leaf]),
        );
      } else {
        // No answer came, or one that says that nothing was recorded.
        expect([null, 503]).toContain(answer?.status ?? null);
        expect(imported).toEqual([]);
      }
    },
  );

  test.each([0, 30, 120])('during an import, %i ms after its first batch: no batch is there by half', async (wait) => {
    const [each, directory] = [200, join(folder, `import-${String(wait)}`)];
    const script = join(__dirname, '../support/import-batches.cjs');
    const child = spawn(process.execPath, [script, directory, '200', String(each)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!/^0 200$/m.test(said)) await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, wait));

    child.kill('SIGTERM');
    const [exit] = (await once(child, 'close')) as [number | null];

    const acknowledged = [...said.matchAll(/^\d+ 200$/gm)].length;
    const imported = (await storedIn(directory)).filter(({ entry }) => entry.key.startsWith('batch-'));
    const batches = new Map<string, number>();
    for (const { entry } of imported) {
      const batch = entry.key.split('-')[1]!;
      batches.set(batch, (batches.get(batch) ?? 0) + 1);
    }
    expect(exit).toBe(0);
    expect([...batches.values()].filter((count) => count !== each)).toEqual([]);
    expect(batches.size).toBeGreaterThanOrEqual(acknowledged);
    expect(batches.size).toBeLessThan(200);
  });
});
