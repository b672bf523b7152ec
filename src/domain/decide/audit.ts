import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { seqText } from '../identifiers';
import { refuse } from '../refusals';
import type { LedgerState } from '../state';

/** R35: an auditor asks about an entry, a figure, or the ledger as a whole. Refuses: ENTRY_NOT_FOUND. */
export function raiseAuditQuery(
  command: CommandOf<'RaiseAuditQuery'>,
  _state: LedgerState,
  circumstances: Circumstances,
): Decision {
  const { about, figure, question } = command;
  if (about !== null && circumstances.about === null)
    return refuse('ENTRY_NOT_FOUND', `There is no entry ${String(about)} in this ledger.`);
  const facts = { about: about === null ? null : seqText(about), figure, question };
  return [{ kind: 'AuditQueryRaised', line: null, facts, postings: [] }];
}

/** Answers an auditor's query, once. Refuses: ENTRY_NOT_FOUND, NOT_A_QUERY, ALREADY_ANSWERED. */
export function answerAuditQuery(
  command: CommandOf<'AnswerAuditQuery'>,
  state: LedgerState,
  { about }: Circumstances,
): Decision {
  const seq = String(command.entry);
  if (about === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${seq} in this ledger.`);
  if (about.entry.kind !== 'AuditQueryRaised')
    return refuse('NOT_A_QUERY', `Entry ${seq} (${about.entry.kind}) is not an auditor's query.`);
  const answered = state.settled.get(command.entry);
  if (answered !== undefined)
    return refuse('ALREADY_ANSWERED', `The query in entry ${seq} was answered by entry ${String(answered)}.`);
  const facts = { query: seqText(command.entry), answer: command.answer };
  return [{ kind: 'AuditQueryAnswered', line: null, facts, postings: [] }];
}

/**
 * Rule 17: decides what is to become of a printed total that does not add up; both numbers stay.
 * Refuses: ENTRY_NOT_FOUND, NOT_AN_ASSERTION, ALREADY_RESOLVED.
 */
export function resolveDiscrepancy(
  command: CommandOf<'ResolveDiscrepancy'>,
  state: LedgerState,
  { about }: Circumstances,
): Decision {
  const seq = String(command.entry);
  if (about === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${seq} in this ledger.`);
  if (about.entry.kind !== 'TotalAsserted')
    return refuse('NOT_AN_ASSERTION', `Entry ${seq} (${about.entry.kind}) is not a printed total.`);
  const resolved = state.settled.get(command.entry);
  if (resolved !== undefined)
    return refuse('ALREADY_RESOLVED', `The discrepancy of entry ${seq} was resolved by entry ${String(resolved)}.`);
  const facts = { assertion: seqText(command.entry), decision: command.decision };
  return [{ kind: 'DiscrepancyResolved', line: null, facts, postings: [] }];
}
