import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';

import { DoorRefusal, settled } from '../access/door-problem';
import { MonthsQuery } from '../queries/months';
import type { Parameters } from '../queries/read-question';
import { YearsQuery, type YearsAnswer } from '../queries/years';
import { chartSheet, shown, type Chart } from './chart-view';
import { monthsChart } from './months-chart';
import { Page, wholeBar, type About } from './page';
import { Given, PagesAt } from './pages-at';
import { builtChart, classesChart, statusChart, yearsChart } from './plan-charts';

const planCharts: Readonly<Record<string, (answer: YearsAnswer) => Chart>> = {
  built: builtChart,
  years: yearsChart,
  classes: classesChart,
  status: statusChart,
};

/** Each chart on a page of its own, with its figures. */
@PagesAt('charts')
export class ChartsController {
  public constructor(private readonly queries: QueryBus) {}

  @Get(':name')
  public async chart(@Param('name') name: string, @Given() parameters: Parameters): Promise<Page> {
    const years = settled(await this.queries.execute(new YearsQuery(parameters)));
    const chart = planCharts[name];
    if (chart !== undefined) return pageOf(chart(years), years);
    if (name !== 'months') throw new DoorRefusal('NOT_FOUND', 'There is no chart of this name.');
    const months = settled(await this.queries.execute(new MonthsQuery(parameters)));
    return pageOf(monthsChart(months, years.target), months);
  }
}

const pageOf = (chart: Chart, about: About): Page =>
  new Page('chart', { chart: shown(chart, '') }, { about, takes: wholeBar, sheet: () => chartSheet(chart) });
