import type { CommandOf } from '../commands';
import { dayOf } from '../dates';
import type { Circumstances } from '../commands';
import type { Decision } from '../drafts';
import { statuses, type Class, type Posting, type Status } from '../entries';
import { startOf, yearOf, type FinancialYear } from '../financial-year';
import { add, addAll, negate, NIL, pence, pounds, shareOf, subtract, type Pence, type Pounds } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import {
  achieved,
  firstRefusal,
  intoCell,
  plannedCells,
  requireLine,
  requireNotNegative,
  requirePositive,
  requireReason,
  takeFromCells,
  unsoundPlan,
} from '../rules';
import type { LedgerState, Line } from '../state';

/**
 * Rules 2, 3 and 8: records the rise of the yearly net level first felt in a year, gross and ongoing cost apart, and how
 * much of it is felt in that very year where it starts within it. It is claimed until a second officer verifies it. Impact decides the year: one that has not begun has felt nothing yet.
 * Refuses: LINE_NOT_FOUND, BASELINE_MISSING, LINE_IS_POT, BEFORE_BASE_YEAR, NOT_YET_FELT, AMOUNT_ZERO, AMOUNT_SIGN,
 * INSUFFICIENT_BALANCE where the cost is more than the gain, or the in-year effect more than the whole.
 */
export function achieveSaving(command: CommandOf<'AchieveSaving'>, state: LedgerState, now: Circumstances): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { year, class: of, gross, ongoingCost, method, inYear } = command;
  const cost = ongoingCost === null ? NIL : pence(ongoingCost);
  const problem = firstRefusal(
    requirePositive(gross, 'gross saving'),
    ongoingCost === null ? null : requireNotNegative(ongoingCost, 'ongoing cost'),
    checkDeliverable(line),
    checkFelt(command, state, now),
    cost > pence(gross)
      ? refuse(
          'INSUFFICIENT_BALANCE',
          `The ongoing cost ${pounds(cost)} is more than the gross saving ${gross}; nothing is saved.`,
        )
      : null,
    inYear === undefined ? null : checkInYear(inYear, subtract(pence(gross), cost)),
  );
  if (problem !== null) return problem;
  const postings = [achieved(line, 'achieved', of, year, 'claimed', pence(gross))];
  if (cost !== 0) postings.push(achieved(line, 'cost', of, year, 'claimed', negate(cost)));
  const short = inYear === undefined ? NIL : subtract(pence(inYear), subtract(pence(gross), cost));
  if (short !== 0) postings.push(achieved(line, 'part-year shortfall', of, year, 'claimed', short));
  const facts = { year, class: of, gross, ongoingCost, method, ...(inYear === undefined ? {} : { inYear }) };
  return [{ kind: 'SavingAchieved', line: line.id, facts, postings }];
}

/** Of a saving that starts within the year, no more is felt in it than in a full one. */
const checkInYear = (inYear: Pounds, net: Pence): Refusal | null =>
  requireNotNegative(inYear, 'in-year effect') ??
  (pence(inYear) <= net
    ? null
    : refuse(
        'INSUFFICIENT_BALANCE',
        `The in-year effect ${inYear} is more than the net rise of the yearly level, ${pounds(net)}; it is the part of it that is felt in that very year.`,
      ));

/** No baseline, no achieved saving; and a pot achieves nothing, its programmes do. */
function checkDeliverable(line: Line): Refusal | null {
  if (line.pot !== null) {
    return refuse(
      'LINE_IS_POT',
      `Line ${line.id} is a pot; allocate it, and record the saving on the programme that made it.`,
    );
  }
  if (line.hasBaseline) return null;
  return refuse(
    'BASELINE_MISSING',
    `Line ${line.id} has no baseline, so no saving can be measured; record what was spent before first.`,
  );
}

function checkFelt(command: CommandOf<'AchieveSaving'>, state: LedgerState, now: Circumstances): Refusal | null {
  const { year } = command;
  if (startOf(year) < startOf(state.baseYear)) {
    return refuse(
      'BEFORE_BASE_YEAR',
      `${year} is before the base year ${state.baseYear}; what was saved then can only be carried forward.`,
    );
  }
  return checkBegun(command, now);
}

