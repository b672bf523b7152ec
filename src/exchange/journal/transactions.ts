/** The postings of entries as balanced transactions, one each, before either program's way of writing them. */
import type { IsoDate } from '../../domain/dates';
import type { Entry, EntryKind, Posting } from '../../domain/entries';
import { negate, pence, pounds, type Pounds } from '../../domain/money';
import type { ListedLine } from '../../queries/lines';

/** Names and texts that are told beside an account or a transaction. */
export type Said = readonly (readonly [name: string, text: string])[];

/** What counts the amounts: one for each line, measure, class, status, year, tranche and whether it is identified. */
export interface Account {
  /** Without the root, which is `Savings` for what the ledger posts and `Counterpart` for its opposite. */
  readonly name: string;
  readonly said: Said;
}

export interface Transaction {
  readonly date: IsoDate;
  /** The entry and the place of the posting in it, `12/0`. */
  readonly code: string;
  readonly kind: Entry['kind'];
  readonly account: Account;
  readonly amount: Pounds;
  readonly opposite: Pounds;
  readonly said: Said;
}

/** The moment the journal knows, and whose ledger it is. */
export interface JournalHead {
  readonly council: string;
  readonly size: number;
  readonly asAt: IsoDate;
  /** How far the ledger is signed, and the root there, in base64: to be compared with the auditor's bundle. */
  readonly signed: { readonly size: number; readonly root: string };
}

/** How one of the programs writes it. Each gives whole lines. */
export interface JournalFormat {
  readonly head: (head: JournalHead) => string;
  readonly account: (account: Account) => string;
  readonly transaction: (transaction: Transaction) => string;
}

/** A line at the moment of the journal, as far as it is told. */
export type LineTold = Pick<ListedLine, 'title' | 'section' | 'group' | 'tags' | 'ruling' | 'rating'>;

export function* transactionsOf(
  entry: Entry,
  origins: readonly EntryKind[],
  lines: ReadonlyMap<string, LineTold>,
): Generator<Transaction> {
  const said = saidOf(entry);
  for (const [place, posting] of entry.postings.entries()) {
    const line = posting.line === null ? undefined : lines.get(posting.line);
    const amount = pence(posting.amount);
    yield {
      date: assured(entry.effective, /^\d{4}-\d{2}-\d{2}$/),
      code: `${String(entry.seq)}/${String(place)}`,
      kind: assured(entry.kind, /^[A-Za-z]+$/),
      account: { name: accountName(posting), said: line === undefined ? [] : lineSaid(line) },
      amount: pounds(amount),
      opposite: pounds(negate(amount)),
      said: [
        ...said,
        ...given([
          ['amount-cell', posting.cell],
          ['origin', origins[place] ?? entry.kind],
        ]),
      ],
    };
  }
}

/** `Plan:IT-PROCUREMENT:Cashable:No-status:2009-10:2009-10:Identified`. What belongs to no line is the whole ledger's. */
function accountName({ measure, line, class: of, status, from, tranche, identified }: Posting): string {
  const words = [measure, of ?? 'no class', status ?? 'no status', from, tranche].map(component);
  const [first, ...rest] = words;
  const name = line === null ? 'Whole-ledger' : assured<string>(line, /^[A-Z0-9][A-Z0-9-]+$/);
  return [first, name, ...rest, identified ? 'Identified' : 'Unidentified'].join(':');
}

/** A word of the ledger as a part of an account: `non-cashable` is `Non-cashable`, `2009/10` is `2009-10`. */
function component(word: string): string {
  const written = word.replaceAll(/[ /]/g, '-');
  return assured(written.charAt(0).toUpperCase() + written.slice(1), /^[A-Z0-9][A-Za-z0-9-]*$/);
}

/** What stands bare in a journal must not be able to hold its syntax. The ledger's rules see to that; this makes sure. */
function assured<Text extends string>(text: Text, pattern: RegExp): Text {
  if (!pattern.test(text)) throw new Error(`"${text}" cannot stand in a journal`);
  return text;
}

function saidOf({ seq, id, line, officer, role, recordedAt, period, batch, reason, source }: Entry): Said {
  return given([
    ['seq', String(seq)],
    ['entry', id],
    ['line', line],
    ['officer', officer],
    ['role', role],
    ['recorded', recordedAt],
    ['period', period],
    ['batch', batch],
    ['reason', reason],
    ['document', source?.document ?? null],
    ['sheet', source?.sheet ?? null],
    ['row', source?.row ?? null],
    ['cell', source?.cell ?? null],
  ]);
}

const lineSaid = ({ title, section, group, tags, ruling, rating }: LineTold): Said =>
  given([
    ['title', title],
    ['section', section],
    ['group', group],
    ['tagged', tags.length === 0 ? null : tags.join(', ')],
    ['ruling', ruling],
    ['rating', rating?.rating ?? null],
  ]);

const given = (all: readonly (readonly [string, string | null])[]): Said =>
  all.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
