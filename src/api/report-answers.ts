/** How the answers of the reports look, for the description of the API. */
import { classes } from '../domain/entries';
import { answers } from './answers';
import { seq, tranche } from './entry-answers';
import { asAt, by, definition, filter, lineCode, size } from './moment-fields';
import { count, list, money, object, orNull, text, word, type SchemaObject } from './schemas';

const moment = object({ size, asAt });
const figure = text('The figure', 'plan');
const kind = text('The kind of entry', 'SavingPlanned');
const officer = text('The officer, by id', 'off-101');
const recordedAt = text('When the server recorded it', '2026-11-22T09:00:00.000Z');
const asRecorded = { type: 'object', additionalProperties: true } as const;

const amounts = {
  amount: money('What first accrued in that year'),
  lapsing: money('What the plan itself lets fall before the clock has run out', '25000.00'),
  lapsed: money('What was taken out because it did not hold', '25000.00'),
  standing: money('The amount less what has lapsed'),
};
const measure = word('Planned or achieved', ['plan', 'achieved']);

const change = object({
  figure,
  before: money('At the first moment, or before the entry'),
  after: money('At the second moment, or after the entry'),
  change: money('After less before'),
});

const traceRow = answers.Trace.properties['entries'] as { readonly items: SchemaObject };
const hit: SchemaObject = {
  allOf: [
    traceRow.items,
    object({
      cumulative: money('The sum of all positive postings up to and with it'),
      unit: money('The penny that drew it, as an amount from the start'),
    }),
  ],
};

const population = object({
  entries: count('How many entries', 180),
  postings: count('How many postings', 150),
  sum: money('What they add up to'),
});

export const reportAnswers = {
  Movement: object({
    figure,
    formula: text('How the figure is made'),
    by,
    definition,
    filter,
    from: moment,
    to: moment,
    opening: money('The figure at the first moment'),
    steps: list(
      object({
        kind: orNull(text('The kind of the entries; null: what counts otherwise because of its line', 'SavingPlanned')),
        amount: money('What they change'),
        count: count('How many entries'),
        entries: list(object({ seq, amount: money('What this entry changes') }), 'The first 200 of them'),
      }),
      'With the opening they are the closing, to the penny',
    ),
    closing: money('The figure at the second moment'),
  }),
  Replay: object({
    by,
    definition,
    filter,
    asAt,
    from: object({ size: count('How many entries the first moment knows; 0 is before the first one', 0) }),
    to: object({ size }),
    figures: list(change, 'Every figure at both moments'),
    steps: list(
      object({
        seq,
        kind,
        line: orNull(lineCode),
        effective: text('When the fact holds from', '2009-07-13'),
        recordedAt,
        officer,
        leaf: text('The leaf hash of the entry'),
        changes: list(change, 'The figures that the entry changes'),
      }),
      'The entries between the two moments, a page of them',
    ),
    next: orNull(count('What to ask `after` for the next page', 19)),
  }),
  Rebuild: object({
    asAt,
    size,
    root: text('The root of the tree over these entries, in base64'),
    postings: count('How many postings they make', 150),
    compared: count('How many figures were compared', 10_000),
    equal: { type: 'boolean', description: 'Whether all of them are the same' },
    differences: list(
      object({
        figure,
        by,
        definition,
        line: orNull(lineCode),
        inMemory: money('As it is answered'),
        rebuilt: money('As it is when built again'),
      }),
      'The first 50 of those that are not',
    ),
  }),
  Tranches: object({
    by,
    definition,
    asAt,
    size,
    filter,
    tranches: list(
      object({
        line: lineCode,
        class: word('The class', classes),
        tranche,
        measure,
        ...amounts,
        state: word('Whether its clock still runs', ['running', 'sustained']),
        clockEnds: text('The last day of its clock', '2012-03-31'),
        unconfirmed: list(text('A year of the clock in which nobody confirmed that it held', '2010/11')),
        entries: list(seq),
      }),
    ),
    totals: list(object({ measure, ...amounts, running: money('Of what stands'), sustained: money('Of what stands') })),
    provenSustained: object({
      date: text('The day by which it could be proven', '2011-03-31'),
      amount: money('What of the plan could be proven to last by then', '9275000.00'),
      carriedForward: money('The eligible carry-forward', '7598000.00'),
      tranches: money('Tranches whose clock has run out by then', '1677000.00'),
      lapsing: money('What the plan itself lets fall of them', '0.00'),
      parts: list(
        object({
          line: lineCode,
          tranche,
          planned: money('What is planned'),
          lapsing: amounts.lapsing,
          entries: list(seq),
        }),
      ),
    }),
  }),
  Scenario: object({
    by,
    definition,
    asAt,
    size,
    deliver: count('What the lines deliver, in per cent', 80),
    lines: list(lineCode),
    figures: list(
      object({ figure, before: money('As it is'), after: money('As it would be'), change: money('After less before') }),
    ),
    entries: list(
      object({ kind, line: orNull(lineCode), facts: asRecorded, postings: list(asRecorded) }),
      'What would be recorded, and never is',
    ),
    notMoved: list(object({ line: lineCode, code: text('Why not'), message: text('The same in a sentence') })),
    recorded: { type: 'boolean', description: 'Always false' },
  }),
  Sample: object({
    figure,
    by,
    definition,
    asAt,
    size,
    filter,
    amount: money('The figure'),
    n: count('The size that was asked for', 10),
    seed: count('The same seed draws the same sample', 37_443),
    population: money('The sum of the positive postings'),
    interval: money('Every so many pounds a posting is drawn'),
    start: money('Where the first one is drawn'),
    hits: list(hit, 'Drawn, each less than an interval'),
    certain: list(hit, 'Always drawn: an interval or more'),
    negative: list(traceRow.items, 'Postings that take off, all of them'),
  }),
  JournalTests: object({
    asAt,
    size,
    tests: list(
      object({
        test: text('The name of the test', 'recorded-late'),
        looksFor: text('What is flagged, in a sentence'),
        count: count('How many entries are flagged'),
        entries: list(
          object({
            seq,
            kind,
            line: orNull(lineCode),
            officer,
            effective: text('When the fact holds from', '2009-07-13'),
            recordedAt,
          }),
          'The first 200 of them',
        ),
      }),
    ),
    tested: population,
    ledger: population,
    complete: { type: 'boolean', description: 'Whether the two are the same, so that no entry was left out' },
  }),
  Returns: object({
    asAt,
    size,
    returns: list(
      object({
        entry: seq,
        recordedAt,
        officer,
        name: text('The name of the return'),
        definition,
        by,
        asAt,
        approvedBy: asRecorded,
        size,
        root: orNull(
          text('The root over the entries its figures knew', 'bjWyvIv9Ecl5i8ET1t5lCP53zxwg6YXNjwd8tlga0C4='),
        ),
        amends: orNull(seq),
        amendedBy: orNull(seq),
        figures: list(
          object({
            figure,
            published: money('As the return said'),
            restated: money('As it would say at this moment'),
            change: money('Restated less published'),
          }),
        ),
      }),
    ),
  }),
} as const satisfies Readonly<Record<string, SchemaObject>>;
