import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import { startOf, yearStarting, type FinancialYear } from '../domain/financial-year';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { lineFigures } from '../../projections/line-figures';
import type { LineAt } from '../../projections/register';
import { cursorAfter } from './cursor';
import { OFFICER_NAMES, type OfficerNames } from './findings';
import { LedgerView } from './ledger-view';
import { partOf, type PartAnswer } from './position';
import { figureParameters, readQuestion, type Asked, type ParameterName, type Parameters } from './read-question';

/** A line as known at the moment asked, with its figures by the year asked. */
export type ListedLine = LineAt & { readonly figures: PartAnswer };

export interface LinesAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  readonly lines: readonly ListedLine[];
  /** What to ask `after` for the next page of this very answer; null on the last one. */
  readonly next: string | null;
}

/** What the list of lines is asked with. */
export const lineParameters: readonly ParameterName[] = [...figureParameters, 'limit', 'after'];

/** One line, with its figures in every year that has any. */
export interface LineDetailAnswer extends LineAt {
  /** The name of the accountable officer, from the register outside the history; null where it has none. */
  readonly ownerName: string | null;
  readonly asAt: IsoDate;
  readonly size: number;
  readonly definition: string;
  readonly years: readonly (PartAnswer & { readonly year: FinancialYear })[];
  /** The entries about it, by seq. */
  readonly entries: readonly number[];
}

/** All lines, or a page of them where a limit is given. */
export class LinesQuery extends Query<LinesAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

export class LineQuery extends Query<LineDetailAnswer | Refusal> {
  public constructor(
    public readonly line: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(LinesQuery)
export class LinesHandler implements IQueryHandler<LinesQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: LinesQuery): Promise<LinesAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, lineParameters);
    if (isRefusal(asked)) return asked;
    const { read, projection, question, moment, filter } = asked;
    const start = read.after ?? 0;
    const { lines, count } = lineFigures(projection, question, moment, filter, start, read.limit);
    const end = start + lines.length;
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      lines: lines.map((part) => ({ ...part.line, figures: partOf(part) })),
      next: end < count ? cursorAfter(end, moment) : null,
    };
  }
}

@QueryHandler(LineQuery)
export class LineHandler implements IQueryHandler<LineQuery> {
  public constructor(
    private readonly view: LedgerView,
    @Inject(OFFICER_NAMES) private readonly officers: OfficerNames,
  ) {}

  public async execute({ line, parameters }: LineQuery): Promise<LineDetailAnswer | Refusal> {
    const asked = await readQuestion(this.view, { ...parameters, line }, ['line', 'definition', 'as_at', 'known_at']);
    if (isRefusal(asked)) return asked;
    const { projection, moment, question, filter } = asked;
    const at = filter.line === undefined ? null : projection.register.line(filter.line, moment);
    if (at === null)
      return refuse('LINE_NOT_FOUND', `There is no line ${line.slice(0, 40)} in this ledger at that moment.`);
    return {
      ...at,
      ownerName: at.owner === null ? null : (this.officers.names().get(at.owner) ?? null),
      asAt: moment.asAt,
      size: moment.size,
      definition: question.definition.name,
      years: yearsOf(asked).map((year) => {
        const [part] = lineFigures(projection, { ...question, by: year }, moment, filter).lines;
        if (part === undefined) throw new Error(`line ${at.id} has no figures`);
        return { year, ...partOf(part) };
      }),
      entries: projection.register.entriesOf(at.id, moment),
    };
  }
}

/** From the base year to the last year the moment knows anything in. */
export function yearsOf({ projection, question, moment }: Asked): readonly FinancialYear[] {
  const first = startOf(question.baseYear);
  const starts = projection.table
    .shapesAt(moment)
    .flatMap(({ tranche }) => (tranche === 'opening' || tranche === 'unphased' ? [] : [startOf(tranche)]));
  const last = Math.max(first, ...starts);
  return Array.from({ length: last - first + 1 }, (_, index) => yearStarting(first + index));
}
