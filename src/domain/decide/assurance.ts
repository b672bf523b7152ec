import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import type { Entry, EntryKind, Posting } from '../entries';
import { seqText } from '../identifiers';
import { negate, NIL, pence, pounds, type Pence } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { leavesCostAlone, opposite, requireReason, unsoundPlan } from '../rules';
import type { LedgerState } from '../state';

/** Entries that are themselves about another entry's assurance; nobody verifies a verification. */
const assurance: readonly EntryKind[] = ['EntryVerified', 'EntryRejected'];

/** What the chief finance officer may confirm as well: none of it moves what was achieved. */
const confirmed: readonly EntryKind[] = ['TargetSet', 'TargetRevised', 'PeriodReopened'];

/**
 * Rule 14: a second officer verifies an entry, bound to its exact bytes by its leaf hash. What it still claims becomes
 * verified; a plan entry is marked and posts nothing.
 * Refuses: ENTRY_NOT_FOUND, ENTRY_CHANGED, SELF_APPROVAL, ROLE_NOT_ALLOWED, NOT_VERIFIABLE, ALREADY_VERIFIED, ALREADY_REJECTED, ALREADY_REVERSED.
 */
export function verifyEntry(command: CommandOf<'VerifyEntry'>, state: LedgerState, { about }: Circumstances): Decision {
  const entry = checkable(command, state, about);
  if (isRefusal(entry)) return entry;
  const postings = stillClaimed(state, entry).flatMap((claimed) => [
    { ...claimed, amount: pounds(negate(pence(claimed.amount))) },
    { ...claimed, status: 'verified' as const },
  ]);
  const facts = { entry: seqText(entry.seq), leaf: command.leaf };
  return [{ kind: 'EntryVerified', line: entry.line, facts, postings }];
}

/**
 * Rule 14: a second officer rejects an entry and says why. What it still claims is taken out; the entry and its trace stay.
 * Refuses: as verifyEntry, REASON_REQUIRED, and BUILT_UPON while a cost netted against it stands.
 */
export function rejectEntry(command: CommandOf<'RejectEntry'>, state: LedgerState, { about }: Circumstances): Decision {
  const noReason = requireReason(command.by, 'rejecting an entry');
  if (noReason !== null) return noReason;
  const entry = checkable(command, state, about);
  if (isRefusal(entry)) return entry;
  const postings = takesBackAll(entry)
    ? entry.postings.map(opposite)
    : stillClaimed(state, entry).flatMap((claimed) => [
        { ...claimed, amount: pounds(negate(pence(claimed.amount))) },
        ...givenBack(entry, claimed),
      ]);
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'BUILT_UPON',
      `Entry ${String(entry.seq)} cannot be rejected any more: a later entry has used what it moved; reverse that first.`,
    );
  }
  if (leavesCostAlone(state, postings)) {
    return refuse(
      'BUILT_UPON',
      `Entry ${String(entry.seq)} cannot be rejected yet: a cost was netted against it, which would be left alone; reject or reverse that first.`,
    );
  }
  const facts = { entry: seqText(entry.seq), leaf: command.leaf };
  return [{ kind: 'EntryRejected', line: entry.line, facts, postings }];
}

/** What took something away, or moved a plan, is rejected by putting everything back. */
const takesBackAll = (entry: Entry): boolean =>
  entry.kind === 'GainLapsed' || (entry.kind === 'SavingReclassified' && entry.facts.measure === 'plan');

/** Rule 6: a reclassification cannot move the gross total, so rejecting one puts the amount back where it came from. */
function givenBack(entry: Entry, claimed: Posting): readonly Posting[] {
  if (entry.kind !== 'SavingReclassified') return [];
  const taken = entry.postings.find(({ from, amount }) => from === claimed.from && pence(amount) < 0);
  return taken === undefined ? [] : [{ ...taken, amount: claimed.amount }];
}

function checkable(
  command: CommandOf<'VerifyEntry' | 'RejectEntry'>,
  state: LedgerState,
  about: Circumstances['about'],
): Entry | Refusal {
  const seq = String(command.entry);
  if (about === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${seq} in this ledger.`);
  const { entry, leaf } = about;
  if (entry.officer === command.by.officer) {
    return refuse('SELF_APPROVAL', `Entry ${seq} was recorded by you; a second officer has to check it.`);
  }
  if (leaf !== command.leaf) {
    return refuse(
      'ENTRY_CHANGED',
      `Entry ${seq} is not the one you were shown; look at it again and send its leaf hash.`,
      { leaf },
    );
  }
  if (command.by.role !== 'finance officer' && !confirmed.includes(entry.kind)) {
    return refuse(
      'ROLE_NOT_ALLOWED',
      `The chief finance officer confirms targets and re-openings; entry ${seq} (${entry.kind}) is for a finance officer to verify.`,
    );
  }
  if (assurance.includes(entry.kind)) {
    return refuse('NOT_VERIFIABLE', `Entry ${seq} is itself a check of another entry; it is not checked again.`);
  }
  return checkUnmarked(state, entry) ?? entry;
}

function checkUnmarked(state: LedgerState, { seq }: Entry): Refusal | null {
  const { verified, rejected, reversed } = state.mark(seq);
  if (reversed !== null)
    return refuse('ALREADY_REVERSED', `Entry ${String(seq)} was reversed by entry ${String(reversed)}.`);
  if (verified !== null)
    return refuse('ALREADY_VERIFIED', `Entry ${String(seq)} was verified by entry ${String(verified)}.`);
  if (rejected !== null)
    return refuse('ALREADY_REJECTED', `Entry ${String(seq)} was rejected by entry ${String(rejected)}.`);
  return null;
}

/**
 * What an entry posted as claimed and is still there: a later reclassification may have taken part of it away. Several
 * postings of one entry into one cell share what the cell holds. A reversal claims nothing: what it puts back was claimed by
 * another entry, whose recorder could otherwise verify her own claim by way of it.
 */
function stillClaimed(state: LedgerState, entry: Entry): readonly Posting[] {
  if (entry.kind === 'EntryReversed' || entry.kind === 'BatchReversed') return [];
  const trial = state.fork();
  const found: Posting[] = [];
  for (const posting of entry.postings) {
    if (posting.status !== 'claimed') continue;
    const amount = nearerNought(pence(posting.amount), trial.heldFrom(posting));
    if (amount === 0) continue;
    trial.hold(posting, negate(amount));
    found.push({ ...posting, amount: pounds(amount), cell: null });
  }
  return found;
}

/** The smaller of two amounts of one sign; nought where the signs differ. */
function nearerNought(one: Pence, other: Pence): Pence {
  if (Math.sign(one) !== Math.sign(other)) return NIL;
  return Math.abs(one) <= Math.abs(other) ? one : other;
}
