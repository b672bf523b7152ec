import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'libsql';

import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { demandSigned } from '../../src/event-store/signed-copy';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { backUpLedger, restoreLedger } from '../../src/event-store/sqlite-backup';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { IN_MEMORY } from '../../src/event-store/sqlite-database';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { createServer } from '../../src/main';
import { baseline } from '../support/server';

const root = mkdtempSync(join(tmpdir(), 'backup-'));
const sample = join(root, 'sample');
const copy = join(root, 'copy');
let directory = '';

beforeAll(async () => {
  const { app } = await createServer(sample);
  await app.close();
});

beforeEach(() => {
  directory = mkdtempSync(join(root, 'ledger-'));
  cpSync(sample, directory, { recursive: true });
  rmSync(copy, { recursive: true, force: true });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(file: string, ...statements: readonly string[]): void {
  const database = new Database(join(directory, file));
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** Changes one amount as somebody would who knows the file. */
const alter = (): void => {
  run(
    'ledger.sqlite',
    'DROP TRIGGER entries_are_not_changed',
    "UPDATE entries SET bytes = replace(bytes, '400000.00', '400001.00') WHERE seq = 29",
  );
};

const withoutCheckpoints = (): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(directory, `checkpoints.sqlite${end}`), { force: true });
};

/** The tree over the first entries of the directory, as a copy that was taken at that moment has it. */
async function treeOver(size: number): Promise<LedgerTree> {
  const from = await SqliteEventStore.open({ directory, readOnly: true });
  const entries = (await from.read({ from: 0, limit: size })).map(({ id, bytes }) => ({ id, bytes }));
  const taken = await SqliteEventStore.open({ directory: IN_MEMORY });
  await taken.append(entries, 0);
  const feed = new LedgerFeed(taken);
  const tree = new LedgerTree(feed, new SqliteCheckpointStore({ directory: IN_MEMORY }));
  await feed.catchUp();
  await from.close();
  await taken.close();
  return tree;
}

/** Signs what is stored anew with another key, as whoever has the data directory but not its key can. */
async function signWithAnother(): Promise<void> {
  withoutCheckpoints();
  renameSync(join(directory, 'keys'), join(directory, 'keys-away'));
  await startAndStop();
  rmSync(join(directory, 'keys'), { recursive: true });
  renameSync(join(directory, 'keys-away'), join(directory, 'keys'));
}

/** A server signs at its start what is not signed. */
async function startAndStop(): Promise<void> {
  const { app } = await createServer(directory);
  await app.close();
}

async function recordOne(): Promise<void> {
  const { app } = await createServer(directory);
  const token = app.get(AccessTokens).issue('off-201' as OfficerId);
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'one-more' };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/entries', headers, payload: baseline });
  expect(answer.statusCode).toBe(201);
  await app.close();
}

describe('A copy of a ledger', () => {
  test('is made where every entry is covered by a checkpoint of its own key, and taken into use', async () => {
    const taken = await backUpLedger(directory, copy);

    expect(taken.entries).toBe(180);
    expect((await restoreLedger(copy, join(directory, 'restored'))).leaves).toBe(taken.leaves);
  });

  test('is not made of an altered ledger whose checkpoints were removed', async () => {
    alter();
    withoutCheckpoints();

    await expect(backUpLedger(directory, copy)).rejects.toThrow(/^180 entries are stored and no checkpoint: /);
    expect(existsSync(copy)).toBe(false);
  });

  test('is not made of an altered ledger that was signed anew with another key', async () => {
    alter();
    await signWithAnother();

    await expect(backUpLedger(directory, copy)).rejects.toThrow(
      'the last checkpoint is not signed by the key of this ledger',
    );
    expect(existsSync(copy)).toBe(false);
  });

  test('is not made where the key is not there to compare with', async () => {
    rmSync(join(directory, 'keys'), { recursive: true });

    await expect(backUpLedger(directory, copy)).rejects.toThrow(/put it into keys\/ again$/);
  });

  test('is not made where the last entry lost its checkpoint, and is after a server has signed it', async () => {
    await recordOne();
    run('checkpoints.sqlite', 'DROP TRIGGER checkpoints_are_not_deleted', 'DELETE FROM checkpoints WHERE size = 181');
    await expect(backUpLedger(directory, copy)).rejects.toThrow(/^no checkpoint covers the last of 181 entries; /);
    await startAndStop();

    expect((await backUpLedger(directory, copy)).entries).toBe(181);
  }, 30_000);

  test('may end in the middle of what one checkpoint covers, and is compared to its last entry', async () => {
    const checkpoints = new SqliteCheckpointStore({ directory, readOnly: true });
    const keys = new SigningKeys(directory, true);
    const first100 = await treeOver(100);
    const signed = demandSigned(first100, checkpoints, keys);
    await expect(signed).resolves.toBeUndefined();
    alter();
    const altered = demandSigned(await treeOver(100), checkpoints, keys);
    await expect(altered).rejects.toThrow('the entry stored at seq 29 is not the one that was signed');
    await checkpoints.close();
  });

  test('is not taken into use where its checkpoints were removed', async () => {
    await backUpLedger(directory, copy);
    rmSync(join(copy, 'checkpoints.sqlite'));

    await expect(restoreLedger(copy, join(directory, 'restored'))).rejects.toThrow(/no checkpoint: /);
    expect(existsSync(join(directory, 'restored'))).toBe(false);
  });

  test('is made of a ledger that is older than its checkpoints once a server has started and signed it', async () => {
    withoutCheckpoints();
    await startAndStop();

    expect((await backUpLedger(directory, copy)).entries).toBe(180);
  });
});
