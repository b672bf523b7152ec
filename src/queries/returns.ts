import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant, IsoDate } from '../domain/dates';
import type { ReturnFacts } from '../domain/entries';
import { seqOf, type OfficerId } from '../domain/identifiers';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { FigureName } from '../../projections/figure';
import { returns, type Restated } from '../../projections/returns';
import { LedgerTree } from '../event-store/ledger-tree';
import type { HashTree } from '../tamper-evidence/hash-tree';
import { LedgerView, type StoredFact } from './ledger-view';
import { readQuestion, type Parameters } from './read-question';

/** A return as it was published, beside what its figures are at the moment asked. */
export interface ReturnAnswer extends Omit<ReturnFacts, 'figures' | 'size'> {
  /** The entry that submitted it. */
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly officer: OfficerId;
  /** How many entries its figures knew. */
  readonly size: number;
  /** The root over those entries, so that whoever keeps the return can hold the ledger to it; null as in `RootAnswer`. */
  readonly root: string | null;
  /** The return it amends, and the one that amended it in turn. */
  readonly amends: number | null;
  readonly amendedBy: number | null;
  readonly figures: readonly {
    readonly figure: FigureName;
    readonly published: Pounds;
    readonly restated: Pounds;
    readonly change: Pounds;
  }[];
}

export interface ReturnsAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly returns: readonly ReturnAnswer[];
}

/** Asks what each return said, and what it would say now. */
export class ReturnsQuery extends Query<ReturnsAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(ReturnsQuery)
export class ReturnsHandler implements IQueryHandler<ReturnsQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly tree: LedgerTree,
  ) {}

  public async execute({ parameters }: ReturnsQuery): Promise<ReturnsAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, ['as_at', 'known_at']);
    if (isRefusal(asked)) return asked;
    const { projection, moment } = asked;
    const all = await this.view.withEntries(returns(projection, moment), ({ entry }) => entry.seq);
    const tree = await this.tree.grown(moment.size);
    return {
      asAt: moment.asAt,
      size: moment.size,
      returns: all.map(([each, fact]) => returnAnswer(each, fact, rootIn(tree))),
    };
  }
}

const rootIn =
  (tree: HashTree) =>
  (size: number): string | null =>
    tree.size < size ? null : tree.root(size).toString('base64');

function returnAnswer(
  { entry, amendedBy, figures }: Restated,
  stored: StoredFact,
  rootOf: (size: number) => string | null,
): ReturnAnswer {
  const { facts, seq } = entry;
  const { recordedAt, officer } = stored.entry;
  const { name, definition, by, asAt, size, approvedBy } = facts;
  return {
    entry: seq,
    recordedAt,
    officer,
    ...{ name, definition, by, asAt, approvedBy },
    size: seqOf(size),
    root: rootOf(seqOf(size)),
    amends: 'amends' in facts ? seqOf(facts.amends) : null,
    amendedBy,
    figures: figures.map(({ figure, published, restated, change }) => ({
      figure,
      published: pounds(published),
      restated: pounds(restated),
      change: pounds(change),
    })),
  };
}
