import { type DynamicModule, Module } from '@nestjs/common';

import { CHIEF_FINANCE_OFFICERS } from '../commands/commands.module';
import { OFFICER_NAMES } from '../queries/findings';
import { AccessTokens } from './access-tokens';
import { OfficerRegister } from './officer-register';

/** Provides the register of officers and their tokens to the whole application. */
@Module({})
export class AccessModule {
  public static forDirectory(directory: string): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      providers: [
        {
          provide: OfficerRegister,
          useFactory: () => new OfficerRegister(directory === ':memory:' ? null : directory),
        },
        { provide: OFFICER_NAMES, useExisting: OfficerRegister },
        {
          provide: CHIEF_FINANCE_OFFICERS,
          inject: [OfficerRegister],
          useFactory: (register: OfficerRegister) => () => register.inOffice('chief finance officer'),
        },
        {
          provide: AccessTokens,
          inject: [OfficerRegister],
          useFactory: (register: OfficerRegister) => new AccessTokens(register),
        },
      ],
      exports: [OfficerRegister, OFFICER_NAMES, CHIEF_FINANCE_OFFICERS, AccessTokens],
    };
  }
}
