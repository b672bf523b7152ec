/** What auditors ask for, as sentences and tables. */
import { pence, pounds, subtract, type Pounds } from '../domain/money';
import { figureNames } from '../../projections/figure';
import type { EvidenceAnswer } from '../queries/evidence';
import type { FrameAnswer } from '../queries/frame';
import type { JournalTestsAnswer } from '../queries/journal-tests';
import type { Parameters } from '../queries/read-question';
import type { RebuildAnswer } from '../queries/rebuild';
import type { SampleAnswer } from '../queries/sample';
import type { TraceRow } from '../queries/trace';
import type { YearsAnswer } from '../queries/years';
import { address, pinned, toEntry, toLine, toTrace } from './address';
import { figuresBy } from './plan-charts';
import { figureChoices, momentFields } from './reports';
import { field, money, number, report, table, words, type Report, type Table } from './report';
import { inPounds, inWords, onDay } from './wording';

const back = ['/audit', 'Audit'] as const;

/** To any moment: with a slider, and by typing for who does not use one. */
const replayForms = (last: number, at: number): Report['forms'] => [
  {
    action: '/audit/replay',
    title: 'Replay to a moment with a slider',
    button: 'Replay to this entry',
    fields: [
      {
        ...field(
          'known_at',
          `Replay to an entry, from 0 to ${String(last)}`,
          String(at),
          'The first entry is at the left, the last at the right.',
        ),
        range: { least: 0, most: last },
      },
    ],
  },
  {
    action: '/audit/replay',
    title: 'Replay to a moment by typing it',
    button: 'Replay',
    fields: [
      field(
        'known_at',
        'As known on',
        String(at),
        `An entry from 0 to ${String(last)}, or a time of recording such as 2026-11-22T12:00:00.000Z`,
      ),
      field('as_at', 'As at', '', 'A date such as 2009-07-13; empty: the latest known then'),
    ],
  },
];

export const auditIndex = ({ size }: FrameAnswer, { root, size: signed }: EvidenceAnswer): Report =>
  report('Audit', {
    sentences: [
      `This ledger holds ${String(size)} entries. The signed checkpoint covers ${String(signed)} of them; its root is ${root}.`,
      'Every answer can be asked for again as it was known on any entry or time, and as at any date.',
    ],
    forms: [
      ...replayForms(size - 1, size - 1),
      {
        action: '/audit/compare',
        title: 'Compare two moments',
        button: 'Compare two moments',
        fields: momentFields({}),
      },
      sampleForm('plan', 10, null),
    ],
    links: [
      ['/audit/journal-tests', 'Journal tests: which entries to look at first'],
      ['/audit/verify', 'Verify: read every entry again and compare every figure'],
      ['/reports/movement', 'Movement of one figure between two moments, entry by entry'],
      ['/reconciliation', 'Printed totals beside the same figures added up'],
      ['/entries', 'The journal'],
    ],
  });

const sampleForm = (figure: string, n: number, seed: number | null): Report['forms'][number] => ({
  action: '/audit/sample',
  title: 'Draw a sample',
  button: 'Draw a sample',
  fields: [
    field('figure', 'Sample of', figure, null, figureChoices),
    field('n', 'Into how many parts', String(n), 'About so many postings are drawn'),
    field('seed', 'Seed', seed === null ? '' : String(seed), 'The same seed draws the same sample; empty: one is made'),
  ],
});

/** Every figure at two moments; each leads to what it was made of then. */
function figuresTable(caption: string, from: YearsAnswer, to: YearsAnswer, headings: readonly [string, string]): Table {
  const [before, after] = [figuresBy(from), figuresBy(to)];
  return table(
    caption,
    ['Figure', `#${headings[0]}`, `#${headings[1]}`, '#Change'],
    figureNames.map((figure) => [
      words(inWords(figure)),
      money(before[figure], toTrace(figure, from.by, pinned(from), { ...from.filter })),
      money(after[figure], toTrace(figure, to.by, pinned(to), { ...to.filter })),
      money(changeOf(before[figure], after[figure]), movementLink(figure, from, to)),
    ]),
  );
}

const changeOf = (before: Pounds, after: Pounds): Pounds => pounds(subtract(pence(after), pence(before)));

const movementLink = (figure: string, from: YearsAnswer, to: YearsAnswer): string =>
  address('/reports/movement', {
    figure,
    by: to.by.replace('/', '-'),
    definition: to.definition,
    from_known_at: from.size - 1,
    from_as_at: from.asAt,
    to_known_at: to.size - 1,
    to_as_at: to.asAt,
  });

export function replayReport(then: YearsAnswer, now: YearsAnswer): Report {
  if (then.size === 0) return beforeTheFirst(now);
  const at = then.size - 1;
  const step = (seq: number): string =>
    address('/audit/replay', { by: then.by.replace('/', '-'), definition: then.definition, known_at: seq });
  return report(`As it was known on entry ${String(at)}`, {
    back,
    sentences: [
      `The figures by ${then.by} as ${String(then.size)} entries gave them, as at ${onDay(then.asAt)}, beside those of all ${String(now.size)}.`,
    ],
    forms: replayForms(now.size - 1, at),
    tables: [figuresTable(`Figures by ${then.by}`, then, now, [`On entry ${String(at)}`, 'Now'])],
    links: [
      [toEntry(at), `Entry ${String(at)}, the last one known then`],
      ...(at > 0 ? [[step(at - 1), 'One entry back'] as const] : []),
      ...(at < now.size - 1 ? [[step(at + 1), 'One entry on'] as const] : []),
    ],
  });
}

