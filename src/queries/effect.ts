import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { FinancialYear } from '../domain/financial-year';
import { pounds, subtract, type Pounds } from '../domain/money';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { figureNames, type FigureName } from '../../projections/figure';
import { wholeOf } from '../../projections/wholes';
import { LedgerView } from './ledger-view';
import { ask, readParameters, type Parameters } from './read-question';

/** A figure that an entry moved. */
export interface MovedFigure {
  readonly figure: FigureName;
  readonly before: Pounds;
  readonly after: Pounds;
  readonly change: Pounds;
}

export interface EffectAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: string;
  readonly moved: readonly MovedFigure[];
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
    const [before, after] = [seq, seq + 1].map((size) => wholeOf(projection, { ...moment, size })(question));
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      moved: figureNames.flatMap((figure): MovedFigure[] => {
        const [from, to] = [before?.[figure], after?.[figure]];
        if (from === undefined || to === undefined || from === to) return [];
        return [{ figure, before: pounds(from), after: pounds(to), change: pounds(subtract(to, from)) }];
      }),
    };
  }
}
