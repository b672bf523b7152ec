import type { Query } from '@nestjs/cqrs';

import type { Outcome } from '../commands/ledger-writer';
import type { Refusal } from '../domain/refusals';
import type { EntryAnswer } from '../queries/entries';
import type { RehearsalAnswer } from '../queries/rehearsal';
import type { LedgerFiles } from './ledger-files';

/** Whatever answers questions: the ledger of a data directory, or a server. */
export interface Asks {
  readonly execute: <Answer>(query: Query<Answer>) => Promise<Answer>;
}

/** An opened ledger, here or on a server, by its ways in. */
export interface Ledger {
  readonly queryBus: Asks;
  /** Trackers in, views out. */
  readonly files: LedgerFiles;
  /** Records one request. Who records is the officer named; on a server, whose token it is. */
  readonly record: (body: unknown, as: string | undefined, key: string) => Promise<Outcome>;
  /** What recording it would do; nothing is recorded. */
  readonly rehearse: (body: unknown, as: string | undefined) => Promise<RehearsalAnswer | Refusal>;
  /** Every entry after a seq, or after the last one, as it is recorded, until the signal ends it. */
  readonly follow: (after: number | null, signal: AbortSignal) => Promise<AsyncIterable<EntryAnswer> | Refusal>;
  readonly close: () => Promise<void>;
}
