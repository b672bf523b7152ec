import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { FinancialYear } from '../domain/financial-year';
import { isRefusal, type Refusal } from '../domain/refusals';
import { allBuiltIn } from '../../projections/definitions';
import { LedgerTree } from '../event-store/ledger-tree';
import { LedgerView } from './ledger-view';
import { yearsOf } from './lines';
import { ask } from './read-question';

export interface FrameAnswer {
  readonly council: string;
  readonly baseYear: FinancialYear;
  /** How many entries there are now. */
  readonly size: number;
  /** The day a question is asked as at where it names none. */
  readonly latest: IsoDate;
  /** The years after the base year that anything is known in. */
  readonly years: readonly FinancialYear[];
  /** Why its entries are not those that were signed; null where they are. */
  readonly doubt: string | null;
  /** The definitions a question can be asked under: built in, then adopted. */
  readonly definitions: readonly { readonly name: string; readonly title: string }[];
}

/** Asks for what every page shows around its own answer: whose ledger it is, and what can be asked of it. */
export class FrameQuery extends Query<FrameAnswer | Refusal> {}

@QueryHandler(FrameQuery)
export class FrameHandler implements IQueryHandler<FrameQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly tree: LedgerTree,
  ) {}

  public async execute(): Promise<FrameAnswer | Refusal> {
    const asked = await ask(this.view, {});
    if (isRefusal(asked)) return asked;
    const { projection, moment } = asked;
    const { council, baseYear } = projection.register.ledger;
    const definitions = [...allBuiltIn, ...projection.register.adopted(moment)];
    return {
      council,
      baseYear,
      size: moment.size,
      latest: moment.asAt,
      doubt: (await this.tree.doubt())?.message ?? null,
      years: yearsOf(asked).filter((year) => year > baseYear),
      definitions: definitions.map(({ name, title }) => ({ name, title })),
    };
  }
}
