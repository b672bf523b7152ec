import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { Entry, Posting } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import type { LineId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../domain/refusals';
import { namesPart, takesLine } from '../../projections/position';
import { scenario, type Scenario } from '../../projections/scenario';
import { besides, type FigureBeside } from './figure-beside';
import { LedgerView } from './ledger-view';
import { readQuestion, type Asked, type ParameterName, type Parameters, type Read } from './read-question';

/** An entry that would be recorded. */
interface DecidedAnswer {
  readonly kind: Entry['kind'];
  readonly line: LineId | null;
  readonly facts: Entry['facts'];
  readonly postings: readonly Posting[];
}

export interface ScenarioAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  /** What the chosen lines deliver, in per cent of their planned levels. */
  readonly deliver: number;
  readonly lines: readonly LineId[];
  /** Every figure of the whole ledger, as it is and as it would be. */
  readonly figures: readonly FigureBeside[];
  readonly entries: readonly DecidedAnswer[];
  /** Lines the rules do not let be re-profiled so, with why. */
  readonly notMoved: readonly { readonly line: LineId; readonly code: RefusalCode; readonly message: string }[];
  /** Always so: a scenario stores nothing. */
  readonly recorded: false;
}

/** What a scenario is asked with. */
export const scenarioParameters: readonly ParameterName[] = [
  'rating',
  'section',
  'group',
  'tag',
  'line',
  'deliver',
  'by',
  'definition',
  'as_at',
  'known_at',
];

/** Asks what the position would be if some lines delivered only a part. */
export class ScenarioQuery extends Query<ScenarioAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(ScenarioQuery)
export class ScenarioHandler implements IQueryHandler<ScenarioQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: ScenarioQuery): Promise<ScenarioAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, scenarioParameters);
    if (isRefusal(asked)) return asked;
    const { deliver } = asked.read;
    if (deliver === undefined) {
      return refuse('FIELD_REQUIRED', 'Say how much the lines deliver, in whole per cent, such as 80.');
    }
    const lines = chosen(asked, asked.read);
    if (isRefusal(lines)) return lines;
    const { question, moment } = asked;
    const entries = await this.view.entriesUpTo(moment);
    const tried = scenario(entries, question, moment, lines, deliver);
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      deliver,
      lines,
      ...triedAnswer(tried),
      recorded: false,
    };
  }
}

/** The lines a scenario is about. Refuses to guess that all of them are meant: FIELD_REQUIRED. */
function chosen({ projection, moment, filter }: Asked, { rating }: Read): readonly LineId[] | Refusal {
  if (rating === undefined && !namesPart(filter)) {
    return refuse('FIELD_REQUIRED', 'Say which lines: by rating, section, group, tag or line.');
  }
  return projection.register
    .lines(moment)
    .filter((line) => takesLine(filter, line) && (rating === undefined || line.rating?.rating === rating))
    .map(({ id }) => id);
}

const triedAnswer = ({
  before,
  after,
  entries,
  notMoved,
}: Scenario): Pick<ScenarioAnswer, 'figures' | 'entries' | 'notMoved'> => ({
  figures: besides(before, after),
  entries: entries.map(({ kind, line, facts, postings }) => ({ kind, line, facts, postings })),
  notMoved: notMoved.map(({ line, refusal }) => ({ line, code: refusal.code, message: refusal.message })),
});
