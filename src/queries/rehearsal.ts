import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { Entry } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { isRefusal, type Refusal } from '../domain/refusals';
import { position } from '../../projections/position';
import { besides, type FigureBeside } from './figure-beside';
import { LedgerView } from './ledger-view';
import { ask, readParameters, type ParameterName, type Parameters } from './read-question';

/** What entries that are not recorded would do to every figure of the whole ledger. */
export interface RehearsalAnswer {
  /** Always so: nothing was recorded. */
  readonly dryRun: true;
  readonly by: FinancialYear;
  readonly definition: string;
  /** The moment before them. */
  readonly asAt: IsoDate;
  readonly size: number;
  readonly figures: readonly FigureBeside[];
  /** The entries, as far as they can be told before they are recorded. */
  readonly entries: readonly RehearsedEntry[];
}

type RehearsedEntry = Pick<Entry, 'kind' | 'line' | 'effective' | 'period' | 'facts' | 'postings'>;

/** What the effect is asked with. */
export const rehearsalParameters: readonly ParameterName[] = ['by', 'definition'];

/** Asks what entries would change if they were recorded next. Their seqs say where they would stand. */
export class RehearsalQuery extends Query<RehearsalAnswer | Refusal> {
  public constructor(
    public readonly entries: readonly Entry[],
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

/** Reads every entry up to the moment, because what is in memory takes in nothing that is not recorded. */
@QueryHandler(RehearsalQuery)
export class RehearsalHandler implements IQueryHandler<RehearsalQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ entries, parameters }: RehearsalQuery): Promise<RehearsalAnswer | Refusal> {
    const read = readParameters(parameters, rehearsalParameters);
    if (isRefusal(read)) return read;
    const [first] = entries;
    const asked = await ask(this.view, first === undefined ? read : { ...read, known_at: first.seq - 1 });
    if (isRefusal(asked)) return asked;
    const { projection, question, moment } = asked;
    const tried = await this.view.rehearsed(entries, moment);
    const before = position(projection, question, moment, {}).amounts;
    const after = position(tried, question, tried.table.now(), {}).amounts;
    return {
      dryRun: true,
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      figures: besides(before, after),
      entries: entries.map(rehearsed),
    };
  }
}

const rehearsed = ({ kind, line, effective, period, facts, postings }: Entry): RehearsedEntry => ({
  kind,
  line,
  effective,
  period,
  facts,
  postings,
});
