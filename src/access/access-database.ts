/** The one file of this folder that knows the SQLite driver: who may come in is kept beside the ledger, never in it. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import Database from 'libsql';

/** A row, its columns in the order in which the query names them. */
export type Row = readonly unknown[];

const BUSY_TIMEOUT_MS = 5_000;
const FILE_VERSION = 1;

const schema = `
  CREATE TABLE officers (
    id TEXT PRIMARY KEY, name TEXT, role TEXT, role_changed_at INTEGER, tenant TEXT, subject TEXT,
    UNIQUE (tenant, subject)
  ) STRICT;
  CREATE TABLE proposals (
    number INTEGER PRIMARY KEY AUTOINCREMENT, proposed_at INTEGER NOT NULL, proposed_by TEXT, change TEXT NOT NULL
  ) STRICT;
  CREATE TABLE accounts (
    officer TEXT PRIMARY KEY, password TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE links (hash TEXT PRIMARY KEY, officer TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT;
  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY, officer TEXT NOT NULL, began_at INTEGER NOT NULL, signed_in_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, officer TEXT NOT NULL, label TEXT NOT NULL, scopes TEXT NOT NULL,
    made_at INTEGER NOT NULL, ends_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE sign_ins (
    hash TEXT PRIMARY KEY, state TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, back_to TEXT NOT NULL,
    again INTEGER NOT NULL, ends_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE access_log (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, officer TEXT, detail TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER access_log_is_not_changed BEFORE UPDATE ON access_log
    BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
  CREATE TRIGGER access_log_is_not_deleted BEFORE DELETE ON access_log
    BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
  CREATE TRIGGER access_log_is_added_at_the_end BEFORE INSERT ON access_log
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM access_log)
    BEGIN SELECT RAISE(ABORT, 'the access log is only added to'); END;
  PRAGMA user_version = ${String(FILE_VERSION)};`;

const IN_MEMORY = ':memory:';

/** Where access is kept in a data directory. */
export const accessPath = (directory: string): string => join(resolve(directory), 'access.sqlite');

/**
 * Officers, sessions, tokens and the access log of a data directory. The server and the terminal share the file, so
 * whatever one changes holds for the next request of the other. A rollback journal and `secure_delete` rather than a
 * write-ahead log: what is erased here must leave no copy behind.
 */
export class AccessDatabase {
  private readonly database: Database.Database;
  /** Every request asks the same few questions: what they are made into is kept. */
  private readonly statements = new Map<string, Database.Statement>();

  /**
   * Opens the file of a directory, made where it is not there and is not only to be read; null is a database in memory.
   * Throws where the file is of a newer program, or cannot be opened.
   */
  public constructor(directory: string | null, { readOnly = false } = {}) {
    const path = directory === null ? IN_MEMORY : accessPath(directory);
    const inMemory = directory === null || (readOnly && !existsSync(path));
    if (!inMemory) mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.database = new Database(inMemory ? IN_MEMORY : path, { timeout: BUSY_TIMEOUT_MS });
    if (inMemory || !readOnly) this.prepareWriting(inMemory ? null : path);
  }

  /** All rows of a question. */
  public all(sql: string, ...values: readonly unknown[]): readonly Row[] {
    return this.prepared(sql).all(...values) as Row[];
  }

  /** Changes something; gives how many rows. */
  public run(sql: string, ...values: readonly unknown[]): number {
    return this.prepared(sql).run(...values).changes;
  }

  /** Does all of the work or nothing of it, and lets no other process come between what it looks at and what it changes. */
  public together<Result>(work: () => Result): Result {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  public close(): void {
    this.statements.clear();
    this.database.close();
  }

  private prepared(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    if (statement.reader) statement.raw();
    this.statements.set(sql, statement);
    return statement;
  }

  private prepareWriting(path: string | null): void {
    if (path !== null) chmodSync(path, 0o600);
    for (const setting of ['journal_mode = DELETE', 'synchronous = FULL', 'secure_delete = ON', 'trusted_schema = OFF'])
      this.all(`PRAGMA ${setting}`);
    this.together(() => {
      const version = this.all('PRAGMA user_version')[0]?.[0];
      if (version === 0) this.database.exec(schema);
      else if (version !== FILE_VERSION)
        throw new Error(`${path ?? ''} is of version ${String(version)}; this program knows ${String(FILE_VERSION)}`);
    });
  }
}
