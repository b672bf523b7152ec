import type { CommandOf } from '../commands';
import type { Decision } from '../drafts';
import type { Class, Level, Posting } from '../entries';
import { allocationKey } from '../evolve';
import type { FinancialYear } from '../financial-year';
import type { LineId } from '../identifiers';
import { NIL, negate, pence, pounds, subtract, type Pence, type Pounds } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import {
  checkLevels,
  firstRefusal,
  planned,
  requireLine,
  requireNotNegative,
  requireReason,
  unsoundPlan,
} from '../rules';
import type { LedgerState, Line } from '../state';

/**
 * Rule 9: makes a line the pot of several programmes, to be split among them by a date.
 * Refuses: LINE_NOT_FOUND, POT_EXISTS, NOT_A_PROGRAMME. Source: the transformation programmes, split due 30 November 2009.
 */
export function createPot(command: CommandOf<'CreatePot'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { programmes, allocateBy } = command;
  if (line.pot !== null) return refuse('POT_EXISTS', `Line ${line.id} is a pot already.`);
  if (programmes.length === 0 || programmes.includes(line.id)) {
    return refuse('NOT_A_PROGRAMME', 'A pot is shared by at least one other line; name the programmes.');
  }
  const problem = firstRefusal(
    sharesNone(line),
    ...programmes.map((programme, place) => checkProgramme(state, programme, programmes.indexOf(programme) < place)),
  );
  return problem ?? [{ kind: 'PotCreated', line: line.id, facts: { programmes, allocateBy }, postings: [] }];
}

/** Pots do not overlap: otherwise a pound could contribute to a budget through two of them (rule 12). */
function checkProgramme(state: LedgerState, id: LineId, named: boolean): Refusal | null {
  const line = requireLine(state, id);
  if (isRefusal(line)) return line;
  if (named) return refuse('NOT_A_PROGRAMME', `Line ${id} is named twice; name each programme once.`);
  if (line.pot !== null) return refuse('NOT_A_PROGRAMME', `Line ${id} is a pot itself; name its programmes.`);
  return sharesNone(line);
}

const sharesNone = ({ id, potOf }: Line): Refusal | null =>
  potOf === null
    ? null
    : refuse('NOT_A_PROGRAMME', `Line ${id} is a programme of the pot ${potOf} already; a programme shares one pot.`);

/** What one allocation takes from one cell of the pot. */
interface Take {
  readonly tranche: FinancialYear | 'unphased';
  readonly from: FinancialYear;
  readonly amount: Pence;
  readonly cell: string | null;
}

/**
 * Rule 9: gives a programme its part of the pot, by yearly levels and what is unphased. Every cell moves: pot minus,
 * programme plus, so allocated and unallocated always add up to the pot, in total and in every year.
 * Refuses: LINE_NOT_FOUND, NOT_A_POT, NOT_A_PROGRAMME, INSUFFICIENT_BALANCE, LEVEL_MISSING, LEVEL_ORDER, LEVEL_BLANK,
 * AMOUNT_ZERO, AMOUNT_SIGN. Source: One Excellent Council, the split that was promised by 30 November 2009.
 */
export function allocatePot(command: CommandOf<'AllocatePot'>, state: LedgerState): Decision {
  const parties = partiesOf(command, state);
  if (isRefusal(parties)) return parties;
  const { pot, programme } = parties;
  const takes = takesFrom(pot, command, state);
  if (isRefusal(takes)) return takes;
  const short = takes.map((take) => checkLeft(state, pot, command.class, take)).find((check) => check !== null);
  if (short !== undefined) return short;
  const { class: of, levels, unphased } = command;
  const postings = takes.flatMap((take) => move(pot, programme, of, take));
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `The pot ${pot.id} falls in a later year; so much cannot be allocated from it.`,
    );
  }
  return [{ kind: 'PotAllocated', line: programme.id, facts: { pot: pot.id, class: of, levels, unphased }, postings }];
}

function takesFrom(
  pot: Line,
  command: CommandOf<'AllocatePot' | 'ReturnAllocation'>,
  state: LedgerState,
): readonly Take[] | Refusal {
  const { class: of, levels, unphased } = command;
  const takes = levels.length === 0 ? [] : (checkLevels(levels, state.baseYear) ?? rises(levels));
  if (isRefusal(takes)) return takes;
  const rest = unphased === null ? [] : restFrom(pot, of, unphased);
  if (isRefusal(rest)) return rest;
  const moving = [...takes, ...rest].filter(({ amount }) => amount !== 0);
  return moving.length === 0 ? refuse('AMOUNT_ZERO', 'The allocation is 0.00; an amount must move.') : moving;
}

