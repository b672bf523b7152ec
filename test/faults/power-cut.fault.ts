import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connectSqlite } from '../../src/event-store/sqlite-database';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { chances } from '../support/chances';
import { Disk, stepsOf, type Step } from './power-cut';

/** Another seed is other cuts, and so is another number of them: POWER_SEED=1 POWER_CUTS=50000 npm run test:faults -- power */
const seed = Number(process.env['POWER_SEED'] ?? Date.now() % 1_000_000_000);
const CUTS = Number(process.env['POWER_CUTS'] ?? 2_000);
const CONTROL_CUTS = 200;
/** So many that the log is written into the main file in between. */
const ENTRIES = 600;
const TIMEOUT_MS = 30 * 60_000;

const root = mkdtempSync(join(tmpdir(), 'power-cut-'));
const child = join(__dirname, '../support/append-entries.cjs');

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What a process wrote, synced and said while it appended entries. */
function recorded(manner: string): readonly Step[] {
  const [trace, directory] = [join(root, 'trace'), join(root, manner)];
  const calls = 'trace=write,pwrite64,ftruncate,fsync,fdatasync,unlink';
  const options = ['-f', '-y', '-xx', '-s', '70000', '--seccomp-bpf', '-e', calls, '-o', trace];
  const command = [process.execPath, child, directory, 'entry', String(ENTRIES), manner];
  const { status, stderr } = spawnSync('strace', [...options, ...command], { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`strace left with ${String(status)}: ${stderr}`);
  return stepsOf(readFileSync(trace, 'utf8'));
}

/** What is wrong with a ledger after a cut; null where all that was acknowledged is there, as it was, in order. */
async function complaintAbout(directory: string, acknowledged: number): Promise<string | null> {
  const store = await SqliteEventStore.open({ directory });
  const names = (await store.read({ from: 0, limit: ENTRIES + 1 })).map(({ id, bytes }, seq) => {
    const { name } = JSON.parse(bytes) as { readonly name: string };
    return id === `id-${name}` && name === `entry-${String(seq)}`;
  });
  await store.close();
  const database = connectSqlite(join(directory, 'ledger.sqlite'), 'read');
  const [integrity] = database.pragma('integrity_check');
  database.close();
  if (String(integrity) !== 'ok') return `the file is damaged: ${String(integrity)}`;
  if (names.includes(false)) return 'there are entries that nobody appended there';
  if (names.length > acknowledged + 1) return 'there are more than were sent';
  return names.length < acknowledged ? `${String(acknowledged - names.length)} acknowledged entries are gone` : null;
}

/** Cuts the power at random moments after the ledger was opened, and looks at what is left each time. */
async function complaintsAfterCuts(steps: readonly Step[], cuts: number): Promise<readonly string[]> {
  const chance = chances(seed);
  const first = steps.findIndex(({ kind }) => kind === 'acknowledge');
  const moments = Array.from({ length: cuts }, () => first + Math.floor(chance() * (steps.length - first)));
  const complaints: string[] = [];
  const disk = new Disk();
  for (const [index, step] of steps.entries()) {
    disk.take(step);
    const due = moments.filter((moment) => moment === index).length;
    for (let cut = 0; cut < due; cut += 1) {
      const directory = join(root, 'cut');
      disk.cut(directory, chance);
      const complaint = await complaintAbout(directory, disk.acknowledged.length);
      if (complaint !== null) complaints.push(`after step ${String(index)}: ${complaint}`);
      rmSync(directory, { recursive: true });
    }
  }
  return complaints;
}

const straceWorks = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
if (!straceWorks) console.warn('Skipped, as strace is not here or may not be used: the tests of power cuts.');

(straceWorks ? describe : describe.skip)('When the power is cut', () => {
  test(
    `at ${String(CUTS)} moments, all that was acknowledged is there, and nothing is damaged (POWER_SEED=${String(seed)})`,
    async () => {
      const steps = recorded('soundly');
      expect(steps.filter(({ kind }) => kind === 'acknowledge')).toHaveLength(ENTRIES);
      const main = steps.findIndex((step) => step.kind === 'write' && step.file === 'ledger.sqlite' && step.at > 8_192);
      expect(steps.slice(main).filter(({ kind }) => kind === 'acknowledge').length).toBeGreaterThan(10);

      const complaints = await complaintsAfterCuts(steps, CUTS);
      process.stdout.write(
        `power cuts: seed ${String(seed)}, ${String(CUTS)} cuts, ${String(complaints.length)} with losses\n`,
      );
      expect(complaints).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    'a store that does not sync before it acknowledges is caught: the control',
    async () => {
      const complaints = await complaintsAfterCuts(recorded('without syncing'), CONTROL_CUTS);
      process.stdout.write(
        `power cuts, the control: ${String(complaints.length)} of ${String(CONTROL_CUTS)} with losses\n`,
      );
      expect(complaints.length).toBeGreaterThan(CONTROL_CUTS / 4);
      expect(complaints.some((each) => each.includes('acknowledged entries are gone'))).toBe(true);
    },
    TIMEOUT_MS,
  );
});
