import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import type { Entry, EntryKind, Posting } from '../entries';
import { seqText } from '../identifiers';
import { takenAlong } from '../lapses';
import { add, negate, NIL, pence, pounds, subtract, type Pence } from '../money';
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
  const postings = stillClaimed(state, entry).flatMap(({ part }) => [
    opposite(part),
    { ...part, status: 'verified' as const },
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
  const along = takenAlong(state, entry);
  if (along !== null) {
    return refuse(
      'BUILT_UPON',
      `Entry ${String(entry.seq)} cannot be rejected any more: entry ${String(along)} checked what it lapsed together with it; reverse that first.`,
    );
  }
  const postings = takesBackAll(entry)
    ? entry.postings.map(opposite)
    : stillClaimed(state, entry).flatMap((claimed) => [opposite(claimed.part), ...givenBack(entry, claimed)]);
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
function givenBack(entry: Entry, { claim, part }: Claimed): readonly Posting[] {
  if (entry.kind !== 'SavingReclassified') return [];
  const { from: origin } = entry.facts;
  const taken = entry.postings.find(
    ({ class: of, measure, from }) => of === origin && measure === claim.measure && from === claim.from,
  );
  return taken === undefined ? [] : [{ ...taken, from: part.from, amount: part.amount }];
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

/** A part of what an entry claimed, with the posting that claimed it. */
interface Claimed {
  readonly claim: Posting;
  readonly part: Posting;
}

/**
 * What an entry posted as claimed and is still there, by the years it takes effect from: of a gain that lapsed in part
 * since, what was saved in its first year, and the lapse from its own year on. A later reclassification may have taken
 * part of it away. Several postings of one entry into one cell share what the cell holds. A reversal claims nothing: what
 * it puts back was claimed by another entry, whose recorder could otherwise verify her own claim by way of it.
 */
function stillClaimed(state: LedgerState, entry: Entry): readonly Claimed[] {
  if (entry.kind === 'EntryReversed' || entry.kind === 'BatchReversed') return [];
  const trial = state.fork();
  return entry.postings.flatMap((claim) => {
    if (claim.status !== 'claimed') return [];
    return partsLeft(trial, claim).map(({ from, amount }) => {
      const part = { ...claim, from, amount: pounds(amount), cell: null };
      trial.hold(part, negate(amount));
      return { claim, part };
    });
  });
}

/** What is left of a claim in each year: never more than it was, nor than the cell held in any year before. */
function partsLeft(
  state: LedgerState,
  claim: Posting,
): readonly { readonly from: Posting['from']; readonly amount: Pence }[] {
  let left = pence(claim.amount);
  let [held, before] = [NIL, NIL];
  const parts = state.holdings.heldByYear(claim).map((year) => {
    held = add(held, year.amount);
    if (year.from < claim.from) return { from: year.from, amount: NIL };
    left = nearerNought(left, held);
    const amount = subtract(left, before);
    before = left;
    return { from: year.from, amount };
  });
  return parts.filter(({ amount }) => amount !== 0);
}

/** The smaller of two amounts of one sign; nought where the signs differ. */
function nearerNought(one: Pence, other: Pence): Pence {
  if (Math.sign(one) !== Math.sign(other)) return NIL;
  return Math.abs(one) <= Math.abs(other) ? one : other;
}
