/** How each answer looks, for the description of the API. The types of the queries are what it is checked against. */
import type { ApiResponseOptions } from '@nestjs/swagger';

import { stages } from '../domain/entries';
import {
  entry,
  head,
  markedEntry,
  officer,
  posting,
  recordedAnswer,
  rehearsedAnswer,
  seq,
  source,
} from './entry-answers';
import { count, list, money, object, orNull, text, word, type Fields, type SchemaObject } from './schemas';
import { asAt, by, definition, filter, lineCode, next, size } from './moment-fields';

const figures: Fields = {
  plan: money('The whole plan by the year', '37443000.00'),
  originalPlan: money('What was first planned, before anything was changed', '28023000.00'),
  carriedForward: money('The part that an earlier period achieved', '9420000.00'),
  fullYearEffects: money('The part that first accrued in the base year', '1677000.00'),
  level: money('What is saved in the year against the base year', '15978000.00'),
  newInYear: money('The part of the level that is new in the year', '7938000.00'),
  unphased: money('What is planned by a deadline and has no year', '10368000.00'),
  identified: money('What is known to come from somewhere', '19725000.00'),
  unidentified: money('What is not', '17718000.00'),
  subjectToRulings: money('What waits for a ruling', '472000.00'),
  atRisk: money('What is on lines rated amber or red'),
  forecast: money('What the officers now expect'),
  budgetContribution: money("What is taken out of the year's budget", '8050000.00'),
  achieved: object({
    total: money('Achieved less ongoing cost'),
    claimed: money('Of it, not verified yet'),
    verified: money('Of it, verified and not certified yet'),
    certified: money('Of it, certified'),
    gross: money('Before cost'),
    ongoingCost: money('Ongoing cost, as a minus amount', '-60000.00'),
    inYear: money('What was felt in the year itself, where gains began within it'),
  }),
  outstanding: money('The plan less what was achieved'),
  oneOffCost: money('One-off cost, as a minus amount'),
  excludedCost: money('Cost that would have arisen anyway, as a minus amount'),
  oneOffCover: money('What one-off money covers of the year; no saving'),
};

const part = object({ name: text('What it is called', 'Activity in 2009/10'), ...figures });
const group = orNull(text('The group of lines it belongs to', 'Divisional revenue strategies'));
const section = text('The section of the plan it stands in', 'Activity in 2009/10');

const position = object({
  by,
  definition,
  asAt,
  size,
  filter,
  target: orNull(money('What the council is to save; null for a part of the ledger, as is all below', '37443000.00')),
  partnershipTarget: orNull(money('What the partnership is to save', '77400000.00')),
  deadline: orNull(text('The year the target is due in', '2010/11')),
  gap: orNull(money('The target less the plan', '0.00')),
  gapIs: orNull(word('What the gap is in words', ['gap', 'surplus', 'none'])),
  due: orNull(text('Where the year asked stands to the deadline', 'due')),
  identifiedShare: orNull(text('Identified, in per cent of the target', '52.7')),
  ...figures,
  sections: list(part, 'The same figures of each section'),
  groups: list(part, 'The same figures of each group'),
  tags: list(part, 'The same figures of each tag; a line can have several'),
});

const lineAt: Fields = {
  id: lineCode,
  title: text('The title', 'IT Procurement'),
  section,
  group,
  tags: list(text('A tag', 'quick-win')),
  stage: word('How far it has come', stages),
  ruling: orNull(word('Why a ruling is needed', ['volume', 'income'])),
  quality: orNull({ type: 'object', description: 'What the last quality check found', additionalProperties: true }),
  rating: orNull({
    type: 'object',
    description: 'How likely it is to deliver, by which test',
    additionalProperties: true,
  }),
  owner: orNull(officer),
  ownerSince: orNull(count('The entry that assigned the accountable officer', 13)),
  baseline: orNull({ type: 'object', description: 'What was spent before', additionalProperties: true }),
  pot: orNull({ type: 'object', description: 'The programmes that share it', additionalProperties: true }),
  batch: orNull(text('The import batch it was registered in')),
  registered: count('The entry that registered it', 12),
  version: count('The last entry about it', 14),
};

const finding = object({
  kind: text('The kind of finding', 'pot-unallocated'),
  message: text('What is odd, in one sentence'),
  lines: list(lineCode),
  amount: orNull(money('The amount in question', '14368000.00')),
  entries: list(seq, 'The entries it comes from'),
});

