import type { Circumstances, CommandOf } from '../commands';
import type { Decision } from '../drafts';
import type { Class } from '../entries';
import { CLOCK_YEARS, startOf, type FinancialYear } from '../financial-year';
import { add, addAll, negate, pence, pounds, type Pence } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { achieved, firstRefusal, leavesCostAlone, requireLine, requirePositive, requireReason } from '../rules';
import type { LedgerState, Line } from '../state';
import { checkBegun, netHeld } from './delivery';

/**
 * R14: the full-year effect of a gain that began within a year continues that tranche: no new scheme, the same clock. It
 * cannot lift what was achieved above the approved level.
 * Refuses: LINE_NOT_FOUND, AMOUNT_ZERO, AMOUNT_SIGN, CLOCK_YEAR, NOT_YET_FELT, NOTHING_ACHIEVED, ABOVE_PLAN.
 * Source: Elderly Persons Homes, 319 in the first part year and 1,277 in full.
 */
export function recogniseFullYearEffect(
  command: CommandOf<'RecogniseFullYearEffect'>,
  state: LedgerState,
  now: Circumstances,
): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { tranche, year, class: of, amount } = command;
  const before = statusSum(state, line, tranche, of);
  const problem = firstRefusal(
    requirePositive(amount, 'full-year effect'),
    startOf(year) === startOf(tranche) + 1
      ? null
      : refuse('CLOCK_YEAR', `The full-year effect of ${tranche} is first felt in the year after it.`),
    checkBegun(command, now),
    before > 0
      ? null
      : refuse(
          'NOTHING_ACHIEVED',
          `Line ${line.id} has achieved nothing ${of} first in ${tranche}; there is no part-year effect to continue.`,
        ),
  );
  if (problem !== null) return problem;
  const level = state.level(line.id, 'plan', year, of);
  const reached = add(achievedBy(state, line, year, of), pence(amount));
  if (reached > level) {
    return refuse(
      'ABOVE_PLAN',
      `With it line ${line.id} would have achieved ${pounds(reached)} by ${year}, above its approved level of ${pounds(level)}.`,
    );
  }
  const posting = { ...achieved(line, 'achieved', of, tranche, 'claimed', pence(amount)), from: year };
  const facts = { tranche, year, class: of, amount };
  return [{ kind: 'FullYearEffectRecognised', line: line.id, facts, postings: [posting] }];
}

const statusSum = (state: LedgerState, line: Line, tranche: FinancialYear, of: Class): Pence =>
  addAll((['claimed', 'verified', 'certified'] as const).map((status) => netHeld(state, line, tranche, of, status)));

const achievedBy = (state: LedgerState, line: Line, year: FinancialYear, of: Class): Pence =>
  add(
    ...state
      .plannedYears()
      .filter((tranche) => tranche <= year)
      .map((tranche) => statusSum(state, line, tranche, of)),
  );

/**
 * Rule 7 and R18: says that a tranche still held in a year of its clock. It moves nothing.
 * Refuses: LINE_NOT_FOUND, CLOCK_YEAR, NOT_YET_FELT, NOTHING_ACHIEVED.
 */
export function confirmSustainment(
  command: CommandOf<'ConfirmSustainment'>,
  state: LedgerState,
  now: Circumstances,
): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { tranche, class: of, year } = command;
  const problem = firstRefusal(
    checkClock(tranche, year),
    checkBegun(command, now),
    statusSum(state, line, tranche, of) > 0
      ? null
      : refuse(
          'NOTHING_ACHIEVED',
          `Line ${line.id} has achieved nothing ${of} first in ${tranche}; there is nothing to confirm.`,
        ),
  );
  if (problem !== null) return problem;
  return [{ kind: 'SustainmentConfirmed', line: line.id, facts: { tranche, class: of, year }, postings: [] }];
}

function checkClock(tranche: FinancialYear, year: FinancialYear): Refusal | null {
  const years = startOf(year) - startOf(tranche);
  if (years >= 1 && years <= CLOCK_YEARS) return null;
  return refuse(
    'CLOCK_YEAR',
    `The clock of ${tranche} runs through the two financial years after it; ${year} is not one of them.`,
  );
}

/**
 * Rule 7: takes out what a tranche does not hold, from the first year in which it does not; what was saved before stays
 * saved. The entry that recorded it stays.
 * Refuses: LINE_NOT_FOUND, REASON_REQUIRED, AMOUNT_ZERO, AMOUNT_SIGN, CLOCK_YEAR, INSUFFICIENT_BALANCE.
 * Source: "Reduction in running costs" 519, 494, 494: 25 lapses.
 */
export function lapseGain(command: CommandOf<'LapseGain'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { tranche, class: of, status, from, amount } = command;
  const problem = firstRefusal(
    requirePositive(amount, 'amount lapsed'),
    requireReason(command.by, 'a lapse'),
    checkClock(tranche, from),
  );
  if (problem !== null) return problem;
  const held = netHeld(state, line, tranche, of, status);
  if (pence(amount) > held) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `Line ${line.id} holds ${pounds(held)} ${of}, ${status}, first in ${tranche}; ${amount} cannot lapse.`,
      { held: pounds(held) },
    );
  }
  const posting = { ...achieved(line, 'achieved', of, tranche, status, negate(pence(amount))), from };
  if (leavesCostAlone(state, [posting])) {
    return refuse(
      'INSUFFICIENT_BALANCE',
      `Line ${line.id} has costs in ${tranche} that would be left alone; reverse them first.`,
    );
  }
  const facts = { tranche, class: of, status, from, amount };
  return [{ kind: 'GainLapsed', line: line.id, facts, postings: [posting] }];
}
