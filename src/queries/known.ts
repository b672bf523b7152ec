import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { LedgerView } from './ledger-view';

/** Is the entry with this seq known here? It may have been recorded by another node a moment ago. */
export class KnownQuery extends Query<boolean> {
  public constructor(public readonly seq: number) {
    super();
  }
}

@QueryHandler(KnownQuery)
export class KnownHandler implements IQueryHandler<KnownQuery> {
  public constructor(private readonly view: LedgerView) {}

  public execute({ seq }: KnownQuery): Promise<boolean> {
    return this.view.knows(seq);
  }
}