/** What is to move without a year, by the pot's own deadline. */
function restFrom(pot: Line, of: Class, unphased: Pounds): readonly Take[] | Refusal {
  const negative = requireNotNegative(unphased, 'unphased amount');
  if (negative !== null) return negative;
  const deadline = pot.plans[of]?.totalBy ?? null;
  if (deadline !== null) return [{ tranche: 'unphased', from: deadline, amount: pence(unphased), cell: null }];
  if (pence(unphased) === 0) return [];
  return refuse(
    'INSUFFICIENT_BALANCE',
    `The pot ${pot.id} has no plan without a year; all it holds is allocated by levels.`,
  );
}

function rises(levels: readonly Level[]): readonly Take[] | Refusal {
  const takes: Take[] = [];
  let before: Pence = NIL;
  for (const { year, level, cell } of levels) {
    if (level === null) continue;
    const amount = subtract(pence(level), before);
    if (amount < 0)
      return refuse(
        'AMOUNT_SIGN',
        `The level of ${year} is less than that of the year before; an allocation does not fall.`,
      );
    before = pence(level);
    takes.push({ tranche: year, from: year, amount, cell });
  }
  return takes;
}

function checkLeft(state: LedgerState, pot: Line, of: Class, { tranche, amount }: Take): Refusal | null {
  const left = state.tranche(pot.id, 'plan', tranche, of);
  if (amount <= left) return null;
  const cell = tranche === 'unphased' ? 'without a year' : `first in ${tranche}`;
  return refuse(
    'INSUFFICIENT_BALANCE',
    `The pot ${pot.id} has ${pounds(left)} left ${cell}; ${pounds(amount)} cannot be allocated from it.`,
    {
      left: pounds(left),
    },
  );
}

const move = (giver: Line, taker: Line, of: Class, { tranche, from, amount, cell }: Take): readonly Posting[] => [
  planned(giver, 'plan', of, tranche, from, negate(amount), cell),
  planned(taker, 'plan', of, tranche, from, amount, cell),
];

/**
 * Rule 9: gives a part of an allocation back to the pot, by yearly levels and what is unphased.
 * Refuses: LINE_NOT_FOUND, REASON_REQUIRED, NOT_A_POT, NOT_A_PROGRAMME, INSUFFICIENT_BALANCE, LEVEL_MISSING,
 * LEVEL_ORDER, LEVEL_BLANK, AMOUNT_ZERO, AMOUNT_SIGN.
 */
export function returnAllocation(command: CommandOf<'ReturnAllocation'>, state: LedgerState): Decision {
  const parties = partiesOf(command, state);
  if (isRefusal(parties)) return parties;
  const noReason = requireReason(command.by, 'returning an allocation');
  if (noReason !== null) return noReason;
  const { pot, programme } = parties;
  const takes = takesFrom(pot, command, state);
  if (isRefusal(takes)) return takes;
  const { class: of, levels, unphased } = command;
  const postings = takes.flatMap((take) => move(programme, pot, of, take));
  const given = (tranche: Take['tranche']): Pence =>
    state.allocated.get(allocationKey(pot.id, programme.id, tranche, of)) ?? NIL;
  const short = takes.find(
    ({ tranche, amount }) => amount > given(tranche) || amount > state.tranche(programme.id, 'plan', tranche, of),
  );
  if (short !== undefined || unsoundPlan(state, postings) !== null) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `Programme ${programme.id} does not hold that much of the pot ${pot.id}; it can only return what it was given.`,
    );
  }
  return [
    {
      kind: 'PotAllocationReturned',
      line: programme.id,
      facts: { pot: pot.id, class: of, levels, unphased },
      postings,
    },
  ];
}

/** The pot and the programme of an allocation. Refuses: LINE_NOT_FOUND, NOT_A_POT, NOT_A_PROGRAMME. */
function partiesOf(
  command: CommandOf<'AllocatePot' | 'ReturnAllocation'>,
  state: LedgerState,
): { readonly pot: Line; readonly programme: Line } | Refusal {
  const programme = requireLine(state, command.line);
  if (isRefusal(programme)) return programme;
  const pot = requireLine(state, command.pot);
  if (isRefusal(pot)) return pot;
  if (pot.pot === null)
    return refuse('NOT_A_POT', `Line ${pot.id} is not a pot; there is nothing to allocate from it.`);
  if (pot.pot.programmes.includes(programme.id)) return { pot, programme };
  return refuse('NOT_A_PROGRAMME', `Line ${programme.id} is not one of the programmes that share the pot ${pot.id}.`);
}
