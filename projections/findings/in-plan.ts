/** Findings about what is planned: without a year, without a programme, outside NI 179, falling, blank, unidentified. */
import type { FinancialYear } from '../../src/domain/financial-year';
import { subtract, type Pence } from '../../src/domain/money';
import { builtIn } from '../definitions';
import type { Shape } from '../posting-table';
import type { LineAt } from '../register';
import { byDeadline, inPounds, take, type Find, type Finding, type FindingKind, type Taken, type View } from './view';

/** One finding for each line on which a test takes an amount. */
const perLine = (
  view: View,
  kind: FindingKind,
  takes: (shape: Shape, line: LineAt) => boolean,
  say: (line: LineAt, amount: string) => string,
): readonly Finding[] =>
  view.lines.flatMap((line) => {
    const taken = take(view, line.id, (shape) => takes(shape, line));
    return taken.amount === 0 ? [] : [about(kind, line, taken, say(line, inPounds(taken.amount)))];
  });

const about = (kind: FindingKind, line: LineAt, { amount, entries }: Taken, message: string): Finding => ({
  kind,
  message,
  lines: [line.id],
  amount,
  entries,
});

/** Planned by a deadline without a year. */
export const unphased: Find = (view) =>
  perLine(
    view,
    'unphased',
    ({ tranche }) => tranche === 'unphased',
    ({ title }, amount) => `${amount} of "${title}" is planned without any year in which it is to be saved.`,
  );

/** Rule 9: what of a pot has no programme yet. All it still holds at its deadline: the level of that year and what has no year. */
export const potUnallocated: Find = (view) =>
  perLine(
    view,
    'pot-unallocated',
    (shape, { pot }) => pot !== null && byDeadline(view)(shape),
    ({ title, pot }, amount) =>
      `${amount} of the pot "${title}" is not allocated to any of its ${String(pot?.programmes.length)} programmes.`,
  );

/** Rule 9: the same, once the day by which it was to be allocated has passed. */
export const potOverdue: Find = (view) =>
  perLine(
    view,
    'pot-overdue',
    (shape, { pot }) => pot !== null && view.moment.asAt > pot.allocateBy && byDeadline(view)(shape),
    ({ title, pot }, amount) =>
      `The pot "${title}" was to be allocated by ${String(pot?.allocateBy)}; ${amount} still is not.`,
  );

/** Rules 4 and 5: planned, but not counted by the Government definition. */
export const outsideNi179: Find = (view) =>
  perLine(
    view,
    'outside-ni179',
    (shape) => shape.class !== null && builtIn('ni179')?.classes.includes(shape.class) === false,
    ({ title }, amount) => `${amount} of "${title}" is non-cashable: in the plan as published, not counted by NI 179.`,
  );

/** Rule 10. */
export const unidentified: Find = (view) =>
  perLine(
    view,
    'unidentified',
    (shape) => !shape.identified && byDeadline(view)(shape),
    ({ title }, amount) => `${amount} of "${title}" is planned without it being known where it is to come from.`,
  );

/** Rule 7: a level that falls within the plan cannot have lasted two years. */
export const fallingPlans: Find = (view) =>
  view.lines.flatMap((line) =>
    plannedYears(view).flatMap((year) => {
      const { amount, entries } = take(view, line.id, ({ tranche }) => tranche === year);
      if (amount >= 0) return [];
      const fall = subtract(0 as Pence, amount);
      const message = `The plan of "${line.title}" falls by ${inPounds(fall)} in ${year}; a gain has to last two full years after the one it began in.`;
      return [about('plan-falls', line, { amount: fall, entries }, message)];
    }),
  );

function plannedYears({ projection }: View): readonly FinancialYear[] {
  const tranches = new Set(projection.table.shapes.map(({ tranche }) => tranche));
  return [...tranches]
    .filter((tranche): tranche is FinancialYear => tranche !== 'opening' && tranche !== 'unphased')
    .sort();
}

/** Nil, blank and dash are three different things: only a blank leaves open what was meant. */
export const blankLevels: Find = ({ projection, moment, lines }) => {
  const titles = new Map(lines.map(({ id, title }) => [id, title]));
  return projection.register.known('SavingPlanned', moment).flatMap(({ seq, line, facts }) =>
    facts.levels
      .filter(({ level, printed }) => level === null && printed === '')
      .map(({ year }) => ({
        kind: 'blank-level' as const,
        message: `The ${year} level of "${(line === null ? undefined : titles.get(line)) ?? ''}" is blank in the document; it is read as nothing stated.`,
        lines: line === null ? [] : [line],
        amount: null,
        entries: [seq],
      })),
  );
};
