import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { chances } from '../support/chances';
import { complaintsAboutStored, storedIn } from './acknowledged';
import { achievedOn, baseline, RecordingClients, saving } from './recording-clients';
import { ServerProcess } from './server-process';

/** Other amounts, and a longer ledger: DRILL_SEED=1 DRILL_ENTRIES=100000 npm run test:faults -- drill */
const seed = Number(process.env['DRILL_SEED'] ?? Date.now() % 1_000_000_000);
const ENTRIES = Number(process.env['DRILL_ENTRIES'] ?? 10_000);
const CONTROL_ENTRIES = 500;
const CLIENTS = 32;
const TIMEOUT_MS = 30 * 60_000;

const root = mkdtempSync(join(tmpdir(), 'drill-'));
const program = resolve('dist/src/cli/main.js');
const verifier = resolve('dist/verify-ledger.mjs');
const servers: ServerProcess[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill()));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

async function serve(directory: string): Promise<ServerProcess> {
  const server = await ServerProcess.start(directory, undefined, { RATE_LIMIT: '1000000' });
  servers.push(server);
  return server;
}

function run(script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} left with ${String(status)}: ${stderr}`);
  return stdout;
}

const savings = (...args: readonly string[]): string => run(program, ...args);
const told = (...args: readonly string[]): unknown => JSON.parse(savings(...args, '--json'));

interface Loaded {
  readonly directory: string;
  readonly clients: RecordingClients;
  /** What was acknowledged before the copy was begun. */
  readonly before: number;
  readonly copied: string;
}

/** A server under load, copied while at least so many entries have been recorded and more are coming. */
async function copiedUnderLoad(name: string, entries: number, copy: Copying): Promise<Loaded> {
  const [directory, copied] = [join(root, name), join(root, `${name}-copy`)];
  const server = await serve(directory);
  expect(await server.record(baseline, 'baseline')).toMatchObject({ status: 201 });
  const clients = new RecordingClients(chances(seed));
  const running = clients.run([server], CLIENTS);
  while (clients.acknowledged.size < entries && clients.complaints.length === 0)
    await new Promise((next) => setTimeout(next, 5));
  const before = clients.acknowledged.size;
  await copy(directory, copied);
  clients.stop();
  await running;
  expect(clients.complaints).toEqual([]);
  return { directory, clients, before, copied };
}

type Copying = (directory: string, copied: string) => Promise<void> | void;

/** In a process of its own, as a person does it: the clients go on meanwhile. */
const backUp: Copying = async (directory, copied) => {
  await promisify(execFile)(process.execPath, [program, 'backup', copied, '--data', directory]);
};

/** What a copy lacks of all that was acknowledged before it was begun, and what it has that was not. */
async function complaintsAbout(copied: string, { directory, clients, before }: Loaded): Promise<readonly string[]> {
  const [copy, whole] = [await storedIn(copied), await storedIn(directory)];
  const inCopy = [...clients.acknowledged].filter(([, { seq }]) => seq < copy.length);
  const others = copy.filter(({ id, bytes }, seq) => whole[seq]?.id !== id || whole[seq].bytes !== bytes);
  return [
    ...complaintsAboutStored(copy, inCopy),
    ...(inCopy.length < before ? [`${String(before - inCopy.length)} acknowledged entries are not in the copy`] : []),
    ...others.map(({ seq }) => `seq ${String(seq)} is not what the ledger has there`),
  ];
}

test(
  `A ledger of ${String(ENTRIES)} entries that is backed up under load and restored elsewhere is what it was (DRILL_SEED=${String(seed)})`,
  async () => {
    const restored = join(root, 'restored');
    const drill = await copiedUnderLoad('ledger', ENTRIES, backUp);
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    const { keys } = told('evidence', '--data', drill.directory) as { keys: readonly [string] };
    const { entries } = told('restore', drill.copied, '--data', restored) as { entries: number };

    expect(entries).toBeGreaterThanOrEqual(ENTRIES);
    expect(await complaintsAbout(restored, drill)).toEqual([]);

    cpSync(join(drill.directory, 'keys'), join(restored, 'keys'), { recursive: true });
    const tree = new HashTree();
    for (const { bytes } of (await storedIn(drill.directory)).slice(0, entries)) tree.append(leafDigest(bytes));
    const server = await serve(restored);
    expect(await achievedOn(server)).toBe(drill.clients.sumBelow(entries));
    expect(told('evidence', '--data', restored)).toMatchObject({
      size: entries,
      root: tree.root(entries).toString('base64'),
    });
    expect(told('rebuild', '--data', restored)).toMatchObject({ size: entries, equal: true });
    savings('export', 'bundle', '--out', join(root, 'bundle'), '--data', restored);
    expect(run(verifier, join(root, 'bundle'), '--key', keys[0])).toContain(String(entries));

    const { status, body } = await server.record(saving(12_345), 'after-the-drill');
    expect([status, body.receipts?.[0]?.seq]).toEqual([201, entries]);
    expect(await achievedOn(server)).toBe(drill.clients.sumBelow(entries) + 12_345);

    // It leaves a snapshot of its own and begins from that; never from the one of the ledger that it is a copy of.
    expect(await server.stop()).toBe(0);
    const [own, another] = [join(restored, 'snapshot'), join(drill.directory, 'snapshot')];
    for (const snapshot of [own, another]) {
      if (snapshot !== own) cpSync(snapshot, own);
      const again = await serve(restored);
      expect(await achievedOn(again)).toBe(drill.clients.sumBelow(entries) + 12_345);
      expect(existsSync(own)).toBe(snapshot === own);
      await again.kill();
    }
    process.stdout.write(
      `restore drill: seed ${String(seed)}, ${String(drill.clients.acknowledged.size)} acknowledged, ` +
        `${String(drill.before)} of them before the backup, ${String(entries)} entries restored\n`,
    );
  },
  TIMEOUT_MS,
);

test(
  'a backup that copies the file and not its log is caught: the control',
  async () => {
    const loaded = await copiedUnderLoad('careless', CONTROL_ENTRIES, (directory, copied) => {
      mkdirSync(copied);
      cpSync(join(directory, 'ledger.sqlite'), join(copied, 'ledger.sqlite'));
    });
    const complaints = await complaintsAbout(loaded.copied, loaded).catch((error: unknown) => [String(error)]);

    expect(complaints.length).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
