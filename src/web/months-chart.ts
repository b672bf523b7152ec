/** How plan, forecast and achieved grew from month to month, against the target. */
import { overTime } from '../charts/over-time';
import { isNil, inMillions, inMonth } from './wording';
import { followed, type MonthsAnswer } from '../queries/months';
import { toTrace } from './address';
import { cell, type Chart } from './chart-view';
import type { Pounds } from '../domain/money';

export function monthsChart(answer: MonthsAnswer, target: Pounds | null): Chart {
  const { months, by, definition, size } = answer;
  const last = months.at(-1);
  const title = `Plan, forecast and achieved by ${by}, month by month`;
  const hasForecast = months.some(({ figures }) => !isNil(figures.forecast));
  const sentence =
    last === undefined
      ? 'Nothing is recorded yet.'
      : `At the end of ${inMonth(last.month)}: plan ${inMillions(last.figures.plan)}, achieved ${inMillions(last.figures.achieved)}${target === null ? '' : `, target ${inMillions(target)}`}. Each month counts the entries effective by its last day.`;
  const lines = followed.filter((figure) => figure !== 'forecast' || hasForecast);
  const names = { plan: 'Plan', forecast: 'Forecast', achieved: 'Achieved' };
  return {
    name: 'months',
    title,
    sentence,
    drawing: overTime({
      title,
      description: sentence,
      times: months.map(({ month }) => month),
      target,
      series: lines.map((line) => ({
        name: names[line],
        line,
        amounts: months.map(({ figures }) => figures[line]),
      })),
    }),
    columns: ['Month', 'Plan (£)', 'Forecast (£)', 'Achieved (£)'],
    rows: months.map(({ month, asAt, figures }) => ({
      label: inMonth(month),
      cells: followed.map((figure) =>
        cell(figures[figure], toTrace(figure, by, { definition, as_at: asAt, known_at: size - 1 })),
      ),
    })),
  };
}
