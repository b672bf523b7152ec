import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { EVENT_STORE, type EventStore } from './event-store';
import { LedgerFeed } from './ledger-feed';
import { SqliteEventStore } from './sqlite-event-store';

/** Provides one ledger, EVENT_STORE, and its LedgerFeed to the whole application. */
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  public constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

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
      ],
      exports: [EVENT_STORE, LedgerFeed],
    };
  }

  /** The last of Nest's hooks: by now the requests that were under way have been answered. */
  public async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
