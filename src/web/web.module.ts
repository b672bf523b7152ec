import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { Assets, AssetsController } from './assets';
import { ErrorPage } from './error-page';
import { FindingsController } from './findings.controller';
import { JournalController } from './journal.controller';
import { LinesController } from './lines.controller';
import { OverviewController } from './overview.controller';
import { Pages } from './pages';
import { TraceController } from './trace.controller';

/** The front door for people. */
@Module({
  imports: [CqrsModule],
  controllers: [
    OverviewController,
    TraceController,
    JournalController,
    LinesController,
    FindingsController,
    AssetsController,
  ],
  providers: [Assets, Pages, ErrorPage],
  exports: [ErrorPage],
})
export class WebModule {}
