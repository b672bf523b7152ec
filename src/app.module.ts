import { type DynamicModule, Global, Module } from '@nestjs/common';

import { AccessModule, type AccessOptions } from './access/access.module';
import { CommandsModule, FIGURES_NOW } from './commands/commands.module';
import { EventStoreModule, type EventStoreOptions } from './event-store/event-store.module';
import { ExchangeModule } from './exchange/exchange.module';
import { LedgerView } from './queries/ledger-view';
import { QueriesModule } from './queries/queries.module';

/** Lends the writer the view's figures, which a return holds; the two folders do not know each other. */
@Global()
@Module({
  imports: [QueriesModule],
  providers: [{ provide: FIGURES_NOW, inject: [LedgerView], useFactory: (view: LedgerView) => view.figuresNow }],
  exports: [FIGURES_NOW],
})
class FiguresModule {}

/** The ledger without a front door: what the terminal uses as it is, and the server adds its doors to. */
@Module({})
export class AppModule {
  /** A ledger in a data directory, in memory for `:memory:`, or with its entries at another place. */
  public static forDirectory(directory: string, options: AccessOptions & EventStoreOptions = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EventStoreModule.forDirectory(directory, options),
        AccessModule.forDirectory(directory, options),
        FiguresModule,
        CommandsModule,
        QueriesModule,
        ExchangeModule.forDirectory(directory),
      ],
    };
  }
}
