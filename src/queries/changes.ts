import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { decodeEntry } from '../event-store/entry-bytes';
import { EVENT_STORE, type EventStore } from '../event-store/event-store';
import { leafHash } from '../tamper-evidence/leaf';
import type { EntryAnswer } from './entries';
import { LedgerView } from './ledger-view';

/** Entries as they are recorded, by this process or another one, for as long as the reader likes. */
export type Changes = AsyncIterable<EntryAnswer>;

/** Asks for every entry after a seq, those recorded already first; after the last one where no seq is given. */
export class ChangesQuery extends Query<Changes | Refusal> {
  public constructor(
    public readonly after: number | null,
    /** Ends them. */
    public readonly signal: AbortSignal,
  ) {
    super();
  }
}

@QueryHandler(ChangesQuery)
export class ChangesHandler implements IQueryHandler<ChangesQuery> {
  public constructor(
    private readonly view: LedgerView,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Refuses LEDGER_NOT_OPENED, and PARAM_RANGE for a seq that has not been recorded. */
  public async execute({ after, signal }: ChangesQuery): Promise<Changes | Refusal> {
    const projection = await this.view.projection();
    if (isRefusal(projection)) return projection;
    const { size } = projection.table;
    if (after !== null && after >= size) {
      return refuse('PARAM_RANGE', `The ledger has entries up to seq ${String(size - 1)}; go on after one of them.`);
    }
    return this.from(after === null ? size : after + 1, signal);
  }

  private async *from(seq: number, signal: AbortSignal): AsyncGenerator<EntryAnswer> {
    for await (const { bytes } of this.store.follow({ from: seq, signal })) {
      yield { ...decodeEntry(bytes), leaf: leafHash(bytes) };
    }
  }
}
