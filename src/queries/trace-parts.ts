import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import { add, pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { figures, type FigureName } from '../../projections/figure';
import { trace, type Filter } from '../../projections/position';
import type { LineAt } from '../../projections/register';
import { LedgerView } from './ledger-view';
import { ask, figureParameters, readFigure, readParameters, type Asked, type Parameters } from './read-question';

/** A part of a figure: what it adds, of how many postings, and the filter that asks for it alone. */
export interface TracePart {
  readonly name: string;
  readonly amount: Pounds;
  readonly count: number;
  /** Null where it is not a line's, as the target is not. */
  readonly filter: Filter | null;
}

export interface TracePartsAnswer {
  readonly figure: FigureName;
  readonly formula: string;
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  readonly filter: Filter;
  readonly amount: Pounds;
  readonly count: number;
  /** What the parts are; null on the last level, where the postings themselves are the parts. */
  readonly level: 'section' | 'line' | null;
  readonly parts: readonly TracePart[];
  /** The parts added up once more. */
  readonly sum: Pounds;
}

/** Asks what a figure consists of on the next level: the ledger of sections, a section of lines, a line of postings. */
export class TracePartsQuery extends Query<TracePartsAnswer | Refusal> {
  public constructor(
    public readonly figure: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(TracePartsQuery)
export class TracePartsHandler implements IQueryHandler<TracePartsQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ figure, parameters }: TracePartsQuery): Promise<TracePartsAnswer | Refusal> {
    const name = readFigure(figure);
    if (isRefusal(name)) return name;
    const read = readParameters(parameters, figureParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { question, moment, filter } = asked;
    const level = levelOf(filter);
    const { amount, count, parts } = partsOf(asked, name, level);
    return {
      figure: name,
      formula: figures[name].formula,
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      filter,
      amount,
      count,
      level,
      parts,
      sum: pounds(parts.reduce((sum, part) => add(sum, part.pence), 0 as Pence)),
    };
  }
}

function levelOf({ section, group, tag, line }: Filter): TracePartsAnswer['level'] {
  if (line !== undefined) return null;
  return section === undefined && group === undefined && tag === undefined ? 'section' : 'line';
}

interface Summed extends TracePart {
  readonly pence: Pence;
}

function partsOf(
  { projection, question, moment, filter }: Asked,
  figure: FigureName,
  level: TracePartsAnswer['level'],
): { readonly amount: Pounds; readonly count: number; readonly parts: readonly Summed[] } {
  const { amount, rows } = trace(projection, figure, question, moment, filter);
  const lines = new Map(projection.register.lines(moment).map((line) => [line.id, line]));
  const sums = new Map<string, { line: LineAt | null; pence: Pence; count: number }>();
  for (const row of level === null ? [] : rows) {
    const id = projection.table.lineIn(row.cell);
    const line = id === null ? null : (lines.get(id) ?? null);
    const key = keyOf(line, level);
    const known = sums.get(key) ?? { line, pence: 0 as Pence, count: 0 };
    sums.set(key, { line: known.line, pence: add(known.pence, row.pence as Pence), count: known.count + 1 });
  }
  const parts = [...sums.values()].map(({ line, pence, count }) => ({
    ...nameOf(line, level),
    filter: filterOf(line, level, filter),
    amount: pounds(pence),
    count,
    pence,
  }));
  return { amount: pounds(amount), count: rows.length, parts };
}

const keyOf = (line: LineAt | null, level: TracePartsAnswer['level']): string =>
  line === null ? '' : level === 'section' ? `section ${line.section}` : `line ${line.id}`;

const nameOf = (line: LineAt | null, level: TracePartsAnswer['level']): { readonly name: string } => ({
  name: line === null ? 'The ledger itself' : level === 'section' ? line.section : line.title,
});

function filterOf(line: LineAt | null, level: TracePartsAnswer['level'], filter: Filter): Filter | null {
  if (line === null) return null;
  if (level === 'section') return { ...filter, section: line.section };
  const { class: of, status } = filter;
  return {
    line: line.id,
    ...(of === undefined ? {} : { class: of }),
    ...(status === undefined ? {} : { status }),
  };
}
