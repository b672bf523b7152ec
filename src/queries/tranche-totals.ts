/** What tranches come to: what stands of the plan and of what was achieved, and what of it still runs its clock. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { addAll, pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { Filter } from '../../projections/filter';
import type { Moment } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { tranchesOf, type Tranche } from '../../projections/tranches';
import { LedgerView } from './ledger-view';
import { headOf, readQuestion, type ParameterName, type Parameters, type QuestionHead } from './read-question';

export interface TrancheAmounts {
  /** What first accrued in that year. */
  readonly amount: Pounds;
  /** What the plan itself lets fall before the clock has run out. */
  readonly lapsing: Pounds;
  /** What was taken out because it did not hold. */
  readonly lapsed: Pounds;
  readonly standing: Pounds;
}

export interface TrancheTotal extends TrancheAmounts {
  readonly measure: Tranche['measure'];
  /** Of what stands: what is running, and what has run its clock. */
  readonly running: Pounds;
  readonly sustained: Pounds;
}

export interface TrancheTotalsAnswer extends QuestionHead {
  readonly totals: readonly TrancheTotal[];
}

interface Added {
  readonly projection: Projection;
  /** The moment and the part of the ledger. */
  readonly of: string;
  readonly totals: readonly TrancheTotal[];
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

/** Asks what the tranches come to, without listing them. */
export class TrancheTotalsQuery extends Query<TrancheTotalsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(TrancheTotalsQuery)
export class TrancheTotalsHandler implements IQueryHandler<TrancheTotalsQuery> {
  /** What was added up last, by all that it depends on, as with findings: every visit to the overview asks for it. */
  private last: Added | null = null;

  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: TrancheTotalsQuery): Promise<TrancheTotalsAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, trancheParameters);
    if (isRefusal(asked)) return asked;
    const { projection, moment, filter } = asked;
    return { ...headOf(asked), totals: this.totals(projection, moment, filter) };
  }

  private totals(projection: Projection, moment: Moment, filter: Filter): readonly TrancheTotal[] {
    const of = JSON.stringify([moment, filter]);
    if (this.last?.projection !== projection || this.last.of !== of)
      this.last = { projection, of, totals: totalsOf(tranchesOf(projection, moment, filter)) };
    return this.last.totals;
  }
}

const sumOf = (tranches: readonly Tranche[], of: (tranche: Tranche) => Pence): Pounds =>
  pounds(addAll(tranches.map(of)));

/** What some tranches come to, in pounds. */
export const amountsOf = (tranches: readonly Tranche[]): TrancheAmounts => ({
  amount: sumOf(tranches, ({ amount }) => amount),
  lapsing: sumOf(tranches, ({ lapsing }) => lapsing),
  lapsed: sumOf(tranches, ({ lapsed }) => lapsed),
  standing: sumOf(tranches, ({ standing }) => standing),
});

/** What tranches of the plan and of what was achieved come to. */
export const totalsOf = (tranches: readonly Tranche[]): readonly TrancheTotal[] =>
  (['plan', 'achieved'] as const).map((measure) => totalOf(measure, tranches));

function totalOf(measure: Tranche['measure'], all: readonly Tranche[]): TrancheTotal {
  const tranches = all.filter((tranche) => tranche.measure === measure);
  const standingIn = (state: Tranche['state']): Pounds =>
    sumOf(
      tranches.filter((tranche) => tranche.state === state),
      ({ standing }) => standing,
    );
  return { measure, ...amountsOf(tranches), running: standingIn('running'), sustained: standingIn('sustained') };
}
