import type { Circumstances, CommandOf } from '../commands';
import { dayOf } from '../dates';
import type { Decision } from '../drafts';
import { builtInDefinitions, stages, type Posting } from '../entries';
import { yearOf, type FinancialYear } from '../financial-year';
import { negate, pence, pounds, subtract, type Pence } from '../money';
import { isRefusal, refuse } from '../refusals';
import { firstRefusal, requireLine, requirePositive, requireReason } from '../rules';
import type { LedgerState } from '../state';

/** Opens the ledger, once. Refuses: LEDGER_ALREADY_OPENED. */
export function openLedger(command: CommandOf<'OpenLedger'>, state: LedgerState): Decision {
  if (state.size > 0) return refuse('LEDGER_ALREADY_OPENED', 'This ledger has been opened already.');
  const { ledger, council, baseYear } = command;
  return [{ kind: 'LedgerOpened', line: null, facts: { ledger, council, baseYear, currency: 'GBP' }, postings: [] }];
}

/**
 * Lets another key sign from here on. Its follower trusts it because the key before signs this entry as well.
 * Refuses: KEY_STALE where another key signs by now, REASON_REQUIRED.
 */
export function rotateKey(command: CommandOf<'RotateKey'>, state: LedgerState): Decision {
  const noReason = requireReason(command.by, 'changing the key');
  if (noReason !== null) return noReason;
  const { previous, next } = command;
  if (state.signingKey !== null && state.signingKey !== previous) {
    return refuse('KEY_STALE', `The key that signs is ${state.signingKey}; it was changed meanwhile.`);
  }
  return [{ kind: 'KeyRotated', line: null, facts: { previous, next }, postings: [] }];
}

/**
 * Rule 1: a target is an entry with amount, scope and deadline; it is set once and then revised, never edited.
 * Refuses: AMOUNT_ZERO, AMOUNT_SIGN, TARGET_ALREADY_SET. Source: One Excellent Council, section 2.3.
 */
export function setTarget(command: CommandOf<'SetTarget'>, state: LedgerState): Decision {
  const { scope, amount, deadline } = command;
  const problem = requirePositive(amount, 'target');
  if (problem !== null) return problem;
  const standing = state.targets.get(scope);
  if (standing !== undefined) {
    return refuse(
      'TARGET_ALREADY_SET',
      `The ${scope}'s target was set by entry ${String(standing.seq)}; it is revised by another entry, never set anew.`,
    );
  }
  const postings = [targetPosting(scope, deadline, pence(amount))];
  return [{ kind: 'TargetSet', line: null, facts: { scope, amount, deadline }, postings }];
}

/**
 * Rule 1: revises a target by the difference; the entry says why. Where the deadline moves, the whole target moves.
 * Refuses: AMOUNT_ZERO, AMOUNT_SIGN, REASON_REQUIRED, TARGET_MISSING, NOTHING_CHANGES.
 */
export function reviseTarget(command: CommandOf<'ReviseTarget'>, state: LedgerState): Decision {
  const { scope, amount, deadline } = command;
  const problem = firstRefusal(requirePositive(amount, 'target'), requireReason(command.by, 'revising a target'));
  if (problem !== null) return problem;
  const standing = state.targets.get(scope);
  if (standing === undefined) return refuse('TARGET_MISSING', `No target is set for the ${scope} yet; set it first.`);
  if (standing.amount === amount && standing.deadline === deadline) {
    return refuse('NOTHING_CHANGES', `The ${scope}'s target is ${amount} by ${deadline} already.`);
  }
  const [was, is] = [pence(standing.amount), pence(amount)];
  const postings =
    standing.deadline === deadline
      ? [targetPosting(scope, deadline, subtract(is, was))]
      : [targetPosting(scope, standing.deadline, negate(was)), targetPosting(scope, deadline, is)];
  return [{ kind: 'TargetRevised', line: null, facts: { scope, amount, deadline }, postings }];
}

