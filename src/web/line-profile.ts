/** A line by year: what is new in each year, and what that comes to. */
import { overTime } from '../charts/over-time';
import type { Pounds } from '../domain/money';
import type { LineDetailAnswer } from '../queries/lines';
import { pinned, toTrace } from './address';
import { cell, type Chart } from './chart-view';
import { inPoundsCell, type ShownCell } from './shown-cell';
import { inMillions, isNil } from './wording';

type Year = LineDetailAnswer['years'][number];

interface Figure {
  readonly figure: string;
  readonly heading: string;
  readonly amountOf: (year: Year) => Pounds;
}

const figures: readonly Figure[] = [
  { figure: 'newInYear', heading: 'New in the year', amountOf: ({ newInYear }) => newInYear },
  { figure: 'level', heading: 'Level in the year (cumulative)', amountOf: ({ level }) => level },
  { figure: 'plan', heading: 'Plan by the year', amountOf: ({ plan }) => plan },
  { figure: 'forecast', heading: 'Forecast level', amountOf: ({ forecast }) => forecast },
  { figure: 'achieved.claimed', heading: 'Achieved, claimed', amountOf: ({ achieved }) => achieved.claimed },
  { figure: 'achieved.verified', heading: 'Achieved, verified', amountOf: ({ achieved }) => achieved.verified },
  { figure: 'achieved.certified', heading: 'Achieved, certified', amountOf: ({ achieved }) => achieved.certified },
  { figure: 'outstanding', heading: 'Outstanding', amountOf: ({ outstanding }) => outstanding },
  { figure: 'budgetContribution', heading: 'Budget contribution', amountOf: (year) => year.budgetContribution },
];

export interface LineYears {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly year: string;
    readonly cells: readonly ShownCell[];
    readonly exact: readonly Pounds[];
  }[];
}

/** The figures of each year; a figure the line has in no year is left out. */
export function lineYears(line: LineDetailAnswer): LineYears {
  const kept = figures.filter(({ amountOf }) => line.years.some((year) => !isNil(amountOf(year))));
  const question = pinned(line);
  return {
    columns: kept.map(({ heading }) => heading),
    rows: line.years.map((year) => ({
      year: year.year,
      cells: kept.map(({ figure, amountOf }) =>
        inPoundsCell(amountOf(year), toTrace(figure, year.year, question, { line: line.id })),
      ),
      exact: kept.map(({ amountOf }) => amountOf(year)),
    })),
  };
}

/** Plan, forecast and achieved of the line by year; null where it has none in any year. */
export function lineChart(line: LineDetailAnswer): Chart | null {
  const { years } = line;
  const has = (amountOf: (year: Year) => Pounds): boolean => years.some((year) => !isNil(amountOf(year)));
  if (!has(({ plan }) => plan) && !has(({ achieved }) => achieved.total)) return null;
  const last = years.at(-1);
  const title = `${line.title}: plan, forecast and achieved by year`;
  const sentence =
    last === undefined
      ? title
      : `By ${last.year} the plan of this line is ${inMillions(last.plan)} and ${inMillions(last.achieved.total)} is achieved. Each amount is what is saved a year by then.`;
  const question = pinned(line);
  const hasForecast = has(({ forecast }) => forecast);
  return {
    name: 'line',
    title,
    sentence,
    drawing: overTime({
      title,
      description: sentence,
      times: years.map(({ year }) => year),
      target: null,
      series: [
        { name: 'Plan', line: 'plan', amounts: years.map(({ plan }) => plan) },
        ...(hasForecast
          ? [{ name: 'Forecast', line: 'forecast' as const, amounts: years.map(({ forecast }) => forecast) }]
          : []),
        { name: 'Achieved', line: 'achieved', amounts: years.map(({ achieved }) => achieved.total) },
      ],
    }),
    columns: ['By year', 'Plan (£)', 'Achieved (£)'],
    rows: years.map(({ year, plan, achieved }) => ({
      label: year,
      cells: [
        cell(plan, toTrace('plan', year, question, { line: line.id })),
        cell(achieved.total, toTrace('achieved', year, question, { line: line.id })),
      ],
    })),
  };
}
