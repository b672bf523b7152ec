import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Posting } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { add, pence, pounds, type Pence } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { figureNames, figures, type Question } from '../../projections/figure';
import { isAtRisk, waitsForRuling } from '../../projections/position';
import { wholeOf } from '../../projections/wholes';
import type { MovedFigure } from './effect';
import { LedgerView } from './ledger-view';
import { ask, readParameters, type Asked, type Parameters } from './read-question';

export interface PreviewAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly moved: readonly MovedFigure[];
}

/** Asks what postings that are not recorded yet would do to the figures of the whole ledger. */
export class PreviewQuery extends Query<PreviewAnswer | Refusal> {
  public constructor(
    public readonly postings: readonly Posting[],
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(PreviewQuery)
export class PreviewHandler implements IQueryHandler<PreviewQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ postings, parameters }: PreviewQuery): Promise<PreviewAnswer | Refusal> {
    const read = readParameters(parameters, ['by', 'definition']);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { projection, question, moment } = asked;
    const before = wholeOf(projection, moment)(question);
    return {
      by: question.by,
      definition: question.definition.name,
      moved: figureNames.flatMap((figure): MovedFigure[] => {
        const change = add(...postings.map((posting) => weighed(posting, figure, question, asked)));
        if (change === 0) return [];
        const after = add(before[figure], change);
        return [{ figure, before: pounds(before[figure]), after: pounds(after), change: pounds(change) }];
      }),
    };
  }
}

/** What a posting adds to a figure, weighed as it would be once it is recorded. */
function weighed(
  posting: Posting,
  figure: (typeof figureNames)[number],
  question: Question,
  { projection, moment }: Asked,
): Pence {
  const line = posting.line === null ? null : projection.register.line(posting.line, moment);
  const weight = figures[figure].weigh({ ...posting, ruling: waitsForRuling(line), atRisk: isAtRisk(line) }, question);
  return (weight * pence(posting.amount)) as Pence;
}
