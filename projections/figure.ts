/**
 * A figure is a name for a filter of postings. Its amount is their sum and its trace is their list: one calculation, so
 * the two cannot differ. Each figure below is its filter and, in its title, its formula in one sentence.
 */
import { statuses, type Definition, type EntryKind, type Posting } from '../src/domain/entries';
import { CLOCK_YEARS, startOf, type FinancialYear } from '../src/domain/financial-year';

/** The year a figure is asked by, the definition it is asked under, and the year levels are measured against. */
export interface Question {
  readonly by: FinancialYear;
  readonly definition: Definition;
  readonly baseYear: FinancialYear;
}

/** What a figure looks at in a posting: everything but its line and amount, and two marks of the line. */
export type Weighed = Pick<Posting, 'measure' | 'tranche' | 'from' | 'class' | 'status' | 'identified'> & {
  /** The kind of the entry that first posted it: of a reversal, the kind of what it takes back. */
  readonly origin: EntryKind;
  readonly ruling: boolean;
  /** Whether the line is rated amber or red. */
  readonly atRisk: boolean;
};

/** One of the equal parts an amount is spread over, counted from 0: added, or taken off. */
export interface Part {
  readonly sign: 1 | -1;
  readonly part: number;
  readonly parts: number;
}

/** How a posting counts: added, taken off, not at all, or with one part of several. */
export type Weight = 1 | 0 | -1 | Part;

/** What an amount in pence counts with its weight. The parts of an amount add up to it, to the penny. */
export function weighed(amount: number, weight: Weight): number {
  if (typeof weight === 'number') return weight === 0 ? 0 : amount * weight;
  const { sign, part, parts } = weight;
  const each = Math.trunc(amount / parts);
  const rest = amount - each * parts;
  return sign * (each + Math.floor((rest * (part + 1)) / parts) - Math.floor((rest * part) / parts));
}

interface Figure {
  /** The formula in one sentence. */
  readonly formula: string;
  readonly weigh: (posting: Weighed, question: Question) => Weight;
}

const when = (counts: boolean): Weight => (counts ? 1 : 0);

const isYear = (tranche: Posting['tranche']): tranche is FinancialYear =>
  tranche !== 'opening' && tranche !== 'unphased';

const countsClass = (posting: Weighed, { definition }: Question): boolean =>
  posting.class !== null && definition.classes.includes(posting.class);

/** Whether a posting counts by a year under a definition: its class, its tranche, and the year it takes effect from. */
function counts(posting: Weighed, question: Question): boolean {
  if (!countsClass(posting, question)) return false;
  const { definition, by } = question;
  const { tranche, from } = posting;
  if (tranche === 'opening') return posting.class !== null && definition.carryForward.includes(posting.class);
  if (tranche === 'unphased') return definition.unphased === 'at the deadline' && from === by;
  if (definition.sustainedOnly === true && startOf(by) < startOf(tranche) + CLOCK_YEARS) return false;
  return from <= by && (definition.since === null || tranche >= definition.since);
}

const plans = (posting: Weighed, question: Question): boolean =>
  posting.measure === 'plan' && counts(posting, question);

const achieves = (posting: Weighed, question: Question): Weight =>
  counts(posting, question) && hasStatus(posting, question) ? achievedWeight(posting, question) : 0;

/** Gross, and what the definition takes off it: ongoing cost, and one-off cost in its year or spread over several. */
function achievedWeight({ measure, tranche }: Weighed, { definition, by }: Question): Weight {
  if (measure === 'achieved') return 1;
  if (measure === 'cost') return when(definition.net);
  if (measure !== 'one-off cost' || !isYear(tranche)) return 0;
  if (definition.oneOff === 'in its year') return when(tranche === by);
  const [part, parts] = [startOf(by) - startOf(tranche), Number(definition.oneOffYears ?? '0')];
  return definition.oneOff === 'spread' && part < parts ? { sign: 1, part, parts } : 0;
}

/** Whether an achieved amount has at least the status the definition asks for. */
const hasStatus = ({ status }: Weighed, { definition }: Question): boolean =>
  status !== null && statuses.indexOf(status) >= statuses.indexOf(definition.status ?? 'claimed');

function opposite(weight: Weight): Weight {
  if (typeof weight === 'number') return weight === 0 ? 0 : weight === 1 ? -1 : 1;
  return { ...weight, sign: weight.sign === 1 ? -1 : 1 };
}

/**
 * Every figure there is. Whatever is asked by a year, under a definition, is one of these filters; amounts are in
 * pence.
 */
