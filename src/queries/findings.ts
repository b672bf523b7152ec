import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { LineId, OfficerId } from '../domain/identifiers';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { findings } from '../../projections/findings/findings';
import type { Finding, FindingKind } from '../../projections/findings/view';
import type { Moment } from '../../projections/posting-table';
import type { Projection } from '../../projections/projection';
import { LedgerView } from './ledger-view';
import { readQuestion, type Parameters } from './read-question';

export interface FindingAnswer {
  readonly kind: FindingKind;
  readonly message: string;
  readonly lines: readonly LineId[];
  readonly amount: Pounds | null;
  /** The entries it comes from, by seq. */
  readonly entries: readonly number[];
}

export interface FindingsAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly count: number;
  /** How many there are of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly FindingAnswer[];
}

interface Found {
  readonly projection: Projection;
  /** The moment, and the names of the officers. */
  readonly of: string;
  readonly found: readonly FindingAnswer[];
}

/** Gives the names of officers, from outside the history, to point out that two are alike. */
export interface OfficerNames {
  names(): ReadonlyMap<OfficerId, string>;
}

/** For Nest: what the names are injected as. */
export const OFFICER_NAMES = Symbol('officer names');

export class FindingsQuery extends Query<FindingsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(FindingsQuery)
export class FindingsHandler implements IQueryHandler<FindingsQuery> {
  /**
   * What was found last, by all that it depends on: entries are never edited, so what they say at a moment stays. Every
   * visit to the overview asks for it, and between two entries the answer is the same.
   */
  private last: Found | null = null;

  public constructor(
    private readonly view: LedgerView,
    @Inject(OFFICER_NAMES) private readonly officers: OfficerNames,
  ) {}

  public async execute({ parameters }: FindingsQuery): Promise<FindingsAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, ['as_at', 'known_at', 'kind']);
    if (isRefusal(asked)) return asked;
    const { projection, moment, read } = asked;
    const found = this.at(projection, moment).filter(({ kind }) => read.kind === undefined || kind === read.kind);
    const counts: Record<string, number> = {};
    for (const { kind } of found) counts[kind] = (counts[kind] ?? 0) + 1;
    return {
      asAt: moment.asAt,
      size: moment.size,
      count: found.length,
      counts,
      findings: found,
    };
  }

  private at(projection: Projection, moment: Moment): readonly FindingAnswer[] {
    const names = this.officers.names();
    const of = JSON.stringify([moment, ...names]);
    if (this.last?.projection !== projection || this.last.of !== of)
      this.last = { projection, of, found: findings(projection, moment, names).map(answerOf) };
    return this.last.found;
  }
}

const answerOf = (finding: Finding): FindingAnswer => ({
  ...finding,
  amount: finding.amount === null ? null : pounds(finding.amount),
});
