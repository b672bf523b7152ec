import type { CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { nextYear } from '../financial-year';
import { add, pence, pounds, subtract, type Pence } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import { achieved, firstRefusal, planned, requireLine, requirePositive } from '../rules';
import type { LedgerState } from '../state';

/**
 * Rule 5: a closed period's over-achievement is carried forward once, the cashable part at most by what its cashable
 * achievement exceeds its target by, and only from a period that was at least half cashable. It was achieved before, so
 * it counts in the plan and, claimed, in what was achieved. It needs no baseline: the closed period had its own.
 * Refuses: LINE_NOT_FOUND, AMOUNT_ZERO, AMOUNT_SIGN, CARRY_PERIOD, CARRY_TWICE, CARRY_NOT_HALF_CASHABLE, CARRY_CAP.
 * Source: NI 179 and the 2004 Spending Review; 28,548 less 20,950 is 7,598.
 */
export function carryForwardSaving(command: CommandOf<'CarryForwardSaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { class: of, amount, closed, into, closedTarget, closedCashableAchieved } = command;
  const problem = firstRefusal(
    requirePositive(amount, 'amount carried forward'),
    requirePositive(closedTarget, "closed period's target"),
    checkPeriods(command),
    checkOnce(command, state),
    checkHalf(command),
    of === 'cashable' ? checkCap(command) : null,
  );
  if (problem !== null) return problem;
  const value = pence(amount);
  return [
    {
      kind: 'SavingCarriedForward',
      line: line.id,
      facts: { class: of, amount, closed, into, closedTarget, closedCashableAchieved },
      postings: [
        planned(line, 'plan', of, 'opening', 'opening', value, command.by.source?.cell ?? null),
        achieved(line, 'achieved', of, 'opening', 'claimed', value),
      ],
    },
  ];
}

function checkPeriods({ closed, into }: CommandOf<'CarryForwardSaving'>): Refusal | null {
  if (closed.first <= closed.last && into.first <= into.last && nextYear(closed.last) === into.first) return null;
  return refuse(
    'CARRY_PERIOD',
    `What ${closed.first} to ${closed.last} achieved is carried into the period that follows it, which begins in ${nextYear(closed.last)}.`,
  );
}

/** No year of a closed period is carried forward twice in one class, whatever span it is named by. */
function checkOnce({ closed, class: of }: CommandOf<'CarryForwardSaving'>, state: LedgerState): Refusal | null {
  for (const key of state.carried.keys()) {
    const carried = state.carried.get(key);
    if (carried?.standing !== true || carried.class !== of) continue;
    if (carried.closed.first > closed.last || carried.closed.last < closed.first) continue;
    return refuse(
      'CARRY_TWICE',
      `The ${of} saving of ${carried.closed.first} to ${carried.closed.last} was carried forward by entry ${String(carried.seq)}; that is done once.`,
    );
  }
  return null;
}

/** The closed period had to be at least half cashable, whichever class is carried. */
function checkHalf({ closedTarget, closedCashableAchieved }: CommandOf<'CarryForwardSaving'>): Refusal | null {
  const achievedBefore = pence(closedCashableAchieved);
  if (add(achievedBefore, achievedBefore) >= pence(closedTarget)) return null;
  return refuse(
    'CARRY_NOT_HALF_CASHABLE',
    `The closed period achieved ${closedCashableAchieved} cashable of a target of ${closedTarget}, less than half; nothing can be carried forward from it.`,
  );
}

function checkCap({ amount, closedTarget, closedCashableAchieved }: CommandOf<'CarryForwardSaving'>): Refusal | null {
  const achievedBefore = pence(closedCashableAchieved);
  const target = pence(closedTarget);
  const most = Math.max(0, subtract(achievedBefore, target)) as Pence;
  if (pence(amount) <= most) return null;
  return refuse(
    'CARRY_CAP',
    `At most ${pounds(most)} can be carried forward, by which the cashable achievement ${closedCashableAchieved} exceeds the target ${closedTarget}; ${amount} is more.`,
  );
}
