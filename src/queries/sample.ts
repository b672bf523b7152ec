import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { pounds, type Pounds } from '../domain/money';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { FigureName } from '../../projections/figure';
import { trace } from '../../projections/position';
import type { PostingRow } from '../../projections/posting-table';
import { LARGEST_SEED, sample, type Hit } from '../../projections/sample';
import { LedgerView } from './ledger-view';
import {
  figureParameters,
  headOf,
  readFigureQuestion,
  type ParameterName,
  type Parameters,
  type QuestionHead,
} from './read-question';
import { describeRows, type TraceRow } from './trace';

/** A posting that was drawn, with the sum of all positive postings up to it and the unit that drew it. */
export type HitAnswer = TraceRow & { readonly cumulative: Pounds; readonly unit: Pounds };

export interface SampleAnswer extends QuestionHead {
  readonly figure: FigureName;
  /** The figure itself: the population less what the negative postings take off. */
  readonly amount: Pounds;
  readonly n: number;
  /** With the same n, seed and moment anyone draws the same sample again. */
  readonly seed: number;
  readonly population: Pounds;
  readonly interval: Pounds;
  readonly start: Pounds;
  /** Postings below the interval that were drawn. */
  readonly hits: readonly HitAnswer[];
  /** Postings of an interval or more, which are always drawn. */
  readonly certain: readonly HitAnswer[];
  /** Postings that take off; looked at apart, all of them. */
  readonly negative: readonly TraceRow[];
}

export { LARGEST_SEED };

/** What a sample is asked with. */
export const sampleParameters: readonly ParameterName[] = [...figureParameters, 'n', 'seed'];

/** Draws a monetary-unit sample from a figure. The seed is made at the door where nobody gave one. */
export class SampleQuery extends Query<SampleAnswer | Refusal> {
  public constructor(
    public readonly figure: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(SampleQuery)
export class SampleHandler implements IQueryHandler<SampleQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ figure, parameters }: SampleQuery): Promise<SampleAnswer | Refusal> {
    const asked = await readFigureQuestion(this.view, figure, parameters, sampleParameters);
    if (isRefusal(asked)) return asked;
    const { projection, question, moment, filter, read, figure: name } = asked;
    const { n, seed } = read;
    if (n === undefined || seed === undefined) {
      return refuse('FIELD_REQUIRED', 'A sample needs a size, n, and a seed.');
    }
    const { amount, rows } = trace(projection, name, question, moment, filter);
    const drawn = sample(rows, n, seed);
    return {
      figure: name,
      ...headOf(asked),
      amount: pounds(amount),
      n,
      seed,
      population: pounds(drawn.population),
      interval: pounds(drawn.interval),
      start: pounds(drawn.start),
      hits: await this.describe(drawn.hits),
      certain: await this.describe(drawn.certain),
      negative: await describeRows(this.view, drawn.negative),
    };
  }

  private async describe(hits: readonly Hit<PostingRow>[]): Promise<readonly HitAnswer[]> {
    const rows = await describeRows(
      this.view,
      hits.map(({ row }) => row),
    );
    return hits.flatMap(({ cumulative, unit }, index) => {
      const row = rows[index];
      return row === undefined ? [] : [{ ...row, cumulative: pounds(cumulative), unit: pounds(unit) }];
    });
  }
}
