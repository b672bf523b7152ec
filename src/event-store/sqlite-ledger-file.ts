import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { LedgerMissing, NotDurable, StoreUnavailable } from './event-store';
import { IN_MEMORY, isFull, sqliteCode, type Access, type Connect, type SqliteDatabase } from './sqlite-database';

/** What a file of ours holds: the mark by which it is known, so that no other database is ever written to, and its tables. */
export interface FileKind {
  readonly applicationId: number;
  readonly tables: string;
}

/** Of the tables, not of the entries. Goes up when an older program could no longer write the file. */
const FILE_VERSION = 1;

/** What `PRAGMA synchronous` answers for FULL: each commit is synced before it is reported. */
const FULL = 2;

/** The entries of a ledger. Marked "ESLd". */
export const entriesFile: FileKind = {
  applicationId: 0x45534c64,
  tables: `
  CREATE TABLE entries (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bytes TEXT NOT NULL) STRICT;
  CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are not changed: correct them by adding one'); END;
  CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are not deleted: correct them by adding one'); END;
  -- INSERT OR REPLACE deletes without asking the trigger above.
  CREATE TRIGGER entries_are_added_at_the_end BEFORE INSERT ON entries
    WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM entries) OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'entries are added at the end, each with an id of its own'); END;`,
};

/** The file is there, but it is no ledger, or one that only a newer program can read. It was not touched. */
export class NotALedger extends Error {
  public constructor(path: string, reason: string, cause?: unknown) {
    super(`${path} is not a ledger that this program can use: ${reason}`, { cause });
    this.name = 'NotALedger';
  }
}

/** Where the data directory should be there is a file. It was not touched. */
export class NoDirectory extends Error {
  public constructor(path: string) {
    super(`the data directory is "${path}", which is a file; name a directory.`);
    this.name = 'NoDirectory';
  }
}

/** Where the ledger of a data directory is kept. */
export const ledgerPath = (directory: string): string =>
  directory === IN_MEMORY ? IN_MEMORY : join(resolve(directory), 'ledger.sqlite');

export interface LedgerFile {
  readonly kind: FileKind;
  readonly path: string;
  readonly access: Access;
  readonly connect: Connect;
}

/**
 * Connects to the ledger's file, made first where it is to be written and is not there. `doubtful` after a commit that
 * failed. Throws LedgerMissing where the file is only to be read and is not there, NotALedger, NotDurable,
 * StoreUnavailable, and the driver's errors.
 */
export function openLedgerFile({ kind, path, access, connect }: LedgerFile, doubtful: boolean): SqliteDatabase {
  if (path !== IN_MEMORY) prepareFile(path, access);
  const database = connect(path, access);
  try {
    // First of all the question whose file it is: the settings below would already change a foreign one.
    const empty = inTransaction(database, 'BEGIN', () => isEmpty(database, kind, path));
    if (empty && access === 'read') throw new LedgerMissing(path);
    database.pragma('trusted_schema = OFF');
    if (access === 'write') prepareWriting(database, path);
    if (empty) createTables(database, kind, path);
    if (doubtful) beginNewLog(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws NotDurable unless each commit on this connection is synced before it is reported. */
export function assertDurable(database: SqliteDatabase): void {
  const [synchronous] = database.pragma('synchronous');
  if (synchronous === FULL) return;
  throw new NotDurable(`the store would not be durable: PRAGMA synchronous is ${String(synchronous)}, not ${FULL}`);
}

/**
 * After a failed sync the system may believe that bytes are on the disk which never got there, and a commit that was
 * reported as failed may come back when the log is next recovered. So all that is committed is written anew into the main
 * file and synced, and a new log is begun over the old one. Throws where that does not succeed entirely.
 */
function beginNewLog(database: SqliteDatabase): void {
  const [busy] = database.pragma('wal_checkpoint(TRUNCATE)');
  if (busy !== 0) throw new StoreUnavailable('another process keeps the log in use', false);
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${FILE_VERSION}; COMMIT`);
}

function prepareFile(path: string, access: Access): void {
  if (existsSync(path)) return;
  if (access === 'read') throw new LedgerMissing(path);
  const directory = dirname(path);
  makeDataDirectory(directory);
  try {
    // SQLite would make the file readable for everyone; its log takes over the mode of the file.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw new StoreUnavailable(`no ledger can be made in the directory ${directory}`, false, error);
  }
}

/** Makes a data directory where there is none, and those above it. Throws StoreUnavailable, and NoDirectory where it is a file. */
export function makeDataDirectory(directory: string): void {
  try {
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false) throw new NoDirectory(directory);
    makeDirectory(resolve(directory));
  } catch (error) {
    if (error instanceof NoDirectory) throw error;
    throw new StoreUnavailable(`the directory ${directory} cannot be made`, false, error);
  }
}

/** SQLite syncs the directory that its files are in; the directories above, where they are new, have to be synced here. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  const above = dirname(directory);
  makeDirectory(above);
  // One by one: making them all at once never ends where the system says of a place that is there that it is not.
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(directory)) throw error;
  }
  if (process.platform !== 'win32') sync(above);
}

function sync(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isEmpty(database: SqliteDatabase, kind: FileKind, path: string): boolean {
  const [application, version] = readMarks(database, path);
  if (application === kind.applicationId) {
    if (version === FILE_VERSION) return false;
    throw new NotALedger(path, `its version is ${String(version)}, and this program knows ${FILE_VERSION}`);
  }
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').all()[0]?.[0];
  if (application === 0 && version === 0 && tables === 0) return true;
  throw new NotALedger(path, 'it is another kind of database');
}

function readMarks(database: SqliteDatabase, path: string): readonly [unknown, unknown] {
  try {
    return [database.pragma('application_id')[0], database.pragma('user_version')[0]];
  } catch (error) {
    if (sqliteCode(error) === 'SQLITE_NOTADB') throw new NotALedger(path, 'it is not a database', error);
    throw error;
  }
}

function prepareWriting(database: SqliteDatabase, path: string): void {
  const [mode] = database.pragma('journal_mode = WAL');
  if (mode !== 'wal' && path !== IN_MEMORY) throw new NotALedger(path, 'its disk does not allow a write-ahead log');
  database.pragma('synchronous = FULL');
  // On a Mac a plain sync ends in the drive's own cache. Elsewhere these two do nothing.
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  assertDurable(database);
  // A process that was killed may have left commits in the log that were never synced, and an append sent again would
  // find them there. Writing the log into the main file syncs it first; where others do that just now, so do they.
  syncLog(database);
}

function syncLog(database: SqliteDatabase): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // The log was synced before the main file was found to have no room. Reading goes on when the disk is full.
    if (!isFull(error)) throw error;
  }
}

/** Two processes may find the file empty at once: the one that gets the lock makes the tables, the other one sees them. */
function createTables(database: SqliteDatabase, kind: FileKind, path: string): void {
  inTransaction(database, 'BEGIN IMMEDIATE', () => {
    if (!isEmpty(database, kind, path)) return;
    const marks = `PRAGMA application_id = ${String(kind.applicationId)}; PRAGMA user_version = ${FILE_VERSION};`;
    database.exec(`${kind.tables} ${marks}`);
  });
}

/** Does what has to see one state of the file, which another process may be writing, or to change it all or not at all. */
function inTransaction<Result>(database: SqliteDatabase, begin: string, work: () => Result): Result {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
