import type { Command, Verb } from './commands';
import type { Draft } from './drafts';
import { pence, pounds, type Pence } from './money';
import { refuse, type Refusal } from './refusals';
import type { LedgerState } from './state';

/** An amount of more than so many times the target is more likely one in the wrong unit than a saving. */
const MOST_TIMES_THE_TARGET = 3;

/** The verbs by which people say how much; the others move what is there, or say what a budget was. */
const telling: ReadonlySet<Verb> = new Set<Verb>([
  'PlanSaving',
  'ReprofileSaving',
  'SetBudgetContribution',
  'SubmitForecast',
  'SubstituteSaving',
  'AchieveSaving',
  'NetCost',
  'CarryForwardSaving',
  'CreatePot',
  'AllocatePot',
  'RecogniseFullYearEffect',
]);

/**
 * Refuses an amount of more than three times the council's target, in pounds and pence, until it is sent a second time as
 * `confirmAmount` (AMOUNT_CONFIRM): thousands taken for pounds are found before they are recorded. Without a target
 * there is nothing to compare with.
 */
export function checkConfirmed({ verb, by }: Command, state: LedgerState, drafts: readonly Draft[]): Refusal | null {
  const target = state.targets.get('council');
  if (target === undefined || !telling.has(verb)) return null;
  const amounts = drafts.flatMap(({ postings }) => postings.map(({ amount }) => Math.abs(pence(amount))));
  const largest = Math.max(0, ...amounts) as Pence;
  if (largest <= MOST_TIMES_THE_TARGET * pence(target.amount)) return null;
  if (by.confirmed !== null && pence(by.confirmed) === largest) return null;
  return refuse(
    'AMOUNT_CONFIRM',
    `${pounds(largest)} is more than three times the target of ${target.amount}. Check whether it is in pounds; if it is right, send ${pounds(largest)} once more as confirmAmount.`,
    { amount: pounds(largest), target: target.amount },
  );
}
