import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { NO_SIGNING_KEY, PUT_KEYS_BACK } from './checkpoint-store';
import type { EventStore } from './event-store';
import { ailment, examineEntries, RESTORE, type Ailment } from './examination';
import { LedgerFeed } from './ledger-feed';
import { LedgerTree } from './ledger-tree';
import { SigningKeys } from './signing-keys';
import { SqliteCheckpointStore } from './sqlite-checkpoint-store';
import { connectSqlite } from './sqlite-database';
import { SqliteEventStore } from './sqlite-event-store';
import { ledgerPath } from './sqlite-ledger-file';

const TRIGGERS = ['entries_are_not_changed', 'entries_are_not_deleted', 'entries_are_added_at_the_end'];

/** Looks at the embedded store of a data directory; `mend` puts right what may be: the modes of its files. */
export async function examineDirectory(directory: string, mend: boolean): Promise<readonly Ailment[]> {
  const path = ledgerPath(directory);
  if (!existsSync(path))
    return [ailment('UNUSABLE', `There is no ledger in ${directory}.`, 'Run savings init, or name another directory.')];
  const modes = [directory, ...readdirSync(directory).map((name) => join(directory, name))].flatMap((each) =>
    examineMode(each, mend),
  );
  const file = examineFile(path);
  if (file.length > 0) return [...modes, ...file];
  try {
    // As a server does before it records: this finds a file that is not synced at every commit.
    const store = await SqliteEventStore.open({ directory });
    const entries = await examineEntries(store);
    const signed = entries.length === 0 ? await examineSigned(store, directory) : [];
    await store.close();
    return [...modes, ...entries, ...signed];
  } catch (error) {
    return [
      ...modes,
      ailment(
        'UNUSABLE',
        (error as Error).message,
        'Put the directory on a disk of this machine, writable for its owner.',
      ),
    ];
  }
}

/** Compares all entries with what was signed: where somebody changed them with care, nothing else shows it. */
async function examineSigned(store: EventStore, directory: string): Promise<readonly Ailment[]> {
  const checkpoints = new SqliteCheckpointStore({ directory, readOnly: true });
  const tree = new LedgerTree(new LedgerFeed(store), checkpoints);
  const doubt = await tree.doubt();
  const last = await checkpoints.last();
  await checkpoints.close();
  if (doubt !== null)
    return [ailment('SIGNED', `The entries are not those that were signed: ${doubt.message}.`, RESTORE)];
  if (last === null || hasKey(tree, last.size, directory)) return [];
  return [ailment('KEYS', `The ledger can only be read: ${NO_SIGNING_KEY}.`, `P${PUT_KEYS_BACK.slice(1)}.`)];
}

/** Whether the key that is to sign next is here. */
function hasKey(tree: LedgerTree, size: number, directory: string): boolean {
  const keys = new SigningKeys(directory, false);
  const changed = tree.changesIn(size).at(-1)?.next;
  if (changed !== undefined) return keys.of(changed) !== null;
  return tree.origin !== null && keys.first(tree.origin) !== null;
}

/** Files are for their owner alone, 0600 and directories 0700. Systems without such modes have nothing to find. */
function examineMode(path: string, mend: boolean): readonly Ailment[] {
  if (process.platform === 'win32') return [];
  const stat = statSync(path);
  const wanted = stat.isDirectory() ? 0o700 : 0o600;
  const found = stat.mode & 0o777;
  if ((found & ~wanted) === 0) return [];
  if (mend) chmodSync(path, wanted);
  const what = `${path} has the mode ${found.toString(8)}, so others may read or write it.`;
  return [ailment('MODE', what, `Set it to ${wanted.toString(8)}; --mend does.`, mend)];
}

function examineFile(path: string): readonly Ailment[] {
  const anew =
    'Restore a backup, or run savings copy into a new directory, which keeps what can be read and compares it.';
  try {
    const database = connectSqlite(path, 'read');
    try {
      const [verdict] = database.pragma('integrity_check');
      if (verdict !== 'ok') return [ailment('INTEGRITY', `SQLite finds the file damaged: ${String(verdict)}`, anew)];
      const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all().flat();
      const missing = TRIGGERS.filter((name) => !names.includes(name));
      return missing.length === 0
        ? []
        : [
            ailment(
              'TRIGGERS',
              `Somebody took away ${missing.join(', ')}, which keep entries from being changed.`,
              anew,
            ),
          ];
    } finally {
      database.close();
    }
  } catch (error) {
    return [ailment('INTEGRITY', `The file cannot be read: ${(error as Error).message}.`, anew)];
  }
}
