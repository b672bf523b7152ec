import type { Counts } from '../domain/column';
import { evolve } from '../domain/evolve';
import { LedgerState, type StateParts } from '../domain/state';
import type { EventStore } from '../event-store/event-store';
import type { LedgerFeed } from '../event-store/ledger-feed';
import { EarlierEntries } from './earlier-entries';
import { KeyIndex } from './key-index';
import type { Notary } from './notary';

interface PastParts {
  readonly state: StateParts;
  readonly keys: Counts;
}

/** What the writer knows of the entries that were recorded, kept up with the feed. */
export class Past {
  private known = { state: LedgerState.empty(), keys: new KeyIndex() };
  private found: EarlierEntries;

  public constructor(
    private readonly store: EventStore,
    feed: LedgerFeed,
    private readonly notary: Notary,
  ) {
    this.found = this.earlierIn(this.known);
    feed.subscribe(
      ({ entry }) => {
        evolve(this.known.state, entry);
        if (entry.part === 0) this.known.keys.add(entry.key, entry.seq);
      },
      {
        name: 'past',
        toParts: (): PastParts => ({ state: this.known.state.toParts(), keys: this.known.keys.toParts() }),
        fromParts: (parts) => this.restoring(parts as PastParts),
      },
    );
  }

  /** What the rules know of it. */
  public get state(): LedgerState {
    return this.known.state;
  }

  /** The entries themselves, where a command is decided in their light. */
  public get earlier(): EarlierEntries {
    return this.found;
  }

  private restoring(parts: PastParts): () => void {
    const known = { state: LedgerState.fromParts(parts.state), keys: KeyIndex.fromParts(parts.keys) };
    return () => {
      this.known = known;
      this.found = this.earlierIn(known);
    };
  }

  private earlierIn({ state, keys }: Past['known']): EarlierEntries {
    return new EarlierEntries(this.store, this.notary, keys, state);
  }
}
