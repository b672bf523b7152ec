/** Takes a whole import back, and says what that takes back and what stays. */
import { randomUUID } from 'node:crypto';

import type { Acknowledgement } from '../../commands/ledger-writer';
import { Record as RecordEntry } from '../../commands/record';
import { RehearseTogether } from '../../commands/record-together';
import type { Recorder } from '../../commands/requests/base';
import type { IsoDate } from '../../domain/dates';
import { seqOf, type SeqText } from '../../domain/identifiers';
import { isRefusal, type Refusal } from '../../domain/refusals';
import { BatchReversalQuery, type BatchReversalAnswer } from '../../queries/batch-reversal';
import { EntryQuery } from '../../queries/entries';
import type { LedgerPorts } from './ledger-ports';

/** What is said of a reversal besides its batch; what is left out is today and its month. */
export interface SaidOfReversal {
  readonly reason?: string;
  readonly effective?: string;
  readonly period?: string;
}

export interface ReversedImport extends Acknowledgement, BatchReversalAnswer {
  /** The day from which the batch is taken back. */
  readonly effective: IsoDate;
  /** Why the same import cannot be made again, where it was dated before that day. */
  readonly notice: string | null;
}

/**
 * Records the reversal of a batch; the same officer with the same words gets the first receipt again. Refuses what the
 * ledger refuses of it, such as ALREADY_REVERSED and BUILT_UPON.
 */
export async function reverseImport(
  { commandBus, queryBus }: Pick<LedgerPorts, 'commandBus' | 'queryBus'>,
  batch: string,
  said: object,
  recorder: Recorder,
): Promise<ReversedImport | Refusal> {
  const body = { ...said, kind: 'BatchReversed', reversed: batch };
  const outcome = await commandBus.execute(new RecordEntry(body, recorder, `reverse/${batch}`));
  if (isRefusal(outcome)) {
    if (outcome.code !== 'IDEMPOTENCY_REUSED') return outcome;
    // The key is made here, so nobody could use another one: what the ledger says of the reversal itself is the answer.
    const [verdict] = await commandBus.execute(new RehearseTogether([{ key: randomUUID(), body }], recorder));
    return isRefusal(verdict) ? verdict : outcome;
  }
  const entry = await queryBus.execute(new EntryQuery(outcome.receipts[0]?.seq ?? 0));
  if (isRefusal(entry)) return entry;
  const reversed = entry.kind === 'BatchReversed' ? entry.facts.entries : [];
  const parts = await queryBus.execute(new BatchReversalQuery(batch, reversed));
  if (isRefusal(parts)) return parts;
  const { effective } = entry;
  return { ...outcome, ...parts, effective, notice: await tooLate(queryBus, reversed, effective) };
}

/** A plan cannot hold from before what changed it last, and that is the reversal. */
async function tooLate(
  queryBus: LedgerPorts['queryBus'],
  [first]: readonly SeqText[],
  effective: IsoDate,
): Promise<string | null> {
  const imported = first === undefined ? null : await queryBus.execute(new EntryQuery(seqOf(first)));
  if (imported === null || isRefusal(imported) || imported.effective >= effective) return null;
  return `It is taken back from ${effective} on, so an import with an earlier effective date, such as ${imported.effective} of this one, cannot be made again. An import that is to be made again is taken back as at its own effective date.`;
}