export const figures = {
  target: {
    formula: 'What the council is to save; the same whatever year is asked.',
    weigh: ({ measure }) => when(measure === 'target'),
  },
  plan: {
    formula:
      'The whole plan by the year: carried forward, full-year effects, level and what is unphased, as far as the definition counts them.',
    weigh: (posting, question) => when(plans(posting, question)),
  },
  originalPlan: {
    formula: 'What was first planned by the year, before anything was changed; what was carried forward stands apart.',
    weigh: (posting, question) => when(plans(posting, question) && posting.origin === 'SavingPlanned'),
  },
  carriedForward: {
    formula: 'The part of the plan that an earlier period achieved.',
    weigh: (posting, question) => when(plans(posting, question) && posting.tranche === 'opening'),
  },
  fullYearEffects: {
    formula: 'The part of the plan that first accrued in the base year.',
    weigh: (posting, question) =>
      when(
        plans(posting, question) && isYear(posting.tranche) && startOf(posting.tranche) <= startOf(question.baseYear),
      ),
  },
  level: {
    formula: 'What the plan saves in the year against the base year: the running total of the tranches since.',
    weigh: (posting, question) =>
      when(
        plans(posting, question) && isYear(posting.tranche) && startOf(posting.tranche) > startOf(question.baseYear),
      ),
  },
  newInYear: {
    formula: 'The part of the level that is new in the year: its tranche.',
    weigh: (posting, question) => when(plans(posting, question) && posting.tranche === question.by),
  },
  unphased: {
    formula: 'What is planned by a deadline and has no year; the same whatever year is asked.',
    weigh: (posting, question) =>
      when(posting.measure === 'plan' && posting.tranche === 'unphased' && countsClass(posting, question)),
  },
  identified: {
    formula: 'The part of the plan of which it is known where it is to come from.',
    weigh: (posting, question) => when(plans(posting, question) && posting.identified),
  },
  unidentified: {
    formula: 'The part of the plan of which it is not known yet where it is to come from.',
    weigh: (posting, question) => when(plans(posting, question) && !posting.identified),
  },
  subjectToRulings: {
    formula: 'The part of the plan on lines that wait for a ruling whether they are an efficiency at all.',
    weigh: (posting, question) => when(plans(posting, question) && posting.ruling),
  },
  atRisk: {
    formula: 'The part of the plan on lines rated amber or red.',
    weigh: (posting, question) => when(plans(posting, question) && posting.atRisk),
  },
  forecast: {
    formula: 'What the officers now expect the lines to save in the year, by the levels they forecast.',
    weigh: (posting, question) =>
      when(posting.measure === 'forecast' && countsClass(posting, question) && posting.from <= question.by),
  },
  budgetContribution: {
    formula: "What the plan takes out of the year's budget: the running total of the contributions.",
    weigh: (posting, question) =>
      when(posting.measure === 'budget contribution' && countsClass(posting, question) && posting.from <= question.by),
  },
  gap: {
    formula: 'The target less the plan.',
    weigh: (posting, question) => (posting.measure === 'target' ? 1 : opposite(when(plans(posting, question)))),
  },
  achieved: {
    formula: 'What was achieved by the year, less ongoing cost: claimed, verified and certified together.',
    weigh: achieves,
  },
  'achieved.claimed': {
    formula: 'What was recorded as achieved, less ongoing cost, and nobody has verified yet.',
    weigh: (posting, question) => (posting.status === 'claimed' ? achieves(posting, question) : 0),
  },
  'achieved.verified': {
    formula: 'What was achieved, less ongoing cost, as verified by a second officer and not certified yet.',
    weigh: (posting, question) => (posting.status === 'verified' ? achieves(posting, question) : 0),
  },
  'achieved.certified': {
    formula: 'What was achieved, less ongoing cost, as certified by the chief finance officer.',
    weigh: (posting, question) => (posting.status === 'certified' ? achieves(posting, question) : 0),
  },
  'achieved.gross': {
    formula: 'What was achieved by the year, before cost.',
    weigh: (posting, question) => (posting.measure === 'achieved' ? achieves(posting, question) : 0),
  },
  'achieved.ongoingCost': {
    formula: 'The ongoing cost that the definition takes off what was achieved by the year, as a minus amount.',
    weigh: (posting, question) => (posting.measure === 'cost' ? achieves(posting, question) : 0),
  },
  'achieved.inYear': {
    formula:
      'What was felt in the year itself: achieved by it, less what of the gains that began within it was not felt yet.',
    weigh: (posting, question) =>
      posting.measure === 'part-year shortfall'
        ? when(posting.tranche === question.by && counts(posting, question) && hasStatus(posting, question))
        : achieves(posting, question),
  },
  outstanding: {
    formula: 'The plan less what was achieved.',
    weigh: (posting, question) =>
      posting.measure === 'plan' ? when(plans(posting, question)) : opposite(achieves(posting, question)),
  },
  oneOffCost: {
    formula: 'One-off cost by the year, as a minus amount; in no level.',
    weigh: (posting, question) => when(posting.measure === 'one-off cost' && counts(posting, question)),
  },
  excludedCost: {
    formula: 'Cost by the year that would have arisen anyway, as a minus amount; taken off nothing.',
    weigh: (posting, question) => when(posting.measure === 'excluded cost' && counts(posting, question)),
  },
  oneOffCover: {
    formula: 'What one-off money covers of the year for savings that failed; it is no saving.',
    weigh: (posting, question) => when(posting.measure === 'one-off cover' && posting.tranche === question.by),
  },
  partnershipTarget: {
    formula: 'What the partnership is to save, the council being one of its members.',
    weigh: ({ measure }) => when(measure === 'partnership target'),
  },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

/** The names of all figures, in the order in which they are shown. */
export const figureNames = Object.keys(figures) as readonly FigureName[];

/** A figure by name: `plan`, `achieved.claimed`, or its last part where that is unmistakable: `claimed`. */
export const figureNamed = (name: string): FigureName | null =>
  (name === 'achieved.total' ? 'achieved' : null) ??
  figureNames.find((known) => known === name) ??
  figureNames.find((known) => known.endsWith(`.${name}`)) ??
  null;
