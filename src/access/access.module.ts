import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import { CHIEF_FINANCE_OFFICERS } from '../commands/commands.module';
import type { OfficerId } from '../domain/identifiers';
import { OFFICER_NAMES } from '../queries/findings';
import { AccessDatabase } from './access-database';
import { AccessLog } from './access-log';
import { onLoopback, type AccessSettings } from './access-settings';
import { AccessTokens } from './access-tokens';
import { Authority } from './authority';
import { DoorGuard } from './door-guard';
import { LocalAccounts } from './local-accounts';
import { OfficerRegister } from './officer-register';
import { OpenIdSignIn } from './openid-sign-in';
import { OneTimeLinks } from './one-time-links';
import { RegisterChanges } from './register-changes';
import { SessionCookie } from './session-cookie';
import { Sessions } from './sessions';
import { WaysIn } from './ways-in';

export interface AccessOptions {
  readonly readOnly?: boolean;
  readonly settings?: AccessSettings;
}

const PARTS = Symbol('the parts of access');
const provided = [
  AccessDatabase,
  OfficerRegister,
  AccessLog,
  SessionCookie,
  Sessions,
  AccessTokens,
  Authority,
  LocalAccounts,
  OneTimeLinks,
  DoorGuard,
  WaysIn,
  RegisterChanges,
];
type Parts = readonly object[];

/** Whose lines a deputy certifies: asked anew each time, since an office changes hands. */
const inOffice = {
  provide: CHIEF_FINANCE_OFFICERS,
  inject: [OfficerRegister],
  useFactory: (register: OfficerRegister) => (): readonly OfficerId[] => register.inOffice('chief finance officer'),
};

function partsOf(directory: string | null, readOnly: boolean, settings: AccessSettings): Parts {
  const { clock, openId } = settings;
  const database = new AccessDatabase(directory, { readOnly });
  const register = new OfficerRegister(database, clock);
  const log = new AccessLog(database, clock);
  const cookie = new SessionCookie(settings.publicUrl !== null);
  const sessions = new Sessions(database, register, clock);
  const tokens = new AccessTokens(database, log, clock);
  const authority = new Authority(register, clock);
  const accounts = new LocalAccounts(database, register, log, clock);
  const links = new OneTimeLinks(database, register, log, clock);
  const guard = new DoorGuard(sessions, tokens, authority, log, cookie, settings);
  const provider = openId === null ? null : new OpenIdSignIn(openId, database, register, log, clock);
  const waysIn = new WaysIn(provider, accounts, links, log, settings);
  const changes = new RegisterChanges(database, register, links, authority, log, clock);
  return [database, register, log, cookie, sessions, tokens, authority, accounts, links, guard, waysIn, changes];
}

/** Provides to the whole application who may come in and what they may do. */
@Module({})
export class AccessModule implements OnApplicationShutdown {
  public constructor(@Inject(AccessDatabase) private readonly database: AccessDatabase) {}

  /** The officers of a data directory, or of none for `:memory:`. */
  public static forDirectory(
    directory: string,
    { readOnly = false, settings = onLoopback }: AccessOptions = {},
  ): DynamicModule {
    const parts = {
      provide: PARTS,
      useFactory: () => partsOf(directory === ':memory:' ? null : directory, readOnly, settings),
    };
    const each = provided.map((part) => ({
      provide: part,
      inject: [PARTS],
      useFactory: (made: Parts) => made.find((one) => one instanceof part),
    }));
    const providers = [parts, ...each, { provide: OFFICER_NAMES, useExisting: OfficerRegister }, inOffice];
    const exported = [...provided, OFFICER_NAMES, CHIEF_FINANCE_OFFICERS];
    return { module: AccessModule, global: true, providers, exports: exported };
  }

  public onApplicationShutdown(): void {
    this.database.close();
  }
}