/** Rule 8: nothing has been felt of a year that has not begun (NOT_YET_FELT). */
export function checkBegun(
  { year, by }: Pick<CommandOf<'AchieveSaving'>, 'year' | 'by'>,
  now: Circumstances,
): Refusal | null {
  const felt = yearOf(by.effective ?? dayOf(now.recordedAt));
  if (year <= felt) return null;
  return refuse(
    'NOT_YET_FELT',
    `${year} has not begun on the effective date; what is saved or spent counts in the year it is felt.`,
  );
}

/**
 * Rules 3 and 8: takes a cost off what was achieved, in a year that has begun. Ongoing cost recurs with its tranche;
 * one-off cost is a measure of its own; cost that would have arisen anyway is kept in sight and taken off nothing, and
 * the entry says why.
 * Refuses: LINE_NOT_FOUND, AMOUNT_ZERO, AMOUNT_SIGN, REASON_REQUIRED, BEFORE_BASE_YEAR, NOT_YET_FELT,
 * INSUFFICIENT_BALANCE. Source: NI 179, net of additional investment and ongoing cost of implementation.
 */
export function netCost(command: CommandOf<'NetCost'>, state: LedgerState, now: Circumstances): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { year, class: of, cost, amount, included } = command;
  const problem = firstRefusal(
    requirePositive(amount, 'cost'),
    included ? null : requireReason(command.by, 'leaving a cost out'),
    startOf(year) < startOf(state.baseYear)
      ? refuse(
          'BEFORE_BASE_YEAR',
          `${year} is before the base year ${state.baseYear}; what was spent then is in the baseline.`,
        )
      : checkBegun(command, now),
    included && cost === 'ongoing' ? checkGain(state, line, command) : null,
  );
  if (problem !== null) return problem;
  const measure = !included ? 'excluded cost' : cost === 'ongoing' ? 'cost' : 'one-off cost';
  const posting = achieved(line, measure, of, year, 'claimed', negate(pence(amount)));
  return [
    { kind: 'CostNetted', line: line.id, facts: { year, class: of, cost, amount, included }, postings: [posting] },
  ];
}

function checkGain(state: LedgerState, line: Line, { year, class: of, amount }: CommandOf<'NetCost'>): Refusal | null {
  const gain = addAll(statuses.map((status) => netHeld(state, line, year, of, status)));
  if (pence(amount) <= gain) return null;
  return refuse(
    'INSUFFICIENT_BALANCE',
    `Line ${line.id} has achieved ${pounds(gain)} net, ${of}, first in ${year}; a cost of ${amount} is more than it gained.`,
  );
}

/** Gross less ongoing cost in one cell of what was achieved. */
export function netHeld(
  state: LedgerState,
  line: Line,
  tranche: FinancialYear | 'opening',
  of: Class,
  status: Status,
): Pence {
  const cell = { line: line.id, tranche, class: of, status, identified: true };
  return add(state.held({ ...cell, measure: 'achieved' }), state.held({ ...cell, measure: 'cost' }));
}

/**
 * Rule 6: moves an amount from one class to the other. The gross total cannot move. What is moved of an achieved amount
 * is claimed anew in its new class until a second officer has verified this entry.
 * Refuses: LINE_NOT_FOUND, REASON_REQUIRED, RECLASS_SAME, AMOUNT_ZERO, AMOUNT_SIGN, CHOICE_UNKNOWN, CARRY_CAP,
 * INSUFFICIENT_BALANCE.
 */
export function reclassifySaving(command: CommandOf<'ReclassifySaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { measure, tranche, status, from, to, amount } = command;
  const problem = checkMove(command);
  if (problem !== null) return problem;
  const held =
    status === null
      ? state.tranche(line.id, 'plan', tranche, from)
      : tranche === 'unphased'
        ? NIL
        : netHeld(state, line, tranche, from, status);
  if (pence(amount) > held) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `Line ${line.id} holds ${pounds(held)} ${from} there; ${amount} cannot be reclassified.`,
      { held: pounds(held) },
    );
  }
  const postings = reclassified(state, line, command);
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `The ${from} plan of line ${line.id} would fall below nought, or below what it contributes to a budget.`,
    );
  }
  const facts = { measure, tranche, status, from, to, amount };
  return [{ kind: 'SavingReclassified', line: line.id, facts, postings }];
}

