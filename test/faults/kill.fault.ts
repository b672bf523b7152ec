import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { chances } from '../support/chances';
import { killWhileRecording } from './kill-while-recording';
import { earlyServer } from './server-process';

/** Other moments, and more of them: KILL_SEED=1 KILLS=2500 npm run test:faults -- kill */
const KILLS = Number(process.env['KILLS'] ?? 50);
/** A process that only appends starts sooner, so it is killed more often. */
const STORE_KILLS = KILLS * 3;
const TIMEOUT_MS = KILLS * 12_000;
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000_000);
const directory = mkdtempSync(join(tmpdir(), 'kill-'));

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

// A store that does not sync before it acknowledges survives a kill, because the system still has what was written.
// Only a power cut shows it, and durability.fault.ts finds it there.

test(
  `A server killed with kill -9 at ${String(KILLS)} random moments has everything it acknowledged (KILL_SEED=${String(seed)})`,
  async () => {
    const report = await killWhileRecording({ directory: join(directory, 'sound'), kills: KILLS, seed });
    const { restarts, acknowledged, stored, underWay, complaints } = report;
    process.stdout.write(
      `kill -9: seed ${String(seed)}, ${String(KILLS)} kills, ${String(restarts)} restarts, ` +
        `${String(acknowledged)} acknowledged, ${String(stored)} stored, under way at a kill: ` +
        `${String(underWay.recorded)} recorded, ${String(underWay.notRecorded)} not, ` +
        `${String(complaints.length)} lost or doubled\n`,
    );

    expect(complaints).toEqual([]);
    expect(acknowledged).toBeGreaterThan(KILLS * 10);
    expect(underWay.recorded + underWay.notRecorded).toBeGreaterThan(KILLS);
  },
  TIMEOUT_MS,
);

test(
  'A server that acknowledges a few milliseconds before it stores is caught: the control',
  async () => {
    const plan = { directory: join(directory, 'early'), kills: 10, seed, program: earlyServer };
    const { complaints } = await killWhileRecording(plan);
    const lost = complaints.filter((each) => /acknowledged as seq \d+ and is not there/.test(each));

    expect(lost.length).toBeGreaterThan(5);
  },
  TIMEOUT_MS,
);

const child = join(__dirname, '../support/append-entries.cjs');
const LATEST_KILL_MS = 60;

/** Lets a process append until it is killed, so many milliseconds after its first acknowledgement; what it acknowledged. */
async function killedAfter(target: string, prefix: string, delay: number): Promise<readonly string[]> {
  const appending = spawn(process.execPath, [child, target, prefix, '1000000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  appending.stdout.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => appending.kill('SIGKILL'), delay);
    said += chunk.toString();
  });
  await once(appending, 'close');
  return [...said.matchAll(/^ACK (.*)\n/gm)].map(([, name]) => `id-${name!}`);
}

test(
  `A process killed at ${String(STORE_KILLS)} random moments while it appends lost nothing (KILL_SEED=${String(seed)})`,
  async () => {
    const [chance, target] = [chances(seed), join(directory, 'store')];
    let [stored, unacknowledged] = [0, 0];
    for (let kill = 1; kill <= STORE_KILLS; kill += 1) {
      const acknowledged = await killedAfter(target, `kill-${String(kill)}`, chance() * LATEST_KILL_MS);
      const store = await SqliteEventStore.open({ directory: target });
      const after = await store.read({ from: stored, limit: 1_000_000 });
      await store.close();
      const ids = after.map(({ id }) => String(id));

      expect([kill, ids.slice(0, acknowledged.length)]).toEqual([kill, acknowledged]);
      expect(ids.length - acknowledged.length).toBeLessThanOrEqual(1);
      expect(after.map(({ seq }) => seq)).toEqual(ids.map((_, index) => stored + index));
      stored += ids.length;
      unacknowledged += ids.length - acknowledged.length;
    }
    process.stdout.write(
      `kill -9 of an appending process: seed ${String(seed)}, ${String(STORE_KILLS)} kills, ${String(stored)} stored, ` +
        `${String(unacknowledged)} of them not acknowledged, 0 lost\n`,
    );
    expect(stored).toBeGreaterThan(STORE_KILLS);
  },
  TIMEOUT_MS,
);
