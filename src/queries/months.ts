import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { monthOf, type IsoDate, type Month } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import { pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { trace } from '../../projections/position';
import { LedgerView } from './ledger-view';
import { ask, figureParameters, readParameters, type Asked, type Parameters } from './read-question';

/** The figures that are followed from month to month: those that no mark of a line moves. */
export const followed = ['plan', 'forecast', 'achieved'] as const;
export type Followed = (typeof followed)[number];

export interface MonthAnswer {
  readonly month: Month;
  /** The day the amounts are as at: the month's last, or the day asked. */
  readonly asAt: IsoDate;
  readonly figures: Readonly<Record<Followed, Pounds>>;
}

export interface MonthsAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  readonly months: readonly MonthAnswer[];
}

/** Asks how the plan, the forecast and what was achieved by a year grew, as at the end of each month. */
export class MonthsQuery extends Query<MonthsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

/** The months of ten years are the most that are listed: the last ones. */
const MOST_MONTHS = 120;

@QueryHandler(MonthsQuery)
export class MonthsHandler implements IQueryHandler<MonthsQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: MonthsQuery): Promise<MonthsAnswer | Refusal> {
    const read = readParameters(parameters, figureParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { question, moment } = asked;
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      months: monthsOf(asked),
    };
  }
}

function monthsOf(asked: Asked): readonly MonthAnswer[] {
  const changes = followed.map((figure) => [figure, changesByMonth(asked, figure)] as const);
  const named = [...new Set(changes.flatMap(([, byMonth]) => [...byMonth.keys()]))].sort();
  const last = monthOf(asked.moment.asAt);
  const reached: Record<Followed, number> = { plan: 0, forecast: 0, achieved: 0 };
  return monthsFrom(named[0] ?? last, last)
    .map((month): MonthAnswer => {
      for (const [figure, byMonth] of changes) reached[figure] += byMonth.get(month) ?? 0;
      const { plan, forecast, achieved } = reached;
      const figures = { plan: inPounds(plan), forecast: inPounds(forecast), achieved: inPounds(achieved) };
      return { month, asAt: month === last ? asked.moment.asAt : lastDayOf(month), figures };
    })
    .slice(-MOST_MONTHS);
}

const inPounds = (amount: number): Pounds => pounds(amount as Pence);

/** What each month adds to a figure, by the days its entries are effective from. */
function changesByMonth({ projection, question, moment, filter }: Asked, figure: Followed): ReadonlyMap<Month, number> {
  const sums = new Map<Month, number>();
  for (const { seq, pence } of trace(projection, figure, question, moment, filter).rows) {
    const month = monthOf(projection.table.effectiveOf(seq));
    sums.set(month, (sums.get(month) ?? 0) + pence);
  }
  return sums;
}

function monthsFrom(first: Month, last: Month): readonly Month[] {
  const found: Month[] = [];
  const [from, to] = [numberOf(first), numberOf(last)];
  for (let number = from; number <= to; number += 1) {
    found.push(
      `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}` as Month,
    );
  }
  return found;
}

const numberOf = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

const lastDayOf = (month: Month): IsoDate =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10) as IsoDate;
