/** Which imports are recorded: their files by digest, and whether they were taken back. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant } from '../domain/dates';
import type { Facts } from '../domain/entries';
import { seqOf, type BatchId, type OfficerId } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import { JournalIndex, type JournalFilter } from './journal-index';
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
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ parameters }: BatchesQuery): Promise<BatchesAnswer | Refusal> {
    const read = readParameters(parameters, ['known_at', 'as_at']);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { size } = at.moment;
    const reversals = await this.reversals(size);
    const imports = await this.view.entries(this.find({ kind: 'BatchImported' }, size));
    const batches = imports.flatMap(({ entry }): readonly BatchAnswer[] => {
      const { batch, seq, recordedAt, officer } = entry;
      if (entry.kind !== 'BatchImported' || batch === null) return [];
      const members = this.find({ batch }, size).length;
      const reversedBy = reversals.get(batch) ?? null;
      return [{ batch, entry: seq, recordedAt, officer, ...entry.facts, entries: members, reversedBy }];
    });
    return { size, batches };
  }

  /** By batch, the last entry that took some of it back. */
  private async reversals(size: number): Promise<ReadonlyMap<BatchId, number>> {
    const reversals = await this.view.entries(this.find({ kind: 'BatchReversed' }, size));
    const firsts = reversals.flatMap(({ entry }) => {
      const [first] = entry.kind === 'BatchReversed' ? entry.facts.entries : [];
      return first === undefined ? [] : [{ by: entry.seq, first: seqOf(first) }];
    });
    const members = await this.view.withEntries(firsts, ({ first }) => first);
    return new Map(members.flatMap(([{ by }, { entry }]) => (entry.batch === null ? [] : [[entry.batch, by]])));
  }

  private find(filter: JournalFilter, size: number): readonly number[] {
    return this.index.find(filter, 0, 1, size, size);
  }
}
