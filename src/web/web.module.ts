import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { ChartsController } from './charts.controller';
import { Assets, AssetsController } from './assets';
import { ErrorPage } from './error-page';
import { FindingsController } from './findings.controller';
import { JournalController } from './journal.controller';
import { LinesController } from './lines.controller';
import { OverviewController } from './overview.controller';
import { Pages } from './pages';
import { THEME, themeOf } from './theme';
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
    ChartsController,
    AssetsController,
  ],
  providers: [Assets, Pages, ErrorPage, { provide: THEME, useFactory: () => themeOf(process.env) }],
  exports: [ErrorPage],
})
export class WebModule {}
