import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import type { Instant, IsoDate } from '../domain/dates';
import type { Class, Entry, Measure, Posting, Source, Status, Tranche } from '../domain/entries';
import type { EntryId, LineId, OfficerId } from '../domain/identifiers';
import { pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { figures, type FigureName } from '../../projections/figure';
import type { PostingRow } from '../../projections/posting-table';
import { tracePage } from '../../projections/trace-page';
import { cursorAfter } from './cursor';
import { LedgerView, type StoredFact } from './ledger-view';
import { figureParameters, headOf, readFigureQuestion, type Parameters, type QuestionHead } from './read-question';

/** One posting behind a figure: what it adds, which entry made it, who recorded that and where it was read. */
export interface TraceRow {
  readonly seq: number;
  readonly id: EntryId;
  readonly kind: Entry['kind'];
  readonly line: LineId | null;
  readonly measure: Measure;
  readonly tranche: Tranche;
  readonly from: Posting['from'];
  readonly class: Class | null;
  readonly status: Status | null;
  readonly identified: boolean;
  /** Signed as it counts in the figure. */
  readonly amount: Pounds;
  readonly effective: IsoDate;
  readonly recordedAt: Instant;
  readonly officer: OfficerId;
  readonly role: Entry['role'];
  /** Document, sheet, row and the very cell the amount was read from. */
  readonly source: Source | null;
  readonly leaf: string;
}

export interface TraceAnswer extends QuestionHead {
  readonly figure: FigureName;
  /** How the figure is made, in a sentence. */
  readonly formula: string;
  readonly amount: Pounds;
  /** How many postings make it up. */
  readonly count: number;
  readonly entries: readonly TraceRow[];
  /** What to ask `after` for the next page; null on the last one. */
  readonly next: string | null;
}

/** Asks what a figure is made of. Without a limit all of it is listed. */
export class TraceQuery extends Query<TraceAnswer | Refusal> {
  public constructor(
    public readonly figure: string,
    public readonly parameters: Parameters,
  ) {
    super();
  }
}

@QueryHandler(TraceQuery)
export class TraceHandler implements IQueryHandler<TraceQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ figure, parameters }: TraceQuery): Promise<TraceAnswer | Refusal> {
    const asked = await readFigureQuestion(this.view, figure, parameters, [...figureParameters, 'limit', 'after']);
    if (isRefusal(asked)) return asked;
    const { projection, question, moment, filter, read, figure: name } = asked;
    const start = read.after ?? 0;
    const page = { start, most: read.limit ?? Infinity };
    const { amount, count, rows } = tracePage(projection, name, question, moment, filter, page);
    const end = start + rows.length;
    return {
      figure: name,
      formula: figures[name].formula,
      ...headOf(asked),
      amount: pounds(amount),
      count,
      entries: await describeRows(this.view, rows),
      next: end < count ? cursorAfter(end, moment) : null,
    };
  }
}

/** Postings with the entries they belong to, as they stand in the store. */
export async function describeRows(view: LedgerView, rows: readonly PostingRow[]): Promise<readonly TraceRow[]> {
  return (await view.withEntries(rows, ({ seq }) => seq)).map(([row, fact]) => traceRow(row, fact));
}

function traceRow(row: PostingRow, { entry, leaf }: StoredFact): TraceRow {
  const posting = entry.postings[row.place];
  if (posting === undefined) throw new Error(`entry ${String(row.seq)} has no posting ${String(row.place)}`);
  const { line, measure, tranche, from, class: of, status, identified, cell } = posting;
  const source = entry.source === null || cell === null ? entry.source : { ...entry.source, cell };
  const { seq, id, kind, effective, recordedAt, officer, role } = entry;
  const amount = pounds(row.pence as Pence);
  return {
    seq,
    id,
    kind,
    line,
    measure,
    tranche,
    from,
    class: of,
    status,
    identified,
    amount,
    effective,
    recordedAt,
    officer,
    role,
    source,
    leaf,
  };
}
