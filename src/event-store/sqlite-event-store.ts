import { setTimeout as pause } from 'node:timers/promises';

import { assertStorable } from './entry-bytes';
import {
  NotDurable,
  OutcomeUnknown,
  StoreUnavailable,
  type Appended,
  type Conflict,
  type EventStore,
  type NewEntry,
  type StoredEntry,
} from './event-store';
import { connectSqlite, IN_MEMORY, isBusy, isFull, sqliteCode, type Connect } from './sqlite-database';
import { assertDurable, entriesFile, ledgerPath, openLedgerFile, type LedgerFile } from './sqlite-ledger-file';
import { SqliteLedger } from './sqlite-ledger';

/** How long a writer waits in all for other processes that write the same file, and how long between two tries. */
const PATIENCE_MS = 5_000;
const BETWEEN_TRIES_MS = 5;

/** How soon a follower notices what another process appended. */
const POLL_MS = 50;
const FOLLOW_PAGE = 1_000;

export interface SqliteOptions {
  /** The data directory, which holds one ledger, or `:memory:`. */
  readonly directory: string;
  readonly readOnly?: boolean | undefined;
  /** How connections are made. Tests put a failing disk here. */
  readonly connect?: Connect | undefined;
}

/** A ledger in one SQLite file. Any number of processes may read and write it: the file's own lock puts them in order. */
export class SqliteEventStore implements EventStore {
  private readonly file: LedgerFile;
  private readonly waiting = new Set<() => void>();
  private ledger: SqliteLedger | null = null;
  private closed = false;
  /** After a commit that failed: what the file seems to hold may be neither on the disk nor gone from it. */
  private doubtful = false;
  private fault: NotDurable | null = null;

  private constructor(options: SqliteOptions) {
    this.file = {
      kind: entriesFile,
      path: ledgerPath(options.directory),
      access: options.readOnly === true ? 'read' : 'write',
      connect: options.connect ?? connectSqlite,
    };
  }

  /** Throws LedgerMissing (reading only), NotALedger, NotDurable, StoreUnavailable. */
  public static async open(options: SqliteOptions): Promise<SqliteEventStore> {
    const store = new SqliteEventStore(options);
    await store.patiently(() => undefined);
    return store;
  }

  /**
   * As the port says. Throws a TypeError for text that would not come back as it is; an Error where an entry's id is
   * recorded elsewhere in the ledger; StoreUnavailable; OutcomeUnknown; NotDurable, and that from then on.
   */
  public async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    assertStorable(entries);
    if (this.file.access === 'read') throw new StoreUnavailable('this ledger was opened for reading only', false);
    const outcome = await this.patiently((ledger) => this.appendTo(ledger, entries, expectedHead));
    if (!outcome.conflict) this.wakeFollowers();
    return outcome;
  }

  public async read({ from, limit }: { readonly from: number; readonly limit: number }): Promise<StoredEntry[]> {
    return await this.patiently((ledger) => ledger.read(from, limit));
  }

  public async head(): Promise<number> {
    return await this.patiently((ledger) => ledger.head());
  }

  /** Ends when the signal aborts or the store is closed. */
  public async *follow(range: { readonly from: number; readonly signal: AbortSignal }): AsyncGenerator<StoredEntry> {
    let next = range.from;
    const ended = (): boolean => range.signal.aborted || this.closed;
    while (!ended()) {
      const page = await this.read({ from: next, limit: FOLLOW_PAGE });
      if (page.length === 0) await this.news(range.signal);
      for (const stored of page) {
        if (ended()) return;
        yield stored;
        next = stored.seq + 1;
      }
    }
  }

  public close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.wakeFollowers();
      this.ledger?.tidyUp();
      this.letGo();
    }
    return Promise.resolve();
  }

  /** Does the work as soon as no other process is in its way, for as long as patience lasts. */
  private async patiently<Result>(work: (ledger: SqliteLedger) => Result): Promise<Result> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      if (this.closed) throw new StoreUnavailable('the store is closed', false);
      try {
        return work(this.opened());
      } catch (error) {
        if (!isBusy(error)) throw this.asFault(error);
        if (performance.now() > deadline)
          throw new StoreUnavailable('other processes keep the store busy', false, error);
      }
      await pause(BETWEEN_TRIES_MS);
    }
  }

  private opened(): SqliteLedger {
    if (this.ledger !== null) return this.ledger;
    this.ledger = new SqliteLedger(openLedgerFile(this.file, this.doubtful));
    this.doubtful = false;
    return this.ledger;
  }

  private appendTo(ledger: SqliteLedger, entries: readonly NewEntry[], expectedHead: number): Appended | Conflict {
    if (this.fault !== null) throw this.fault;
    ledger.begin();
    try {
      const head = ledger.head();
      if (head !== expectedHead) {
        const conflict = !ledger.holds(entries, expectedHead);
        ledger.rollback();
        return { conflict, head };
      }
      ledger.insert(entries, expectedHead);
      // Only now has the connection opened its log, which is when a driver may quietly lower the setting.
      assertDurable(ledger.database);
    } catch (error) {
      this.giveUp(ledger);
      throw error;
    }
    return this.commit(ledger, entries, expectedHead);
  }

  private commit(ledger: SqliteLedger, entries: readonly NewEntry[], expectedHead: number): Appended {
    try {
      ledger.commit();
    } catch (error) {
      if (!this.settle(ledger, entries, expectedHead, error)) {
        throw new StoreUnavailable('the entries could not be written', isFull(error), error);
      }
    }
    return { conflict: false, head: expectedHead + entries.length };
  }

  /** Finds out whether a commit that failed was stored after all. Throws OutcomeUnknown where it cannot. */
  private settle(ledger: SqliteLedger, entries: readonly NewEntry[], expectedHead: number, cause: unknown): boolean {
    try {
      // Full means that a write failed. What is visible all the same was synced before; what is not has no end mark in
      // the log, so that it cannot come back.
      this.giveUp(ledger);
      if (isFull(cause)) return this.opened().holds(entries, expectedHead);
      if (this.file.path === IN_MEMORY) throw new Error('what is in memory cannot be opened again');
      this.letGo();
      this.doubtful = true;
      return this.opened().holds(entries, expectedHead);
    } catch (error) {
      throw new OutcomeUnknown(new AggregateError([cause, error], 'the commit failed, and so did looking what it did'));
    }
  }

  /** Ends a transaction that was not committed. A connection that cannot even do that is of no more use. */
  private giveUp(ledger: SqliteLedger): void {
    try {
      ledger.rollback();
    } catch {
      this.letGo();
    }
  }

  private letGo(): void {
    if (this.file.path === IN_MEMORY && !this.closed) return;
    this.ledger?.database.close();
    this.ledger = null;
  }

  /** What the caller is told about an error of the driver; nothing was stored. Our own errors stay as they are. */
  private asFault(error: unknown): unknown {
    if (error instanceof NotDurable) this.fault = error;
    const code = sqliteCode(error);
    if (isFull(error)) return new StoreUnavailable('the disk is full', true, error);
    if (code.startsWith('SQLITE_CONSTRAINT')) {
      return new Error('an entry with one of these ids is recorded elsewhere in the ledger', { cause: error });
    }
    if (!/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|NOMEM)/.test(code)) return error;
    this.letGo();
    return new StoreUnavailable('the file of the ledger cannot be used', false, error);
  }

  private async news(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS);
      signal.addEventListener('abort', wake);
      this.waiting.add(wake);
    });
  }

  private wakeFollowers(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
