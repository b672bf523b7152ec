import { assertStorable } from './entry-bytes';
import {
  AppendTooLarge,
  OutcomeUnknown,
  StoreUnavailable,
  type Appended,
  type Conflict,
  type EventStore,
  type NewEntry,
  type NotDurable,
  type StoredEntry,
} from './event-store';
import { backOff } from './back-off';
import { KurrentDbError, type AppendCall, type ClientOptions, type KurrentDbCalls } from './kurrentdb-calls';
import { connectKurrentDb } from './kurrentdb-client';
import { followStream } from './kurrentdb-follower';
import type { KurrentDbSettings } from './kurrentdb-settings';
import { storedFrom } from './kurrentdb-stored-entry';
import { DamagedLedger } from './ledger-feed';
import { limitsFault, readStreamRules } from './stream-rules';

/** How long a call may take and how often it is tried in all, each time with the same ids at the same head. */
const DEADLINE_MS = 5_000;
const MOST_TRIES = 4;

/** Servers up to 25.0 take 1 MiB in one append. What an event takes besides its bytes is counted generously. */
const LARGEST_APPEND = 1_000_000;
const BESIDES_BYTES = 128;

/** How long a silent subscription is believed before the head is asked for. */
const SILENCE_MS = 10_000;

export interface KurrentDbOptions extends KurrentDbSettings {
  /** The stream that is the ledger. */
  readonly stream: string;
  readonly readOnly?: boolean | undefined;
  readonly deadlineMs?: number | undefined;
  readonly silenceMs?: number | undefined;
  readonly appendCall?: AppendCall | undefined;
  /** How the server is called. Tests put a client in front of this one. */
  readonly connect?: ((options: ClientOptions) => KurrentDbCalls) | undefined;
}

/** A ledger in one stream of a KurrentDB cluster: seq is revision. Any number of processes may read and write it. */
export class KurrentDbEventStore implements EventStore {
  private readonly calls: KurrentDbCalls;
  private readonly closing = new AbortController();
  private fault: NotDurable | null = null;

  private constructor(private readonly options: KurrentDbOptions) {
    this.calls = (options.connect ?? connectKurrentDb)({
      ...options,
      deadlineMs: options.deadlineMs ?? DEADLINE_MS,
      appendCall: options.appendCall ?? 'Append',
    });
  }

  /**
   * Throws StoreUnavailable where the cluster cannot be reached, NotDurable where the stream loses its entries after an
   * age or a count, or was cut off or deleted; `savings doctor` says more of it.
   */
  public static async open(options: KurrentDbOptions): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(options);
    try {
      await store.checkRules();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /**
   * Throws NotDurable where the stream's metadata let entries vanish, StoreUnavailable where it cannot be read. After
   * NotDurable nothing is appended until a later check finds the stream in order.
   */
  public async checkRules(): Promise<void> {
    const rules = await this.patiently(() => readStreamRules(this.calls, this.options.stream));
    this.fault = limitsFault(rules, this.options.stream);
    if (this.fault !== null) throw this.fault;
  }

  /**
   * As the port says. Throws a TypeError for text that would not come back as it is; AppendTooLarge, where nothing was
   * sent; StoreUnavailable, where nothing was stored; OutcomeUnknown; DamagedLedger where the stream is not whole.
   */
  public async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    assertStorable(entries);
    this.assertUsable();
    if (this.fault !== null) throw this.fault;
    if (this.options.readOnly === true) throw new StoreUnavailable('this ledger was opened for reading only', false);
    const size = entries.reduce((sum, { bytes }) => sum + Buffer.byteLength(bytes) + BESIDES_BYTES, 0);
    if (size > LARGEST_APPEND) throw new AppendTooLarge(size, LARGEST_APPEND);
    if (entries.length === 0) return await this.settle(entries, expectedHead);
    return await this.appendPatiently(entries, expectedHead);
  }

  /** Throws StoreUnavailable, and DamagedLedger where an entry is missing, out of its place or no text. */
  public async read({ from, limit }: { readonly from: number; readonly limit: number }): Promise<StoredEntry[]> {
    this.assertUsable();
    if (limit <= 0) return [];
    return await this.patiently(async () => {
      try {
        return storedFrom(await this.calls.read(this.options.stream, from, limit), from);
      } catch (error) {
        if (error instanceof KurrentDbError && error.trouble === 'no stream') return [];
        throw error;
      }
    });
  }

