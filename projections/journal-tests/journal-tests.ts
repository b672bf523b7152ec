/**
 * Which entries should an auditor look at first? Formula: each test is a condition on one entry in the light of the
 * others, and an entry that meets it is flagged; a flag is a question, not an error. That no entry is left out shows by
 * count and by sum: those of the entries read against those of the posting table. Source: the application text of ISA 240
 * on journal entries; a threshold without a source of its own is this ledger's choice.
 */
import type { Entry } from '../../src/domain/entries';
import { pence } from '../../src/domain/money';
import type { Moment } from '../posting-table';
import type { Projection } from '../projection';
import { contextOf, type JournalTest } from './context';
import { amountTests } from './on-amounts';
import { peopleTests } from './on-people';
import { timingTests } from './on-timing';

const tests: readonly JournalTest[] = [...timingTests, ...amountTests, ...peopleTests];

interface Flagged {
  readonly test: string;
  readonly looksFor: string;
  readonly entries: readonly Entry[];
}

/** How many entries and postings, and what they add up to in pence: as read, and as every figure sums them. */
export interface Population {
  readonly entries: number;
  readonly postings: number;
  readonly sum: number;
}

/** What each test flags, and whether every entry was seen: counts, and sums in pence. */
export interface JournalTests {
  readonly flagged: readonly Flagged[];
  readonly tested: Population;
  readonly ledger: Population;
  readonly complete: boolean;
}

/** Entries are those of the ledger from seq 0 on; what the moment does not know is left out here. */
export function journalTests(projection: Projection, entries: readonly Entry[], moment: Moment): JournalTests {
  const context = contextOf(entries.filter(({ seq, effective }) => seq < moment.size && effective <= moment.asAt));
  const tested = populationOf(context.entries);
  const ledger = populationIn(projection, moment);
  return {
    flagged: tests.map(({ test, looksFor, flags }) => ({ test, looksFor, entries: flags(context) })),
    tested,
    ledger,
    complete: tested.entries === ledger.entries && tested.postings === ledger.postings && tested.sum === ledger.sum,
  };
}

function populationOf(entries: readonly Entry[]): Population {
  const postings = entries.flatMap((entry) => entry.postings);
  const sum = postings.reduce((total, { amount }) => total + pence(amount), 0);
  return { entries: entries.length, postings: postings.length, sum };
}

/** The same from the posting table, which every figure is added up from. */
function populationIn({ table }: Projection, moment: Moment): Population {
  const rows = table.list(moment, () => true);
  const sum = rows.reduce((total, row) => total + row.pence, 0);
  return { entries: table.countAt(moment), postings: rows.length, sum };
}
