import type { Draft } from './drafts';
import { LARGEST, pence, pounds } from './money';
import { refuse, type Refusal } from './refusals';
import type { LedgerState } from './state';

/**
 * The most that all postings of a ledger may come to, signs left out, in pence: an eighth of what whole pence can hold
 * exactly, about £11 trillion. Whatever is added up of them is then exact, and so are eight ledgers together.
 */
export const MOST_POSTED = Math.floor(Number.MAX_SAFE_INTEGER / 8);

/**
 * Refuses entries that would take an amount, or what a cell holds, beyond the largest amount there is, or the ledger
 * beyond what can be added up exactly (AMOUNT_RANGE): nothing that was recorded can fail to be added up later.
 */
export function checkRange(state: LedgerState, drafts: readonly Draft[]): Refusal | null {
  const postings = drafts.flatMap((draft) => draft.postings);
  if (postings.length === 0) return null;
  const trial = state.fork();
  for (const posting of postings) trial.hold(posting, pence(posting.amount));
  if (trial.posted > MOST_POSTED) {
    return refuse(
      'AMOUNT_RANGE',
      'With this the amounts of the ledger could not be added up exactly any more; check the unit of the amounts.',
    );
  }
  const beyond = postings.find(
    (posting) => Math.abs(pence(posting.amount)) > LARGEST || Math.abs(trial.held(posting)) > LARGEST,
  );
  if (beyond === undefined) return null;
  return refuse(
    'AMOUNT_RANGE',
    `With this the ${beyond.measure} of ${beyond.line ?? 'the ledger'} would be beyond ${pounds(LARGEST)}, the largest amount there is; check the unit.`,
  );
}
