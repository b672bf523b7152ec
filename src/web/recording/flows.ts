/** What can be recorded on pages, by kind of entry: what it is about, and the questions it asks. */
import type { RecordableKind } from '../../commands/requests/requests';
import { ratings, stages, statuses, verdicts } from '../../domain/entries';
import { cap, carried, measured, noUnphased, register, totalBy, tranche } from './line-questions';
import {
  amount,
  circumstances,
  levels,
  oneOf,
  ofClass,
  officer,
  pot,
  text,
  withAmountOnceMore,
  withReason,
  year,
  type Asks,
  type Offers,
  type Question,
} from './questions';

export interface Flow {
  readonly kind: RecordableKind;
  readonly title: string;
  /** What has to be chosen before: a line, an entry, a batch, or nothing. */
  readonly about: 'line' | 'entry' | 'batch' | 'ledger';
  readonly asks: readonly Asks[];
}

/** The kinds of which an amount that is out of proportion has to be given once more. */
const sayHowMuch: ReadonlySet<RecordableKind> = new Set<RecordableKind>([
  'SavingPlanned',
  'SavingAchieved',
  'SavingCarriedForward',
  'SavingReprofiled',
  'ForecastSubmitted',
  'BudgetContributionSet',
  'PotAllocated',
]);

/** The kinds that are refused without a reason, whatever else they say. */
const mustSayWhy: ReadonlySet<RecordableKind> = new Set<RecordableKind>([
  'TargetRevised',
  'SavingReprofiled',
  'SavingWithdrawn',
  'SavingReclassified',
  'PotAllocationReturned',
  'GainLapsed',
  'EntryRejected',
  'EntryReversed',
  'BatchReversed',
  'PeriodReopened',
]);

const flow = (kind: RecordableKind, about: Flow['about'], title: string, ...asks: readonly Asks[]): Flow => {
  const said = mustSayWhy.has(kind) ? withReason(circumstances) : circumstances;
  return { kind, about, title, asks: [...asks, sayHowMuch.has(kind) ? withAmountOnceMore(said) : said] };
};

