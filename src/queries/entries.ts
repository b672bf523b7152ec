import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Entry } from '../domain/entries';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { MarksOf } from '../../projections/marks';
import { LedgerView, type StoredFact } from './ledger-view';
import { asOf, readParameters, type Parameters, type Read } from './read-question';

/** An entry as recorded, with the hash that binds to its bytes. */
export type EntryAnswer = Entry & { readonly leaf: string };

/** One entry, with what was done about it since, as known now: the entries that did it, by seq. */
export type MarkedEntryAnswer = EntryAnswer & { readonly marks: MarksOf };

export interface EntriesAnswer {
  readonly size: number;
  readonly entries: readonly EntryAnswer[];
  /** What to ask `after` for the next page; null on the last one. */
  readonly next: number | null;
}

/** The journal, oldest first, a page at a time: of the whole ledger or of one line. */
export class EntriesQuery extends Query<EntriesAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

/** One entry by its seq. */
export class EntryQuery extends Query<MarkedEntryAnswer | Refusal> {
  public constructor(public readonly seq: number) {
    super();
  }
}

const PAGE = 50;

@QueryHandler(EntriesQuery)
export class EntriesHandler implements IQueryHandler<EntriesQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: EntriesQuery): Promise<EntriesAnswer | Refusal> {
    const read = readParameters(parameters, ['line', 'known_at', 'as_at', 'limit', 'after']);
    if (isRefusal(read)) return read;
    const seqs = await this.seqsOf(read);
    if (isRefusal(seqs)) return seqs;
    const { size, from } = seqs;
    const page = from.slice(0, read.limit ?? PAGE);
    const last = page.at(-1);
    return {
      size,
      entries: (await this.view.entries(page)).map(flat),
      next: from.length > page.length && last !== undefined ? last : null,
    };
  }

  /** The seqs after the one given, at most one page and one more. */
  private async seqsOf(read: Read): Promise<{ readonly size: number; readonly from: readonly number[] } | Refusal> {
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { projection, moment } = at;
    const start = read.after === undefined ? 0 : read.after + 1;
    const wanted = (read.limit ?? PAGE) + 1;
    if (read.line !== undefined) {
      if (projection.register.line(read.line, moment) === null) {
        return refuse('LINE_NOT_FOUND', `There is no line ${read.line} in this ledger at that moment.`);
      }
      const about = projection.register.entriesOf(read.line, moment).filter((seq) => seq >= start);
      return { size: moment.size, from: about.slice(0, wanted) };
    }
    return { size: moment.size, from: projection.table.seqs(moment, start, wanted) };
  }
}

@QueryHandler(EntryQuery)
export class EntryHandler implements IQueryHandler<EntryQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ seq }: EntryQuery): Promise<MarkedEntryAnswer | Refusal> {
    const projection = await this.view.projection();
    if (isRefusal(projection)) return projection;
    const [fact] = await this.view.entries([seq]);
    return fact === undefined
      ? refuse('ENTRY_NOT_FOUND', `There is no entry ${String(seq)} in this ledger.`)
      : { ...flat(fact), marks: projection.register.marksOf(seq, projection.table.now()) };
  }
}

const flat = ({ entry, leaf }: StoredFact): EntryAnswer => ({ ...entry, leaf });