const beforeTheFirst = (now: YearsAnswer): Report =>
  report('Before the first entry', {
    back,
    sentences: ['Nothing had been recorded then: every figure was nil.'],
    forms: replayForms(now.size - 1, 0),
    links: [[toEntry(0), 'Entry 0, the first one']],
  });

export const compareReport = (from: YearsAnswer, to: YearsAnswer, parameters: Parameters): Report =>
  report('Two moments compared', {
    back,
    sentences: [
      `From entry ${String(from.size - 1)}, as at ${onDay(from.asAt)}, to entry ${String(to.size - 1)}, as at ${onDay(to.asAt)}: figures by ${to.by}, definition \u201c${to.definition}\u201d. A change opens to the entries that made it.`,
    ],
    forms: [
      { action: '/audit/compare', title: 'Compare two moments', button: 'Compare', fields: momentFields(parameters) },
    ],
    tables: [figuresTable('Figures', from, to, ['At the first moment', 'At the second'])],
  });

export function sampleReport(answer: SampleAnswer): Report {
  const { figure, by, n, seed, population, interval, start, hits, certain, negative } = answer;
  const columns = ['Entry', 'Line', 'Tranche', '#Amount', 'Source'];
  const rowsOf = (rows: readonly TraceRow[]): Table['rows'] =>
    rows.map((row) => [
      number(row.seq, toEntry(row.seq)),
      words(row.line, row.line === null ? null : toLine(row.line)),
      words(row.tranche),
      money(row.amount, toEntry(row.seq)),
      words(
        row.source === null
          ? null
          : `${row.source.document}, row ${row.source.row ?? '–'}, cell ${row.source.cell ?? '–'}`,
      ),
    ]);
  return report(`Sample of ${inWords(figure).toLowerCase()} by ${by}`, {
    back,
    sentences: [
      `Seed ${String(seed)}, ${String(n)} parts: of ${inPounds(population)}, every ${inPounds(interval)} from ${inPounds(start)} on. The same seed at the same moment draws the same sample.`,
    ],
    forms: [sampleForm(figure, n, seed)],
    tables: [
      table('Always drawn: postings as large as the interval', columns, rowsOf(certain)),
      table('Drawn by the interval', columns, rowsOf(hits)),
      table('Looked at apart: postings that take off', columns, rowsOf(negative)),
    ],
  });
}

export function journalTestsReport(answer: JournalTestsAnswer): Report {
  const { tested, ledger, complete, tests } = answer;
  return report('Journal tests', {
    back,
    sentences: [
      complete
        ? 'What was tested is complete: entries, postings and their sum are those every figure adds up.'
        : 'What was tested is not complete: it differs from what every figure adds up. Tell whoever runs this ledger.',
    ],
    tables: [
      table(
        'Completeness',
        ['What', '#Tested', '#In the ledger'],
        [
          [words('Entries'), number(tested.entries), number(ledger.entries)],
          [words('Postings'), number(tested.postings), number(ledger.postings)],
          [words('Sum of all postings'), money(tested.sum), money(ledger.sum)],
        ],
      ),
      table(
        'Tests',
        ['Test', 'Looks for', '#Entries'],
        tests.map(({ test, looksFor, count }) => [words(inWords(test)), words(looksFor), number(count)]),
      ),
      ...tests.filter(({ count }) => count > 0).map(flaggedBy),
    ],
  });
}

const flaggedBy = ({ test, count, entries }: JournalTestsAnswer['tests'][number]): Table =>
  table(
    `${inWords(test)}: ${count > LISTED ? `the first ${String(LISTED)} of ${String(count)}` : String(count)}`,
    ['#Entry', 'Kind', 'Line', 'Effective', 'Recorded'],
    entries
      .slice(0, LISTED)
      .map((entry) => [
        number(entry.seq, toEntry(entry.seq)),
        words(inWords(entry.kind)),
        words(entry.line, entry.line === null ? null : toLine(entry.line)),
        words(entry.effective),
        words(entry.recordedAt),
      ]),
  );

/** The most entries of one test that the page lists. */
const LISTED = 20;

export function rebuildReport(answer: RebuildAnswer, evidence: EvidenceAnswer): Report {
  const { equal, compared, size, postings, root, differences } = answer;
  const sameRoot = size === evidence.size ? root === evidence.root : null;
  return report('Verification', {
    back,
    sentences: [
      equal
        ? `All ${String(size)} entries were read again from the first one: ${String(compared)} figures came out the same.`
        : `${String(size)} entries were read again, and figures came out otherwise. Tell whoever runs this ledger.`,
      sameRoot === null
        ? `The root over these ${String(size)} entries is ${root}; the last checkpoint covers ${String(evidence.size)}.`
        : sameRoot
          ? `The root over them is the one of the signed checkpoint: ${root}.`
          : `The root over them is ${root}, and the signed checkpoint says ${evidence.root}. Tell whoever runs this ledger.`,
      'This is the server checking itself. Who does not want to trust it takes the bundle and the verifier, which share no code with it.',
    ],
    tables: [
      table(
        'What was read',
        ['What', '#How many'],
        [
          [words('Entries'), number(size)],
          [words('Postings'), number(postings)],
          [words('Figures compared'), number(compared)],
          [words('Figures that differ'), number(differences.length)],
        ],
      ),
    ],
  });
}
