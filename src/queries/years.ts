import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { classes, type Class } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { allBuiltIn } from '../../projections/definitions';
import { figureNames, type FigureName } from '../../projections/figure';
import { namesPart, type Amounts, type Filter } from '../../projections/position';
import { wholeOf, wholesBy, type Asker } from '../../projections/wholes';
import { LedgerView } from './ledger-view';
import { yearsOf } from './lines';
import { ask, figureParameters, readParameters, type Asked, type Parameters } from './read-question';

/** Every figure, in pounds. */
export type FiguresAnswer = Readonly<Record<FigureName, Pounds>>;

export interface YearAnswer {
  readonly year: FinancialYear;
  readonly figures: FiguresAnswer;
  /** The same of one class only. */
  readonly byClass: Readonly<Record<Class, FiguresAnswer>>;
}

export interface YearsAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: string;
  readonly size: number;
  readonly baseYear: FinancialYear;
  readonly filter: Filter;
  /** Null where the filter names a part: only the whole has a target. */
  readonly target: Pounds | null;
  /** From the first year after the base year. */
  readonly years: readonly YearAnswer[];
  /** The figures by the year asked, under each definition the moment knows. */
  readonly definitions: readonly { readonly name: string; readonly title: string; readonly figures: FiguresAnswer }[];
  /** By the year asked, and in each year. */
  readonly sections: readonly {
    readonly name: string;
    readonly figures: FiguresAnswer;
    readonly years: readonly FiguresAnswer[];
  }[];
}

/** Asks for every figure by every year, by class, under each definition and by section, at once. */
export class YearsQuery extends Query<YearsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(YearsQuery)
export class YearsHandler implements IQueryHandler<YearsQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: YearsQuery): Promise<YearsAnswer | Refusal> {
    const read = readParameters(parameters, figureParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    return isRefusal(asked) ? asked : answer(asked);
  }
}

function answer(asked: Asked): YearsAnswer {
  const { projection, moment, question, filter } = asked;
  const years = yearsOf(asked).filter((year) => year > question.baseYear);
  const whole = wholeOf(projection, moment, filter);
  const sections = wholesBy(projection, moment, filter, (line) => line?.section ?? null);
  const figuresBy = (asker: Asker, by: FinancialYear): FiguresAnswer => inPounds(asker({ ...question, by }));
  return {
    by: question.by,
    definition: question.definition.name,
    asAt: moment.asAt,
    size: moment.size,
    baseYear: question.baseYear,
    filter,
    target: namesPart(filter) ? null : pounds(whole(question).target),
    years: years.map((year) => ({
      year,
      figures: figuresBy(whole, year),
      byClass: Object.fromEntries(
        classes.map((each) => [each, inPounds(whole({ ...question, by: year }, { class: each }))]),
      ) as Record<Class, FiguresAnswer>,
    })),
    definitions: [...allBuiltIn, ...projection.register.adopted(moment)].map((definition) => ({
      name: definition.name,
      title: definition.title,
      figures: inPounds(whole({ ...question, definition })),
    })),
    sections: [...sections].map(([name, asker]) => ({
      name,
      figures: figuresBy(asker, question.by),
      years: years.map((year) => figuresBy(asker, year)),
    })),
  };
}

const inPounds = (amounts: Amounts): FiguresAnswer =>
  Object.fromEntries(figureNames.map((name) => [name, pounds(amounts[name])])) as FiguresAnswer;
