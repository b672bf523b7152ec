import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import { add, pence, pounds } from '../domain/money';
import type { Parameters } from '../queries/read-question';
import { TraceQuery, type TraceAnswer } from '../queries/trace';
import { address, pinned } from './address';
import { Pages } from './pages';
import { inPounds, inWords, onDay } from './wording';

const PAGE = 50;

/** What a figure is made of: its filter listed, a page at a time. */
@ApiExcludeController()
@Controller('trace')
export class TraceController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get(':figure')
  @Header('content-type', 'text/html; charset=utf-8')
  public async trace(@Param('figure') figure: string, @Query() parameters: Parameters): Promise<string> {
    const answer = settled(await this.queries.execute(new TraceQuery(figure, { limit: String(PAGE), ...parameters })));
    const first = answer.entries.length === 0 ? 0 : firstRow(parameters) + 1;
    return this.pages.render('trace', {
      trace: answer,
      question: questionOf(answer),
      check: checkOf(answer, first),
      first,
      last: first === 0 ? 0 : first + answer.entries.length - 1,
      previous: first > 1 ? pageOf(answer, Math.max(0, first - 1 - PAGE)) : null,
      next: answer.next === null ? null : pageOf(answer, first - 1 + answer.entries.length),
    });
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

/** Adds the rows on the page up once more, from the very texts that are shown. */
function checkOf({ entries, amount, count, next }: TraceAnswer, first: number): string {
  const sum = pounds(add(...entries.map((row) => pence(row.amount))));
  const rows = entries.length === 1 ? 'This 1 row is' : `These ${String(entries.length)} rows add up to`;
  if (first <= 1 && next === null) return `${rows} ${inPounds(sum)}, which is the figure.`;
  return `${rows} ${inPounds(sum)}; all ${String(count)} rows add up to ${inPounds(amount)}, which is the figure.`;
}
