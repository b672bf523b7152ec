import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { Facts, Source } from '../domain/entries';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { reconciliation } from '../../projections/reconciliation';
import { LedgerView } from './ledger-view';
import { readQuestion, type Parameters } from './read-question';

/** A printed total beside the same figure re-added from the rows. */
export type ReconciledAnswer = Facts['TotalAsserted'] & {
  readonly entry: number;
  readonly source: Source | null;
  readonly computed: Pounds;
  readonly difference: Pounds;
  readonly agrees: boolean;
};

export interface ReconciliationAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly totals: readonly ReconciledAnswer[];
}

export class ReconciliationQuery extends Query<ReconciliationAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(ReconciliationQuery)
export class ReconciliationHandler implements IQueryHandler<ReconciliationQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: ReconciliationQuery): Promise<ReconciliationAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, ['as_at', 'known_at']);
    if (isRefusal(asked)) return asked;
    const { projection, moment } = asked;
    const totals = reconciliation(projection, moment);
    const stored = await this.view.entries(totals.map(({ assertion }) => assertion.seq));
    return {
      asAt: moment.asAt,
      size: moment.size,
      totals: totals.map(({ assertion, computed, difference }, place) => ({
        ...assertion.facts,
        entry: assertion.seq,
        source: stored[place]?.entry.source ?? null,
        computed: pounds(computed),
        difference: pounds(difference),
        agrees: difference === 0,
      })),
    };
  }
}
