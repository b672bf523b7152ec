/** Which ledger is this, to the last byte? The root over its first entries, which nobody can have changed without changing it. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { isRefusal, type Refusal } from '../domain/refusals';
import { LedgerTree } from '../event-store/ledger-tree';
import { LedgerView } from './ledger-view';
import { asOf, readParameters, type Parameters } from './read-question';

export interface RootAnswer {
  readonly size: number;
  /** Base64, as a checkpoint has it; null where so many entries have not been signed yet and this process only reads. */
  readonly root: string | null;
}

export class RootQuery extends Query<RootAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(RootQuery)
export class RootHandler implements IQueryHandler<RootQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly tree: LedgerTree,
  ) {}

  public async execute({ parameters }: RootQuery): Promise<RootAnswer | Refusal> {
    const read = readParameters(parameters, ['known_at', 'as_at']);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { size } = at.moment;
    const grown = await this.tree.grown(size);
    return { size, root: grown.size < size ? null : grown.root(size).toString('base64') };
  }
}