/** What a reclassification must say, whatever the line holds. */
const checkMove = ({ by, measure, tranche, status, from, to, amount }: CommandOf<'ReclassifySaving'>): Refusal | null =>
  firstRefusal(
    requireReason(by, 'a reclassification'),
    from === to ? refuse('RECLASS_SAME', `The amount is ${from} already; name the other class.`) : null,
    requirePositive(amount, 'amount reclassified'),
    (measure === 'achieved') === (status !== null)
      ? null
      : refuse(
          'CHOICE_UNKNOWN',
          'Name the status, claimed, verified or certified, of an achieved amount; a plan has none.',
        ),
    tranche === 'opening' && to === 'cashable'
      ? refuse(
          'CARRY_CAP',
          'What was carried forward as non-cashable cannot become cashable: the cashable part is capped by the closed period.',
        )
      : null,
  );

function reclassified(state: LedgerState, line: Line, command: CommandOf<'ReclassifySaving'>): readonly Posting[] {
  const { tranche, status, from, to } = command;
  const amount = pence(command.amount);
  if (status !== null && tranche !== 'unphased') {
    const parts = partsOf(state, line, { tranche, status, of: from }, amount).flatMap((part) => [
      { ...achieved(line, 'achieved', from, tranche, status, negate(part.amount)), from: part.from },
      { ...achieved(line, 'achieved', to, tranche, 'claimed', part.amount), from: part.from },
    ]);
    const short = shortfallOf(state, line, { tranche, status, of: from }, amount);
    if (short === 0) return parts;
    return [
      ...parts,
      achieved(line, 'part-year shortfall', from, tranche, status, negate(short)),
      achieved(line, 'part-year shortfall', to, tranche, 'claimed', short),
    ];
  }
  const cells = plannedCells(state, line, 'plan', from).filter((cell) => cell.tranche === tranche);
  return takeFromCells(cells, amount).flatMap((cell) => [
    intoCell(line, 'plan', from, cell, negate(cell.amount)),
    intoCell(line, 'plan', to, cell, cell.amount),
  ]);
}

/** What of a tranche's part-year shortfall goes along with an amount of it: the same share, rounded half up to the penny. */
function shortfallOf(
  state: LedgerState,
  line: Line,
  { tranche, status, of }: { readonly tranche: FinancialYear | 'opening'; readonly status: Status; readonly of: Class },
  amount: Pence,
): Pence {
  const cell = { line: line.id, tranche, class: of, status, identified: true };
  return shareOf(
    state.held({ ...cell, measure: 'part-year shortfall' }),
    amount,
    netHeld(state, line, tranche, of, status),
  );
}

/** Splits an amount over the years its tranche takes effect from, earliest first, so that no year is overdrawn. */
function partsOf(
  state: LedgerState,
  line: Line,
  { tranche, status, of }: { readonly tranche: FinancialYear | 'opening'; readonly status: Status; readonly of: Class },
  amount: Pence,
): readonly { readonly from: Posting['from']; readonly amount: Pence }[] {
  const cell = { line: line.id, tranche, class: of, status, identified: true };
  const costs = state.holdings.heldByYear({ ...cell, measure: 'cost' });
  let sum: Pence = NIL;
  const net = state.holdings.heldByYear({ ...cell, measure: 'achieved' }).map((held, index) => {
    sum = add(sum, held.amount, costs[index]?.amount ?? NIL);
    return { from: held.from, sum };
  });
  let moved: Pence = NIL;
  return net.flatMap(({ from }, index) => {
    const most = Math.min(...net.slice(index).map((later) => later.sum), amount) as Pence;
    const part = subtract(most, moved);
    if (part <= 0) return [];
    moved = most;
    return [{ from, amount: part }];
  });
}
