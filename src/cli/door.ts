import type { Query } from '@nestjs/cqrs';
import type { Command } from 'commander';

import type { Refusal } from '../domain/refusals';
import type { Ledger } from './ledger';
import type { LocalLedger } from './local-ledger';
import { accepted } from './refused';
import { readToken, RemoteLedger } from './remote-ledger';
import type { Terminal } from './terminal';

/** To read only, to record, or to be made first where there is none. */
export type Access = 'read' | 'write' | 'create';

/** What a copy of a ledger holds: how many entries, the last leaf hash, and SHA-256 over all of them. */
export interface Copied {
  readonly entries: number;
  readonly lastLeaf: string;
  readonly leaves: string;
}

/** Whole stores, for the verbs that move them and look at them. Places are written as for `--data`. */
export interface Stores {
  /** Makes the next start of a server read every entry. */
  readonly removeSnapshot: (place: string) => void;
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
  readonly open: (place: string, access: Access) => Promise<LocalLedger | Refusal>;
  readonly backUp: (directory: string, target: string) => Promise<Copied>;
  readonly restore: (source: string, directory: string) => Promise<Copied>;
  readonly terminal: Terminal;
  readonly stores: Stores;
}

/** Where a ledger is: in a data directory, or behind the address of a server. */
export interface Place {
  readonly data: string;
  readonly url?: string;
  readonly tokenFile?: string;
}

/** The options of every verb. */
export interface CommonOptions extends Place {
  readonly json?: true;
}

/** An empty setting is none. */
const defaultPlace = (): string =>
  ['STORE', 'DATA_DIR'].map((name) => process.env[name] ?? '').find((value) => value !== '') ?? 'data';

/** What every verb takes that can work on a server too. */
export const withCommonOptions = (command: Command): Command =>
  withLocalOptions(command)
    .option('--url <address>', 'ask the server at this address; its token is read from SAVINGS_TOKEN')
    .option('--token-file <file>', 'read the token from this file instead');

/** What every verb takes. */
export const withLocalOptions = (command: Command): Command =>
  command
    .option('--data <place>', 'the directory the ledger is in, or kurrentdb:<stream>', defaultPlace())
    .option('--json', 'answer for programs');

/** Opens a ledger for as long as a verb needs it, whatever becomes of the verb. */
export async function withLedger<Answer>(
  door: Door,
  { data, url, tokenFile }: Place,
  access: Access,
  use: (ledger: Ledger) => Promise<Answer>,
): Promise<Answer> {
  return url === undefined
    ? withLocalLedger(door, data, access, use)
    : use(new RemoteLedger(url, accepted(readToken(tokenFile))));
}

/** The same in a data directory only. */
export async function withLocalLedger<Answer>(
  door: Door,
  directory: string,
  access: Access,
  use: (ledger: LocalLedger) => Promise<Answer>,
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
  { json, ...place }: CommonOptions,
  query: Query<Answer | Refusal>,
  show: (answer: Answer) => string,
): Promise<void> {
  return withLedger(door, place, 'read', async (ledger) => {
    const answer = accepted(await ledger.queryBus.execute(query));
    door.terminal.print(json === true ? JSON.stringify(answer, null, 2) : show(answer));
  });
}
