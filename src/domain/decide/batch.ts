import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import type { Entry, EntryKind } from '../entries';
import { seqText } from '../identifiers';
import { takenAlong } from '../lapses';
import { refuse, type Refusal } from '../refusals';
import { firstRefusal, opposite, requireReason } from '../rules';
import type { LedgerState } from '../state';
import { builtUpon, checkHeld, isReversible } from './corrections';

/**
 * Rule 16: takes back a whole import at once: everything its entries posted and that still stands. The lines it
 * registered stay, without amounts. While a later entry builds on the batch, that one is reversed first.
 * Refuses: BATCH_NOT_FOUND, REASON_REQUIRED, ALREADY_REVERSED, NOT_REVERSIBLE, BUILT_UPON.
 */
export function reverseBatch(
  command: CommandOf<'ReverseBatch'>,
  state: LedgerState,
  { batch }: Circumstances,
): Decision {
  const noReason = requireReason(command.by, 'reversing a batch');
  if (noReason !== null) return noReason;
  if (batch.length === 0)
    return refuse('BATCH_NOT_FOUND', `There is no import batch ${command.reversed} in this ledger.`);
  const standing = batch.filter(({ kind, seq }) => goesBack(kind) && state.mark(seq).reversed === null);
  if (standing.length === 0) return nothingLeft(command.reversed, state, batch);
  const members = new Set(standing.map(({ seq }) => seq));
  const problem = firstRefusal(
    ...standing.map((entry) => checkMember(state, entry, members)),
    checkHeld(
      state,
      standing[0]?.seq ?? 0,
      standing.flatMap(({ postings }) => postings),
    ),
  );
  if (problem !== null) return problem;
  const entries = standing.map(({ seq }) => seqText(seq));
  const postings = standing.flatMap((entry) => entry.postings.map(opposite)).filter(({ amount }) => amount !== '0.00');
  return [{ kind: 'BatchReversed', line: null, facts: { entries }, postings }];
}

function nothingLeft(reversed: string, state: LedgerState, batch: readonly Entry[]): Refusal {
  const by = new Set(batch.flatMap(({ seq }) => state.mark(seq).reversed ?? []));
  if (by.size === 0) return refuse('ALREADY_REVERSED', `Nothing of batch ${reversed} is left that could be reversed.`);
  const entries = by.size === 1 ? 'entry' : 'entries';
  const said = `${entries} ${[...by].join(', ')}`;
  return refuse('ALREADY_REVERSED', `Everything in batch ${reversed} has been reversed already, by ${said}.`);
}

/** What a batch takes back: a suspicion and a pot moved no amount, and are taken back by themselves where they were wrong. */
export const goesBack = (kind: EntryKind): boolean =>
  isReversible(kind) && kind !== 'OverlapDeclared' && kind !== 'PotCreated';

/** What changes more than its own amounts is taken back by itself, where it can be seen what that does. */
const singly: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'StageAdvanced',
  'EntryVerified',
  'EntryRejected',
  'PotAllocated',
  'PotAllocationReturned',
  'PositionCertified',
]);

function checkMember(state: LedgerState, entry: Entry, members: ReadonlySet<number>): Refusal | null {
  if (singly.has(entry.kind)) {
    return refuse(
      'NOT_REVERSIBLE',
      `Entry ${String(entry.seq)} of the batch (${entry.kind}) says something about others; reverse that one by itself first.`,
    );
  }
  const along = takenAlong(state, entry);
  if (along !== null) return builtUpon(entry.seq, `entry ${String(along)} checked what it lapsed together with it`);
  const { verified, rejected } = state.mark(entry.seq);
  const checked = verified ?? rejected;
  if (checked !== null) return builtUpon(entry.seq, `entry ${String(checked)} checked it`);
  let link = entry.line === null ? null : (state.lines.get(entry.line)?.planEntries ?? null);
  for (; link !== null && link.seq > entry.seq; link = link.before) {
    if (!members.has(link.seq)) return builtUpon(entry.seq, `entry ${String(link.seq)} changed the plan after it`);
  }
  return null;
}
