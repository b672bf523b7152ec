/** The same through KurrentDB: through the double, which writes to no disk, and through a real server where one is named. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { copyLedger } from '../../src/event-store/copy-ledger';
import { KurrentDbEventStore } from '../../src/event-store/kurrentdb-event-store';
import {
  kurrentDbFromEnvironment,
  readConnectionString,
  type KurrentDbSettings,
} from '../../src/event-store/kurrentdb-settings';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { LedgerView } from '../../src/queries/ledger-view';
import { throughTheWriter, type AppendRate } from './appends';
import { fill } from './history';
import { spreadOf, timed } from './measure';

const ROUNDS = 3;
const ENTRIES = 10_000;
const SEED = 20_261_122;

const double = join(__dirname, '../support/kurrentdb-double-process.js');

/** How many entries a second are recorded and rebuilt, through each of the two that there is. */
export async function cluster(root: string): Promise<readonly AppendRate[]> {
  const child = spawn(process.execPath, [double], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    const through = await rates(root, 'KurrentDB double', readConnectionString(url.toString()));
    if ((process.env['KURRENTDB_URL'] ?? '') === '') return through;
    return [...through, ...(await rates(root, 'KurrentDB server', kurrentDbFromEnvironment(process.env)))];
  } finally {
    child.kill();
  }
}

async function rates(root: string, name: string, settings: KurrentDbSettings): Promise<readonly AppendRate[]> {
  const open = (): Promise<KurrentDbEventStore> =>
    KurrentDbEventStore.open({ ...settings, stream: `ledger-bench-${randomUUID()}` });
  const found: AppendRate[] = [];
  for (const callers of [1, 64]) {
    const each: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const directory = mkdtempSync(join(root, 'cluster-'));
      each.push(await throughTheWriter(directory, callers, open));
      rmSync(directory, { recursive: true });
    }
    found.push({ name: `${name}, writer, ${callers} caller${callers === 1 ? '' : 's'}`, perSecond: spreadOf(each) });
  }
  return [...found, await rebuild(name, settings)];
}

async function rebuild(name: string, settings: KurrentDbSettings): Promise<AppendRate> {
  const options = { ...settings, stream: `ledger-bench-${randomUUID()}` };
  const [memory, filled] = [
    await SqliteEventStore.open({ directory: ':memory:' }),
    await KurrentDbEventStore.open(options),
  ];
  await fill(memory, ENTRIES, SEED);
  await copyLedger(memory, filled);
  await memory.close();
  await filled.close();
  const each: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const store = await KurrentDbEventStore.open(options);
    const feed = new LedgerFeed(store);
    new LedgerView(store, feed);
    each.push((ENTRIES / (await timed(() => feed.catchUp()))) * 1_000);
    await store.close();
  }
  return { name: `${name}, rebuild of ${ENTRIES}`, perSecond: spreadOf(each) };
}
