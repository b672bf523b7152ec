/**
 * Copies a ledger while it is written to, and takes a copy into use again. A copy is a data directory with a note beside
 * it, `backup.json`: how many entries it has and what their bytes hash to. Nothing is believed that was not read again.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { leafHash } from '../tamper-evidence/leaf';
import { LedgerFeed } from './ledger-feed';
import { LedgerTree } from './ledger-tree';
import { demandCheckpoint, demandSigned } from './signed-copy';
import { SigningKeys } from './signing-keys';
import { SqliteCheckpointStore } from './sqlite-checkpoint-store';
import { connectSqlite } from './sqlite-database';
import { SqliteEventStore } from './sqlite-event-store';
import { ledgerPath } from './sqlite-ledger-file';

/** What a copy holds: how many entries, the leaf hash of the last, and SHA-256 over all leaf hashes in their order. */
export interface CopyOfLedger {
  readonly entries: number;
  readonly lastLeaf: string;
  readonly leaves: string;
}

/** A copy that cannot be taken or used, and why. What was begun of it is removed. */
export class CopyRefused extends Error {
  public constructor(
    public readonly code: 'PLACE_TAKEN' | 'BACKUP_DAMAGED',
    message: string,
  ) {
    super(message);
    this.name = 'CopyRefused';
  }
}

/**
 * Beside the ledger: the checkpoints that were signed, and who the officers are. They are copied before it, so that no
 * checkpoint is ahead of the entries. The signing key is not copied: it is kept apart.
 */
const besides = ['checkpoints.sqlite', 'access.sqlite'];

/**
 * Copies the ledger of a data directory into a new directory, as one state of it, while others go on recording.
 * Throws CopyRefused where the directory is not empty, DamagedLedger where what was copied is not whole, LedgerUnverified
 * where it is not what was signed, or nothing says so: each entry must be covered by a checkpoint of the directory's own key.
 */
export async function backUpLedger(directory: string, target: string): Promise<CopyOfLedger> {
  return fresh(target, async () => {
    for (const name of besides) copyInUse(join(directory, name), join(target, name));
    copyInUse(ledgerPath(directory), ledgerPath(target));
    const held = await whatIsHeld(target, (copy) => demandSignedIn(directory, copy));
    writeFileSync(join(target, 'backup.json'), `${JSON.stringify(held, null, 2)}\n`, { mode: 0o600 });
    sync(target);
    return held;
  });
}

/**
 * Takes a copy into use in a data directory that has no ledger. Throws CopyRefused where it has one, where the copy has
 * no note, or where its entries are not those of the note; DamagedLedger where they are not whole, LedgerUnverified where they
 * are not those that were signed.
 */
export async function restoreLedger(source: string, directory: string): Promise<CopyOfLedger> {
  const noted = noteOf(source);
  const there = await whatIsHeld(source);
  if (JSON.stringify(there) !== JSON.stringify(noted)) {
    throw new CopyRefused('BACKUP_DAMAGED', `The copy in ${source} holds other entries than its note says.`);
  }
  return fresh(directory, async () => {
    const names = ['ledger.sqlite', ...besides].filter((name) => existsSync(join(source, name)));
    for (const name of names) copyFileSync(join(source, name), join(directory, name));
    const held = await whatIsHeld(directory);
    const note = { ...held, from: resolve(source), at: new Date().toISOString() };
    writeFileSync(join(directory, 'restored.json'), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
    sync(directory);
    return held;
  });
}

/** Works in a directory that is new or empty, and leaves none behind that is half done. */
async function fresh<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  const isNew = !existsSync(directory);
  if (!isNew && readdirSync(directory).length > 0) {
    throw new CopyRefused('PLACE_TAKEN', `There is something in ${directory} already; name a directory of its own.`);
  }
  if (isNew) mkdirSync(directory, { mode: 0o700 });
  try {
    return await work();
  } catch (error) {
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    if (isNew) rmSync(directory, { recursive: true });
    throw error;
  }
}

/** One state of a database that others may be writing. */
function copyInUse(from: string, to: string): void {
  if (!existsSync(from)) return;
  // Empty, it is taken over with its mode; SQLite would make one that everyone may read.
  closeSync(openSync(to, 'wx', 0o600));
  const database = connectSqlite(from, 'read');
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

function noteOf(source: string): unknown {
  try {
    return JSON.parse(readFileSync(join(source, 'backup.json'), 'utf8'));
  } catch {
    throw new CopyRefused('BACKUP_DAMAGED', `There is no copy with a readable note, backup.json, in ${source}.`);
  }
}

/** The copy against what is signed in the directory by now: its own checkpoints were copied before its last entries. */
async function demandSignedIn(directory: string, copy: LedgerTree): Promise<void> {
  const checkpoints = new SqliteCheckpointStore({ directory, readOnly: true });
  try {
    await demandSigned(copy, checkpoints, new SigningKeys(directory, false));
  } finally {
    await checkpoints.close();
  }
}

/**
 * Reads every entry, from the first on: seqs dense, bytes those of the entry they say they are, and all of them those that
 * were signed. A copy of what somebody altered would take the place of a good one, so there is none: LedgerUnverified.
 */
async function whatIsHeld(
  directory: string,
  further: (tree: LedgerTree) => Promise<void> = () => Promise.resolve(),
): Promise<CopyOfLedger> {
  const store = await SqliteEventStore.open({ directory, readOnly: true });
  const checkpoints = new SqliteCheckpointStore({ directory, readOnly: true });
  try {
    const leaves = createHash('sha256');
    let [entries, lastLeaf] = [0, ''];
    const feed = new LedgerFeed(store);
    const tree = new LedgerTree(feed, checkpoints);
    feed.subscribe(({ bytes }) => {
      lastLeaf = leafHash(bytes);
      leaves.update(lastLeaf, 'hex');
      entries += 1;
    });
    await feed.catchUp();
    const doubt = await tree.doubt();
    if (doubt !== null) throw doubt;
    await demandCheckpoint(tree, checkpoints);
    await further(tree);
    return { entries, lastLeaf, leaves: leaves.digest('hex') };
  } finally {
    await checkpoints.close();
    await store.close();
  }
}

/** What was written is on the disk, and so are the names it was written under. */
function sync(directory: string): void {
  const files = readdirSync(directory).map((name) => join(directory, name));
  for (const path of [...files, directory, dirname(resolve(directory))]) {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
