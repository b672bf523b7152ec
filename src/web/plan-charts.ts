/** The charts of the plan: how it is built, and how it stands by year, by class and by status. */
import { overTime } from '../charts/over-time';
import { stacked, type StackedBar } from '../charts/stacked';
import { waterfall, type Step } from '../charts/waterfall';
import { add, addAll, pence, pounds, subtract, type Pounds } from '../domain/money';
import type { FiguresAnswer, YearAnswer, YearsAnswer } from '../queries/years';
import { pinned, toTrace, type Parameter } from './address';
import { cell, type Chart, type ChartRow } from './chart-view';
import { inMillions, isNil } from './wording';

/** The most sections that have a bar of their own. */
const MOST_SECTIONS = 4;

type Link = (figure: string, by: string, part?: Readonly<Record<string, Parameter>>) => string;

const linkOf =
  (answer: YearsAnswer): Link =>
  (figure, by, part = {}) =>
    toTrace(figure, by as YearsAnswer['by'], pinned(answer), { ...answer.filter, ...part });

const less = (from: Pounds, ...amounts: readonly Pounds[]): Pounds =>
  pounds(subtract(pence(from), addAll(amounts.map(pence))));

interface Part extends Step {
  readonly href: string;
}

/** How the plan by the year asked is built, and what of it has no year behind it. */
export function builtChart(answer: YearsAnswer): Chart {
  const { by, target } = answer;
  const figures = figuresBy(answer);
  const link = linkOf(answer);
  const counted = less(figures.plan, withYear(figures));
  const unphased = { fill: 'unphased' as const, isTotal: false, href: link('unphased', by) };
  const total: Part = {
    label: `Plan by ${by}`,
    amount: figures.plan,
    fill: 'total',
    isTotal: true,
    href: link('plan', by),
  };
  const parts = [
    part('Carried forward', figures.carriedForward, link('carriedForward', by)),
    part('Full-year effects', figures.fullYearEffects, link('fullYearEffects', by)),
    ...levelParts(answer, link),
    { ...unphased, label: 'No year behind it', amount: counted },
    total,
    ...(isNil(counted) ? [{ ...unphased, label: 'No year behind it: not counted', amount: figures.unphased }] : []),
  ].filter((step) => step.isTotal || !isNil(step.amount));
  const sentence = builtSentence(answer, counted);
  const title = `How the ${inMillions(figures.plan)} by ${by} is built`;
  return {
    name: 'built',
    title,
    sentence,
    drawing: waterfall({ title, description: sentence, steps: parts, target }),
    columns: ['Part', 'Amount (£)'],
    rows: [
      ...parts.map(({ label, amount, href }): ChartRow => ({ label, cells: [cell(amount, href)] })),
      ...(target === null ? [] : [{ label: 'Target', cells: [cell(target, link('target', by))] }]),
    ],
  };
}

/** The level by section, or in one part where there are too many sections to tell them apart. */
function levelParts(answer: YearsAnswer, link: Link): readonly Part[] {
  const { by, sections } = answer;
  const found = sections.filter(({ figures }) => !isNil(figures.level));
  if (found.length > MOST_SECTIONS) return [part(`Level in ${by}`, figuresBy(answer).level, link('level', by))];
  return found.map(({ name, figures }) =>
    part(`${name}, level in ${by}`, figures.level, link('level', by, { section: name })),
  );
}

const part = (label: string, amount: Pounds, href: string): Part => ({
  label,
  amount,
  fill: 'part',
  isTotal: false,
  href,
});

function builtSentence(answer: YearsAnswer, counted: Pounds): string {
  const { plan, unphased } = figuresBy(answer);
  const reach = `The plan by ${answer.by} comes to ${inMillions(plan)}`;
  if (isNil(unphased)) return `${reach}, and every pound of it has a year.`;
  if (isNil(counted)) return `${reach}. Another ${inMillions(unphased)} has no year behind it and is not counted here.`;
  return `${reach}: ${inMillions(less(plan, counted))} of it has a year, ${inMillions(counted)} has no year behind it.`;
}

/** The figures by the year asked, under the definition asked; always among those of the definitions. */
export function figuresBy({ definitions, definition }: YearsAnswer): YearAnswer['figures'] {
  const found = definitions.find(({ name }) => name === definition);
  if (found === undefined) throw new Error(`no figures under the definition ${definition}`);
  return found.figures;
}

