import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { LedgerWriter, type Clock } from './ledger-writer';
import { OpenLedgerHandler } from './open-ledger';
import { RecordHandler } from './record';

/** For Nest: what the clock is injected as. */
export const CLOCK = Symbol('clock');

@Module({
  imports: [CqrsModule],
  providers: [
    RecordHandler,
    OpenLedgerHandler,
    { provide: CLOCK, useValue: Date.now },
    {
      provide: LedgerWriter,
      inject: [EVENT_STORE, LedgerFeed, CLOCK],
      useFactory: (store: EventStore, feed: LedgerFeed, clock: Clock) => new LedgerWriter(store, feed, clock),
    },
  ],
})
export class CommandsModule implements BeforeApplicationShutdown {
  public constructor(private readonly writer: LedgerWriter) {}

  /** Lets what was asked for be recorded before the store is closed. */
  public async beforeApplicationShutdown(): Promise<void> {
    await this.writer.idle();
  }
}
