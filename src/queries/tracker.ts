/**
 * Where does each line stand, as a tracker lists it? Every line with its attributes, and for each class it has a plan or a
 * carry-forward in: the levels, what has no year, the forecast and the budget contribution, year by year.
 */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import { classes, type Class, type Source } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { add, pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { position, type Amounts } from '../../projections/position';
import type { LineAt } from '../../projections/register';
import { LedgerView } from './ledger-view';
import { yearsOf } from './lines';
import { ask, readParameters, type Asked, type Parameters } from './read-question';

/** The levels of one year. What is not stated is nought here; `printed` is what the document has instead. */
export interface TrackedYear {
  readonly year: FinancialYear;
  readonly level: Pounds;
  readonly forecast: Pounds;
  readonly budgetContribution: Pounds;
  /** What the plan's document prints where it states no level, or states nil; null where it says nothing. */
  readonly printed: string | null;
}

export interface TrackedPlan {
  readonly class: Class;
  /** False where the class only holds a carry-forward. */
  readonly planned: boolean;
  readonly unphased: Pounds;
  readonly carriedForward: Pounds;
  readonly years: readonly TrackedYear[];
}

export interface TrackedLine extends LineAt {
  /** Where the line was read when it was registered. */
  readonly source: Source | null;
  readonly plans: readonly TrackedPlan[];
}

export interface TrackerAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly deadline: FinancialYear;
  readonly years: readonly FinancialYear[];
  readonly lines: readonly TrackedLine[];
}

export class TrackerQuery extends Query<TrackerAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(TrackerQuery)
export class TrackerHandler implements IQueryHandler<TrackerQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: TrackerQuery): Promise<TrackerAnswer | Refusal> {
    const read = readParameters(parameters, ['as_at', 'known_at']);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    const { projection, moment, question } = asked;
    const years = yearsOf(asked);
    const plansOf = trackedPlans(asked, years);
    const lines = projection.register.lines(moment);
    const registered = await this.view.entries(lines.map((line) => line.registered));
    return {
      asAt: moment.asAt,
      size: moment.size,
      deadline: question.by,
      years,
      lines: lines.map((line, place) => ({
        ...line,
        source: registered[place]?.entry.source ?? null,
        plans: plansOf(line),
      })),
    };
  }
}

type ByLine = ReadonlyMap<string, Amounts>;

function trackedPlans(asked: Asked, years: readonly FinancialYear[]): (line: LineAt) => readonly TrackedPlan[] {
  const { projection, question, moment, filter } = asked;
  const amounts = new Map<string, ByLine>();
  for (const of of classes) {
    for (const by of years) {
      const { lines } = position(projection, { ...question, by }, moment, { ...filter, class: of });
      amounts.set(`${of} ${by}`, new Map(lines.map(({ line, amounts: sums }) => [line.id, sums])));
    }
  }
  const printed = printedIn(asked);
  return (line) =>
    classes.flatMap((of) => {
      const inYear = (year: FinancialYear): Amounts | undefined => amounts.get(`${of} ${year}`)?.get(line.id);
      const last = inYear(years.at(-1) ?? question.by);
      const key = `${line.id} ${of}`;
      const planned = printed.has(key);
      if (last === undefined || (!planned && last.carriedForward === 0)) return [];
      return [
        {
          class: of,
          planned,
          unphased: pounds(last.unphased),
          carriedForward: pounds(last.carriedForward),
          years: years.flatMap((year) => trackedYear(year, inYear(year), printed.get(key)?.get(year))),
        },
      ];
    });
}

const trackedYear = (
  year: FinancialYear,
  amounts: Amounts | undefined,
  printed: string | null | undefined,
): readonly TrackedYear[] =>
  amounts === undefined
    ? []
    : [
        {
          year,
          // What began in the base year is part of every level, as the plan of the line states it.
          level: pounds(add(amounts.fullYearEffects, amounts.level)),
          forecast: pounds(amounts.forecast),
          budgetContribution: pounds(amounts.budgetContribution),
          printed: printed ?? null,
        },
      ];

/** By line and class that has a plan: what the document prints for each year. */
function printedIn({ projection, moment }: Asked): ReadonlyMap<string, ReadonlyMap<FinancialYear, string | null>> {
  return new Map(
    projection.register
      .known('SavingPlanned', moment)
      .map(({ line, facts }) => [
        `${line ?? ''} ${facts.class}`,
        new Map(facts.levels.map(({ year, printed }) => [year, printed])),
      ]),
  );
}
