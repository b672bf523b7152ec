/** A ledger as one process has it: a store, and on it a feed, a writer and a view. And stores that go wrong on purpose. */
import { Notary } from '../../src/commands/notary';
import { LedgerWriter, type Acknowledgement, type Clock, type Outcome } from '../../src/commands/ledger-writer';
import type { Submission } from '../../src/commands/written-entry';
import type { Command } from '../../src/domain/commands';
import type { Entry } from '../../src/domain/entries';
import type { IdempotencyKey } from '../../src/domain/identifiers';
import { isRefusal } from '../../src/domain/refusals';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import type { Appended, Conflict, EventStore, NewEntry, StoredEntry } from '../../src/event-store/event-store';
import type { CheckpointStore } from '../../src/event-store/checkpoint-store';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { LedgerView } from '../../src/queries/ledger-view';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { sha256 } from '../../src/tamper-evidence/leaf';
import { baseline, line, opened, owner, plan } from './july';

export const JULY = Date.parse('2009-07-13T09:00:00.000Z');

/** What is kept beside a store: one for all processes that have the store. */
export interface Beside {
  readonly checkpoints: CheckpointStore;
  readonly keys: SigningKeys;
}

const kept = new WeakMap<EventStore, Beside>();

export function beside(store: EventStore): Beside {
  const known = kept.get(store) ?? {
    checkpoints: new SqliteCheckpointStore({ directory: ':memory:' }),
    keys: new SigningKeys(':memory:', false),
  };
  kept.set(store, known);
  return known;
}

/** The same in a data directory, as a process of its own opens it. */
export const besideIn = (directory: string): Beside => ({
  checkpoints: new SqliteCheckpointStore({ directory }),
  keys: new SigningKeys(directory, false),
});

/** What one process keeps on a store. Several of these on one store are several processes. */
export class LedgerProcess {
  public readonly feed: LedgerFeed;
  public readonly writer: LedgerWriter;
  public readonly view: LedgerView;
  public readonly tree: LedgerTree;
  private asked = 0;

  public constructor(
    public readonly store: EventStore,
    clock: Clock = () => JULY,
    private readonly name = 'key',
    { checkpoints, keys } = beside(store),
  ) {
    this.feed = new LedgerFeed(store);
    this.tree = new LedgerTree(this.feed, checkpoints);
    const notary = new Notary(this.feed, this.tree, checkpoints, keys);
    this.view = new LedgerView(store, this.feed, this.tree);
    this.writer = new LedgerWriter(store, this.feed, notary, clock, this.view.figuresNow);
  }

  /** Records a command under a key of its own, or under the one given. */
  public record(command: Command, key = this.newKey()): Promise<Outcome> {
    return this.writer.record(submission(command, key));
  }

  /** Records what a story takes for granted. */
  public async tell(...commands: readonly Command[]): Promise<readonly Acknowledgement[]> {
    const told: Acknowledgement[] = [];
    for (const command of commands) told.push(acknowledged(await this.record(command)));
    return told;
  }

  private newKey(): string {
    this.asked += 1;
    return `${this.name}-${String(this.asked)}`;
  }
}

/** A submission as the front doors make it: the hash is of everything that was sent. */
export const submission = (command: Command, key: string): Submission => ({
  command,
  key: key as IdempotencyKey,
  requestHash: sha256(canonicalJson(withoutNumbers({ ...command, by: { ...command.by, officer: '', role: '' } }))),
});

const withoutNumbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, each: unknown) => (typeof each === 'number' ? String(each) : each));

export function acknowledged(outcome: Outcome): Acknowledgement {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} ${outcome.message}`);
  return outcome;
}

export const codeOf = (outcome: Outcome): string => (isRefusal(outcome) ? outcome.code : 'recorded');

export const memoryStore = (): Promise<SqliteEventStore> => SqliteEventStore.open({ directory: ':memory:' });

/** The stories of the writer begin on a line that savings can be recorded on. */
export const groundwork: readonly Command[] = [opened, line(), baseline(), owner(), plan()];

/** Everything that is stored, read past every cache. */
export async function entriesIn(store: EventStore): Promise<readonly Entry[]> {
  return (await storedIn(store)).map(({ bytes }) => decodeEntry(bytes));
}

export const storedIn = (store: EventStore): Promise<readonly StoredEntry[]> =>
  store.read({ from: 0, limit: 1_000_000 });

/** A store in front of another one. What it does not change it leaves to the one behind it. */
export class StoreInFront implements EventStore {
  public constructor(protected readonly behind: EventStore) {}

  public append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    return this.behind.append(entries, expectedHead);
  }

  public read(range: { readonly from: number; readonly limit: number }): Promise<readonly StoredEntry[]> {
    return this.behind.read(range);
  }

  public head(): Promise<number> {
    return this.behind.head();
  }

  public follow(range: { readonly from: number; readonly signal: AbortSignal }): AsyncIterable<StoredEntry> {
    return this.behind.follow(range);
  }

  public close(): Promise<void> {
    return this.behind.close();
  }
}

/** Counts the appends, which are the durable writes, and how many entries each took. */
export class CountingStore extends StoreInFront {
  public readonly appends: number[] = [];

  public override append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    this.appends.push(entries.length);
    return super.append(entries, expectedHead);
  }
}

/** Does to the next append what it is told, once, and is sound before and after. */
export class FaultyStore extends StoreInFront {
  public nextAppend:
    ((store: EventStore, entries: readonly NewEntry[], expectedHead: number) => Promise<never>) | null = null;

  public override append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    const fault = this.nextAppend;
    this.nextAppend = null;
    return fault === null ? super.append(entries, expectedHead) : fault(this.behind, entries, expectedHead);
  }
}
