import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { EVENT_STORE } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { LedgerWriter } from './ledger-writer';
import { OpenLedgerHandler } from './open-ledger';
import { RecordHandler } from './record';

/** For Nest: what the clock is injected as. */
export const CLOCK = Symbol('clock');

/** For Nest: what works out the figures of a return is injected as. */
export const FIGURES_NOW = Symbol('figures now');

/** For Nest: who holds the office of chief finance officer is injected as. */
export const CHIEF_FINANCE_OFFICERS = Symbol('chief finance officers');

@Module({
  imports: [CqrsModule],
  providers: [
    RecordHandler,
    OpenLedgerHandler,
    { provide: CLOCK, useValue: Date.now },
    {
      provide: LedgerWriter,
      inject: [EVENT_STORE, LedgerFeed, CLOCK, FIGURES_NOW, CHIEF_FINANCE_OFFICERS],
      useFactory: (...parts: ConstructorParameters<typeof LedgerWriter>) => new LedgerWriter(...parts),
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
