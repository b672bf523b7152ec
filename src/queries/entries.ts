import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { IsoDate } from '../domain/dates';
import type { Entry } from '../domain/entries';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { MarksOf } from '../../projections/marks';
import type { Moment } from '../../projections/posting-table';
import { cursorAfter } from './cursor';
import { LedgerView, type StoredFact } from './ledger-view';
import { asOf, readParameters, type Parameters, type Read } from './read-question';

/** An entry as recorded, with the hash that binds to its bytes. */
export type EntryAnswer = Entry & { readonly leaf: string };

/** One entry, with what was done about it since, as known at the moment asked: the entries that did it, by seq. */
export type MarkedEntryAnswer = EntryAnswer & {
  readonly marks: MarksOf;
  readonly asAt: IsoDate;
  readonly size: number;
};

export interface EntriesAnswer {
  readonly asAt: IsoDate;
  readonly size: number;
  readonly entries: readonly EntryAnswer[];
  /** What to ask `after` for the next page of this very answer; null on the last one. */
  readonly next: string | null;
}

/** The journal, oldest first, a page at a time: of the whole ledger or of one line. */
export class EntriesQuery extends Query<EntriesAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

/** One entry by its seq. */
export class EntryQuery extends Query<MarkedEntryAnswer | Refusal> {
  public constructor(
    public readonly seq: number,
    public readonly parameters: Parameters = {},
  ) {
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
    const { moment, from } = seqs;
    const page = from.slice(0, read.limit ?? PAGE);
    const last = page.at(-1);
    return {
      asAt: moment.asAt,
      size: moment.size,
      entries: (await this.view.entries(page)).map(flat),
      next: from.length > page.length && last !== undefined ? cursorAfter(last, moment) : null,
    };
  }

  /** The seqs after the one given, at most one page and one more. */
  private async seqsOf(read: Read): Promise<{ readonly moment: Moment; readonly from: readonly number[] } | Refusal> {
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
      return { moment, from: about.slice(0, wanted) };
    }
    return { moment, from: projection.table.seqs(moment, start, wanted) };
  }
}

@QueryHandler(EntryQuery)
export class EntryHandler implements IQueryHandler<EntryQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ seq, parameters }: EntryQuery): Promise<MarkedEntryAnswer | Refusal> {
    const read = readParameters(parameters, ['known_at', 'as_at']);
    if (isRefusal(read)) return read;
    const at = await this.view.at(asOf(read));
    if (isRefusal(at)) return at;
    const { projection, moment } = at;
    const [fact] = seq < moment.size ? await this.view.entries([seq]) : [];
    return fact === undefined
      ? refuse('ENTRY_NOT_FOUND', `There is no entry ${String(seq)} in this ledger at that moment.`)
      : { ...flat(fact), marks: projection.register.marksOf(seq, moment), asAt: moment.asAt, size: moment.size };
  }
}

const flat = ({ entry, leaf }: StoredFact): EntryAnswer => ({ ...entry, leaf });
