import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { ChangesHandler } from './changes';
import { EffectHandler } from './effect';
import { EntriesHandler, EntryHandler } from './entries';
import { FindingsHandler } from './findings';
import { LedgerView } from './ledger-view';
import { LineHandler, LinesHandler } from './lines';
import { PlanTableHandler } from './plan-table';
import { PositionHandler } from './position';
import { ReconciliationHandler } from './reconciliation';
import { TraceHandler } from './trace';
import { MovementHandler } from './movement';
import { TranchesHandler } from './tranches';
import { ScenarioHandler } from './scenario';
import { SampleHandler } from './sample';
import { JournalTestsHandler } from './journal-tests';
import { ReturnsHandler } from './returns';
import { MemberHandler } from './partnership';

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
    MovementHandler,
    TranchesHandler,
    ScenarioHandler,
    SampleHandler,
    JournalTestsHandler,
    ReturnsHandler,
    MemberHandler,
    EffectHandler,
    ChangesHandler,
    {
      provide: LedgerView,
      inject: [EVENT_STORE, LedgerFeed],
      useFactory: (store: EventStore, feed: LedgerFeed) => new LedgerView(store, feed),
    },
  ],
  exports: [LedgerView],
})
export class QueriesModule {}
