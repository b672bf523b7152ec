import type { Circumstances, CommandOf } from '../commands';
import { dayOf, monthOf, type Month } from '../dates';
import type { Decision } from '../drafts';
import { refuse } from '../refusals';
import { requireReason } from '../rules';
import type { LedgerState } from '../state';

const ends: Readonly<Record<'month' | 'quarter' | 'year', readonly string[] | null>> = {
  month: null,
  quarter: ['03', '06', '09', '12'],
  year: ['03'],
};

/**
 * Rule 15: closes the books through a month that has ended, by month, quarter or year. Months re-opened before it close
 * again. Refuses: PERIOD_FORMAT, PERIOD_NOT_OVER, PERIOD_CLOSED.
 */
export function closePeriod(command: CommandOf<'ClosePeriod'>, state: LedgerState, now: Circumstances): Decision {
  const { through, of } = command;
  if (ends[of]?.includes(through.slice(5)) === false) {
    return refuse('PERIOD_FORMAT', `No ${of} of the financial year ends with ${through}.`);
  }
  if (through >= monthOf(command.by.effective ?? dayOf(now.recordedAt))) {
    return refuse('PERIOD_NOT_OVER', `${through} is not over yet; close it when it is.`);
  }
  const reopened = [...state.reopened.keys()].some(
    (month) => month <= through && (state.reopened.get(month) ?? null) !== null,
  );
  if (state.closedThrough !== null && through <= state.closedThrough && !reopened) {
    return refuse('PERIOD_CLOSED', `The books are closed through ${state.closedThrough} already.`);
  }
  return [{ kind: 'PeriodClosed', line: null, facts: { through, of }, postings: [] }];
}

/**
 * Rule 15: asks for a closed month to be opened again, and says why. It is open once a second officer has verified this
 * entry, and both stay visible for ever. One request waits at a time. Refuses: REASON_REQUIRED, PERIOD_OPEN, REOPENING_ASKED.
 */
export function reopenPeriod(command: CommandOf<'ReopenPeriod'>, state: LedgerState): Decision {
  const { reopened } = command;
  const noReason = requireReason(command.by, 're-opening a period');
  if (noReason !== null) return noReason;
  if (!state.isClosed(reopened)) return refuse('PERIOD_OPEN', `${reopened} is open; nothing has to be re-opened.`);
  const waiting = waitingReopening(state, reopened);
  if (waiting !== null) {
    const seq = String(waiting);
    return refuse(
      'REOPENING_ASKED',
      `The re-opening of ${reopened} was asked for by entry ${seq} already, which waits for a second officer to verify it.`,
      { reopening: seq },
    );
  }
  return [{ kind: 'PeriodReopened', line: null, facts: { period: reopened }, postings: [] }];
}

/** The request to re-open a month that a second officer has yet to verify or reject; null where none waits. */
export function waitingReopening(state: LedgerState, month: Month): number | null {
  for (const seq of state.reopenings.keys()) {
    const asked = state.reopenings.get(seq);
    const { verified, rejected } = state.mark(seq);
    if (asked?.month === month && asked.pending && verified === null && rejected === null) return seq;
  }
  return null;
}

/** The first month, from the one asked for on, in which something can be posted. */
export function firstOpen(state: LedgerState, period: Month): Month {
  let month = period;
  while (state.isClosed(month)) month = monthAfter(month);
  return month;
}

const monthAfter = (month: Month): Month =>
  (month.endsWith('12')
    ? `${String(Number(month.slice(0, 4)) + 1)}-01`
    : `${month.slice(0, 5)}${String(Number(month.slice(5)) + 1).padStart(2, '0')}`) as Month;
