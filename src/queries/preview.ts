import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Entry, EntryKind, Posting } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { add, pence, pounds, type Pence } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { figureNames, figures, weighed, type Question, type Weighed } from '../../projections/figure';
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

/** Asks what entries that are not recorded yet would do to the figures of the whole ledger. */
export class PreviewQuery extends Query<PreviewAnswer | Refusal> {
  public constructor(
    public readonly entries: readonly Entry[],
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(PreviewQuery)
export class PreviewHandler implements IQueryHandler<PreviewQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ entries, parameters }: PreviewQuery): Promise<PreviewAnswer | Refusal> {
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
        const change = add(
          ...entries.flatMap((entry) =>
            entry.postings.map((posting) => counted({ ...posting, origin: originOf(entry) }, figure, question, asked)),
          ),
        );
        if (change === 0) return [];
        const after = add(before[figure], change);
        return [{ figure, before: pounds(before[figure]), after: pounds(after), change: pounds(change) }];
      }),
    };
  }
}

/** What a posting adds to a figure, weighed as it would be once it is recorded. */
function counted(
  posting: Posting & Pick<Weighed, 'origin'>,
  figure: (typeof figureNames)[number],
  question: Question,
  { projection, moment }: Asked,
): Pence {
  const line = posting.line === null ? null : projection.register.line(posting.line, moment);
  const weight = figures[figure].weigh({ ...posting, ruling: waitsForRuling(line), atRisk: isAtRisk(line) }, question);
  return weighed(pence(posting.amount), weight) as Pence;
}

/** A reversal counts as what it takes back. */
const originOf = (entry: Entry): EntryKind => (entry.kind === 'EntryReversed' ? entry.facts.kind : entry.kind);
