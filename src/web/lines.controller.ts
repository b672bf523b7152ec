import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { inAddress } from '../domain/financial-year';
import { JournalQuery, type JournalAnswer } from '../queries/journal';
import { LineQuery, LinesQuery, type LineDetailAnswer } from '../queries/lines';
import type { Parameters } from '../queries/read-question';
import { address, pinned, toTrace } from './address';
import { summaryOf } from './entry-summary';
import { shown } from './chart-view';
import { lineChart, lineYears } from './line-profile';
import { choicesIn, listOf, type LineList } from './line-list';
import { Page, wholeBar, type BarField } from './page';
import { Given, PagesAt } from './pages-at';

const lineBar: readonly BarField[] = ['definition', 'as_at', 'known_at'];

/** The lines of the plan, all of them or a part. */
@PagesAt('lines')
export class LinesController {
  public constructor(private readonly queries: QueryBus) {}

  @Get()
  public async lines(@Given() { sort, page, rating, owner, ...parameters }: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new LinesQuery(parameters)));
    const list = listOf(answer, { sort, page, rating, owner }, parameters);
    const { section, group, tag, class: of, status, line, ...whole } = parameters;
    const narrowed = [section, group, tag, of, status, line].some((each) => each !== undefined && each !== '');
    const all = narrowed ? settled(await this.queries.execute(new LinesQuery(whole))) : answer;
    return new Page(
      'lines',
      {
        answer,
        list,
        choices: choicesIn(all),
        given: { section, group, tag, class: of, status, rating, owner, sort },
        asPublished: address('/reports/plan', { by: inAddress(answer.by), ...pinned(answer) }),
      },
      { about: answer, takes: wholeBar, sheet: () => list.sheet },
    );
  }

  @Get(':id')
  public async line(@Param('id') id: string, @Given() parameters: Parameters): Promise<Page> {
    const line = settled(await this.queries.execute(new LineQuery(id, parameters)));
    const known = { line: line.id, as_at: line.asAt, known_at: String(line.size - 1), definition: line.definition };
    const timeline = await this.journal({ ...known, order: 'oldest', limit: '200' });
    const achieved = await this.journal({ ...known, order: 'oldest', limit: '200', figure: 'achieved' });
    const chart = lineChart(line);
    return new Page(
      'line',
      {
        line,
        profile: lineYears(line),
        chart: chart === null ? null : shown(chart, ''),
        timeline: timeline.entries.map((entry, index) => ({
          ...entry,
          summary: summaryOf(entry),
          achieved: achieved.entries[index]?.balance ?? '0.00',
        })),
        by: timeline.by,
        running: runningLinks(line, timeline),
        more: timeline.next === null ? null : address('/entries', { line: line.id, order: 'oldest' }),
        owners: await this.about(known, 'OwnerAssigned'),
        evidence: await this.about(known, 'EvidenceAttached'),
      },
      { about: line, takes: lineBar, sheet: () => profileSheet(line) },
    );
  }

  private async journal(parameters: Parameters): Promise<JournalAnswer> {
    return settled(await this.queries.execute(new JournalQuery(parameters)));
  }

  private async about(known: Parameters, kind: string): Promise<readonly object[]> {
    const { entries } = await this.journal({ ...known, kind, order: 'oldest', limit: '200' });
    return entries.map((entry) => ({ ...entry, summary: summaryOf(entry) }));
  }
}

const runningLinks = (line: LineDetailAnswer, { by }: JournalAnswer): Readonly<Record<string, string>> => ({
  plan: toTrace('plan', by, pinned(line), { line: line.id }),
  achieved: toTrace('achieved', by, pinned(line), { line: line.id }),
});

const profileSheet = (line: LineDetailAnswer): LineList['sheet'] => {
  const { columns, rows } = lineYears(line);
  return { name: line.id, columns: ['By year', ...columns], rows: rows.map(({ year, exact }) => [year, ...exact]) };
};
