import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { LedgerUnverified, type CheckpointStore, type SignedBatch, type SignedHead } from './checkpoint-store';
import { StoreUnavailable } from './event-store';
import {
  connectSqlite,
  IN_MEMORY,
  isBusy,
  isFull,
  sqliteCode,
  type Connect,
  type SqliteDatabase,
  type SqliteStatement,
} from './sqlite-database';
import { assertDurable, NotALedger, openLedgerFile, type FileKind, type LedgerFile } from './sqlite-ledger-file';

/** Marked "ESLc". The leaves stand with the checkpoint that first covers them: one row for one append. */
const checkpointsFile: FileKind = {
  applicationId: 0x45534c63,
  tables: `
  CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY, first INTEGER NOT NULL UNIQUE, note TEXT NOT NULL, leaves BLOB NOT NULL
  ) STRICT;
  CREATE TABLE cosignatures (size INTEGER NOT NULL, lines TEXT NOT NULL) STRICT;
  CREATE TRIGGER checkpoints_are_not_changed BEFORE UPDATE ON checkpoints
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is signed once'); END;
  CREATE TRIGGER checkpoints_are_not_deleted BEFORE DELETE ON checkpoints
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is kept for ever'); END;`,
};

/** How long a process waits in all for others that write the same file, and how long between two tries. */
const PATIENCE_MS = 5_000;
const BETWEEN_TRIES_MS = 5;

/** Where the checkpoints of a data directory are kept. */
const checkpointsPath = (directory: string): string =>
  directory === IN_MEMORY ? IN_MEMORY : join(resolve(directory), 'checkpoints.sqlite');

/** A connection, with what every append asks of it prepared once. */
interface Opened {
  readonly database: SqliteDatabase;
  readonly begin: SqliteStatement;
  readonly commit: SqliteStatement;
  readonly last: SqliteStatement;
  readonly insert: SqliteStatement;
}

interface CheckpointOptions {
  readonly directory: string;
  readonly readOnly?: boolean | undefined;
  /** How connections are made. Tests put a failing disk here. */
  readonly connect?: Connect | undefined;
}

/** The checkpoints of a ledger in one SQLite file beside it. Opened when it is first needed. */
export class SqliteCheckpointStore implements CheckpointStore {
  private readonly file: LedgerFile;
  private database: SqliteDatabase | null = null;
  private open: Opened | null = null;
  private closed = false;
  /** After an error: what the file seems to hold may be neither on the disk nor gone from it. */
  private doubtful = false;

  public constructor({ directory, readOnly = false, connect = connectSqlite }: CheckpointOptions) {
    const access = readOnly ? 'read' : 'write';
    this.file = { kind: checkpointsFile, path: checkpointsPath(directory), access, connect };
  }

  public last(): Promise<SignedHead | null> {
    return this.patiently(({ last }) => headIn(last.all()));
  }

  public covering(seq: number): Promise<SignedHead | null> {
    return this.patiently(({ database }) =>
      headIn(database.prepare(`${HEAD} WHERE size > ? ORDER BY size LIMIT 1`).all(seq)),
    );
  }

  public add({ size, note, leaves }: SignedBatch, after: number): Promise<boolean> {
    return this.patiently((open) =>
      inTransaction(open, () => {
        if ((headIn(open.last.all())?.size ?? 0) !== after) return false;
        open.insert.run(size, after, note, leaves);
        return true;
      }),
    );
  }

  public leavesFrom(from: number): Promise<Buffer | null> {
    return this.patiently(({ database }) => {
      const leaves = database.prepare('SELECT leaves FROM checkpoints WHERE first = ?').all(from)[0]?.[0];
      return leaves === undefined ? null : Buffer.from(leaves as Uint8Array);
    });
  }

  public async addCosignatures(size: number, lines: string): Promise<void> {
    await this.patiently((open) => {
      inTransaction(open, () => {
        open.database.prepare('INSERT INTO cosignatures (size, lines) VALUES (?, ?)').run(size, lines);
      });
    });
  }

  public cosigned(): Promise<readonly { readonly size: number; readonly note: string }[]> {
    return this.patiently(({ database }) => {
      const rows = database
        .prepare(
          `SELECT size, CAST(note || group_concat(lines, '') AS BLOB) FROM checkpoints JOIN cosignatures USING (size)
           GROUP BY size ORDER BY size`,
        )
        .all() as [number, Buffer][];
      return rows.map(([size, note]) => ({ size, note: note.toString() }));
    });
  }

  public close(): Promise<void> {
    this.closed = true;
    this.tidyUp();
    this.letGo();
    return Promise.resolve();
  }

  /** Does the work as soon as no other process is in its way. A file that is only read and is not there holds nothing. */
  private async patiently<Result>(work: (open: Opened) => Result): Promise<Result> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      if (this.closed) throw new StoreUnavailable('the store of checkpoints is closed', false);
      try {
        return work(this.opened());
      } catch (error) {
        if (!isBusy(error)) throw this.asFault(error);
        if (performance.now() > deadline)
          throw new StoreUnavailable('other processes keep the checkpoints busy', false, error);
      }
      await pause(BETWEEN_TRIES_MS);
    }
  }

  private opened(): Opened {
    if (this.open !== null) return this.open;
    const isNotThere = this.file.access === 'read' && !existsSync(this.file.path);
    const file = isNotThere ? { ...this.file, path: IN_MEMORY, access: 'write' as const } : this.file;
    this.database ??= openLedgerFile(file, this.doubtful);
    this.doubtful = false;
    this.open = prepared(this.database);
    return this.open;
  }

  private asFault(error: unknown): unknown {
    this.doubtful = this.file.path !== IN_MEMORY;
    if (this.doubtful) this.letGo();
    if (isFull(error)) return new StoreUnavailable('the disk is full', true, error);
    const isBroken = error instanceof NotALedger || /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));
    return isBroken ? new LedgerUnverified(null, 'the file of the checkpoints is damaged') : error;
  }

  /** Leaves everything in the one file, for those who copy files. Where that fails, the log has the rest. */
  private tidyUp(): void {
    try {
      if (this.file.access === 'write') this.database?.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // The log is read with the file.
    }
  }

  private letGo(): void {
    this.database?.close();
    this.database = null;
    this.open = null;
  }
}

const HEAD = 'SELECT first, size, CAST(note AS BLOB) FROM checkpoints';

const prepared = (database: SqliteDatabase): Opened => ({
  database,
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
  last: database.prepare(`${HEAD} ORDER BY size DESC LIMIT 1`),
  insert: database.prepare('INSERT INTO checkpoints (size, first, note, leaves) VALUES (?, ?, ?, ?)'),
});

function headIn([row]: ReturnType<SqliteStatement['all']>): SignedHead | null {
  if (row === undefined) return null;
  const [from, size, note] = row as [number, number, Buffer];
  return { from, size, note: note.toString() };
}

function inTransaction<Result>({ database, begin, commit }: Opened, work: () => Result): Result {
  begin.run();
  try {
    const result = work();
    assertDurable(database);
    commit.run();
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
