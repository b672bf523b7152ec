import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { classes, type Entry, type EntryKind, type Posting } from '../entries';
import { carriedKey, overlapKey } from '../evolve';
import { seqText, type SeqText } from '../identifiers';
import { takenAlong } from '../lapses';
import { pence } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { firstRefusal, leavesCostAlone, opposite, requireLine, requireReason, unsoundPlan } from '../rules';
import type { LedgerState } from '../state';

/** The entries a reversal can take back: those that move amounts, check others, suspect an overlap or make a pot. The rest is superseded, not reversed. */
const reversible: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'SavingPlanned',
  'SavingReprofiled',
  'SavingAchieved',
  'SavingCarriedForward',
  'SavingReclassified',
  'BudgetContributionSet',
  'StageAdvanced',
  'PotCreated',
  'PotAllocated',
  'PotAllocationReturned',
  'SavingWithdrawn',
  'SavingSubstituted',
  'CostNetted',
  'FullYearEffectRecognised',
  'OverlapDeclared',
  'OverlapEliminated',
  'GainLapsed',
  'PositionCertified',
  'EntryVerified',
  'EntryRejected',
  'TotalAsserted',
]);

/** Whether an entry of this kind can be reversed at all: rule 16. */
export const isReversible = (kind: EntryKind): boolean => reversible.has(kind);

/**
 * Rule 16: corrects by adding the exact opposite of an entry's postings, once, with a reason. Nothing is edited. While a
 * later entry builds on it (its verification, a re-profile, a reclassification), that one is reversed first.
 * Refuses: ENTRY_NOT_FOUND, REASON_REQUIRED, NOT_REVERSIBLE, ALREADY_REVERSED, BUILT_UPON.
 */
export function reverseEntry(
  command: CommandOf<'ReverseEntry'>,
  state: LedgerState,
  { about }: Circumstances,
): Decision {
  const seq = String(command.entry);
  if (about === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${seq} in this ledger.`);
  const { entry, leaf } = about;
  const problem = firstRefusal(
    requireReason(command.by, 'a reversal'),
    isReversible(entry.kind)
      ? null
      : refuse(
          'NOT_REVERSIBLE',
          `Entry ${seq} (${entry.kind}) cannot be reversed; record what is right as a new entry.`,
        ),
    checkUnmarked(state, entry),
    checkLatest(state, entry),
    checkAlone(state, entry),
    checkOverlap(state, entry),
    checkPot(state, entry),
    checkHeld(state, entry.seq, entry.postings),
  );
  if (problem !== null) return problem;
  const facts = {
    entry: seqText(entry.seq),
    leaf,
    kind: entry.kind,
    about: aboutOf(entry),
    stage: entry.kind === 'StageAdvanced' ? entry.facts.from : null,
    carried: entry.kind === 'SavingCarriedForward' ? carriedKey(entry.facts) : null,
  };
  return [{ kind: 'EntryReversed', line: entry.line, facts, postings: entry.postings.map(opposite) }];
}

const aboutOf = (entry: Entry): SeqText | null =>
  entry.kind === 'EntryVerified' || entry.kind === 'EntryRejected' ? entry.facts.entry : null;

function checkUnmarked(state: LedgerState, { seq }: Entry): Refusal | null {
  const { verified, rejected, reversed } = state.mark(seq);
  if (reversed !== null)
    return refuse('ALREADY_REVERSED', `Entry ${String(seq)} was reversed by entry ${String(reversed)} already.`);
  const later = verified ?? rejected;
  return later === null ? null : builtUpon(seq, `entry ${String(later)} checked it`);
}

/** Entries that shaped a plan come off in the opposite order. */
function checkLatest(state: LedgerState, { line, seq }: Entry): Refusal | null {
  const latest = line === null ? null : (state.lines.get(line)?.planEntries ?? null);
  if (latest === null) return null;
  for (let link = latest.before; link !== null; link = link.before) {
    if (link.seq === seq) return builtUpon(seq, `entry ${String(latest.seq)} changed the plan after it`);
  }
  return null;
}

function checkAlone(state: LedgerState, entry: Entry): Refusal | null {
  const along = takenAlong(state, entry);
  return along === null ? null : builtUpon(entry.seq, `entry ${String(along)} checked what it lapsed together with it`);
}

/** What a line gave way by for an overlap has to come back before nobody suspects the overlap any more. */
function checkOverlap(state: LedgerState, { kind, line, facts, seq }: Entry): Refusal | null {
  const overlap = kind === 'OverlapDeclared' ? state.overlaps.get(overlapKey(line, facts.other)) : undefined;
  return overlap === undefined || overlap.eliminated === 0 ? null : builtUpon(seq, 'something was taken off for it');
}

/** A pot stays one while a part of it is allocated, or while it contributes more than it saves without its programmes. */
function checkPot(state: LedgerState, { kind, line: pot, seq }: Entry): Refusal | null {
  if (kind !== 'PotCreated' || pot === null) return null;
  const isAllocated = [...state.allocated.keys()].some(
    (key) => key.startsWith(`${pot}|`) && state.allocated.get(key) !== 0,
  );
  if (isAllocated) return builtUpon(seq, 'a part of the pot is allocated');
  const leansOnOthers = state
    .plannedYears()
    .some((year) =>
      classes.some((of) => state.level(pot, 'budget contribution', year, of) > state.level(pot, 'plan', year, of)),
    );
  return leansOnOthers ? builtUpon(seq, 'it contributes more to a budget than it would save without them') : null;
}

/** What the entry put into a cell must still be there to be taken back. */
export function checkHeld(state: LedgerState, seq: number, recorded: readonly Posting[]): Refusal | null {
  const postings = recorded.map(opposite);
  const trial = state.fork();
  for (const posting of postings) trial.hold(posting, pence(posting.amount));
  if (unsoundPlan(state, postings) !== null || postings.some((posting) => isOverdrawn(trial, posting)))
    return builtUpon(seq, 'a later entry has used or moved part of what it recorded');
  return leavesCostAlone(state, postings)
    ? builtUpon(seq, 'a cost was netted against it, which would be left alone')
    : null;
}

/** Achieved amounts never fall below nought, and costs, which are minus amounts, never rise above it. */
const isOverdrawn = (state: LedgerState, posting: Posting): boolean =>
  posting.measure === 'achieved'
    ? state.holdings.heldFrom(posting) < 0
    : (posting.measure.endsWith('cost') || posting.measure === 'part-year shortfall') &&
      state.holdings.heldFrom(posting) > 0;

/** The refusal of a reversal (BUILT_UPON), with what has to be reversed before it. */
export const builtUpon = (seq: number, why: string): Refusal =>
  refuse('BUILT_UPON', `Entry ${String(seq)} cannot be reversed yet: ${why}; reverse that first.`);

/** Rule 17: a printed total is kept as an assertion and re-added from the rows; it never goes into a sum. Refuses: LINE_NOT_FOUND. */
export function assertTotal(command: CommandOf<'AssertTotal'>, state: LedgerState): Decision {
  const { label, scope, figure, year, amount, printed } = command;
  const line = scope.of === 'line' ? requireLine(state, scope.line) : null;
  if (isRefusal(line)) return line;
  return [{ kind: 'TotalAsserted', line: null, facts: { label, scope, figure, year, amount, printed }, postings: [] }];
}
