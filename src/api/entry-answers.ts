/** How an entry looks in an answer: as recorded, behind a figure, just recorded, and as it would be recorded. */
import { classes, measures, statuses } from '../domain/entries';
import { count, list, money, object, orNull, text, word, type Fields } from './schemas';
import { asAt, by, definition, lineCode, size } from './moment-fields';

export const source = orNull(
  object({
    document: text('The document', 'appendix-two.csv'),
    sheet: orNull(text('Its sheet or page')),
    row: orNull(text('The row')),
    cell: orNull(text('The cell or range of cells')),
  }),
);
export const officer = text('The officer, by id', 'off-101');
const leaf = text("The hash that binds to the entry's exact bytes", 'a'.repeat(64));
export const seq = count('The place in the ledger, dense from 0', 12);
export const tranche = text('The year whose clock runs, or opening, or unphased', '2009/10');
const from = text('The year it takes effect from, or opening', '2009/10');

export const posting = {
  line: orNull(lineCode),
  measure: word('What it measures', measures),
  tranche,
  from,
  class: orNull(word('The class', classes)),
  status: orNull(word('The status', statuses)),
  identified: { type: 'boolean', description: 'Whether it is known where it is to come from' },
  amount: money('The signed amount'),
} satisfies Fields;
export const head = {
  seq,
  id: text('The id of the entry, a UUID'),
  kind: text('The kind of entry', 'SavingPlanned'),
  effective: text('When the fact holds from', '2009-07-13'),
  recordedAt: text('When the server recorded it', '2026-11-22T09:00:00.000Z'),
  officer,
  role: text('The role the officer recorded it in', 'finance officer'),
  source,
  leaf,
} satisfies Fields;

export const entry = {
  ...head,
  v: text('The version of the format', '1'),
  part: count('The place among the entries its command made', 0),
  line: orNull(lineCode),
  period: text('The month it is posted in', '2009-07'),
  clock: word('Whether the time is the clock or the last recorded time', ['server', 'held']),
  reason: orNull(text('Why')),
  batch: orNull(text('The import batch')),
  key: text('The idempotency key it was recorded under'),
  requestHash: text('SHA-256 of the request'),
  facts: { type: 'object', description: 'What happened; its fields depend on the kind', additionalProperties: true },
  postings: list(object({ ...posting, cell: orNull(text('The cell this amount was read from')) })),
} satisfies Fields;
const rehearsed = {
  kind: head.kind,
  line: entry.line,
  effective: head.effective,
  period: entry.period,
  facts: entry.facts,
  postings: entry.postings,
};
export const markedEntry = object({
  ...entry,
  marks: object({
    verified: orNull(count('The entry that verified it')),
    rejected: orNull(count('The entry that rejected it')),
    reversed: orNull(count('The entry that reversed it, alone or with its batch')),
    settled: orNull(count('The entry that answered, resolved or amended it')),
  }),
  asAt,
  size,
});

const receipt = object({
  seq,
  id: text('The id of the entry, a UUID'),
  kind: text('The kind of entry', 'SavingAchieved'),
  recordedAt: text('When the server recorded it', '2026-11-22T09:00:00.000Z'),
  leaf,
  proof: text(
    'The entry, its path to the root and the signed checkpoint: a C2SP tlog-proof',
    'c2sp.org/tlog-proof@v1 ...',
  ),
});

export const recordedAnswer = object({
  receipts: list(receipt, 'One for each entry that the command made'),
  replayed: { type: 'boolean', description: 'Whether the key had been used for this very command before' },
});

export const rehearsedAnswer = object({
  dryRun: { type: 'boolean', description: 'Always so: nothing was recorded' },
  by,
  definition,
  asAt,
  size,
  entries: list(object(rehearsed), 'What would be recorded'),
  figures: list(
    object({
      figure: text('The figure', 'achieved'),
      before: money('As it is', '0.00'),
      after: money('As it would be'),
      change: money('After less before'),
    }),
    'Every figure of the whole ledger',
  ),
});
