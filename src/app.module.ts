import { type DynamicModule, Module } from '@nestjs/common';

import { AccessModule } from './access/access.module';
import { CommandsModule } from './commands/commands.module';
import { EventStoreModule } from './event-store/event-store.module';
import { QueriesModule } from './queries/queries.module';

/** The ledger without a front door: what the terminal uses as it is, and the server adds its doors to. */
@Module({})
export class AppModule {
  /** A ledger in a data directory, or in memory for `:memory:`. */
  public static forDirectory(directory: string, options: { readonly readOnly?: boolean } = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EventStoreModule.forDirectory(directory, options),
        AccessModule.forDirectory(directory),
        CommandsModule,
        QueriesModule,
      ],
    };
  }
}
