import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { settled } from '../access/door-problem';
import { EntriesQuery } from '../queries/entries';
import type { Pounds } from '../domain/money';
import { LineQuery, type LineDetailAnswer } from '../queries/lines';
import { PlanTableQuery } from '../queries/plan-table';
import type { Parameters } from '../queries/read-question';
import { address, pinned, toTrace, type Parameter } from './address';
import { summaryOf } from './entry-summary';
import { Pages } from './pages';
import { planTable } from './plan-table';
import { inPounds, isNil } from './wording';

const parts = ['section', 'group', 'tag', 'line', 'class', 'status'] as const;

/** The lines of the plan, all of them or a part. */
@ApiExcludeController()
@Controller('lines')
export class LinesController {
  public constructor(
    private readonly queries: QueryBus,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  public async lines(@Query() parameters: Parameters): Promise<string> {
    const answer = settled(await this.queries.execute(new PlanTableQuery(parameters, false)));
    const part = partOf(parameters);
    return this.pages.render('lines', {
      answer,
      part,
      table: planTable(answer, part),
      count: answer.sections.reduce((sum, { rows }) => sum + rows.length, 0),
    });
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  public async line(@Param('id') id: string, @Query() parameters: Parameters): Promise<string> {
    const line = settled(await this.queries.execute(new LineQuery(id, parameters)));
    const known = { line: line.id, as_at: line.asAt, known_at: String(line.size - 1) };
    const journal = settled(await this.queries.execute(new EntriesQuery({ ...known, limit: '200' })));
    const question = pinned(line);
    return this.pages.render('line', {
      line,
      years: line.years.map((year) => ({
        year: year.year,
        cells: shown.map(([figure, amountOf]) => {
          const amount = amountOf(year);
          return isNil(amount)
            ? { text: '', href: null, title: 'Nothing is recorded here' }
            : { text: inPounds(amount), href: toTrace(figure, year.year, question, { line: line.id }), title: '' };
        }),
      })),
      headings: shown.map(([, , heading]) => heading),
      entries: journal.entries.map((entry) => ({ ...entry, summary: summaryOf(entry) })),
      more: journal.next === null ? null : address('/entries', { line: line.id, order: 'oldest' }),
    });
  }
}

type Year = LineDetailAnswer['years'][number];

/** The figures of a line that are shown for each year. */
const shown: readonly (readonly [figure: string, amountOf: (year: Year) => Pounds, heading: string])[] = [
  ['plan', ({ plan }) => plan, 'Plan by the year'],
  ['level', ({ level }) => level, 'Level in the year'],
  ['newInYear', ({ newInYear }) => newInYear, 'New in the year'],
  ['budgetContribution', ({ budgetContribution }) => budgetContribution, 'Budget contribution'],
  ['achieved.claimed', ({ achieved }) => achieved.claimed, 'Achieved, claimed'],
  ['achieved.verified', ({ achieved }) => achieved.verified, 'Achieved, verified'],
  ['achieved.certified', ({ achieved }) => achieved.certified, 'Achieved, certified'],
];

const partOf = (parameters: Parameters): Readonly<Record<string, Parameter>> =>
  Object.fromEntries(parts.flatMap((name) => (typeof parameters[name] === 'string' ? [[name, parameters[name]]] : [])));
