/** The files that can be taken out, each of the moment the page answers for. */
import { inAddress, type FinancialYear } from '../domain/financial-year';
import { address, pinned } from './address';
import { report, table, words, type Cell, type Report } from './report';

const spreadsheet = 'Spreadsheet';
const formats = { pdf: 'PDF', docx: 'Word', xlsx: spreadsheet, csv: 'CSV', ndjson: 'NDJSON' } as const;
type Format = keyof typeof formats;

/** What each file is, in which forms, and whether a year and a definition make a difference to it. */
const files: readonly (readonly [view: string, title: string, asked: 'figures' | 'moment', as: readonly Format[]])[] = [
  ['paper', 'Committee paper: position, movement, charts, exceptions', 'figures', ['pdf', 'docx']],
  ['return', 'Half-yearly return', 'figures', ['pdf', 'docx', 'xlsx']],
  ['position', 'Position', 'figures', ['pdf', 'xlsx']],
  ['lines', 'Lines', 'figures', ['pdf', 'xlsx', 'csv']],
  ['tracker', 'Savings tracker, with ids for its way back', 'moment', ['xlsx', 'csv']],
  ['entries', 'Entries as recorded', 'moment', ['xlsx', 'csv', 'ndjson']],
];

export function filesReport(answer: {
  readonly by: FinancialYear;
  readonly definition: string;
  readonly asAt: string;
  readonly size: number;
}): Report {
  const { definition, ...moment } = pinned(answer);
  const figures = { by: inAddress(answer.by), definition, ...moment };
  const shown = Object.entries(formats) as readonly [Format, string][];
  const rows = files.map(([view, title, asked, as]): readonly Cell[] => [
    words(title),
    ...shown.map(([format, name]) => {
      if (!as.includes(format)) return words(null);
      return words(name, address(`/api/v1/exports/${view}.${format}`, asked === 'figures' ? figures : moment));
    }),
  ]);
  return report('Files to take out', {
    back: ['/reports', 'Reports'],
    sentences: [
      'Each file is made of the entries that this page knows, says so on its first page or sheet with the size and root of the ledger, and is the same whenever it is taken out again.',
    ],
    tables: [table('Files', ['File', ...shown.map(([, name]) => name)], rows)],
  });
}
