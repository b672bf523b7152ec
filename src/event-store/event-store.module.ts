import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { CHECKPOINT_STORE, type CheckpointStore } from './checkpoint-store';
import { EVENT_STORE, type EventStore } from './event-store';
import { LedgerFeed } from './ledger-feed';
import { LedgerTree } from './ledger-tree';
import { SigningKeys } from './signing-keys';
import { SqliteCheckpointStore } from './sqlite-checkpoint-store';
import { SqliteEventStore } from './sqlite-event-store';

/** Provides one ledger to the whole application: its store and feed, and apart from them its checkpoints, tree and keys. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  public constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINT_STORE) private readonly checkpoints: CheckpointStore,
  ) {}

  /**
   * The ledger in a data directory, or one in memory for `:memory:`. The application does not start where
   * `SqliteEventStore.open` throws.
   */
  public static forDirectory(directory: string, { readOnly = false } = {}): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        { provide: EVENT_STORE, useFactory: () => SqliteEventStore.open({ directory, readOnly }) },
        { provide: LedgerFeed, useFactory: (store: EventStore) => new LedgerFeed(store), inject: [EVENT_STORE] },
        { provide: CHECKPOINT_STORE, useFactory: () => new SqliteCheckpointStore({ directory, readOnly }) },
        {
          provide: LedgerTree,
          useFactory: (feed: LedgerFeed, checkpoints: CheckpointStore) => new LedgerTree(feed, checkpoints, !readOnly),
          inject: [LedgerFeed, CHECKPOINT_STORE],
        },
        {
          provide: SigningKeys,
          useFactory: () => new SigningKeys(directory, process.env['NODE_ENV'] === 'production'),
        },
      ],
      exports: [EVENT_STORE, LedgerFeed, CHECKPOINT_STORE, LedgerTree, SigningKeys],
    };
  }

  /** The last of Nest's hooks: by now the requests that were under way have been answered. */
  public async onApplicationShutdown(): Promise<void> {
    await this.checkpoints.close();
    await this.store.close();
  }
}