/** Plan, forecast and achieved by each year, against the target. */
export function yearsChart(answer: YearsAnswer): Chart {
  const { years, target, by } = answer;
  const link = linkOf(answer);
  const hasForecast = years.some(({ figures }) => !isNil(figures.forecast));
  const of = (figure: 'plan' | 'forecast' | 'achieved'): Pounds[] => years.map(({ figures }) => figures[figure]);
  const title = 'Plan, forecast and achieved by year';
  const { plan, forecast, achieved } = figuresBy(answer);
  const sentence = `By ${by}: plan ${inMillions(plan)}, ${hasForecast ? `forecast levels ${inMillions(forecast)}` : 'no forecast recorded'}, achieved ${inMillions(achieved)}${target === null ? '' : `, target ${inMillions(target)}`}. Each is what is saved a year by then: years are not added up.`;
  return {
    name: 'years',
    title,
    sentence,
    drawing: overTime({
      title,
      description: sentence,
      times: years.map(({ year }) => year),
      target,
      series: [
        { name: 'Plan', line: 'plan', amounts: of('plan') },
        ...(hasForecast ? [{ name: 'Forecast', line: 'forecast' as const, amounts: of('forecast') }] : []),
        { name: 'Achieved', line: 'achieved', amounts: of('achieved') },
      ],
    }),
    columns: ['By year', 'Plan (£)', 'Forecast (£)', 'Achieved (£)'],
    rows: years.map(({ year, figures }) => ({
      label: year,
      cells: (['plan', 'forecast', 'achieved'] as const).map((figure) => cell(figures[figure], link(figure, year))),
    })),
  };
}

/** Of the plan by each year: what is cashable, what is not, and what has no year. */
export function classesChart(answer: YearsAnswer): Chart {
  const { years, by, target } = answer;
  const link = linkOf(answer);
  const title = 'Cashable and non-cashable plan by year';
  const asked = years.find(({ year }) => year === by)?.byClass;
  const sentence =
    asked === undefined
      ? 'A cashable saving releases money; a non-cashable one does not.'
      : `Of the plan by ${by}, ${inMillions(asked.cashable.plan)} is cashable and ${inMillions(asked['non-cashable'].plan)} non-cashable.`;
  return {
    name: 'classes',
    title,
    sentence,
    drawing: stacked({
      title,
      description: sentence,
      target,
      key: [
        { fill: 'cashable', name: 'Cashable, with a year' },
        { fill: 'non-cashable', name: 'Non-cashable, with a year' },
        { fill: 'unphased', name: 'No year behind it' },
      ],
      bars: years.map(classBar),
    }),
    columns: ['By year', 'Cashable (£)', 'Non-cashable (£)', 'Of both, no year behind it (£)'],
    rows: years.map((year) => ({
      label: year.year,
      cells: [
        cell(year.byClass.cashable.plan, link('plan', year.year, { class: 'cashable' })),
        cell(year.byClass['non-cashable'].plan, link('plan', year.year, { class: 'non-cashable' })),
        cell(unphasedIn(year), isNil(unphasedIn(year)) ? null : link('unphased', year.year)),
      ],
    })),
  };
}

const classBar = (year: YearAnswer): StackedBar => ({
  label: year.year,
  segments: [
    { fill: 'cashable', amount: withYear(year.byClass.cashable) },
    { fill: 'non-cashable', amount: withYear(year.byClass['non-cashable']) },
    { fill: 'unphased', amount: unphasedIn(year) },
  ],
});

const withYear = ({ carriedForward, fullYearEffects, level }: FiguresAnswer): Pounds =>
  pounds(add(pence(carriedForward), pence(fullYearEffects), pence(level)));

/** What a year's plan counts that has no year: what is left of it beside all that has one. */
const unphasedIn = ({ figures }: YearAnswer): Pounds => less(figures.plan, withYear(figures));

/** Of the plan by each year: certified, verified, claimed and outstanding. */
export function statusChart(answer: YearsAnswer): Chart {
  const { years, by, target } = answer;
  const link = linkOf(answer);
  const title = 'Status of the plan by year';
  const figures = figuresBy(answer);
  const sentence = `By ${by}, ${inMillions(figures['achieved.certified'])} is certified, ${inMillions(figures['achieved.verified'])} verified, ${inMillions(figures['achieved.claimed'])} claimed and ${inMillions(figures.outstanding)} of the plan outstanding.`;
  return {
    name: 'status',
    title,
    sentence,
    drawing: stacked({
      title,
      description: sentence,
      target,
      key: [
        { fill: 'certified', name: 'Certified' },
        { fill: 'verified', name: 'Verified' },
        { fill: 'claimed', name: 'Claimed' },
        { fill: 'outstanding', name: 'Outstanding' },
      ],
      bars: years.map(({ year, figures: of }) => ({
        label: year,
        segments: statusFigures.map(([figure, fill]) => ({ fill, amount: of[figure] })),
      })),
    }),
    columns: ['By year', 'Certified (£)', 'Verified (£)', 'Claimed (£)', 'Outstanding (£)'],
    rows: years.map(({ year, figures: of }) => ({
      label: year,
      cells: statusFigures.map(([figure]) => cell(of[figure], link(figure, year))),
    })),
  };
}

const statusFigures = [
  ['achieved.certified', 'certified'],
  ['achieved.verified', 'verified'],
  ['achieved.claimed', 'claimed'],
  ['outstanding', 'outstanding'],
] as const;
