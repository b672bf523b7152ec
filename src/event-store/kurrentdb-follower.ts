import { backOff } from './back-off';
import type { StoredEntry } from './event-store';
import { KurrentDbError, type Listener, type StreamEvent } from './kurrentdb-calls';
import { storedEntry } from './kurrentdb-stored-entry';
import { DamagedLedger } from './ledger-feed';

/** How often in a row the same entry may be missing or unreadable before it is damage and no accident on the way. */
const MOST_DOUBTS = 3;

export interface Following {
  /** Opens a subscription from a seq on; the function it gives ends it. */
  readonly subscribe: (from: number, listener: Listener) => () => void;
  readonly head: () => Promise<number>;
  readonly from: number;
  readonly signal: AbortSignal;
  /** After so long without an entry the head is asked for: a subscription can die without a word. */
  readonly silenceMs: number;
}

/**
 * Entries from a seq on, in order, each once, until the signal aborts. A subscription that ends, breaks, falls silent or
 * leaves an entry out is replaced by another one from where this one had come to. Throws DamagedLedger where that does
 * not help.
 */
export async function* followStream(following: Following): AsyncGenerator<StoredEntry> {
  const { signal } = following;
  const ended = (): boolean => signal.aborted;
  let next = following.from;
  let failures = 0;
  let doubts = 0;
  while (!ended()) {
    const before = next;
    try {
      for await (const stored of oneSubscription(following, next)) {
        yield stored;
        next = stored.seq + 1;
        failures = doubts = 0;
      }
    } catch (error) {
      if (!(error instanceof KurrentDbError) && !(error instanceof DamagedLedger)) throw error;
      doubts = error instanceof DamagedLedger && next === before ? doubts + 1 : doubts;
      if (doubts >= MOST_DOUBTS) throw error;
    }
    failures += 1;
    if (!ended()) await backOff(failures, signal);
  }
}

/** The entries of one subscription, until it is of no more use. */
async function* oneSubscription(
  { subscribe, head, signal, silenceMs }: Following,
  from: number,
): AsyncGenerator<StoredEntry> {
  const inbox = new Inbox();
  const ended = (): boolean => signal.aborted;
  const wake = (): void => {
    inbox.wake();
  };
  signal.addEventListener('abort', wake);
  const cancel = subscribe(from, inbox);
  try {
    for (let next = from; !ended();) {
      const event = await inbox.take(silenceMs);
      if (ended()) return;
      if (event === null) {
        const real = await head().catch(() => null);
        if (real === null || real > next) return;
      } else if (event.revision >= next) {
        if (event.revision > next) throw new DamagedLedger(next);
        yield storedEntry(event);
        next += 1;
      }
    }
  } finally {
    signal.removeEventListener('abort', wake);
    cancel();
  }
}

/** What a subscription told and nobody has taken yet. */
class Inbox implements Listener {
  private readonly events: StreamEvent[] = [];
  private error: KurrentDbError | null = null;
  private wakeTaker: (() => void) | null = null;

  public readonly event = (event: StreamEvent): void => {
    this.events.push(event);
    this.wake();
  };

  public readonly failed = (error: KurrentDbError): void => {
    this.error = error;
    this.wake();
  };

  public wake(): void {
    this.wakeTaker?.();
    this.wakeTaker = null;
  }

  /** The next event; null where none came for so long or somebody woke the taker. Throws what the subscription ended with. */
  public async take(silenceMs: number): Promise<StreamEvent | null> {
    if (this.events.length === 0 && this.error === null) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wakeTaker = resolve;
        timer = setTimeout(resolve, silenceMs);
      });
      clearTimeout(timer);
    }
    const event = this.events.shift();
    if (event !== undefined) return event;
    if (this.error !== null) throw this.error;
    return null;
  }
}
