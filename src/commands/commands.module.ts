import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import type { FiguresNow } from '../domain/commands';
import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { LedgerWriter, type Clock } from './ledger-writer';
import { OpenLedgerHandler } from './open-ledger';
import { RecordHandler } from './record';
import { RecordTogetherHandler, RehearseTogetherHandler } from './record-together';

/** For Nest: what the clock is injected as. */
export const CLOCK = Symbol('clock');

/** For Nest: what works out the figures of a return is injected as. */
export const FIGURES_NOW = Symbol('figures now');

@Module({
  imports: [CqrsModule],
  providers: [
    RecordHandler,
    RecordTogetherHandler,
    RehearseTogetherHandler,
    OpenLedgerHandler,
    { provide: CLOCK, useValue: Date.now },
    {
      provide: LedgerWriter,
      inject: [EVENT_STORE, LedgerFeed, CLOCK, FIGURES_NOW],
      useFactory: (store: EventStore, feed: LedgerFeed, clock: Clock, figures: FiguresNow) =>
        new LedgerWriter(store, feed, clock, figures),
    },
  ],
})
export class CommandsModule implements BeforeApplicationShutdown {
  public constructor(private readonly writer: LedgerWriter) {}

  /** Lets what was asked for be recorded before the store is closed. */
  public async beforeApplicationShutdown(): Promise<void> {
    await this.writer.close();
  }
}
