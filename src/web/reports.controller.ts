import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { settled } from '../access/door-problem';
import { FrameQuery } from '../queries/frame';
import { MemberQuery } from '../queries/partnership';
import { MovementQuery } from '../queries/movement';
import { PlanTableQuery } from '../queries/plan-table';
import { PositionQuery } from '../queries/position';
import type { Parameters } from '../queries/read-question';
import { ReturnsQuery } from '../queries/returns';
import { ScenarioQuery } from '../queries/scenario';
import { TranchesQuery } from '../queries/tranches';
import { filesReport } from './files-report';
import { momentBar, Page, wholeBar } from './page';
import { Given, PagesAt } from './pages-at';
import { planTable } from './plan-table';
import { report, reportSheet, type Report } from './report';
import {
  movementReport,
  partnershipReport,
  returnsReport,
  scenarioReport,
  scenarioForm,
  tranchesReport,
} from './reports';

/** Reports: each answers one question, with every number leading to what is behind it. */
@PagesAt('reports')
export class ReportsController {
  public constructor(private readonly queries: QueryBus) {}

  @Get()
  public index(): Page {
    return pageOf(
      report('Reports', {
        sentences: ['Each report is computed from the entries when it is asked for; nothing in it is stored.'],
        links: [
          ['/reports/files', 'Files to take out: committee paper, return, spreadsheets'],
          ['/reports/plan', 'The plan line by line, as it was published'],
          ['/reconciliation', 'Printed totals beside the same figures added up'],
          ['/reports/movement', 'Movement: why a figure is not what it was'],
          ['/reports/tranches', 'Tranches: what first accrued when, and whether it lasts'],
          ['/reports/scenario', 'Scenario: what if some lines deliver only a part'],
          ['/reports/returns', 'Returns: what was submitted, and what it would say now'],
          ['/reports/partnership', 'Partnership: the ledgers of several members against one target'],
          ['/charts/months', 'Plan, forecast and achieved month by month'],
        ],
      }),
    );
  }

  @Get('plan')
  public async plan(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new PlanTableQuery(parameters, true)));
    const { columns, sections } = answer;
    return new Page(
      'plan',
      { answer, table: planTable(answer) },
      {
        about: answer,
        takes: wholeBar,
        sheet: () => ({
          name: 'plan',
          columns: ['Section', 'Line or group', ...columns.map(({ figure, by }) => `${figure} ${by} (£)`)],
          rows: sections.flatMap(({ rows }) =>
            rows.map(({ section, name, cells }) => [section, name, ...cells.map(({ amount }) => amount)]),
          ),
        }),
      },
    );
  }

  @Get('files')
  public async files(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new PositionQuery(parameters)));
    return pageOf(filesReport(answer), answer, wholeBar);
  }

  @Get('movement')
  public async movement(@Given() { figure = 'plan', ...parameters }: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new MovementQuery(textOf(figure), parameters)));
    const { definition, by, to } = answer;
    return pageOf(movementReport(answer, parameters), { definition, by, ...to });
  }

  @Get('tranches')
  public async tranches(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new TranchesQuery(parameters)));
    return pageOf(tranchesReport(answer), answer, wholeBar);
  }

  @Get('returns')
  public async returns(@Given() parameters: Parameters): Promise<Page> {
    const answer = settled(await this.queries.execute(new ReturnsQuery(parameters)));
    return pageOf(returnsReport(answer), answer, momentBar);
  }

  @Get('scenario')
  public async scenario(@Given() parameters: Parameters): Promise<Page> {
    const { deliver } = parameters;
    if (deliver === undefined || deliver === '') return pageOf(scenarioForm(parameters));
    const answer = settled(await this.queries.execute(new ScenarioQuery(parameters)));
    return pageOf(scenarioReport(answer, parameters), answer, wholeBar);
  }

  @Get('partnership')
  public async partnership(@Given() parameters: Parameters): Promise<Page> {
    const { council } = settled(await this.queries.execute(new FrameQuery()));
    const answer = settled(await this.queries.execute(new MemberQuery(parameters)));
    return pageOf(partnershipReport(answer, council), answer, wholeBar);
  }
}

const pageOf = (shown: Report, about?: Page['parts']['about'], takes: Page['parts']['takes'] = []): Page =>
  new Page(
    'report',
    { report: shown, section: '/reports' },
    {
      ...(about === undefined ? {} : { about }),
      takes,
      ...(shown.tables.length === 0 ? {} : { sheet: () => reportSheet(shown) }),
    },
  );

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
