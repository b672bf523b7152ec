/** What became of the rows of an import: each entry that came of one, with where it stands in the file. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { EntryKind } from '../domain/entries';
import type { LineId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { cursorAfter } from './cursor';
import { JournalIndex } from './journal-index';
import { LedgerView, type StoredFact } from './ledger-view';
import { asOf, readParameters, type ParameterName, type Parameters } from './read-question';

/** An entry that a row became; a row that said several things became several. */
export interface BatchRowAnswer {
  readonly document: string;
  readonly sheet: string | null;
  readonly row: string | null;
  readonly cell: string | null;
  readonly entry: number;
  readonly kind: EntryKind;
  readonly line: LineId | null;
}

export interface BatchRowsAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly batch: string;
  readonly rows: readonly BatchRowAnswer[];
  /** What to ask `after` for the next page of this very answer; null on the last one. */
  readonly next: string | null;
}

export const batchRowsParameters: readonly ParameterName[] = ['known_at', 'as_at', 'limit', 'after'];

export class BatchRowsQuery extends Query<BatchRowsAnswer | Refusal> {
  public constructor(
    public readonly batch: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

const PAGE = 50;

@QueryHandler(BatchRowsQuery)
export class BatchRowsHandler implements IQueryHandler<BatchRowsQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ batch, parameters }: BatchRowsQuery): Promise<BatchRowsAnswer | Refusal> {
    const read = readParameters(parameters, batchRowsParameters);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { moment } = at;
    const [first] = this.index.find({ batch, kind: 'BatchImported' }, 0, 1, moment.size, 1);
    if (first === undefined)
      return refuse('BATCH_NOT_FOUND', `There is no import ${batch.slice(0, 80)} at that moment.`);
    const limit = read.limit ?? PAGE;
    // The import itself is the first of its entries, and came of no row.
    const found = this.index.find({ batch }, (read.after ?? first) + 1, 1, moment.size, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      asAt: moment.asAt,
      size: moment.size,
      batch,
      rows: (await this.view.entries(page)).map(rowOf),
      next: found.length > page.length && last !== undefined ? cursorAfter(last, moment) : null,
    };
  }
}

const rowOf = ({ entry: { seq, kind, line, source } }: StoredFact): BatchRowAnswer => ({
  document: source?.document ?? '',
  sheet: source?.sheet ?? null,
  row: source?.row ?? null,
  cell: source?.cell ?? null,
  entry: seq,
  kind,
  line,
});
