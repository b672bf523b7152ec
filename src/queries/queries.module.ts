import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { EntriesHandler, EntryHandler } from './entries';
import { FindingsHandler } from './findings';
import { LedgerView } from './ledger-view';
import { LineHandler, LinesHandler } from './lines';
import { PlanTableHandler } from './plan-table';
import { PositionHandler } from './position';
import { ReconciliationHandler } from './reconciliation';
import { TraceHandler } from './trace';

@Module({
  imports: [CqrsModule],
  providers: [
    PositionHandler,
    PlanTableHandler,
    TraceHandler,
    FindingsHandler,
    EntriesHandler,
    EntryHandler,
    LinesHandler,
    LineHandler,
    ReconciliationHandler,
    {
      provide: LedgerView,
      inject: [EVENT_STORE, LedgerFeed],
      useFactory: (store: EventStore, feed: LedgerFeed) => new LedgerView(store, feed),
    },
  ],
})
export class QueriesModule {}
