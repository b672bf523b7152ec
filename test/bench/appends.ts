/** How many entries a second are recorded durably: by the whole writer, and by SQLite alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'libsql';

import { LedgerWriter } from '../../src/commands/ledger-writer';
import { Notary } from '../../src/commands/notary';
import type { Command, CommandOf, Recording } from '../../src/domain/commands';
import type { FinancialYear } from '../../src/domain/financial-year';
import type { IdempotencyKey, LedgerId, LineId, OfficerId } from '../../src/domain/identifiers';
import type { Pounds } from '../../src/domain/money';
import { isRefusal } from '../../src/domain/refusals';
import type { EventStore } from '../../src/event-store/event-store';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { LedgerView } from '../../src/queries/ledger-view';
import { sha256 } from '../../src/tamper-evidence/leaf';
import { spreadOf, type Spread } from './measure';

const ROUNDS = 3;
const ROUND_MS = 1_000;
const GROUP = 64;
/** As long as the entries of the writer are. */
const bytes = 'x'.repeat(830);

export interface AppendRate {
  readonly name: string;
  readonly perSecond: Spread;
}

const by: Recording = {
  officer: 'off-201' as OfficerId,
  role: 'finance officer',
  effective: null,
  period: null,
  reason: null,
  source: null,
  batch: null,
  lineVersion: null,
  confirmed: null,
};
const line = 'IT-PROCUREMENT' as LineId;
const year = (text: string): FinancialYear => text as FinancialYear;
const ledger = '3f2b8c1e-6a4d-4f7b-9c58-0e1d2a3b4c5d' as LedgerId;

const groundwork: readonly Command[] = [
  { verb: 'OpenLedger', by, ledger, council: 'A council (invented)', baseYear: year('2008/09') },
  {
    verb: 'RegisterLine',
    by,
    line,
    title: 'IT',
    section: 'All',
    group: null,
    tags: [],
    stage: 'identified',
    ruling: null,
  },
  { verb: 'SetBaseline', by, line, year: year('2008/09'), amount: '5000000.00' as Pounds, dataSource: 'invented' },
];
const gross = '1.00' as Pounds;
const achieve: CommandOf<'AchieveSaving'> = {
  verb: 'AchieveSaving',
  by,
  line,
  year: year('2009/10'),
  class: 'cashable',
  gross,
  ongoingCost: null,
  method: null,
};

/** So many callers, each of whom records again as soon as it has its receipt. */
export async function throughTheWriter(
  directory: string,
  callers: number,
  open: () => Promise<EventStore> = () => SqliteEventStore.open({ directory }),
): Promise<number> {
  const store = await open();
  const feed = new LedgerFeed(store);
  const checkpoints = new SqliteCheckpointStore({ directory });
  const tree = new LedgerTree(feed, checkpoints);
  const notary = new Notary(feed, tree, checkpoints, new SigningKeys(directory, false));
  const writer = new LedgerWriter(store, feed, notary, Date.now);
  new LedgerView(store, feed);
  let recorded = 0;
  const record = async (command: Command): Promise<void> => {
    recorded += 1;
    const key = `bench-${String(recorded)}` as IdempotencyKey;
    const outcome = await writer.record({ command, key, requestHash: sha256(key) });
    if (isRefusal(outcome)) throw new Error(`${outcome.code} ${outcome.message}`);
  };
  for (const command of groundwork) await record(command);
  const start = performance.now();
  const before = recorded;
  const call = async (): Promise<void> => {
    while (performance.now() - start < ROUND_MS) await record(achieve);
  };
  await Promise.all(Array.from({ length: callers }, call));
  const rate = ((recorded - before) / (performance.now() - start)) * 1_000;
  await store.close();
  return rate;
}

/** One table, one statement, the same durability: each transaction is synced before the next one begins. */
function bySqliteAlone(directory: string, group: number): number {
  const database = new Database(join(directory, 'bare.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bytes TEXT NOT NULL) STRICT');
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
  const insert = database.prepare('INSERT INTO entries (seq, id, bytes) VALUES (?, ?, ?)');
  const start = performance.now();
  let seq = 0;
  while (performance.now() - start < ROUND_MS) {
    begin.run();
    for (let each = 0; each < group; each += 1) {
      insert.run(seq, sha256(String(seq)).slice(0, 36), bytes);
      seq += 1;
    }
    commit.run();
  }
  const rate = (seq / (performance.now() - start)) * 1_000;
  database.close();
  return rate;
}

const ways: readonly (readonly [string, (directory: string) => number | Promise<number>])[] = [
  ['SQLite alone, 1 a transaction', (directory) => bySqliteAlone(directory, 1)],
  ['writer, 1 caller', (directory) => throughTheWriter(directory, 1)],
  ['writer, 16 callers', (directory) => throughTheWriter(directory, 16)],
  ['writer, 64 callers', (directory) => throughTheWriter(directory, GROUP)],
  ['SQLite alone, 64 a transaction', (directory) => bySqliteAlone(directory, GROUP)],
];

/** All ways in turn, several times over, so that a slow moment of the machine meets them all. */
export async function appends(root: string): Promise<readonly AppendRate[]> {
  const rates = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, run] of ways) {
      const directory = mkdtempSync(join(root, 'appends-'));
      rates.get(name)?.push(await run(directory));
      rmSync(directory, { recursive: true });
    }
  }
  return [...rates].map(([name, each]) => ({ name, perSecond: spreadOf(each) }));
}
