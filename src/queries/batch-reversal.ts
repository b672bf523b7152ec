/** What the reversal of an import takes back, and what of the import stays. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { goesBack } from '../domain/decide/batch';
import type { Entry, EntryKind } from '../domain/entries';
import { seqOf, type BatchId, type SeqText } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import { JournalIndex } from './journal-index';
import { LedgerView } from './ledger-view';

/** How many entries of a kind. */
export interface KindCount {
  readonly kind: EntryKind;
  readonly entries: number;
}

export interface BatchReversalAnswer {
  readonly takenBack: readonly KindCount[];
  /** What a batch never takes back, such as its lines and a target: what is right instead is recorded as a new entry. */
  readonly stays: readonly KindCount[];
}

/** Asks it of a batch and of the entries that its reversal names, recorded or not. */
export class BatchReversalQuery extends Query<BatchReversalAnswer | Refusal> {
  public constructor(
    public readonly batch: BatchId | string,
    public readonly reversed: readonly SeqText[],
  ) {
    super();
  }
}

@QueryHandler(BatchReversalQuery)
export class BatchReversalHandler implements IQueryHandler<BatchReversalQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ batch, reversed }: BatchReversalQuery): Promise<BatchReversalAnswer | Refusal> {
    const at = await this.view.at({});
    if (isRefusal(at)) return at;
    const { size } = at.moment;
    const members = (await this.view.entries(this.index.find({ batch }, 0, 1, size, size))).map(({ entry }) => entry);
    const named = new Set(reversed.map(seqOf));
    return {
      takenBack: countByKind(members.filter(({ seq }) => named.has(seq))),
      // The import itself is a fact about a file, and what had been reversed by itself before is not said again.
      stays: countByKind(members.filter(({ kind }) => kind !== 'BatchImported' && !goesBack(kind))),
    };
  }
}

function countByKind(entries: readonly Entry[]): readonly KindCount[] {
  const counts = new Map<EntryKind, number>();
  for (const { kind } of entries) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, entries: count }));
}