const reconciled = object({
  label: text('What the printed total is called', 'Total efficiency plan'),
  scope: { type: 'object', description: 'The part of the ledger it claims to add up', additionalProperties: true },
  figure: text('The column it stands in', 'plan'),
  year: by,
  amount: money('The printed amount', '37443000.00'),
  printed: text('The text as printed', '37,443'),
  entry: seq,
  source,
  computed: money('The same, re-added', '37443000.00'),
  difference: money('Printed less computed', '0.00'),
  agrees: { type: 'boolean', description: 'Whether the two are the same' },
});

const recordedBy: Fields = {
  entry: seq,
  recordedAt: text('When the server recorded it', '2026-11-22T09:00:00.000Z'),
  officer,
  reason: orNull(text('Why')),
};

const problem = object({
  type: text('What went wrong, as an address', '/problems/amount-pence'),
  title: text('The code in words', 'Amount pence'),
  status: count('The HTTP status', 422),
  detail: text('What went wrong and what to do, in one sentence'),
  code: text('A stable code for programs', 'AMOUNT_PENCE'),
  instance: text('The address that was asked'),
  requestId: text('The id of this request, for those who run the server'),
  context: { type: 'object', description: 'What else a program may want to know', additionalProperties: true },
  errors: list(
    object({ pointer: text('The field', '/gross'), code: text('Its code'), message: text('Its sentence') }),
    'Each field that is wrong; empty where it is not about fields',
  ),
});

export const answers = {
  Position: position,
  Trace: object({
    figure: text('The figure', 'plan'),
    formula: text('How it is made'),
    by,
    definition,
    asAt,
    size,
    filter,
    amount: money('The figure', '37443000.00'),
    count: count('How many postings make it up', 60),
    entries: list(object({ ...head, ...posting }), 'One row a posting; the amount is signed as it counts'),
    next,
  }),
  Findings: object({
    asAt,
    size,
    count: count('How many there are', 40),
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    findings: list(finding),
  }),
  Entries: object({ asAt, size, entries: list(object(entry)), next }),
  Entry: markedEntry,
  Lines: object({ by, definition, asAt, size, lines: list(object({ ...lineAt, figures: part })), next }),
  Line: object({
    ...lineAt,
    ownerName: orNull(text('The name of the accountable officer, from the register', 'A. N. Other')),
    asAt,
    size,
    definition,
    years: list(object({ year: by, line: lineCode, section, group, name: text('Its title'), ...figures })),
    entries: list(seq, 'The entries about it'),
  }),
  PeriodLocks: object({
    asAt,
    size,
    closedThrough: orNull(text('The last month that is closed, and with it all before; null where none is', '2009-06')),
    closings: list(
      object({
        ...recordedBy,
        through: text('The last month it closed', '2009-06'),
        of: word('What was closed', ['month', 'quarter', 'year']),
      }),
    ),
    reopenings: list(
      object({
        ...recordedBy,
        month: text('The month that is to be opened again', '2009-05'),
        verified: orNull(count('The entry by which a second officer agreed')),
        rejected: orNull(count('The entry by which it was turned down')),
        closedAgain: orNull(count('The later entry that closed the month again')),
        open: { type: 'boolean', description: 'Whether the month takes entries now because of this' },
      }),
    ),
  }),
  ImportRows: object({
    asAt,
    size,
    batch: text('The code of the import', 'IMPORT-0123456789AB-1'),
    rows: list(
      object({
        document: text('The document', 'Savings tracker of the finance department'),
        sheet: orNull(text('Its sheet', 'Plan')),
        row: orNull(text('The row', '10')),
        cell: orNull(text('The cell or range of cells')),
        entry: seq,
        kind: text('The kind of entry', 'SavingPlanned'),
        line: orNull(lineCode),
      }),
      'An item for each entry; a row that said several things became several',
    ),
    next,
  }),
  Reconciliation: object({ asAt, size, totals: list(reconciled) }),
  Recorded: recordedAnswer,
  Rehearsed: rehearsedAnswer,
  Problem: problem,
  Live: object({ status: word('Always so', ['live']) }),
  Receipt: object({ seq, receipt: text('The C2SP tlog-proof, with the entry as its extra line') }),
  Evidence: object({
    origin: text("The name of the ledger's log", 'savings-ledger/4d2f7c1e-8a35-4b6f-9c0d-37443e10c0de'),
    size,
    root: text('The root over them, in base64'),
    checkpoint: text('The signed note that says so'),
    keys: list(text('A verifier key of the log'), 'The first one first'),
  }),
  Ready: object({ status: word('Always so', ['ready']), size }),
} as const satisfies Readonly<Record<string, SchemaObject>>;

/** A documented error. */
export const problemResponse = (status: number, description: string): ApiResponseOptions => ({
  status,
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
