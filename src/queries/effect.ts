import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { FinancialYear } from '../domain/financial-year';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { Amounts } from '../../projections/position';
import { wholeOf } from '../../projections/wholes';
import { besides, moved, type FigureBeside } from './figure-beside';
import { LedgerView } from './ledger-view';
import { ask, readParameters, type Parameters } from './read-question';

export interface EffectAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: string;
  /** The figures the entry moved. */
  readonly moved: readonly FigureBeside[];
}

/** Asks what one entry did to the figures of the whole ledger: as known just before it, and just after. */
export class EffectQuery extends Query<EffectAnswer | Refusal> {
  public constructor(
    public readonly seq: number,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(EffectQuery)
export class EffectHandler implements IQueryHandler<EffectQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ seq, parameters }: EffectQuery): Promise<EffectAnswer | Refusal> {
    const read = readParameters(parameters, ['by', 'definition']);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { projection, question, moment } = asked;
    if (seq >= moment.size) return refuse('ENTRY_NOT_FOUND', `There is no entry ${String(seq)} in this ledger.`);
    const at = (size: number): Amounts => wholeOf(projection, { ...moment, size })(question);
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      moved: moved(besides(at(seq), at(seq + 1))),
    };
  }
}
