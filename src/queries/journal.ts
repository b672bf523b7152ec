import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { readDate, type IsoDate } from '../domain/dates';
import type { EntryKind } from '../domain/entries';
import type { FinancialYear } from '../domain/financial-year';
import { readSeq } from '../domain/identifiers';
import { pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { figures, type FigureName } from '../../projections/figure';
import { trace } from '../../projections/position';
import type { EntryAnswer } from './entries';
import { JournalIndex, type JournalFilter } from './journal-index';
import { LedgerView } from './ledger-view';
import { ask, figureParameters, readFigure, readParameters, type Asked, type Parameters } from './read-question';

/** An entry with what it adds to the figure that is followed, and what the figure then is. */
export type JournalEntry = EntryAnswer & { readonly change: Pounds; readonly balance: Pounds };

export interface JournalAnswer {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: IsoDate;
  readonly size: number;
  /** The figure whose running balance is told. */
  readonly figure: FigureName;
  readonly order: 'newest' | 'oldest';
  readonly entries: readonly JournalEntry[];
  /** What to ask `before` (newest first) or `after` (oldest first) for the page before and the next one; null where there is none. */
  readonly previous: number | null;
  readonly next: number | null;
  /** What the journal can be narrowed to. */
  readonly kinds: readonly string[];
  readonly officers: readonly string[];
  readonly batches: readonly string[];
}

/**
 * Asks for the journal, newest first, narrowed by kind, officer, batch, line and days, with the running balance of a
 * figure. Of a line it tells every entry about it, also where a whole batch was taken back or a pot lists it. The balance counts every entry, those before the page and those left out as well.
 */
export class JournalQuery extends Query<JournalAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

interface Narrowed {
  readonly filter: JournalFilter;
  readonly order: 'newest' | 'oldest';
  readonly place: number | null;
  readonly figure: FigureName;
  readonly limit: number;
}

const PAGE = 50;

@QueryHandler(JournalQuery)
export class JournalHandler implements IQueryHandler<JournalQuery> {
  public constructor(
    private readonly view: LedgerView,
    private readonly index: JournalIndex,
  ) {}

  public async execute({ parameters }: JournalQuery): Promise<JournalAnswer | Refusal> {
    const { kind, officer, batch, recorded_from, recorded_to, order, before, after, figure, line, limit, ...rest } =
      parameters;
    const narrowed = narrow({
      kind,
      officer,
      batch,
      recorded_from,
      recorded_to,
      order,
      before,
      after,
      figure,
      limit,
    });
    if (isRefusal(narrowed)) return narrowed;
    const read = readParameters({ ...rest, line }, figureParameters);
    if (isRefusal(read)) return read;
    const asked = await ask(this.view, read);
    if (isRefusal(asked)) return asked;
    return this.answer(asked, narrowed);
  }

  private async answer(asked: Asked, narrowed: Narrowed): Promise<JournalAnswer> {
    const { question, moment, projection, filter: part } = asked;
    const { order, place, figure, limit } = narrowed;
    const among = part.line === undefined ? {} : { among: projection.register.entriesOf(part.line, moment) };
    const filter = { ...narrowed.filter, ...among };
    const step = order === 'newest' ? -1 : 1;
    const start = place === null ? (order === 'newest' ? moment.size - 1 : 0) : place + step;
    const found = this.index.find(filter, start, step, moment.size, limit + 1);
    const earlier =
      place === null ? [] : this.index.find(filter, start - step, step === 1 ? -1 : 1, moment.size, limit);
    const seqs = found.slice(0, limit);
    const known = seqs.filter((seq) => projection.table.effectiveOf(seq) <= moment.asAt);
    const balances = balancesOf(asked, figure, known);
    const facts = await this.view.entries(known);
    return {
      by: question.by,
      definition: question.definition.name,
      asAt: moment.asAt,
      size: moment.size,
      figure,
      order,
      entries: facts.map(({ entry, leaf }) => ({
        ...entry,
        leaf,
        ...(balances.get(entry.seq) ?? { change: '0.00' as Pounds, balance: '0.00' as Pounds }),
      })),
      previous: earlier.length === 0 ? null : (earlier.at(-1) ?? 0) - step,
      next: found.length > limit ? (seqs.at(-1) ?? null) : null,
      kinds: this.index.known('kind'),
      officers: this.index.known('officer'),
      batches: this.index.known('batch'),
    };
  }
}

/** What each entry adds to a figure and what the figure is after it: one walk over the figure's own trace. */
function balancesOf(
  { projection, question, moment, filter }: Asked,
  figure: FigureName,
  seqs: readonly number[],
): ReadonlyMap<number, { readonly change: Pounds; readonly balance: Pounds }> {
  const { rows } = trace(projection, figure, question, moment, filter);
  const told = new Map<number, { readonly change: Pounds; readonly balance: Pounds }>();
  let [row, balance] = [0, 0];
  for (const seq of [...seqs].sort((one, other) => one - other)) {
    let change = 0;
    for (let next = rows[row]; next !== undefined && next.seq <= seq; next = rows[row]) {
      if (next.seq === seq) change += next.pence;
      balance += next.pence;
      row += 1;
    }
    told.set(seq, { change: pounds(change as Pence), balance: pounds(balance as Pence) });
  }
  return told;
}

function narrow(given: Parameters): Narrowed | Refusal {
  const texts = textsIn(given);
  if (isRefusal(texts)) return texts;
  const { order = 'newest' } = texts;
  if (order !== 'newest' && order !== 'oldest')
    return refuse('CHOICE_UNKNOWN', 'The order of the journal is newest or oldest.');
  const figure = readFigure(texts['figure'] ?? 'plan');
  if (isRefusal(figure)) return figure;
  const filter = filterOf(texts);
  if (isRefusal(filter)) return filter;
  const place = readPlace(texts[order === 'newest' ? 'before' : 'after']);
  if (isRefusal(place)) return place;
  const limit = readRows(texts['limit']);
  return isRefusal(limit) ? limit : { filter, order, place, figure, limit };
}

/** The parameters that were given, each once. */
function textsIn(given: Parameters): Readonly<Record<string, string>> | Refusal {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') return refuse('PARAM_REPEATED', `Give "${name}" once.`);
    texts[name] = value;
  }
  return texts;
}

const readPlace = (text: string | undefined): number | null | Refusal => (text === undefined ? null : readSeq(text));

function readRows(text: string | undefined): number | Refusal {
  const rows = text === undefined ? PAGE : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return rows >= 1 && rows <= 200 ? rows : refuse('PARAM_RANGE', 'A page has from 1 to 200 rows.');
}

function filterOf(texts: Readonly<Record<string, string>>): JournalFilter | Refusal {
  const { kind, officer, batch } = texts;
  const from = dayIn(texts['recorded_from']);
  if (isRefusal(from)) return from;
  const to = dayIn(texts['recorded_to']);
  if (isRefusal(to)) return to;
  return {
    ...(kind === undefined ? {} : { kind: kind as EntryKind }),
    ...(officer === undefined ? {} : { officer }),
    ...(batch === undefined ? {} : { batch }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}

const dayIn = (text: string | undefined): IsoDate | Refusal | null => (text === undefined ? null : readDate(text));

/** The figures whose running balance can be asked for. */
export const balanceFigures = Object.keys(figures) as readonly FigureName[];
