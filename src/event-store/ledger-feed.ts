import type { Entry } from '../domain/entries';
import { decodeEntry } from './entry-bytes';
import type { EventStore, StoredEntry } from './event-store';

/** An entry as it was read: what it says, and the bytes it was read from. */
export interface Recorded {
  readonly entry: Entry;
  readonly bytes: string;
}

export type Subscriber = (recorded: Recorded) => void;

const PAGE = 5_000;

/**
 * Reads the ledger once, in order, for everyone in this process who keeps something in memory: the writer's state and
 * the view's figures. All see the same entries in the same order, and what the writer has just recorded at once.
 */
export class LedgerFeed {
  private readonly subscribers: Subscriber[] = [];
  private reading: Promise<void> | null = null;
  private nextReading: Promise<void> | null = null;
  private applied = 0;
  private fault: DamagedLedger | null = null;

  public constructor(private readonly store: EventStore) {}

  /** How many entries everyone has seen. */
  public get size(): number {
    return this.applied;
  }

  /** Joins before the first entry is read. Later is too late: a subscriber that missed entries would be wrong for ever. */
  public subscribe(subscriber: Subscriber): void {
    if (this.applied > 0) throw new Error('subscribe before the first entry is read');
    this.subscribers.push(subscriber);
  }

  /**
   * Reads everything that was recorded before this call, by this process or another one. A reading already under way may
   * have begun too early for that, so a caller who meets one waits for the next. Throws DamagedLedger where the stream
   * is not whole.
   */
  public catchUp(): Promise<void> {
    if (this.reading === null) {
      this.reading = this.readOn().finally(() => {
        this.reading = null;
      });
      return this.reading;
    }
    this.nextReading ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.nextReading = null;
        return this.catchUp();
      });
    return this.nextReading;
  }

  private async readOn(): Promise<void> {
    for (;;) {
      if (this.fault !== null) throw this.fault;
      const page = await this.store.read({ from: this.applied, limit: PAGE });
      for (const stored of page) this.apply(stored);
      if (page.length < PAGE) return;
    }
  }

  /** Takes one stored entry to all subscribers, if it is the next one. */
  private apply(stored: StoredEntry): void {
    if (stored.seq < this.applied) return;
    const entry = this.decode(stored);
    for (const subscriber of this.subscribers) subscriber({ entry, bytes: stored.bytes });
    this.applied = stored.seq + 1;
  }

  private decode(stored: StoredEntry): Entry {
    const entry = this.tryDecode(stored);
    if (entry !== null && entry.seq === stored.seq && entry.id === stored.id && stored.seq === this.applied)
      return entry;
    this.fault = new DamagedLedger(stored.seq);
    throw this.fault;
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
