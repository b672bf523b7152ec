/** Entries for a spreadsheet, with the running balance that the page shows. */
import type { JournalEntry } from '../queries/journal';
import { summaryOf } from './entry-summary';
import type { Sheet, SheetCell } from './sheet';

type Column = readonly [heading: string, of: (entry: JournalEntry) => SheetCell];

const columns: readonly Column[] = [
  ['Entry', ({ seq }) => seq],
  ['Kind', ({ kind }) => kind],
  ['Line', ({ line }) => line],
  ['What happened', (entry) => summaryOf(entry)],
  ['Effective', ({ effective }) => effective],
  ['Recorded', ({ recordedAt }) => recordedAt],
  ['Officer', ({ officer }) => officer],
  ['Batch', ({ batch }) => batch],
  ['Reason', ({ reason }) => reason],
  ['Change (£)', ({ change }) => change],
  ['Balance (£)', ({ balance }) => balance],
  ['Leaf hash', ({ leaf }) => leaf],
];

export const journalSheet = (entries: readonly JournalEntry[]): Sheet => ({
  name: 'journal',
  columns: columns.map(([heading]) => heading),
  rows: entries.map((entry) => columns.map(([, of]) => of(entry))),
});
