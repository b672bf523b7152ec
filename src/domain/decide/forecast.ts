import type { CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { isRefusal, refuse } from '../refusals';
import { requireLine, tranchesTowards } from '../rules';
import type { LedgerState } from '../state';

/**
 * R22: what the officer now expects of a line, by levels. It stands beside the plan and what was achieved and moves
 * neither; the next one moves it on by the difference.
 * Refuses: LINE_NOT_FOUND, NOTHING_CHANGES, LEVEL_MISSING, LEVEL_ORDER, LEVEL_BLANK, AMOUNT_SIGN.
 */
export function submitForecast(command: CommandOf<'SubmitForecast'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { class: of, levels } = command;
  const postings = tranchesTowards(state, line, 'forecast', of, levels);
  if (isRefusal(postings)) return postings;
  if (postings.length === 0) return refuse('NOTHING_CHANGES', `Line ${line.id} is forecast at these levels already.`);
  return [{ kind: 'ForecastSubmitted', line: line.id, facts: { class: of, levels }, postings }];
}

/** R41: how likely a line is to deliver, with the test that says so; who rated it and when is in the entry. Refuses: LINE_NOT_FOUND, PARAM_RANGE. */
export function rateRisk(command: CommandOf<'RateRisk'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { rating, test, likelihood } = command;
  if (likelihood !== null && !/^(100|[1-9]?\d)$/.test(likelihood)) {
    return refuse('PARAM_RANGE', 'A likelihood is in whole per cent, from 0 to 100.');
  }
  return [{ kind: 'RiskRated', line: line.id, facts: { rating, test, likelihood }, postings: [] }];
}
