import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import { startOf, type FinancialYear } from '../domain/financial-year';
import { addAll, pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { provenSustained, type Proven } from '../../projections/proven-sustained';
import { tranchesOf, type Tranche } from '../../projections/tranches';
import { LedgerView } from './ledger-view';
import { headOf, readQuestion, type ParameterName, type Parameters, type QuestionHead } from './read-question';

/** A tranche of one class of one line, its amounts in pounds. */
type TrancheAnswer = Omit<Tranche, 'amount' | 'lapsed' | 'lapsing' | 'standing'> & TrancheAmounts;

interface TrancheAmounts {
  /** What first accrued in that year. */
  readonly amount: Pounds;
  /** What the plan itself lets fall before the clock has run out. */
  readonly lapsing: Pounds;
  /** What was taken out because it did not hold. */
  readonly lapsed: Pounds;
  readonly standing: Pounds;
}

interface TrancheTotal extends TrancheAmounts {
  readonly measure: Tranche['measure'];
  /** Of what stands: what is running, and what has run its clock. */
  readonly running: Pounds;
  readonly sustained: Pounds;
}

export interface ProvenAnswer {
  /** The day by which it could be proven. */
  readonly date: IsoDate;
  readonly amount: Pounds;
  readonly carriedForward: Pounds;
  readonly tranches: Pounds;
  readonly lapsing: Pounds;
  readonly parts: readonly (Omit<Proven, 'planned' | 'lapsing'> & {
    readonly planned: Pounds;
    readonly lapsing: Pounds;
  })[];
}

export interface TranchesAnswer extends QuestionHead {
  readonly tranches: readonly TrancheAnswer[];
  readonly totals: readonly TrancheTotal[];
  readonly provenSustained: ProvenAnswer;
}

/** What the tranches are asked with. */
export const trancheParameters: readonly ParameterName[] = [
  'by',
  'definition',
  'section',
  'group',
  'tag',
  'line',
  'class',
  'as_at',
  'known_at',
];

/** Asks what first accrued when, and what of it lasts. */
export class TranchesQuery extends Query<TranchesAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(TranchesQuery)
export class TranchesHandler implements IQueryHandler<TranchesQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: TranchesQuery): Promise<TranchesAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, trancheParameters);
    if (isRefusal(asked)) return asked;
    const { projection, moment, question, filter, read } = asked;
    const tranches = tranchesOf(projection, moment, filter);
    // Without a day the question is about the year: what could be proven at its end.
    const date = read.as_at ?? endOf(question.by);
    return {
      ...headOf(asked),
      tranches: tranches.map((tranche) => ({ ...tranche, ...amountsOf([tranche]) })),
      totals: (['plan', 'achieved'] as const).map((measure) => totalOf(measure, tranches)),
      provenSustained: provenAnswer(provenSustained(projection, question, moment, date, filter)),
    };
  }
}

const endOf = (year: FinancialYear): IsoDate => `${String(startOf(year) + 1)}-03-31` as IsoDate;

const sumOf = (tranches: readonly Tranche[], of: (tranche: Tranche) => Pence): Pounds =>
  pounds(addAll(tranches.map(of)));

const amountsOf = (tranches: readonly Tranche[]): TrancheAmounts => ({
  amount: sumOf(tranches, ({ amount }) => amount),
  lapsing: sumOf(tranches, ({ lapsing }) => lapsing),
  lapsed: sumOf(tranches, ({ lapsed }) => lapsed),
  standing: sumOf(tranches, ({ standing }) => standing),
});

function totalOf(measure: Tranche['measure'], all: readonly Tranche[]): TrancheTotal {
  const tranches = all.filter((tranche) => tranche.measure === measure);
  const standingIn = (state: Tranche['state']): Pounds =>
    sumOf(
      tranches.filter((tranche) => tranche.state === state),
      ({ standing }) => standing,
    );
  return { measure, ...amountsOf(tranches), running: standingIn('running'), sustained: standingIn('sustained') };
}

const provenAnswer = (proven: ReturnType<typeof provenSustained>): ProvenAnswer => ({
  date: proven.date,
  amount: pounds(proven.amount),
  carriedForward: pounds(proven.carriedForward),
  tranches: pounds(proven.tranches),
  lapsing: pounds(proven.lapsing),
  parts: proven.parts.map((part) => ({ ...part, planned: pounds(part.planned), lapsing: pounds(part.lapsing) })),
});
