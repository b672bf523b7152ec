import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { seqText } from '../identifiers';
import { add, negate, pence, pounds, subtract } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { overlapKey } from '../evolve';
import { firstRefusal, planned, requireLine, requirePositive, requireReason, unsoundPlan } from '../rules';
import type { LedgerState } from '../state';

/**
 * Rule 13: is it an efficiency, or a cut? A measure of the service before and after, and what it says. It settles the
 * ruling a line waits for. Refuses: LINE_NOT_FOUND.
 */
export function checkQuality(command: CommandOf<'CheckQuality'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { measure, before, after, verdict } = command;
  return [{ kind: 'QualityChecked', line: line.id, facts: { measure, before, after, verdict }, postings: [] }];
}

/** R28: names a file by its digest as evidence for a line, or for one of its entries. Refuses: LINE_NOT_FOUND, ENTRY_NOT_FOUND. */
export function attachEvidence(
  command: CommandOf<'AttachEvidence'>,
  state: LedgerState,
  circumstances: Circumstances,
): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { about, sha256, kind, description } = command;
  if (about !== null && circumstances.about === null)
    return refuse('ENTRY_NOT_FOUND', `There is no entry ${String(about)} in this ledger.`);
  const facts = { about: about === null ? null : seqText(about), sha256, kind, description };
  return [{ kind: 'EvidenceAttached', line: line.id, facts, postings: [] }];
}

/**
 * Rule 11: says that a line may count the same pound as an earlier one, and by how much at most where that is known.
 * Refuses: LINE_NOT_FOUND, OVERLAP_ORDER, AMOUNT_ZERO, AMOUNT_SIGN, OVERLAP_DECLARED.
 */
export function declareOverlap(command: CommandOf<'DeclareOverlap'>, state: LedgerState): Decision {
  const { line, other, amount } = command;
  const problem = checkPair(command, state) ?? (amount === null ? null : requirePositive(amount, 'overlap'));
  if (problem !== null) return problem;
  const declared = state.overlaps.get(overlapKey(line, other));
  if (declared?.standing === true) {
    return refuse(
      'OVERLAP_DECLARED',
      `That line ${line} overlaps line ${other} was declared by entry ${String(declared.seq)}.`,
    );
  }
  return [{ kind: 'OverlapDeclared', line, facts: { other, amount }, postings: [] }];
}

/** The same pound is taken off the later line, so the order in which the lines were registered decides. */
function checkPair(
  { line, other }: CommandOf<'DeclareOverlap' | 'EliminateOverlap'>,
  state: LedgerState,
): Refusal | null {
  const later = requireLine(state, line);
  if (isRefusal(later)) return later;
  const earlier = requireLine(state, other);
  if (isRefusal(earlier)) return earlier;
  if (later.registered > earlier.registered) return null;
  return refuse(
    'OVERLAP_ORDER',
    `An overlap is taken off the later line; record it on line ${other}, which was registered after line ${line}.`,
  );
}

/**
 * Rule 11: takes a declared overlap off the plan of the later line.
 * Refuses: LINE_NOT_FOUND, OVERLAP_ORDER, OVERLAP_NOT_DECLARED, REASON_REQUIRED, AMOUNT_ZERO, AMOUNT_SIGN, INSUFFICIENT_BALANCE.
 */
export function eliminateOverlap(command: CommandOf<'EliminateOverlap'>, state: LedgerState): Decision {
  const { other, class: of, tranche, amount } = command;
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const problem = firstRefusal(
    checkPair(command, state),
    requirePositive(amount, 'overlap'),
    requireReason(command.by, 'eliminating an overlap'),
    state.overlaps.get(overlapKey(line.id, other))?.standing === true
      ? null
      : refuse(
          'OVERLAP_NOT_DECLARED',
          `No overlap of line ${line.id} with line ${other} has been declared; declare it first.`,
        ),
  );
  if (problem !== null) return problem;
  const declared = state.overlaps.get(overlapKey(line.id, other));
  const most = declared?.amount ?? null;
  if (declared !== undefined && most !== null && add(declared.eliminated, pence(amount)) > most) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `The overlap of line ${line.id} with line ${other} was declared as ${pounds(most)}; ${pounds(subtract(most, declared.eliminated))} of it is left to take off.`,
    );
  }
  const posting = planned(line, 'plan', of, tranche, tranche, negate(pence(amount)));
  const held = state.tranche(line.id, 'plan', tranche, of);
  if (pence(amount) > held || unsoundPlan(state, [posting]) !== null) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `Line ${line.id} plans ${pounds(held)} ${of} first in ${tranche}; ${amount} cannot be taken off it.`,
      { held: pounds(held) },
    );
  }
  return [
    { kind: 'OverlapEliminated', line: line.id, facts: { other, class: of, tranche, amount }, postings: [posting] },
  ];
}
