import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { EVENT_STORE, type EventStore } from './event-store';
import { LedgerFeed } from './ledger-feed';
import { openStore, type StorePlace } from './store-place';
import { StoreWatch } from './store-watch';

/** For Nest: whether this process looks after the store is injected as. */
const WATCHED = Symbol('watched');

export interface EventStoreOptions {
  readonly readOnly?: boolean;
  /** Where the ledger is kept, if not in the data directory. */
  readonly place?: StorePlace | undefined;
  /** For a process that goes on: take in what others record as it comes, and look after the store. */
  readonly watch?: boolean;
}

/** Provides one ledger, EVENT_STORE, and its LedgerFeed to the whole application. */
@Module({})
export class EventStoreModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watch: StoreWatch;

  public constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    feed: LedgerFeed,
    @Inject(WATCHED) private readonly watched: boolean,
  ) {
    const logger = new Logger('EventStore');
    this.watch = new StoreWatch(store, feed, (sentence) => {
      logger.error(sentence);
    });
  }

  /**
   * The ledger in a data directory, one in memory for `:memory:`, or the one at another place. The application does not
   * start where `openStore` throws.
   */
  public static forDirectory(directory: string, options: EventStoreOptions = {}): DynamicModule {
    const place = options.place ?? { kind: 'directory', directory };
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        { provide: EVENT_STORE, useFactory: () => openStore(place, { readOnly: options.readOnly ?? false }) },
        { provide: LedgerFeed, useFactory: (store: EventStore) => new LedgerFeed(store), inject: [EVENT_STORE] },
        { provide: WATCHED, useValue: options.watch ?? false },
      ],
      exports: [EVENT_STORE, LedgerFeed],
    };
  }

  /** Not before: by now everyone who keeps something in memory has joined the feed. */
  public onApplicationBootstrap(): void {
    if (this.watched) this.watch.start();
  }

  /** The last of Nest's hooks: by now the requests that were under way have been answered. */
  public async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    await this.store.close();
  }
}