  public async head(): Promise<number> {
    this.assertUsable();
    const last = await this.patiently(() => this.calls.last(this.options.stream));
    return last === null ? 0 : last.revision + 1;
  }

  /** Goes on through every failure of the connection. Ends when the signal aborts or the store is closed. */
  public follow({
    from,
    signal,
  }: {
    readonly from: number;
    readonly signal: AbortSignal;
  }): AsyncGenerator<StoredEntry> {
    return followStream({
      subscribe: (next, listener) => this.calls.subscribe(this.options.stream, next, listener),
      head: () => this.head(),
      from,
      signal: AbortSignal.any([signal, this.closing.signal]),
      silenceMs: this.options.silenceMs ?? SILENCE_MS,
    });
  }

  public async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.calls.close();
  }

  private async appendPatiently(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    const last = expectedHead + entries.length - 1;
    let doubt: unknown = null;
    let reason: unknown = null;
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      if (tries > 1) await backOff(tries - 1);
      try {
        const revision = await this.calls.append(this.options.stream, entries, expectedHead);
        if (revision !== last)
          throw new KurrentDbError('conflict', `the server names revision ${revision} as the last`);
        return { conflict: false, head: last + 1 };
      } catch (error) {
        reason = error;
        const trouble = troubleOf(error);
        if (trouble === 'refused') break;
        if (trouble === 'unknown' || trouble === 'no stream') doubt = error;
        // Whatever a server says of the head, what is stored decides; a server that is wrong about it is asked again.
        const settled = trouble === 'conflict' ? await this.settled(entries, expectedHead, error) : null;
        if (settled !== null) return settled;
      }
    }
    return await this.afterLastTry(entries, expectedHead, doubt, reason);
  }

  private async afterLastTry(
    entries: readonly NewEntry[],
    expectedHead: number,
    doubt: unknown,
    reason: unknown,
  ): Promise<Appended | Conflict> {
    if (doubt === null) throw asFault(reason);
    const settled = await this.settled(entries, expectedHead, doubt);
    if (settled !== null) return settled;
    // They are not there now, but a call that is still on its way may yet store them.
    throw new OutcomeUnknown(doubt);
  }

  /** What became of an append by what is stored; null where the head is still the expected one, so that nothing is said. */
  private async settled(
    entries: readonly NewEntry[],
    expectedHead: number,
    cause: unknown,
  ): Promise<Appended | Conflict | null> {
    try {
      const outcome = await this.settle(entries, expectedHead);
      return outcome.conflict && outcome.head === expectedHead ? null : outcome;
    } catch (error) {
      if (error instanceof DamagedLedger) throw error;
      throw new OutcomeUnknown(new AggregateError([cause, error], 'the append failed, and so did looking what it did'));
    }
  }

  private async settle(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    const stored = await this.read({ from: expectedHead, limit: entries.length });
    const conflict = entries.some(({ id }, index) => stored[index]?.id !== id);
    const head = await this.head();
    return { conflict: entries.length === 0 ? head !== expectedHead : conflict, head };
  }

  private assertUsable(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the store is closed', false);
  }

  /** Reads, again where the first answers fail: after a change of leader the first ones do. Reading changes nothing. */
  private async patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const hopeless = error instanceof KurrentDbError && error.trouble === 'refused';
        if (hopeless || tries >= MOST_TRIES || this.closing.signal.aborted) throw asFault(error);
      }
      await backOff(tries);
    }
  }
}

const troubleOf = (error: unknown): KurrentDbError['trouble'] =>
  error instanceof KurrentDbError ? error.trouble : 'unknown';

/** What the caller is told about an error of the client; nothing was stored. Our own errors stay as they are. */
function asFault(error: unknown): unknown {
  if (!(error instanceof KurrentDbError)) return error;
  const what = error.trouble === 'refused' ? 'KurrentDB refuses this' : 'KurrentDB cannot be reached';
  return new StoreUnavailable(`${what}: ${error.message}`, false, error);
}