/** In the order in which they are offered. */
export const flows: readonly Flow[] = [
  flow('SavingPlanned', 'line', 'Plan a saving', ofClass(), levels('What is planned to be saved a year?'), totalBy),
  flow(
    'BaselineSet',
    'line',
    'Set the baseline',
    year('year', 'In which year was it spent?'),
    amount('amount', 'What was spent in that year?'),
    text('dataSource', 'Where does the amount come from?'),
  ),
  flow(
    'SavingAchieved',
    'line',
    'Record an achieved saving',
    year('year', 'In which year was it first felt?', 'The year of the impact decides, not that of the decision.'),
    ofClass(),
    amount('gross', 'By how much did the yearly level rise, before cost?'),
    {
      id: 'ongoingCost',
      title: 'What ongoing cost does it bring with it a year?',
      hint: 'It is taken off. Leave it empty where there is none.',
      fields: [{ name: 'ongoingCost', label: 'Amount in pounds', type: 'amount', optional: true }],
    },
  ),
  flow(
    'SavingCarriedForward',
    'line',
    'Carry a saving forward',
    ofClass(),
    amount('amount', 'How much is carried forward?'),
    carried,
    cap,
  ),
  flow(
    'SavingReclassified',
    'line',
    'Reclassify a saving',
    oneOf('measure', 'Which measure is it of?', ['plan', 'achieved']),
    tranche('Which tranche is it taken from?'),
    {
      id: 'status',
      title: 'Which status has it now?',
      hint: 'None for a plan.',
      fields: [
        {
          name: 'status',
          label: 'Status',
          type: 'choice',
          choices: [['', 'None'], ...statuses.map((each) => [each, each] as const)],
          optional: true,
        },
      ],
    },
    ofClass('Which class has it now?', 'from'),
    ofClass('Which class is it to have?', 'to'),
    amount('amount', 'How much is moved?'),
  ),
  flow(
    'SavingReprofiled',
    'line',
    'Move the plan between years',
    ofClass(),
    levels('What is now planned to be saved a year?'),
    noUnphased,
  ),
  flow('ForecastSubmitted', 'line', 'Submit a forecast', ofClass(), levels('What is expected to be saved a year?')),
  flow(
    'BudgetContributionSet',
    'line',
    'Set the budget contribution',
    ofClass(),
    levels('What does it take out of the budget a year?'),
  ),
  flow(
    'PotAllocated',
    'line',
    'Allocate a part of a pot to this programme',
    pot,
    ofClass(),
    levels('Which levels go to the programme?'),
    noUnphased,
  ),
  flow(
    'PotAllocationReturned',
    'line',
    'Give a part of a pot back',
    pot,
    ofClass(),
    levels('Which levels go back to the pot?'),
    noUnphased,
  ),
  flow(
    'StageAdvanced',
    'line',
    'Advance the stage',
    oneOf('to', 'Which stage has the line reached?', stages),
    text('gateway', 'Which gateway review did it pass?', 'May be left empty.', true),
  ),
  flow(
    'RiskRated',
    'line',
    'Rate the risk',
    oneOf('rating', 'How likely is the line to deliver?', ratings),
    text('test', 'By which test?'),
  ),
  flow('OwnerAssigned', 'line', 'Assign the accountable officer', officer('owner', 'Who is accountable?')),
  flow('QualityChecked', 'line', 'Check the quality', measured, oneOf('verdict', 'What does that say?', verdicts)),
  flow(
    'SustainmentConfirmed',
    'line',
    'Confirm that a gain still holds',
    year('tranche', 'In which year did the gain first accrue?'),
    ofClass(),
    year('year', 'In which year did it still hold?'),
  ),
  flow(
    'GainLapsed',
    'line',
    'Let a gain lapse',
    year('tranche', 'In which year did the gain first accrue?'),
    ofClass(),
    oneOf('status', 'Which status has it now?', statuses),
    year('from', 'From which year does it no longer hold?'),
    amount('amount', 'How much no longer holds?'),
  ),
  flow('SavingWithdrawn', 'line', 'Withdraw a plan', ofClass(), text('decision', 'Which decision withdraws it?')),
  flow('LineRegistered', 'ledger', 'Register a line', register, oneOf('stage', 'Which stage has it reached?', stages)),
  flow(
    'TargetRevised',
    'ledger',
    'Revise the target',
    oneOf('scope', 'Whose target is it?', ['council', 'partnership']),
    amount('amount', 'What is to be saved a year from now on?'),
    year('deadline', 'By which year?'),
  ),
  flow(
    'PeriodClosed',
    'ledger',
    'Close a period',
    text('through', 'Which is the last month that is closed?', 'Such as 2009-07.'),
    oneOf('of', 'What is closed?', ['month', 'quarter', 'year']),
  ),
  flow(
    'PeriodReopened',
    'ledger',
    'Ask to re-open a period',
    text(
      'reopened',
      'Which month is to be open again?',
      'Such as 2009-07. It takes effect when a second officer has verified it.',
    ),
  ),
  flow(
    'PositionCertified',
    'ledger',
    'Certify the position',
    year('year', 'By which year was it achieved?', 'What is verified on all lines but your own is certified.'),
  ),
  flow('AuditQueryRaised', 'ledger', 'Raise a query', text('question', 'What do you want to know?')),
  flow('EntryVerified', 'entry', 'Verify this entry'),
  flow('EntryRejected', 'entry', 'Reject this entry'),
  flow('EntryReversed', 'entry', 'Reverse this entry'),
  flow('AuditQueryAnswered', 'entry', 'Answer this query', text('answer', 'What is the answer?')),
  flow('DiscrepancyResolved', 'entry', 'Resolve this discrepancy', text('decision', 'What was decided?')),
  flow('BatchReversed', 'batch', 'Reverse this batch'),
];

export const flowOf = (kind: unknown): Flow | null => flows.find((each) => each.kind === kind) ?? null;

export const questionsOf = ({ asks }: Flow, offers: Offers): readonly Question[] =>
  asks.map((each) => (typeof each === 'function' ? each(offers) : each));
