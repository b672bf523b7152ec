import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { CHECKPOINT_STORE, type CheckpointStore } from './checkpoint-store';
import { EVENT_STORE, type EventStore } from './event-store';
import { LedgerFeed } from './ledger-feed';
import { LedgerTree } from './ledger-tree';
import { SigningKeys } from './signing-keys';
import { SnapshotFile } from './snapshot-file';
import { SnapshotKeeper } from './snapshot-keeper';
import { SqliteCheckpointStore } from './sqlite-checkpoint-store';
import { IN_MEMORY } from './sqlite-database';
import { openStore, type StorePlace } from './store-place';
import { StoreWatch } from './store-watch';

/** For Nest: whether this process looks after the store is injected as. */
const WATCHED = Symbol('watched');

/** For Nest: what keeps the snapshot is injected as; null for a process that reads every entry. */
const SNAPSHOT_KEEPER = Symbol('snapshot keeper');

export interface EventStoreOptions {
  readonly readOnly?: boolean;
  /** Where the ledger is kept, if not in the data directory. */
  readonly place?: StorePlace | undefined;
  /** For a process that goes on: take in what others record as it comes, look after the store, write snapshots. */
  readonly watch?: boolean;
}

/**
 * Only a server begins from a snapshot, because only a server examines the entries behind it; and only where the ledger
 * is in a file: a cluster has no snapshots yet.
 */
const hasSnapshots = (directory: string, place: StorePlace, watch: boolean): boolean =>
  watch && directory !== IN_MEMORY && place.kind === 'directory';

const logger = new Logger('EventStore');
const telling = {
  warn: (sentence: string): void => {
    logger.warn(sentence);
  },
  alarm: (sentence: string): void => {
    logger.error(sentence);
  },
};

/** Provides one ledger to the whole application: its store and feed, and apart from them its checkpoints, tree and keys. */
@Module({})
export class EventStoreModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watch: StoreWatch;

  public constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
    feed: LedgerFeed,
    @Inject(WATCHED) private readonly watched: boolean,
    @Inject(SNAPSHOT_KEEPER) private readonly snapshots: SnapshotKeeper | null,
  ) {
    this.watch = new StoreWatch(store, feed, telling.alarm);
  }

  /**
   * The ledger in a data directory, one in memory for `:memory:`, or the one at another place. The application does not
   * start where `openStore` throws.
   */
  public static forDirectory(directory: string, options: EventStoreOptions = {}): DynamicModule {
    const { readOnly = false, watch = false, place = { kind: 'directory', directory } } = options;
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        { provide: EVENT_STORE, useFactory: () => openStore(place, { readOnly }) },
        { provide: LedgerFeed, useFactory: (store: EventStore) => new LedgerFeed(store), inject: [EVENT_STORE] },
        { provide: WATCHED, useValue: watch },
        { provide: CHECKPOINT_STORE, useFactory: () => new SqliteCheckpointStore({ directory, readOnly }) },
        {
          provide: LedgerTree,
          useFactory: (feed: LedgerFeed, checkpoints: CheckpointStore) => new LedgerTree(feed, checkpoints),
          inject: [LedgerFeed, CHECKPOINT_STORE],
        },
        {
          provide: SigningKeys,
          useFactory: () => new SigningKeys(directory, process.env['NODE_ENV'] === 'production'),
        },
        {
          provide: SNAPSHOT_KEEPER,
          inject: [EVENT_STORE, LedgerFeed, LedgerTree, CHECKPOINT_STORE, SigningKeys],
          useFactory: (...parts: [EventStore, LedgerFeed, LedgerTree, CheckpointStore, SigningKeys]) =>
            hasSnapshots(directory, place, watch) ? keeperIn(directory, parts) : null,
        },
      ],
      exports: [EVENT_STORE, LedgerFeed, CHECKPOINT_STORE, LedgerTree, SigningKeys],
    };
  }

  /** Not before: by now everyone who keeps something in memory has joined the feed. */
  public onApplicationBootstrap(): void {
    if (this.watched) this.watch.start();
    this.snapshots?.start();
  }

  /** The last of Nest's hooks: by now the requests that were under way have been answered. */
  public async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    const writeLast = await this.snapshots?.stop();
    await this.checkpoints.close();
    await this.store.close();
    // All of it is in memory, and stopping may end here: nothing else waits for it.
    await writeLast?.();
  }
}

const keeperIn = (
  directory: string,
  [store, feed, tree, checkpoints, keys]: [EventStore, LedgerFeed, LedgerTree, CheckpointStore, SigningKeys],
): SnapshotKeeper => new SnapshotKeeper(new SnapshotFile(directory), { store, feed, tree, checkpoints, keys }, telling);
