/** Takes a whole import back, and says what that takes back and what stays. */
import { randomUUID } from 'node:crypto';

import type { Acknowledgement } from '../../commands/ledger-writer';
import { Record as RecordEntry } from '../../commands/record';
import { RehearseTogether } from '../../commands/record-together';
import type { Recorder } from '../../commands/requests/base';
import { isRefusal, type Refusal } from '../../domain/refusals';
import { BatchReversalQuery, type BatchReversalAnswer } from '../../queries/batch-reversal';
import { EntryQuery } from '../../queries/entries';
import type { LedgerPorts } from './ledger-ports';

export type ReversedImport = Acknowledgement & BatchReversalAnswer;

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
  return isRefusal(parts) ? parts : { ...outcome, ...parts };
}
