/** The charts of a paper: how the plan is built, and how it goes on against the target. */
import { overTime } from '../../charts/over-time';
import { inMillions } from '../../charts/scale';
import { waterfall, type Step } from '../../charts/waterfall';
import { add, pence, pounds, subtract, type Pounds } from '../../domain/money';
import type { FiguresAnswer, YearsAnswer } from '../../queries/years';
import type { ReportChart } from './report';

/** The figures by the year asked, under the definition asked. */
const figuresOf = ({ definitions, definition }: YearsAnswer): FiguresAnswer | null =>
  definitions.find(({ name }) => name === definition)?.figures ?? null;

export function planCharts(answer: YearsAnswer): readonly ReportChart[] {
  const figures = figuresOf(answer);
  return figures === null ? [] : [builtChart(answer, figures), yearsChart(answer)];
}

function builtChart({ by, target }: YearsAnswer, figures: FiguresAnswer): ReportChart {
  const { plan, carriedForward, fullYearEffects, level } = figures;
  const withYear = add(pence(carriedForward), pence(fullYearEffects), pence(level));
  const counted = pounds(subtract(pence(plan), withYear));
  const part = (label: string, amount: Pounds): Step => ({ label, amount, fill: 'part', isTotal: false });
  const steps: readonly Step[] = [
    part('Carried forward', carriedForward),
    part('Full-year effects', fullYearEffects),
    part(`Level in ${by}`, level),
    { label: 'No year behind it', amount: counted, fill: 'unphased', isTotal: false },
    { label: `Plan by ${by}`, amount: plan, fill: 'total', isTotal: true },
  ];
  const sentence =
    counted === '0.00'
      ? `The plan by ${by} comes to ${inMillions(plan)}.`
      : `The plan by ${by} comes to ${inMillions(plan)}: ${inMillions(pounds(withYear))} of it has a year, ${inMillions(counted)} has no year behind it.`;
  const title = `How the plan by ${by} is built`;
  const drawing = waterfall({
    title,
    description: sentence,
    steps: steps.filter(({ amount, isTotal }) => isTotal || amount !== '0.00'),
    target,
  });
  return { drawing, sentence };
}

function yearsChart({ years, target }: YearsAnswer): ReportChart {
  const first = years[0];
  const last = years.at(-1);
  const sentence =
    first === undefined || last === undefined
      ? 'Nothing is planned yet.'
      : `The plan with a year behind it goes from ${inMillions(phased(first.figures))} in ${first.year} to ${inMillions(phased(last.figures))} in ${last.year}.`;
  const title = 'The plan with a year behind it, against the target';
  const drawing = overTime({
    title,
    description: sentence,
    times: years.map(({ year }) => year),
    series: [
      { name: 'Plan', line: 'plan', amounts: years.map(({ figures }) => phased(figures)) },
      { name: 'Achieved', line: 'achieved', amounts: years.map(({ figures }) => figures.achieved) },
    ],
    target,
  });
  return { drawing, sentence };
}

const phased = ({ carriedForward, fullYearEffects, level }: FiguresAnswer): Pounds =>
  pounds(add(pence(carriedForward), pence(fullYearEffects), pence(level)));