const targetPosting = (scope: 'council' | 'partnership', deadline: FinancialYear, amount: Pence): Posting => ({
  line: null,
  measure: scope === 'council' ? 'target' : 'partnership target',
  tranche: 'opening',
  from: deadline,
  class: null,
  status: null,
  identified: true,
  amount: pounds(amount),
  cell: null,
});

/**
 * Rules 4 and R9: a definition is data, and how one-off cost is spread over years is a part of it.
 * Refuses: DEFINITION_EXISTS, PARAM_RANGE.
 */
export function adoptDefinition(command: CommandOf<'AdoptDefinition'>, state: LedgerState): Decision {
  const { definition } = command;
  const taken = state.definitions.has(definition.name) || builtInDefinitions.some((name) => name === definition.name);
  if (taken)
    return refuse(
      'DEFINITION_EXISTS',
      `There is a definition called ${definition.name} already; adopt yours under another name.`,
    );
  const years = definition.oneOffYears;
  if (
    (definition.oneOff === 'spread') !== (years !== undefined) ||
    (years !== undefined && !/^([2-9]|1\d|20)$/.test(years))
  )
    return refuse(
      'PARAM_RANGE',
      'Where one-off cost is spread, say over how many years, from 2 to 20; where it is not, say none.',
    );
  return [{ kind: 'DefinitionAdopted', line: null, facts: { definition }, postings: [] }];
}

/**
 * Rule 19: lines have codes, because names are not keys. Rule 2: none begins approved without an accountable officer; in an
 * import that is a finding instead. Refuses: LINE_EXISTS, OWNER_MISSING.
 */
export function registerLine(command: CommandOf<'RegisterLine'>, state: LedgerState): Decision {
  const { line, title, section, group, tags, stage, ruling } = command;
  if (state.lines.has(line))
    return refuse('LINE_EXISTS', `There is a line ${line} already; give the new one a code of its own.`);
  if (stages.indexOf(stage) >= stages.indexOf('approved') && command.by.batch === null) {
    return refuse(
      'OWNER_MISSING',
      `Line ${line} cannot begin as ${stage}: it has no accountable officer yet; register it, assign one, and advance its stage.`,
    );
  }
  return [{ kind: 'LineRegistered', line, facts: { title, section, group, tags, stage, ruling }, postings: [] }];
}

/** Rule 18: title, section, group and tags can change; what was known before stays known. Refuses: LINE_NOT_FOUND. */
export function amendLine(command: CommandOf<'AmendLine'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { title, section, group, tags } = command;
  return [{ kind: 'LineAmended', line: line.id, facts: { title, section, group, tags }, postings: [] }];
}

/** Rule 2: a line has one accountable officer at a time; the last one assigned is it. Refuses: LINE_NOT_FOUND. */
export function assignOwner(command: CommandOf<'AssignOwner'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  if (line.owner === command.owner) {
    return refuse('NOTHING_CHANGES', `${command.owner} is the accountable officer of line ${line.id} already.`);
  }
  return [{ kind: 'OwnerAssigned', line: line.id, facts: { owner: command.owner }, postings: [] }];
}

/**
 * Rule 2: what was spent before, by which a saving is measured: in a year that has begun, and not nothing.
 * Refuses: LINE_NOT_FOUND, AMOUNT_ZERO, AMOUNT_SIGN, NOT_YET_FELT.
 */
export function setBaseline(command: CommandOf<'SetBaseline'>, state: LedgerState, now: Circumstances): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { year, amount, dataSource, by } = command;
  const problem = requirePositive(amount, 'baseline');
  if (problem !== null) return problem;
  if (year > yearOf(by.effective ?? dayOf(now.recordedAt))) {
    return refuse('NOT_YET_FELT', `${year} has not begun on the effective date; a baseline is what was spent before.`);
  }
  return [{ kind: 'BaselineSet', line: line.id, facts: { year, amount, dataSource }, postings: [] }];
}
