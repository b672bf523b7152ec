import { join } from 'node:path';

import { type DynamicModule, Module } from '@nestjs/common';

import { RememberedMappings } from './import/remembered-mappings';

/** Provides the mappings of a data directory to the whole application; the rest of this folder is functions. */
@Module({})
export class ExchangeModule {
  public static forDirectory(directory: string): DynamicModule {
    const folder = directory === ':memory:' ? null : join(directory, 'mappings');
    return {
      module: ExchangeModule,
      global: true,
      providers: [{ provide: RememberedMappings, useFactory: () => new RememberedMappings(folder) }],
      exports: [RememberedMappings],
    };
  }
}
