import type { FiguresNow } from '../domain/commands';
import type { Instant, IsoDate } from '../domain/dates';
import type { Entry } from '../domain/entries';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { decodeEntry } from '../event-store/entry-bytes';
import type { EventStore } from '../event-store/event-store';
import { DamagedLedger, type LedgerFeed } from '../event-store/ledger-feed';
import type { LedgerTree } from '../event-store/ledger-tree';
import type { Moment } from '../../projections/posting-table';
import { Projection, type ProjectionParts } from '../../projections/projection';
import { snapshot } from '../../projections/returns';
import { leafHash } from '../tamper-evidence/leaf';

/** How long a question waits for an entry that it must know, and how long between two looks. */
const PATIENCE_MS = 2_000;
const BETWEEN_LOOKS_MS = 25;

const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));

/** Which moment a question is about: as known on a seq or a time, and as at an effective date. Nothing given: now. */
export interface AsOf {
  readonly knownOn?: number | Instant;
  readonly asAt?: IsoDate;
}

/** An entry as it stands in the store, with the hash that binds to its bytes. */
export interface StoredFact {
  readonly entry: Entry;
  readonly leaf: string;
}

/**
 * The projection, kept up with the store. It holds nothing that the store does not: thrown away and built again, it
 * gives the same figures.
 */
export class LedgerView {
  private built = new Projection();

  public constructor(
    private readonly store: EventStore,
    private readonly feed: LedgerFeed,
    /** What is read again is held against the tree that was built when it was first read, where there is one. */
    private readonly tree: LedgerTree | null = null,
  ) {
    feed.subscribe(
      ({ entry }) => {
        this.built.append(entry);
      },
      {
        name: 'projection',
        toParts: () => this.built.toParts(),
        fromParts: (parts) => {
          const built = Projection.fromParts(parts as ProjectionParts);
          return () => (this.built = built);
        },
      },
    );
  }

  /** The projection with everything recorded so far. Refuses a ledger that has not been opened: LEDGER_NOT_OPENED. */
  public async projection(): Promise<Projection | Refusal> {
    await this.feed.catchUp();
    if (this.built.register.opened !== null) return this.built;
    return refuse('LEDGER_NOT_OPENED', 'This ledger has not been opened yet; run init first.');
  }

  /** Whether an entry is known here, after waiting a moment for it where another process has just recorded it. */
  public async knows(seq: number): Promise<boolean> {
    const deadline = performance.now() + PATIENCE_MS;
    while (this.feed.size <= seq && performance.now() < deadline) {
      await this.feed.catchUp();
      if (this.feed.size <= seq) await aMoment();
    }
    return this.feed.size > seq;
  }

  /** The moment asked for. Refuses a seq that has not been recorded: PARAM_RANGE. */
  public moment({ table }: Projection, { knownOn, asAt }: AsOf): Moment | Refusal {
    const size = typeof knownOn === 'string' ? table.sizeAt(knownOn) : (knownOn ?? table.size - 1) + 1;
    if (size > table.size) {
      return refuse(
        'PARAM_RANGE',
        `The ledger has entries up to seq ${String(table.size - 1)}; ${String(size - 1)} has not been recorded.`,
      );
    }
    return { size, asAt: asAt ?? table.latestEffective(size) };
  }

  /** The projection and the moment asked for, together. */
  public async at(asOf: AsOf): Promise<{ readonly projection: Projection; readonly moment: Moment } | Refusal> {
    const projection = await this.projection();
    if (isRefusal(projection)) return projection;
    const moment = this.moment(projection, asOf);
    return isRefusal(moment) ? moment : { projection, moment };
  }

  /** Works out a return's figures from what is in memory: everything recorded before the command that asks. */
  public readonly figuresNow: FiguresNow = (definition, by) =>
    snapshot(this.built, this.built.table.now(), definition, by);

  /** Every entry a moment can know, from the first on, for questions about entries rather than amounts. */
  public async entriesUpTo({ size }: Moment): Promise<readonly Entry[]> {
    return (await this.entries(Array.from({ length: size }, (_, seq) => seq))).map(({ entry }) => entry);
  }

  /** All that a moment can know and these entries after it: what would be so if they were recorded next. */
  public async rehearsed(entries: readonly Entry[], moment: Moment): Promise<Projection> {
    const tried = new Projection();
    for (const entry of [...(await this.entriesUpTo(moment)), ...entries]) tried.append(entry);
    return tried;
  }

  /** Entries by their seqs, in the order asked for. Throws as `withEntries` does. */
  public async entries(seqs: readonly number[]): Promise<readonly StoredFact[]> {
    return (await this.withEntries(seqs, (seq) => seq)).map(([, fact]) => fact);
  }

  /**
   * Each of these beside the entry it belongs to, in the order given. Throws DamagedLedger where one of the entries is not
   * in the store any more: an answer without it would look whole.
   */
  public async withEntries<Of>(
    all: readonly Of[],
    seqOf: (one: Of) => number,
  ): Promise<readonly (readonly [Of, StoredFact])[]> {
    const stored = await this.stored(all.map(seqOf));
    return all.map((one) => {
      const fact = stored.get(seqOf(one));
      if (fact === undefined) throw new DamagedLedger(seqOf(one));
      return [one, fact];
    });
  }

  /** Those entries that the store has, by their seqs and in their order. Neighbours are read together. */
  public async stored(seqs: readonly number[]): Promise<ReadonlyMap<number, StoredFact>> {
    const found = new Map<number, StoredFact>();
    for (const { from, limit } of runs([...new Set(seqs)].sort((one, other) => one - other))) {
      for (const { seq, bytes } of await this.store.read({ from, limit })) {
        const leaf = leafHash(bytes);
        this.tree?.compare(seq, leaf);
        found.set(seq, { entry: decodeEntry(bytes), leaf });
      }
    }
    return found;
  }
}

interface Run {
  readonly from: number;
  readonly limit: number;
}

/** Neighbouring seqs as ranges of at most 500, so that a trace of many entries is few reads. */
function runs(seqs: readonly number[]): readonly Run[] {
  const found: Run[] = [];
  for (const seq of seqs) {
    const last = found.at(-1);
    if (last !== undefined && last.from + last.limit === seq && last.limit < 500) {
      found[found.length - 1] = { from: last.from, limit: last.limit + 1 };
    } else {
      found.push({ from: seq, limit: 1 });
    }
  }
  return found;
}
