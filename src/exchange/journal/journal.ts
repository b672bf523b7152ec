/** The ledger as a plain-text accounting journal, for programs that add it up without this one. */
import type { QueryBus } from '@nestjs/cqrs';

import type { Entry } from '../../domain/entries';
import { isRefusal, type Refusal } from '../../domain/refusals';
import { EntriesQuery, EntryQuery } from '../../queries/entries';
import { EvidenceQuery } from '../../queries/evidence';
import { LinesQuery } from '../../queries/lines';
import type { ParameterName, Parameters } from '../../queries/read-question';
import { beancount } from './beancount';
import { hledger } from './hledger';
import { Origins } from './origins';
import { transactionsOf, type JournalHead, type LineTold } from './transactions';

const formats = { hledger, beancount };

export type JournalFormatName = keyof typeof formats;

export const journalFormats = Object.keys(formats) as readonly JournalFormatName[];

/** What a journal is asked with: the moment it knows. */
export const journalParameters: readonly ParameterName[] = ['as_at', 'known_at'];

/** What is written of a ledger at a moment: its entries in order, and its lines by their codes. */
export interface JournalContent {
  readonly head: JournalHead;
  readonly lines: ReadonlyMap<string, LineTold>;
  readonly entries: Iterable<Entry> | AsyncIterable<Entry>;
}

/** Writes the journal piece by piece, each of whole lines. An account is declared before its first transaction. */
export async function* writeJournal(
  format: JournalFormatName,
  { head, lines, entries }: JournalContent,
): AsyncGenerator<string> {
  const written = formats[format];
  const [declared, origins] = [new Set<string>(), new Origins()];
  yield written.head(head);
  for await (const entry of entries) {
    for (const transaction of transactionsOf(entry, origins.of(entry), lines)) {
      const { account } = transaction;
      if (!declared.has(account.name)) yield written.account(account);
      declared.add(account.name);
      yield written.transaction(transaction);
    }
  }
}

/** What a journal of a moment is written from. Refuses as every question does: DATE_FORMAT, PARAM_RANGE. */
export async function journalContent(queries: QueryBus, parameters: Parameters): Promise<JournalContent | Refusal> {
  const lines = await queries.execute(new LinesQuery(parameters));
  if (isRefusal(lines)) return lines;
  const opened = await queries.execute(new EntryQuery(0));
  if (isRefusal(opened)) return opened;
  const signed = await queries.execute(new EvidenceQuery());
  if (isRefusal(signed)) return signed;
  const council = opened.kind === 'LedgerOpened' ? opened.facts.council : '';
  const { size, asAt } = lines;
  return {
    head: { council, size, asAt, signed },
    lines: new Map(lines.lines.map((line) => [line.id, line])),
    entries: entriesOf(queries, { known_at: String(size - 1), as_at: asAt }),
  };
}

/** Every entry a moment knows, a page at a time. */
async function* entriesOf(queries: QueryBus, moment: Parameters): AsyncGenerator<Entry> {
  let next: string | null = null;
  do {
    const asked: Parameters = { ...moment, limit: '200', ...(next === null ? {} : { after: next }) };
    const page = await queries.execute(new EntriesQuery(asked));
    if (isRefusal(page)) throw new Error(page.message);
    yield* page.entries;
    next = page.next;
  } while (next !== null);
}
