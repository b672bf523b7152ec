import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant, IsoDate } from '../domain/dates';
import type { EntryKind } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import type { LineId, OfficerId } from '../domain/identifiers';
import { pounds, subtract, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { FigureName } from '../../projections/figure';
import { namesPart, type Filter } from '../../projections/position';
import { changesBetween, figuresAfter, replaySteps, type Change } from '../../projections/replay';
import { LedgerView, type StoredFact } from './ledger-view';
import {
  ask,
  readParameters,
  withoutMoment,
  type Asked,
  type ParameterName,
  type Parameters,
  type Read,
} from './read-question';

export interface ChangeAnswer {
  readonly figure: FigureName;
  readonly before: Pounds;
  readonly after: Pounds;
  /** After less before. */
  readonly change: Pounds;
}

/** An entry, with the figures it changes. */
export interface ReplayStepAnswer {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly line: LineId | null;
  readonly effective: IsoDate;
  readonly recordedAt: Instant;
  readonly officer: OfficerId;
  readonly leaf: string;
  readonly changes: readonly ChangeAnswer[];
}

export interface ReplayAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly filter: Filter;
  readonly asAt: IsoDate;
  /** How many entries are known at the two moments; 0 is before the first one. */
  readonly from: { readonly size: number };
  readonly to: { readonly size: number };
  /** Every figure at both moments. */
  readonly figures: readonly ChangeAnswer[];
  /** The entries between the two moments, a page of them, oldest first. */
  readonly steps: readonly ReplayStepAnswer[];
  /** What to ask `after` for the next page; null on the last one. */
  readonly next: number | null;
}

/** What a replay is asked with. */
export const replayParameters: readonly ParameterName[] = [
  ...withoutMoment,
  'as_at',
  'from_known_at',
  'to_known_at',
  'limit',
  'after',
];

/** A step takes two positions of the whole ledger, so a page is shorter than elsewhere where none is asked for. */
const PAGE = 20;

/** Asks how the figures came to be what they were at a moment: entry by entry from another one, or from nothing. */
export class ReplayQuery extends Query<ReplayAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(ReplayQuery)
export class ReplayHandler implements IQueryHandler<ReplayQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: ReplayQuery): Promise<ReplayAnswer | Refusal> {
    const read = readParameters(parameters, replayParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, withKnownAt(read));
    if (isRefusal(asked)) return asked;
    const from = this.sizeFrom(asked, read);
    if (isRefusal(from)) return from;
    const { projection, question, moment, filter } = asked;
    const [before, after] = [from, moment.size].map((size) =>
      figuresAfter(projection, question, filter, moment.asAt, size),
    );
    if (before === undefined || after === undefined) throw new Error('a replay is between two moments');
    const { steps, next } = await this.steps(asked, read, from);
    return {
      by: question.by,
      definition: question.definition.name,
      filter,
      asAt: moment.asAt,
      from: { size: from },
      to: { size: moment.size },
      figures: changeAnswers(changesBetween(before, after), filter),
      steps,
      next,
    };
  }

  /** How many entries the first moment knows. Refuses one that has not been recorded: PARAM_RANGE. */
  private sizeFrom({ projection }: Asked, { from_known_at }: Read): number | Refusal {
    if (from_known_at === undefined) return 0;
    const moment = this.view.moment(projection, { knownOn: from_known_at });
    return isRefusal(moment) ? moment : moment.size;
  }

  /** Both moments are asked as at the same date, so what lies between them is entries and nothing else. */
  private async steps(
    { projection, question, moment, filter }: Asked,
    { after, limit = PAGE }: Read,
    from: number,
  ): Promise<Pick<ReplayAnswer, 'steps' | 'next'>> {
    const start = Math.max(from, after === undefined ? 0 : after + 1);
    const seqs = projection.table.seqs(moment, start, limit + 1);
    const page = seqs.slice(0, limit);
    const facts = await this.view.entries(page);
    const steps = replaySteps(projection, question, filter, moment.asAt, page);
    return {
      steps: facts.map((fact, index) => stepAnswer(fact, steps[index]?.changes ?? [], filter)),
      next: seqs.length > limit ? (page.at(-1) ?? null) : null,
    };
  }
}

const withKnownAt = ({ to_known_at, ...read }: Read): Read =>
  to_known_at === undefined ? read : { ...read, known_at: to_known_at };

function stepAnswer({ entry, leaf }: StoredFact, changes: readonly Change[], filter: Filter): ReplayStepAnswer {
  const { seq, kind, line, effective, recordedAt, officer } = entry;
  return { seq, kind, line, effective, recordedAt, officer, leaf, changes: changeAnswers(changes, filter) };
}

/** Only the whole ledger has a target: of a part, neither it nor a gap is told. */
const againstTarget: readonly FigureName[] = ['target', 'gap', 'partnershipTarget'];

const changeAnswers = (changes: readonly Change[], filter: Filter): readonly ChangeAnswer[] =>
  changes
    .filter(({ figure }) => !namesPart(filter) || !againstTarget.includes(figure))
    .map(({ figure, before, after }) => ({
      figure,
      before: pounds(before),
      after: pounds(after),
      change: pounds(subtract(after, before)),
    }));
