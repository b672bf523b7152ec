import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { killWhileRecording } from './kill-while-recording';
import { earlyServer } from './server-process';

const KILLS = 50;
const TIMEOUT_MS = 10 * 60_000;
/** Another seed is another fifty moments: KILL_SEED=1 npm run test:faults -- kill */
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
