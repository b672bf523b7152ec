import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { LedgerFeed } from '../event-store/ledger-feed';
import { LedgerTree } from '../event-store/ledger-tree';
import { ChangesHandler } from './changes';
import { EffectHandler } from './effect';
import { EntriesHandler, EntryHandler } from './entries';
import { FindingsHandler } from './findings';
import { FrameHandler } from './frame';
import { JournalHandler } from './journal';
import { JournalIndex } from './journal-index';
import { KnownHandler } from './known';
import { LedgerView } from './ledger-view';
import { LineHandler, LinesHandler } from './lines';
import { PlanTableHandler } from './plan-table';
import { PositionHandler } from './position';
import { ReconciliationHandler } from './reconciliation';
import { TraceHandler } from './trace';
import { MovementHandler } from './movement';
import { TrancheTotalsHandler } from './tranche-totals';
import { TranchesHandler } from './tranches';
import { ScenarioHandler } from './scenario';
import { SampleHandler } from './sample';
import { JournalTestsHandler } from './journal-tests';
import { RehearsalHandler } from './rehearsal';
import { ReturnsHandler } from './returns';
import { RebuildHandler } from './rebuild';
import { ReplayHandler } from './replay';
import { MemberHandler } from './partnership';
import { BundleHandler } from './bundle';
import { EvidenceHandler, ExaminedHandler, ReceiptHandler, WitnessRequestHandler } from './evidence';
import { BatchesHandler } from './batches';
import { BatchesOnLinesHandler } from './batches-on-lines';
import { BatchReversalHandler } from './batch-reversal';
import { BatchRowsHandler } from './batch-rows';
import { PeriodLocksHandler } from './period-locks';
import { RootHandler } from './root';
import { TrackerHandler } from './tracker';
import { TriedTotalsHandler } from './tried-totals';
import { MonthsHandler } from './months';
import { TracePartsHandler } from './trace-parts';
import { YearsHandler } from './years';

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
    ReplayHandler,
    RebuildHandler,
    TrancheTotalsHandler,
    TranchesHandler,
    ScenarioHandler,
    SampleHandler,
    JournalTestsHandler,
    ReturnsHandler,
    MemberHandler,
    RehearsalHandler,
    ChangesHandler,
    EvidenceHandler,
    ExaminedHandler,
    ReceiptHandler,
    WitnessRequestHandler,
    BundleHandler,
    BatchesHandler,
    BatchesOnLinesHandler,
    BatchReversalHandler,
    BatchRowsHandler,
    PeriodLocksHandler,
    RootHandler,
    TrackerHandler,
    TriedTotalsHandler,
    EffectHandler,
    FrameHandler,
    JournalHandler,
    MonthsHandler,
    TracePartsHandler,
    YearsHandler,
    {
      provide: JournalIndex,
      inject: [LedgerFeed],
      useFactory: (feed: LedgerFeed) => new JournalIndex(feed),
    },
    KnownHandler,
    {
      provide: LedgerView,
      inject: [EVENT_STORE, LedgerFeed, LedgerTree],
      useFactory: (store: EventStore, feed: LedgerFeed, tree: LedgerTree) => new LedgerView(store, feed, tree),
    },
  ],
  exports: [LedgerView],
})
export class QueriesModule {}
