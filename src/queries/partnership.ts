import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import type { LedgerId } from '../domain/identifiers';
import { pounds, type Pounds } from '../domain/money';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { FigureName } from '../../projections/figure';
import { partnership, type Member } from '../../projections/partnership';
import { position } from '../../projections/position';
import { LedgerView } from './ledger-view';
import { readQuestion, type ParameterName, type Parameters } from './read-question';

/** A ledger as a member of a partnership: whose it is, how much of it is known, and every figure in pence. */
export interface MemberAnswer extends Member {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
}

/** What a member is asked with. */
const memberParameters: readonly ParameterName[] = ['by', 'definition', 'as_at', 'known_at'];

/** Asks one ledger for its part of a partnership. */
export class MemberQuery extends Query<MemberAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(MemberQuery)
export class MemberHandler implements IQueryHandler<MemberQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: MemberQuery): Promise<MemberAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, memberParameters);
    if (isRefusal(asked)) return asked;
    const { projection, question, moment } = asked;
    const { ledger, council } = projection.register.ledger;
    return {
      ledger,
      name: council,
      size: moment.size,
      amounts: position(projection, question, moment, {}).amounts,
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
    };
  }
}

export interface PartnershipAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly target: Pounds;
  /** Whose ledger states the partnership's target. */
  readonly targetFrom: string;
  readonly members: readonly {
    readonly ledger: LedgerId;
    readonly name: string;
    readonly size: number;
    readonly asAt: IsoDate;
  }[];
  readonly figures: readonly {
    readonly figure: FigureName;
    readonly amount: Pounds;
    /** Each member's part, in the order of the members. */
    readonly parts: readonly Pounds[];
  }[];
  readonly gap: Pounds;
  /** What the members' own targets leave of the common one. */
  readonly missing: Pounds;
  readonly finding: string | null;
}

/**
 * Adds members up against the target one ledger states. Refuses: TARGET_MISSING; PARAM_REPEATED for a ledger that is
 * given twice, which would count the same pound twice.
 */
export function partnershipOf(from: MemberAnswer, members: readonly MemberAnswer[]): PartnershipAnswer | Refusal {
  const target = from.amounts.partnershipTarget;
  if (target === 0) return refuse('TARGET_MISSING', `The ledger of ${from.name} states no target of a partnership.`);
  const twice = members.find(({ ledger }, index) => members.findIndex((each) => each.ledger === ledger) !== index);
  if (twice !== undefined)
    return refuse('PARAM_REPEATED', `The ledger of ${twice.name} is given twice; a member is added once.`);
  const { figures, gap, missing, finding } = partnership(target, members);
  return {
    by: from.by,
    definition: from.definition,
    target: pounds(target),
    targetFrom: from.name,
    members: members.map(({ ledger, name, size, asAt }) => ({ ledger, name, size, asAt })),
    figures: figures.map(({ figure, amount, parts }) => ({
      figure,
      amount: pounds(amount),
      parts: parts.map((part) => pounds(part)),
    })),
    gap: pounds(gap),
    missing: pounds(missing),
    finding,
  };
}
