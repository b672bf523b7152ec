import type { Entry } from '../domain/entries';
import { decodeEntry } from './entry-bytes';
import type { EventStore, StoredEntry } from './event-store';

/** An entry as it was read: what it says, and the bytes it was read from. */
export interface Recorded {
  readonly entry: Entry;
  readonly bytes: string;
}

/** How what somebody keeps of the entries is put away, and taken back instead of reading them again. */
export interface Keeping {
  readonly name: string;
  /** All of it as data that can be cloned; the same entries give the same. To be used before the next entry. */
  readonly toParts: () => unknown;
  /** Makes it anew from such data. Nothing changes before the function that this gives is called, which only assigns. */
  readonly fromParts: (parts: unknown) => () => void;
}

/** What was put away of the first so many entries, made anew and to be put in place, all of it. */
export interface Begun {
  readonly size: number;
  readonly places: readonly (() => void)[];
}

/** Makes anew what was put away, and changes nothing; null where there is nothing to begin from. */
export type Beginning = (keepings: readonly Keeping[]) => Promise<Begun | null>;

export type Subscriber = (recorded: Recorded) => void;

/** Few enough that what a page holds is gone before memory is tidied: 5,000 took 50 MB more and saved no time. */
const PAGE = 1_000;

/**
 * Reads the ledger once, in order, for everyone in this process who keeps something in memory: the writer's state and
 * the view's figures. All see the same entries in the same order, and what the writer has just recorded at once.
 */
export class LedgerFeed {
  private readonly subscribers: Subscriber[] = [];
  private readonly keepings: (Keeping | null)[] = [];
  private beginning: Beginning | null = null;
  private reading: Promise<void> = Promise.resolve();
  private toFollow: Promise<void> | null = null;
  private applied = 0;
  private fault: Error | null = null;

  public constructor(private readonly store: EventStore) {}

  /** How many entries everyone has seen. */
  public get size(): number {
    return this.applied;
  }

  /**
   * Joins before the first entry is read. Later is too late: a subscriber that missed entries would be wrong for ever.
   * Where one of them has no keeping, all entries are always read.
   */
  public subscribe(subscriber: Subscriber, keeping: Keeping | null = null): void {
    if (this.applied > 0) throw new Error('subscribe before the first entry is read');
    this.subscribers.push(subscriber);
    this.keepings.push(keeping);
  }

  /** What everyone keeps, in the order they joined; null where it cannot all be put away. */
  public kept(): readonly Keeping[] | null {
    const keepings = this.keepings.filter((each) => each !== null);
    return keepings.length === this.subscribers.length ? keepings : null;
  }

  /** Where to begin instead of at the first entry, tried once, when the first entry would be read. */
  public beginFrom(beginning: Beginning): void {
    this.beginning = beginning;
  }

  /**
   * Reads what was recorded up to this call, by this process or another one. Throws DamagedLedger where the stream is not
   * whole, and whatever a subscriber threw, both from then on for ever: what is in memory may be half of the truth.
   */
  public async catchUp(): Promise<void> {
    // A reading under way may have begun before the caller's own entry was recorded, so another one is to follow it.
    this.toFollow ??= this.readAfter(this.reading);
    await this.toFollow;
  }

  /** Reads the first so many entries and no more, for a process that does nothing else. Throws as catchUp does. */
  public async readTo(size: number): Promise<void> {
    await this.readOn(size);
  }

  /** Takes in what any process records, as the store tells of it, until the signal aborts. Throws as catchUp does. */
  public async follow(signal: AbortSignal): Promise<void> {
    for await (const stored of this.store.follow({ from: this.applied, signal })) {
      if (this.fault !== null) throw this.fault;
      this.apply(stored);
    }
  }

  private async readAfter(underWay: Promise<void>): Promise<void> {
    await underWay.catch(() => undefined);
    this.toFollow = null;
    this.reading = this.readOn();
    await this.reading;
  }

  private async readOn(size = Infinity): Promise<void> {
    const [beginning, keepings] = [this.beginning, this.kept()];
    this.beginning = null;
    if (beginning !== null && keepings !== null) this.putInPlace(await beginning(keepings));
    for (;;) {
      if (this.fault !== null) throw this.fault;
      const limit = Math.min(PAGE, size - this.applied);
      const page = limit > 0 ? await this.store.read({ from: this.applied, limit }) : [];
      for (const stored of page) this.apply(stored);
      if (page.length < PAGE) return;
    }
  }

  /** Where one of them cannot be put in place, some are and others are not: then nothing more is read. */
  private putInPlace(begun: Begun | null): void {
    if (begun === null) return;
    try {
      for (const place of begun.places) place();
    } catch (error) {
      this.fault = error as Error;
      throw error;
    }
    this.applied = begun.size;
  }

  /** Takes one stored entry to all subscribers, if it is the next one. */
  private apply(stored: StoredEntry): void {
    if (stored.seq < this.applied) return;
    try {
      const entry = this.decode(stored);
      for (const subscriber of this.subscribers) subscriber({ entry, bytes: stored.bytes });
    } catch (error) {
      this.fault = error as Error;
      throw error;
    }
    this.applied = stored.seq + 1;
  }

  private decode(stored: StoredEntry): Entry {
    const entry = this.tryDecode(stored);
    const isNext = stored.seq === this.applied;
    if (entry !== null && isNext && entry.seq === stored.seq && entry.id === stored.id) return entry;
    throw new DamagedLedger(stored.seq);
  }

  private tryDecode({ bytes }: StoredEntry): Entry | null {
    try {
      return decodeEntry(bytes);
    } catch {
      return null;
    }
  }
}

/** The stored history is not what was recorded. Nothing is repaired: it is for people to look at. */
export class DamagedLedger extends Error {
  public constructor(public readonly seq: number) {
    super(`the entry stored at seq ${String(seq)} is not the entry that was recorded there`);
    this.name = 'DamagedLedger';
  }
}
