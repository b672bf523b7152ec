import type { Circumstances, CommandOf } from '../commands';
import { dayOf } from '../dates';
import type { Decision } from '../drafts';
import { classes, type Posting, type ReturnFacts } from '../entries';
import { hasHandled } from '../handled';
import { seqText, type LineId, type OfficerId } from '../identifiers';
import { LARGEST, negate, pence, pounds } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { requireLine, requireReason } from '../rules';
import type { LedgerState, Line } from '../state';

/**
 * Rule 14 and R29: the chief finance officer certifies what was verified in the tranches up to a year, with whatever
 * takes effect of them later; but not of lines she is accountable for herself, nor what went through her own hands as a
 * finance officer: those lines, and no others, a deputy certifies. Of the lines named, or of all she may.
 * Refuses: LINE_NOT_FOUND, OWN_LINE, SELF_APPROVAL, NOT_FOR_DEPUTY, NOTHING_VERIFIED.
 */
export function certifyPosition(
  command: CommandOf<'CertifyPosition'>,
  state: LedgerState,
  { chiefFinanceOfficers }: Circumstances,
): Decision {
  const postings = postingsToCertify(command, state, chiefFinanceOfficers);
  if (isRefusal(postings)) return postings;
  if (postings.length === 0) {
    return refuse(
      'NOTHING_VERIFIED',
      `Nothing that was verified by ${command.year} waits to be certified on these lines.`,
    );
  }
  const moved = [...new Set(postings.flatMap(({ line }) => line ?? []))];
  // A deputy's entry says whose lines they are, so that it can be checked without the register of officers.
  const why = isDeputy(command) ? { chiefFinanceOfficers } : {};
  const facts = { by: command.year, lines: moved, ...why };
  return [{ kind: 'PositionCertified', line: null, facts, postings }];
}

const isDeputy = ({ by }: CommandOf<'CertifyPosition'>): boolean => by.role === 'deputy chief finance officer';

function postingsToCertify(
  command: CommandOf<'CertifyPosition'>,
  state: LedgerState,
  chiefs: readonly OfficerId[],
): readonly Posting[] | Refusal {
  const { lines } = command;
  const named: readonly LineId[] = lines.length > 0 ? lines : [...state.lines.keys()];
  const found: Posting[] = [];
  for (const id of named) {
    const line = requireLine(state, id);
    if (isRefusal(line)) return line;
    const waiting = { line, postings: certified(command, state, line) };
    const problem = mayCertify(command, state, waiting, chiefs);
    if (problem === null) found.push(...waiting.postings);
    else if (lines.length > 0) return problem;
  }
  return found;
}

/** What waits to be certified on a line. */
interface Waiting {
  readonly line: Line;
  readonly postings: readonly Posting[];
}

function mayCertify(
  command: CommandOf<'CertifyPosition'>,
  state: LedgerState,
  { line, postings }: Waiting,
  chiefs: readonly OfficerId[],
): Refusal | null {
  const { officer } = command.by;
  if (line.owner === officer) {
    const other = isDeputy(command) ? 'the chief finance officer' : 'a deputy';
    return refuse('OWN_LINE', `You are accountable for line ${line.id}; ${other} has to certify it.`);
  }
  if (hasHandled(state, officer, postings)) {
    return refuse(
      'SELF_APPROVAL',
      `As a finance officer you recorded or verified some of what waits on line ${line.id}; a third person has to certify it.`,
    );
  }
  const areTheirs = chiefs.some((chief) => line.owner === chief || hasHandled(state, chief, postings));
  if (!isDeputy(command) || areTheirs) return null;
  return refuse(
    'NOT_FOR_DEPUTY',
    `Line ${line.id} is for the chief finance officer to certify; a deputy certifies those the chief finance officer is accountable for, or has recorded or verified something on.`,
  );
}

