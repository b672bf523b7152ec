/**
 * The port: where a ledger's entries are kept. One ledger is one ordered stream of opaque bytes, dense from seq 0. The
 * store never looks inside them and never writes them anew.
 */
import type { EntryId } from '../domain/identifiers';

export interface StoredEntry {
  readonly seq: number;
  readonly id: EntryId;
  /** The exact bytes that were appended, as UTF-8 text. */
  readonly bytes: string;
}

export type NewEntry = Omit<StoredEntry, 'seq'>;

/** The other outcome of an append: the ledger had grown. Nothing was stored. */
export interface Conflict {
  readonly conflict: true;
  /** How many entries there really are. */
  readonly head: number;
}

export interface Appended {
  readonly conflict: false;
  /** How many entries there were when these had been stored, or are now. */
  readonly head: number;
}

export interface EventStore {
  /**
   * Stores all of the entries at seqs `expectedHead`, `expectedHead + 1`, ... or none of them. Resolves only when they
   * would survive a power cut. Where the ledger has grown: success again if these very ids sit there already, however
   * long since; otherwise a conflict. Throws OutcomeUnknown where it cannot tell whether they were stored.
   */
  append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict>;

  /** The entries from a seq on, in order, at most `limit` of them. */
  read(range: { readonly from: number; readonly limit: number }): Promise<readonly StoredEntry[]>;

  /** How many entries there are, which is the seq of the next one. */
  head(): Promise<number>;

  /** The entries from a seq on, first those stored, then each as it comes, until the signal aborts. */
  follow(range: { readonly from: number; readonly signal: AbortSignal }): AsyncIterable<StoredEntry>;

  close(): Promise<void>;
}

/** For Nest: what the store is injected as. */
export const EVENT_STORE = Symbol('event store');

/** An append may or may not have been stored. The same entries can be appended again: their ids settle it. */
export class OutcomeUnknown extends Error {
  public constructor(cause: unknown) {
    super('it is not known whether the entries were stored; send the same command again with the same key', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** The store cannot be reached or has no room; nothing was stored. */
export class StoreUnavailable extends Error {
  public constructor(
    message: string,
    public readonly full: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'StoreUnavailable';
  }
}

/** There is no ledger at this place, and none was made, because it was only to be read. */
export class LedgerMissing extends Error {
  public constructor(public readonly place: string) {
    super(`there is no ledger at ${place}`);
    this.name = 'LedgerMissing';
  }
}

/** What is stored here would not be kept for certain. Nothing more is written; the entries at hand were not stored. */
export class NotDurable extends Error {
  public constructor(why: string) {
    super(why);
    this.name = 'NotDurable';
  }
}

/** The entries are more than the store takes in one append, in bytes. None was stored; fewer at a time may be. */
export class AppendTooLarge extends Error {
  public constructor(size: number, most: number) {
    super(`${size} bytes were to be recorded at once, and the store takes ${most}; nothing was stored`);
    this.name = 'AppendTooLarge';
  }
}
