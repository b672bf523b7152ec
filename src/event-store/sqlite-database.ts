/** The one file that knows the SQLite driver. Its odd habits end here; they are listed in this folder's README. */
import { pathToFileURL } from 'node:url';

import Database from 'libsql';

/** A row, its columns in the order in which the query names them. */
type Row = readonly unknown[];

export interface SqliteStatement {
  readonly run: (...values: readonly unknown[]) => void;
  readonly all: (...values: readonly unknown[]) => readonly Row[];
}

/** One connection. All it does may throw the driver's error, whose code `sqliteCode` tells. */
export interface SqliteDatabase {
  readonly inTransaction: boolean;
  readonly exec: (sql: string) => void;
  readonly prepare: (sql: string) => SqliteStatement;
  /** Reads or sets a pragma: the columns of its first row, none where it answers nothing. Never prepared for later. */
  readonly pragma: (text: string) => Row;
  readonly close: () => void;
}

export type Access = 'write' | 'read';

/** Opens a connection to a file that exists, or to a database of its own in memory. */
export type Connect = (path: string, access: Access) => SqliteDatabase;

export const IN_MEMORY = ':memory:';

/** How long a statement itself waits for a lock. It blocks the whole process, so long waits are made elsewhere. */
const BUSY_TIMEOUT_MS = 50;

/** Throws the driver's error where the file is not there or may not be opened. */
export const connectSqlite: Connect = (path, access) => {
  // The driver ignores the options `readonly` and `fileMustExist`; SQLite itself heeds them in a file's URI.
  const mode = access === 'read' ? 'ro' : 'rw';
  const name = path === IN_MEMORY ? path : `${pathToFileURL(path).href}?mode=${mode}`;
  const database = connected(name);
  return {
    get inTransaction() {
      return database.inTransaction;
    },
    exec: (sql) => {
      database.exec(sql);
    },
    prepare: (sql) => prepared(database, sql),
    pragma: (text) => prepared(database, `PRAGMA ${text}`).all()[0] ?? [],
    close: () => {
      database.close();
    },
  };
};

function connected(name: string): Database.Database {
  try {
    return new Database(name, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    // The driver tells no code when it cannot open a file.
    throw Object.assign(new Error('the file cannot be opened', { cause: error }), { code: 'SQLITE_CANTOPEN' });
  }
}

function prepared(database: Database.Database, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  if (statement.reader) statement.raw();
  return {
    run: (...values) => {
      statement.run(...values);
    },
    all: (...values) => statement.all(...values) as Row[],
  };
}

/** SQLite's extended name for an error, such as `SQLITE_IOERR_FSYNC`; empty where the error is not SQLite's. */
export function sqliteCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  return error.code.startsWith('SQLITE_') ? error.code : '';
}

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));
export const isFull = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_FULL';