function certified({ year }: CommandOf<'CertifyPosition'>, state: LedgerState, line: Line): readonly Posting[] {
  const tranches = ['opening' as const, ...state.plannedYears().filter((tranche) => tranche <= year)];
  return tranches.flatMap((tranche) =>
    classes.flatMap((of) =>
      (['achieved', 'cost', 'one-off cost', 'part-year shortfall'] as const).flatMap((measure) => {
        const cell = { line: line.id, measure, tranche, class: of, status: 'verified', identified: true } as const;
        // A full-year effect and a lapse stay in the year they take effect from.
        return state.holdings.heldByYear(cell).flatMap(({ from, amount }) => {
          if (amount === 0) return [];
          const posting = { ...cell, from, cell: null };
          return [
            { ...posting, amount: pounds(negate(amount)) },
            { ...posting, status: 'certified' as const, amount: pounds(amount) },
          ];
        });
      }),
    ),
  );
}

/**
 * R30: a return holds the figures of the ledger as it stands, the definition, and the three who approved it.
 * Refuses: SELF_APPROVAL, DEFINITION_UNKNOWN, RETURN_APART, DATE_PERIOD, AMOUNT_RANGE.
 */
export function submitReturn(command: CommandOf<'SubmitReturn'>, state: LedgerState, now: Circumstances): Decision {
  const facts = snapshot(command, state, now);
  return isRefusal(facts) ? facts : [{ kind: 'ReturnSubmitted', line: null, facts, postings: [] }];
}

/**
 * R31: a return that was submitted is amended by another one, never edited.
 * Refuses: ENTRY_NOT_FOUND, NOT_A_RETURN, ALREADY_AMENDED, REASON_REQUIRED, SELF_APPROVAL, DEFINITION_UNKNOWN, RETURN_APART,
 * DATE_PERIOD, AMOUNT_RANGE.
 */
export function amendReturn(command: CommandOf<'AmendReturn'>, state: LedgerState, now: Circumstances): Decision {
  const seq = String(command.entry);
  const { about } = now;
  if (about === null) return refuse('ENTRY_NOT_FOUND', `There is no entry ${seq} in this ledger.`);
  if (about.entry.kind !== 'ReturnSubmitted' && about.entry.kind !== 'ReturnAmended') {
    return refuse('NOT_A_RETURN', `Entry ${seq} (${about.entry.kind}) is not a return.`);
  }
  const amended = state.settled.get(command.entry);
  if (amended !== undefined)
    return refuse(
      'ALREADY_AMENDED',
      `The return in entry ${seq} was amended by entry ${String(amended)}; amend that one.`,
    );
  const noReason = requireReason(command.by, 'amending a return');
  if (noReason !== null) return noReason;
  const facts = snapshot(command, state, now);
  if (isRefusal(facts)) return facts;
  return [{ kind: 'ReturnAmended', line: null, facts: { ...facts, amends: seqText(command.entry) }, postings: [] }];
}

function snapshot(
  command: CommandOf<'SubmitReturn' | 'AmendReturn'>,
  state: LedgerState,
  { figures, recordedAt }: Circumstances,
): ReturnFacts | Refusal {
  const { name, definition, year, approvedBy, by } = command;
  if (new Set(Object.values(approvedBy)).size < 3) {
    return refuse(
      'SELF_APPROVAL',
      'Leader, chief executive and chief finance officer each approve a return; name three officers, not one twice.',
    );
  }
  const now = figures?.(definition, year) ?? null;
  if (now === null)
    return refuse('DEFINITION_UNKNOWN', `There is no definition "${definition}" to make a return under.`);
  if (now.size !== seqText(state.size)) {
    return refuse(
      'RETURN_APART',
      'A return is added up from what is stored; send it by itself, once what it is to contain has been recorded.',
    );
  }
  const effective = by.effective ?? dayOf(recordedAt);
  if (effective < now.asAt) {
    return refuse(
      'DATE_PERIOD',
      `The effective date ${effective} is before ${now.asAt}, the latest day the figures of the return know of.`,
    );
  }
  const beyond = Object.entries(now.figures).find(([, amount]) => Math.abs(pence(amount)) > LARGEST);
  if (beyond !== undefined) {
    return refuse(
      'AMOUNT_RANGE',
      `The figure ${beyond[0]} is ${beyond[1]}, beyond ${pounds(LARGEST)}, the largest amount a return can state; check the unit of what was recorded.`,
    );
  }
  return { name, definition, by: year, ...now, approvedBy };
}
