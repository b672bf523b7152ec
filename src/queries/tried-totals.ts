import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Entry } from '../domain/entries';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { reconciliation } from '../../projections/reconciliation';
import { LedgerView } from './ledger-view';

/** Asks what the printed totals among entries would be compared with if those entries were recorded next; in their order. */
export class TriedTotalsQuery extends Query<readonly Pounds[] | Refusal> {
  public constructor(public readonly entries: readonly Entry[]) {
    super();
  }
}

/** Adds up what reconciliation adds up. Reads every entry before them, because memory takes in nothing that is not recorded. */
@QueryHandler(TriedTotalsQuery)
export class TriedTotalsHandler implements IQueryHandler<TriedTotalsQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ entries }: TriedTotalsQuery): Promise<readonly Pounds[] | Refusal> {
    const [first] = entries;
    if (first === undefined || !entries.some(({ kind }) => kind === 'TotalAsserted')) return [];
    const at = await this.view.at({ knownOn: first.seq - 1 });
    if (isRefusal(at)) return at;
    const tried = await this.view.rehearsed(entries, at.moment);
    return reconciliation(tried, tried.table.now())
      .filter(({ assertion }) => assertion.seq >= first.seq)
      .map(({ computed }) => pounds(computed));
  }
}
