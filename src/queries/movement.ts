import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { EntryKind } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { figures, type FigureName } from '../../projections/figure';
import { movement, type Step } from '../../projections/movement';
import type { Filter } from '../../projections/position';
import type { Moment } from '../../projections/posting-table';
import { LedgerView, type AsOf } from './ledger-view';
import {
  ask,
  readFigure,
  readParameters,
  withoutMoment,
  type ParameterName,
  type Parameters,
  type Read,
} from './read-question';

export interface StepAnswer {
  /** The kind of the entries; null for postings that count otherwise because their line was amended, rated or ruled on. */
  readonly kind: EntryKind | null;
  readonly amount: Pounds;
  /** How many entries; of a long step only the first ones are listed. */
  readonly count: number;
  readonly entries: readonly { readonly seq: number; readonly amount: Pounds }[];
}

export interface MovementAnswer {
  readonly figure: FigureName;
  readonly formula: string;
  readonly by: FinancialYear;
  readonly definition: string;
  readonly filter: Filter;
  readonly from: Moment;
  readonly to: Moment;
  readonly opening: Pounds;
  readonly steps: readonly StepAnswer[];
  /** Opening and steps together, to the penny. */
  readonly closing: Pounds;
}

/** What a movement is asked with. */
export const movementParameters: readonly ParameterName[] = [
  ...withoutMoment,
  'from_known_at',
  'to_known_at',
  'from_as_at',
  'to_as_at',
];

/** How many entries of a step are listed. */
const MOST_ENTRIES = 200;

/** Asks why a figure is not what it was. */
export class MovementQuery extends Query<MovementAnswer | Refusal> {
  public constructor(
    public readonly figure: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(MovementQuery)
export class MovementHandler implements IQueryHandler<MovementQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ figure, parameters }: MovementQuery): Promise<MovementAnswer | Refusal> {
    const name = readFigure(figure);
    if (isRefusal(name)) return name;
    const read = readParameters(parameters, movementParameters);
    if (isRefusal(read)) return read;
    const [first, second] = momentsIn(read);
    const [from, to] = [await this.view.at(first), await this.view.at(second)];
    if (isRefusal(from)) return from;
    if (isRefusal(to)) return to;
    // The question is read where more is known: a definition or a line may not have been there before.
    const known = from.moment.size > to.moment.size ? from.moment : to.moment;
    const asked = await ask(this.view, { ...read, known_at: known.size - 1, as_at: known.asAt });
    if (isRefusal(asked)) return asked;
    const { projection, question, filter } = asked;
    const { opening, steps, closing } = movement(projection, name, question, from.moment, to.moment, filter);
    return {
      figure: name,
      formula: figures[name].formula,
      by: question.by,
      definition: question.definition.name,
      filter,
      from: from.moment,
      to: to.moment,
      opening: pounds(opening),
      steps: steps.map(stepAnswer),
      closing: pounds(closing),
    };
  }
}

/**
 * The moment before and the moment after. Where nothing is said of the first it is the first entry; where only its date
 * is, it is that date as known now, so that two dates compare what the same knowledge says of both.
 */
const momentsIn = ({ from_known_at, to_known_at, from_as_at, to_as_at }: Read): readonly [AsOf, AsOf] => [
  {
    ...(from_known_at === undefined && from_as_at !== undefined ? {} : { knownOn: from_known_at ?? 0 }),
    ...(from_as_at === undefined ? {} : { asAt: from_as_at }),
  },
  {
    ...(to_known_at === undefined ? {} : { knownOn: to_known_at }),
    ...(to_as_at === undefined ? {} : { asAt: to_as_at }),
  },
];

const stepAnswer = ({ kind, amount, entries }: Step): StepAnswer => ({
  kind,
  amount: pounds(amount),
  count: entries.length,
  entries: entries.slice(0, MOST_ENTRIES).map((moved) => ({ seq: moved.seq, amount: pounds(moved.amount) })),
});
