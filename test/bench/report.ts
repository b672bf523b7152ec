/** The report as text: the ratios, then what they were made from. */
import type { AppendRate } from './appends';
import type { Piece } from './evidence';
import type { EvidenceReport, PagesReport, Report, SizeReport } from './main';
import type { Spread } from './measure';
import type { Timing } from './questions';

type Rows = readonly (readonly string[])[];

export function table([head = [], ...rows]: Rows): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
const short = (value: number): string => (value < 10 ? value.toFixed(2) : whole(value));
const range = ({ median, least, most }: Spread, show: (value: number) => string): string =>
  `${show(median)} (${show(least)}-${show(most)})`;

const rateOf = (appends: readonly AppendRate[], name: string): number =>
  appends.find((each) => each.name === name)?.perSecond.median ?? NaN;

function ratios({ appends, sizes, questions, questionsAt }: Report): Rows {
  const single = rateOf(appends, 'SQLite alone, 1 a transaction');
  const group = rateOf(appends, 'SQLite alone, 64 a transaction');
  const ofWriter = (callers: string): number => rateOf(appends, `writer, ${callers}`);
  const now = questions.find(({ question }) => question === 'position now');
  return [
    ['ratio', 'value'],
    ['writer, 1 caller, over SQLite alone, 1 a transaction', short(ofWriter('1 caller') / single)],
    ['writer, 16 callers, over SQLite alone, 1 a transaction', short(ofWriter('16 callers') / single)],
    ['writer, 64 callers, over SQLite alone, 1 a transaction', short(ofWriter('64 callers') / single)],
    ['writer, 64 callers, over SQLite alone, 64 a transaction', short(ofWriter('64 callers') / group)],
    ...sizes.map(({ entries, ratio }) => [
      `time of a rebuild over reading and parsing alone, ${whole(entries)} entries`,
      range(ratio, short),
    ]),
    ...questions
      .filter(({ question }) => question !== now?.question)
      .map(({ question, p50 }) => [
        `${question}, over the position now, ${whole(questionsAt)} entries`,
        short(p50 / (now?.p50 ?? NaN)),
      ]),
  ];
}

const appendRows = (appends: readonly AppendRate[]): Rows => [
  ['durable appends', 'entries a second'],
  ...appends.map(({ name, perSecond }) => [name, range(perSecond, whole)]),
];

const clusterRows = (cluster: readonly AppendRate[]): Rows => [
  ['through KurrentDB', 'entries a second'],
  ...cluster.map(({ name, perSecond }) => [name, range(perSecond, whole)]),
];

const sizeRows = (sizes: readonly SizeReport[]): Rows => [
  ['entries', 'read and parse, a second', 'rebuild, a second', 'peak resident MB', 'heap MB', 'heap bytes an entry'],
  ...sizes.map((size) => [
    whole(size.entries),
    range(size.bare, whole),
    range(size.rebuild, whole),
    whole(size.peakResidentMegabytes),
    whole(size.heapMegabytes),
    whole(size.heapBytesAnEntry),
  ]),
];

const questionRows = (questions: readonly Timing[], entries: number): Rows => [
  [`questions at ${whole(entries)} entries`, 'p50 ms', 'p99 ms', 'asked'],
  ...questions.map(({ question, p50, p99, times }) => [question, short(p50), short(p99), String(times)]),
];

const pieceRows = (pieces: readonly Piece[]): Rows => [
  ['evidence for one entry or checkpoint', 'microseconds', 'bytes'],
  ...pieces.map(({ name, microseconds, bytes }) => [name, short(microseconds), whole(bytes)]),
];

const evidenceRows = (evidence: readonly EvidenceReport[]): Rows => [
  ['entries', 'sign all at once, s', 'write the bundle, s', 'verify offline, s', 'verifier, peak resident MB'],
  ...evidence.map(({ entries, sign, write, verify, peakResidentMegabytes }) => [
    whole(entries),
    short(sign),
    short(write),
    short(verify),
    whole(peakResidentMegabytes),
  ]),
];

/** The pages, ratios first. */
export const pageReport = (measured: readonly PagesReport[]): string =>
  `${table([
    ['pages over HTTP', 'over a bare request', 'p50 ms', 'bytes'],
    ...measured.flatMap(({ entries, pages }) =>
      pages.map(({ page, p50, ratio, bytes }) => [
        `${page}, ${whole(entries)} entries`,
        range(ratio, short),
        short(p50),
        whole(bytes),
      ]),
    ),
  ])}\n`;

export const reportOf = (report: Report): string =>
  [
    `${report.machine}; ${whole(report.seconds)} s in all. Medians, with the least and the most in brackets.`,
    table(ratios(report)),
    table(appendRows(report.appends)),
    table(clusterRows(report.cluster)),
    table(sizeRows(report.sizes)),
    table(questionRows(report.questions, report.questionsAt)),
    table(pieceRows(report.pieces)),
    table(evidenceRows(report.evidence)),
    pageReport(report.pages),
    '',
  ].join('\n\n');
