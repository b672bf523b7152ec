/** What every journal test works with: the entries a moment knows, and the shape of a test. */
import type { Entry, EntryKind, EntryOf } from '../../src/domain/entries';
import type { IsoDate, Month } from '../../src/domain/dates';
import { dateOfDay, dayNumber } from '../../src/domain/dates';

/** What the tests look at: the entries a moment knows, and those of them that move amounts. */
export interface Context {
  readonly entries: readonly Entry[];
  /** Entries that carry postings: the journal proper. */
  readonly money: readonly Entry[];
  /** An entry by its seq, if the moment knows it. */
  readonly at: (seq: number) => Entry | null;
}

/** A condition on entries, with the sentence that says what it looks for. */
export interface JournalTest {
  readonly test: string;
  /** What is flagged, with its threshold, in one sentence. */
  readonly looksFor: string;
  readonly flags: (context: Context) => readonly Entry[];
}

/** The entries a moment knows, in order, ready to be tested. */
export function contextOf(entries: readonly Entry[]): Context {
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  return {
    entries,
    money: entries.filter(({ postings }) => postings.length > 0),
    at: (seq) => bySeq.get(seq) ?? null,
  };
}

/** The entries of one kind. */
export const ofKind = <Kind extends EntryKind>(entries: readonly Entry[], kind: Kind): readonly EntryOf<Kind>[] =>
  // What is left is of that kind only; the filter cannot say so to the compiler.
  entries.filter((entry) => entry.kind === kind) as unknown as readonly EntryOf<Kind>[];

/** The last day of a month. */
export function lastDay(month: Month): IsoDate {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next =
    number === 12 ? `${String(year + 1)}-01-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}-01`;
  return dateOfDay(dayNumber(next as IsoDate) - 1);
}

/** Whole days from one day to another. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);
