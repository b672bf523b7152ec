/**
 * Where does each line of the plan stand, laid out as the plan was published? Sections in order, under each its lines or
 * groups of lines, with what is planned by the year asked, the level of every year, and the contribution to the budgets.
 */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import type { LineId, OfficerId } from '../domain/identifiers';
import { addAll, pence, pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { FigureName } from '../../projections/figure';
import { position, type Amounts } from '../../projections/position';
import type { LineAt } from '../../projections/register';
import { LedgerView } from './ledger-view';
import { yearsOf } from './lines';
import { figureParameters, readQuestion, type Asked, type Parameters } from './read-question';

/** One column: a figure by a year. */
export interface PlanColumn {
  readonly figure: Extract<FigureName, 'plan' | 'level' | 'budgetContribution'>;
  readonly by: FinancialYear;
}

export interface PlanCell {
  readonly amount: Pounds;
  /** What the document says where there is no amount: nil or a blank; null where it says nothing. */
  readonly said: Said | null;
}

/** Nil, blank and dash are three different things, and the plan's entry keeps them apart. */
export interface Said {
  readonly what: 'nil' | 'blank';
  readonly entry: number;
}

export interface PlanRow {
  readonly name: string;
  readonly section: string;
  /** Null for a group of lines. */
  readonly line: LineId | null;
  readonly group: string | null;
  /** How many lines the row stands for. */
  readonly lines: number;
  readonly stage: LineAt['stage'] | null;
  readonly owner: OfficerId | null;
  readonly cells: readonly PlanCell[];
}

export interface PlanSection {
  readonly name: string;
  readonly rows: readonly PlanRow[];
  readonly total: readonly PlanCell[];
}

export interface PlanTableAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  readonly columns: readonly PlanColumn[];
  readonly sections: readonly PlanSection[];
  readonly total: readonly PlanCell[];
}

/** Folded, the lines of a group are one row. */
export class PlanTableQuery extends Query<PlanTableAnswer | Refusal> {
  public constructor(
    public readonly parameters: Parameters,
    public readonly folded: boolean,
  ) {
    super();
  }
}

@QueryHandler(PlanTableQuery)
export class PlanTableHandler implements IQueryHandler<PlanTableQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters, folded }: PlanTableQuery): Promise<PlanTableAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, figureParameters);
    if (isRefusal(asked)) return asked;
    const columns = columnsOf(asked);
    const single = rowsOf(asked, columns);
    const sections = [...grouped(single, ({ section }) => section)].map(([name, members]) => ({
      name,
      rows: folded ? foldGroups(members) : members,
      total: sumOf(members, columns),
    }));
    const { question, moment } = asked;
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      columns,
      sections,
      total: sumOf(single, columns),
    };
  }
}

/** The whole plan by the year asked, the level of every year after the base year, and the contributions there are. */
function columnsOf(asked: Asked): readonly PlanColumn[] {
  const { question, projection } = asked;
  const years = yearsOf(asked).filter((year) => year > question.baseYear);
  const contributed = new Set(
    projection.table
      .shapesAt(asked.moment)
      .flatMap(({ measure, from }) => (measure === 'budget contribution' ? [from] : [])),
  );
  return [
    { figure: 'plan', by: question.by },
    ...years.map((by): PlanColumn => ({ figure: 'level', by })),
    ...years.filter((by) => contributed.has(by)).map((by): PlanColumn => ({ figure: 'budgetContribution', by })),
  ];
}

function rowsOf(asked: Asked, columns: readonly PlanColumn[]): readonly PlanRow[] {
  const { projection, question, moment, filter } = asked;
  const years = new Map(
    columns.map(({ by }) => {
      const { lines } = position(projection, { ...question, by }, moment, filter);
      return [by, new Map(lines.map(({ line, amounts }) => [line.id, amounts]))];
    }),
  );
  const lines = projection.register.lines(moment).filter(({ id }) => years.get(question.by)?.has(id));
  const said = whatWasSaid(asked);
  return lines.map((line) => ({
    name: line.title,
    section: line.section,
    line: line.id,
    group: line.group,
    lines: 1,
    stage: line.stage,
    owner: line.owner,
    cells: columns.map(({ figure, by }) => cellOf(years.get(by)?.get(line.id), figure, said.get(`${line.id} ${by}`))),
  }));
}

function cellOf(amounts: Amounts | undefined, figure: PlanColumn['figure'], said: Said | undefined): PlanCell {
  const amount = amounts?.[figure] ?? (0 as Pence);
  return { amount: pounds(amount), said: figure === 'level' && amount === 0 ? (said ?? null) : null };
}

/** What the plans say of levels without an amount, by line and year. */
function whatWasSaid({ projection, moment }: Asked): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  for (const { seq, line, facts } of projection.register.known('SavingPlanned', moment)) {
    for (const { year, level, printed } of facts.levels) {
      const key = `${line ?? ''} ${year}`;
      if (level === '0.00') found.set(key, { what: 'nil', entry: seq });
      else if (level === null && printed === '') found.set(key, { what: 'blank', entry: seq });
    }
  }
  return found;
}

/** Puts the lines of a group into one row, where the first of them stood. */
function foldGroups(rows: readonly PlanRow[]): readonly PlanRow[] {
  const groups = grouped(rows, ({ group, line }) => group ?? `line ${line ?? ''}`);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    const group = first?.group ?? null;
    if (first === undefined || group === null) return members;
    const cells = first.cells.map((_, column) => addCells(members, column));
    return [{ ...first, name: group, line: null, lines: members.length, stage: null, owner: null, cells }];
  });
}

/** In the order in which each key first appears. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const members = groups.get(keyOf(item));
    if (members === undefined) groups.set(keyOf(item), [item]);
    else members.push(item);
  }
  return groups;
}

const sumOf = (rows: readonly PlanRow[], columns: readonly PlanColumn[]): readonly PlanCell[] =>
  columns.map((_, column) => addCells(rows, column));

const addCells = (rows: readonly PlanRow[], column: number): PlanCell => ({
  amount: pounds(addAll(rows.map(({ cells }) => penceIn(cells[column])))),
  said: null,
});

const penceIn = (cell: PlanCell | undefined): Pence => (cell === undefined ? (0 as Pence) : pence(cell.amount));
