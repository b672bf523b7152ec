import type { Command, CommandOf, Verb } from './commands';
import type { Level, TotalBy } from './entries';
import { pence, pounds, type Pence, type Pounds } from './money';
import { refuse, type Refusal } from './refusals';
import type { LedgerState } from './state';

/** An amount of more than so many times the target is more likely one in the wrong unit than a saving. */
const MOST_TIMES_THE_TARGET = 3;

/** The verbs by which people say how much; the others move what is there, or say what a budget was. */
const telling = [
  'PlanSaving',
  'ReprofileSaving',
  'SetBudgetContribution',
  'SubmitForecast',
  'SubstituteSaving',
  'AchieveSaving',
  'NetCost',
  'CarryForwardSaving',
  'AllocatePot',
  'RecogniseFullYearEffect',
] as const satisfies readonly Verb[];
type Telling = CommandOf<(typeof telling)[number]>;

const tells = (command: Command): command is Telling => telling.some((verb) => verb === command.verb);

/** The fields in which such a command says how much. */
interface Told {
  readonly levels?: readonly Level[];
  readonly totalBy?: TotalBy | null;
  readonly unphased?: Pounds | null;
  readonly amount?: Pounds;
  readonly gross?: Pounds;
  readonly ongoingCost?: Pounds | null;
}

const largestIn = ({ levels = [], totalBy, ...told }: Told): Pence => {
  const amounts = [...levels.map(({ level }) => level), totalBy?.amount, told.unphased, told.amount, told.gross];
  const stated = [...amounts, told.ongoingCost].flatMap((amount) => amount ?? []);
  return Math.max(0, ...stated.map((amount) => Math.abs(pence(amount)))) as Pence;
};

/**
 * Refuses an amount of more than three times the council's target, in pounds and pence, until it is sent a second time as
 * `confirmAmount` (AMOUNT_CONFIRM): thousands taken for pounds are found before they are recorded. What is compared is
 * the largest amount a command says, a level as it is said. Without a target there is nothing to compare with.
 */
export function checkConfirmed(command: Command, state: LedgerState): Refusal | null {
  const target = state.targets.get('council');
  if (target === undefined || !tells(command)) return null;
  const largest = largestIn(command);
  if (largest <= MOST_TIMES_THE_TARGET * pence(target.amount)) return null;
  const { confirmed } = command.by;
  if (confirmed !== null && pence(confirmed) === largest) return null;
  return refuse(
    'AMOUNT_CONFIRM',
    `${pounds(largest)} is more than three times the target of ${target.amount}. Check whether it is in pounds; if it is right, give the amount once more (confirmAmount).`,
    { amount: pounds(largest), target: target.amount },
  );
}
