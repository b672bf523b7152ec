import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import { addAll, pence, pounds } from '../domain/money';
import type { Parameters } from '../queries/read-question';
import { TraceQuery, type TraceAnswer } from '../queries/trace';
import { TracePartsQuery, type TracePartsAnswer } from '../queries/trace-parts';
import type { Filter } from '../../projections/position';
import { address, pinned, toTrace } from './address';
import { Page, wholeBar } from './page';
import { Given, PagesAt } from './pages-at';
import type { Sheet } from './sheet';
import { inPounds, inWords, onDay } from './wording';

const PAGE = 50;

/** The most sections or lines that one page lists; past them the postings are the shorter way. */
const MOST_PARTS = 200;

/** What a figure is made of: its parts on the next level, and its filter listed, a page at a time. */
@PagesAt('trace')
export class TraceController {
  public constructor(private readonly queries: QueryBus) {}

  @Get(':figure')
  public async trace(@Param('figure') figure: string, @Given() parameters: Parameters): Promise<Page> {
    const { limit = String(PAGE), after, ...question } = parameters;
    const answer = settled(await this.queries.execute(new TraceQuery(figure, { ...question, limit, after })));
    const parts = settled(await this.queries.execute(new TracePartsQuery(figure, question)));
    const first = answer.entries.length === 0 ? 0 : firstRow(parameters) + 1;
    return new Page(
      'trace',
      {
        trace: answer,
        question: questionOf(answer),
        path: pathOf(answer),
        parts: partsOf(parts),
        check: checkOf(answer, first),
        first,
        last: first === 0 ? 0 : first + answer.entries.length - 1,
        previous: first > 1 ? pageOf(answer, Math.max(0, first - 1 - PAGE)) : null,
        next: answer.next === null ? null : pageOf(answer, first - 1 + answer.entries.length),
      },
      { about: answer, takes: wholeBar, sheet: () => this.sheet(figure, question) },
    );
  }

  /** Every posting behind the figure, not only the page's. */
  private async sheet(figure: string, question: Parameters): Promise<Sheet> {
    const { entries, figure: name } = settled(await this.queries.execute(new TraceQuery(figure, question)));
    return {
      name: `trace-${name}`,
      columns: [
        'Entry',
        'Kind',
        'Line',
        'Tranche',
        'Class',
        'Status',
        'Amount (£)',
        'Officer',
        'Recorded',
        'Effective',
        'Document',
        'Row',
        'Cell',
        'Leaf hash',
      ],
      rows: entries.map((row) => [
        row.seq,
        row.kind,
        row.line,
        row.tranche,
        row.class,
        row.status,
        row.amount,
        row.officer,
        row.recordedAt,
        row.effective,
        row.source?.document ?? null,
        row.source?.row ?? null,
        row.source?.cell ?? null,
        row.leaf,
      ]),
    };
  }
}

const firstRow = ({ after }: Parameters): number => (typeof after === 'string' && after !== '' ? Number(after) : 0);

const pageOf = (answer: TraceAnswer, after: number): string =>
  address(`/trace/${answer.figure}`, {
    by: inAddress(answer.by),
    ...answer.filter,
    ...pinned(answer),
    after: after === 0 ? null : after,
  });

/** The question in words, so that a printed page says what it answers. */
function questionOf({ figure, by, definition, asAt, size, filter }: TraceAnswer): string {
  const part = Object.entries(filter).map(([name, value]) => `${name} \u201c${String(value)}\u201d`);
  const whole = part.length === 0 ? 'the whole ledger' : part.join(', ');
  return `${inWords(figure)} by ${by}, under the definition \u201c${definition}\u201d, of ${whole}, as at ${onDay(asAt)}, as known on entry ${String(size - 1)}.`;
}

interface Step {
  readonly name: string;
  readonly href: string;
}

/** From the whole down to what is shown: each level above opens again. */
function pathOf(answer: TraceAnswer): readonly Step[] {
  const { figure, by, filter } = answer;
  const { section, group, tag, line, ...kept } = filter;
  const step = (name: string, of: Filter): Step => ({
    name,
    href: toTrace(figure, by, pinned(answer), { ...kept, ...of }),
  });
  const named = section ?? group ?? tag;
  return [
    ...(named === undefined && line === undefined ? [] : [step('The whole ledger', {})]),
    ...(named === undefined || line === undefined
      ? []
      : [step(named, section === undefined ? (group === undefined ? { tag: named } : { group }) : { section })]),
  ];
}

function partsOf(answer: TracePartsAnswer): object | null {
  if (answer.level === null || answer.parts.length === 0 || answer.parts.length > MOST_PARTS) return null;
  const same = answer.sum === answer.amount;
  return {
    level: answer.level,
    rows: answer.parts.map(({ name, amount, count, filter }) => ({
      name,
      amount,
      count,
      href: filter === null ? null : toTrace(answer.figure, answer.by, pinned(answer), { ...filter }),
    })),
    sum: answer.sum,
    check: same
      ? `The parts add up to ${inPounds(answer.sum)}, which is the figure.`
      : `The parts add up to ${inPounds(answer.sum)}, which is not the figure, ${inPounds(answer.amount)}: tell whoever runs this ledger.`,
  };
}

/** Adds the rows on the page up once more, from the very texts that are shown. */
function checkOf({ entries, amount, count, next }: TraceAnswer, first: number): string {
  const sum = pounds(addAll(entries.map((row) => pence(row.amount))));
  const rows = entries.length === 1 ? 'This 1 row is' : `These ${String(entries.length)} rows add up to`;
  if (first <= 1 && next === null) return `${rows} ${inPounds(sum)}, which is the figure.`;
  return `${rows} ${inPounds(sum)}; all ${String(count)} rows add up to ${inPounds(amount)}, which is the figure.`;
}
