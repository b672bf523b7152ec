import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import { startOf, type FinancialYear } from '../domain/financial-year';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { provenSustained, type Proven } from '../../projections/proven-sustained';
import { tranchesOf, type Tranche } from '../../projections/tranches';
import { LedgerView } from './ledger-view';
import { amountsOf, totalsOf, trancheParameters, type TrancheAmounts, type TrancheTotal } from './tranche-totals';
import { headOf, readQuestion, type Parameters, type QuestionHead } from './read-question';

/** A tranche of one class of one line, its amounts in pounds. */
type TrancheAnswer = Omit<Tranche, 'amount' | 'lapsed' | 'lapsing' | 'standing'> & TrancheAmounts;

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
      totals: totalsOf(tranches),
      provenSustained: provenAnswer(provenSustained(projection, question, moment, date, tranches, filter)),
    };
  }
}

const endOf = (year: FinancialYear): IsoDate => `${String(startOf(year) + 1)}-03-31` as IsoDate;

const provenAnswer = (proven: ReturnType<typeof provenSustained>): ProvenAnswer => ({
  date: proven.date,
  amount: pounds(proven.amount),
  carriedForward: pounds(proven.carriedForward),
  tranches: pounds(proven.tranches),
  lapsing: pounds(proven.lapsing),
  parts: proven.parts.map((part) => ({ ...part, planned: pounds(part.planned), lapsing: pounds(part.lapsing) })),
});
