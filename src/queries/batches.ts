/** Which imports are recorded: their files by digest, and whether they were taken back. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant } from '../domain/dates';
import type { Facts } from '../domain/entries';
import { seqOf, type BatchId, type OfficerId } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import { LedgerView } from './ledger-view';
import { asOf, readParameters, type Parameters } from './read-question';

export interface BatchAnswer extends Pick<Facts['BatchImported'], 'title' | 'files' | 'mapping' | 'controlTotal'> {
  readonly batch: BatchId;
  /** The entry that recorded the import. */
  readonly entry: number;
  readonly recordedAt: Instant;
  readonly officer: OfficerId;
  /** How many entries belong to it, itself included. */
  readonly entries: number;
  /** The entry that took it back; null while it stands. */
  readonly reversedBy: number | null;
}

export interface BatchesAnswer {
  readonly size: number;
  readonly batches: readonly BatchAnswer[];
}

export class BatchesQuery extends Query<BatchesAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters = {}) {
    super();
  }
}

@QueryHandler(BatchesQuery)
export class BatchesHandler implements IQueryHandler<BatchesQuery> {
  public constructor(private readonly view: LedgerView) {}

  /** Reads the whole journal: imports are few, and asked for rarely. */
  public async execute({ parameters }: BatchesQuery): Promise<BatchesAnswer | Refusal> {
    const read = readParameters(parameters, ['known_at', 'as_at']);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const entries = (await this.view.entriesUpTo(at.moment)).map(({ entry }) => entry);
    const reversals = new Map<BatchId | null, number>();
    for (const { kind, facts, seq } of entries) {
      const [first] = kind === 'BatchReversed' ? facts.entries : [];
      if (first !== undefined) reversals.set(entries[seqOf(first)]?.batch ?? null, seq);
    }
    const batches = entries.flatMap((entry): readonly BatchAnswer[] => {
      const { batch, seq, recordedAt, officer } = entry;
      if (entry.kind !== 'BatchImported' || batch === null) return [];
      const members = entries.filter((each) => each.batch === batch).length;
      return [
        {
          batch,
          entry: seq,
          recordedAt,
          officer,
          ...entry.facts,
          entries: members,
          reversedBy: reversals.get(batch) ?? null,
        },
      ];
    });
    return { size: at.moment.size, batches };
  }
}
