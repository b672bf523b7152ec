import type { CommandBus, Query, QueryBus } from '@nestjs/cqrs';
import type { Command } from 'commander';

import type { AccessLog } from '../access/access-log';
import type { AccessTokens } from '../access/access-tokens';
import type { Authority } from '../access/authority';
import type { OfficerRegister } from '../access/officer-register';
import type { RegisterChanges } from '../access/register-changes';
import type { Refusal } from '../domain/refusals';
import type { RememberedMappings } from '../exchange/import/remembered-mappings';
import { accepted } from './refused';
import type { Terminal } from './terminal';

/** An opened ledger by its ways in. */
export interface Ledger {
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
  readonly register: OfficerRegister;
  readonly authority: Authority;
  readonly changes: RegisterChanges;
  readonly tokens: AccessTokens;
  readonly accessLog: AccessLog;
  readonly mappings: RememberedMappings;
  readonly close: () => Promise<void>;
}

/** To read only, to record, or to be made first where there is none. */
export type Access = 'read' | 'write' | 'create';

/** Whole stores, for the verbs that move them and look at them. Places are written as for `--data`. */
export interface Stores {
  readonly copy: (
    from: string,
    to: string,
  ) => Promise<{ readonly before: number; readonly copied: number; readonly root: string }>;
  readonly examine: (
    place: string,
    mend: boolean,
  ) => Promise<
    readonly {
      readonly code: string;
      readonly what: string;
      readonly whatToDo: string;
      readonly mended: boolean;
    }[]
  >;
}

/** What every verb works with: how a ledger is opened, and where to write. */
export interface Door {
  /** Opens the ledger in a directory, or the one of `kurrentdb:<stream>`. */
  readonly open: (place: string, access: Access) => Promise<Ledger | Refusal>;
  readonly terminal: Terminal;
  readonly stores: Stores;
}

/** The options of every verb. */
export interface CommonOptions {
  readonly data: string;
  readonly json?: true;
}

/** An empty setting is none. */
const defaultPlace = (): string =>
  ['STORE', 'DATA_DIR'].map((name) => process.env[name] ?? '').find((value) => value !== '') ?? 'data';

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--data <place>', 'the directory the ledger is in, or kurrentdb:<stream>', defaultPlace())
    .option('--json', 'answer for programs');

/** Opens a ledger for as long as a verb needs it, whatever becomes of the verb. */
export async function withLedger<Answer>(
  door: Door,
  directory: string,
  access: Access,
  use: (ledger: Ledger) => Promise<Answer>,
): Promise<Answer> {
  const ledger = accepted(await door.open(directory, access));
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** Asks one question and prints the answer: as it is for programs, as text for people. */
export function ask<Answer>(
  door: Door,
  { data, json }: CommonOptions,
  query: Query<Answer | Refusal>,
  show: (answer: Answer, ledger: Ledger) => string,
): Promise<void> {
  return withLedger(door, data, 'read', async (ledger) => {
    const answer = accepted(await ledger.queryBus.execute(query));
    door.terminal.print(json === true ? JSON.stringify(answer, null, 2) : show(answer, ledger));
  });
}
