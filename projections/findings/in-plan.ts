/** Findings about what is planned: without a year, without a programme, outside NI 179, falling, blank, unidentified. */
import { CLOCK_YEARS, startOf, yearStarting } from '../../src/domain/financial-year';
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

/** Rule 7: what the plan itself takes away again while its clock still runs cannot have lasted two years. */
export const fallingPlans: Find = (view) => {
  const lines = new Map(view.lines.map((line) => [line.id, line]));
  return view.tranches.flatMap((planned) => {
    const line = lines.get(planned.line);
    if (planned.lapsing <= 0 || line === undefined) return [];
    const { tranche, lapsing } = planned;
    const last = yearStarting(startOf(tranche) + CLOCK_YEARS);
    // Neither "opening" nor "unphased" lies between two years.
    const { entries } = take(
      view,
      line.id,
      (shape) => shape.class === planned.class && shape.tranche >= tranche && shape.tranche <= last,
    );
    const message = `The plan of "${line.title}" lets ${inPounds(lapsing)} of its ${planned.class} gain of ${tranche} fall again by ${last}; a gain has to last two full years after the one it began in.`;
    return [about('plan-falls', line, { amount: lapsing, entries }, message)];
  });
};

/** Nil, blank and dash are three different things: only a blank leaves open what was meant. */
export const blankLevels: Find = ({ projection, moment, titles }) => {
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
