import type { CommandBus, Query, QueryBus } from '@nestjs/cqrs';
import type { Command } from 'commander';

import type { AccessLog } from '../access/access-log';
import type { AccessTokens } from '../access/access-tokens';
import type { Authority } from '../access/authority';
import type { OfficerRegister } from '../access/officer-register';
import type { RegisterChanges } from '../access/register-changes';
import type { Refusal } from '../domain/refusals';
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
  readonly close: () => Promise<void>;
}

/** To read only, to record, or to be made first where there is none. */
export type Access = 'read' | 'write' | 'create';

/** What every verb works with: how a ledger is opened, and where to write. */
export interface Door {
  readonly open: (directory: string, access: Access) => Promise<Ledger | Refusal>;
  readonly terminal: Terminal;
}

/** The options of every verb. */
export interface CommonOptions {
  readonly data: string;
  readonly json?: true;
}

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--data <directory>', 'the directory the ledger is in', process.env['DATA_DIR'] ?? 'data')
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
