/** What counts, by the page of the bytes: definitions, and the weight of a posting in each figure. */
import { isNamed, listIn, namedIn, textIn, type Entry, type Posting } from './entry';
import type { Fields, Value } from './canonical';
import { fail } from './outcome';

export interface Definition {
  readonly name: string;
  readonly classes: readonly Value[];
  readonly carryForward: readonly Value[];
  readonly unphasedAtDeadline: boolean;
  readonly net: boolean;
  readonly since: string;
  readonly status: number;
  readonly sustainedOnly: boolean;
  readonly oneOffInItsYear: boolean;
  /** Such a definition counts parts of postings and is not claimed. */
  readonly oneOffSpread: boolean;
}

const both = ['cashable', 'non-cashable'];
const plain = { net: true, since: '', status: 0, sustainedOnly: false, oneOffInItsYear: false, oneOffSpread: false };

export const builtIn: readonly Definition[] = [
  { ...plain, name: 'published', classes: both, carryForward: both, unphasedAtDeadline: true },
  { ...plain, name: 'phased', classes: both, carryForward: both, unphasedAtDeadline: false },
  {
    ...plain,
    name: 'ni179',
    classes: ['cashable'],
    carryForward: ['cashable'],
    unphasedAtDeadline: false,
    since: '2008/09',
  },
];

const statuses: readonly (string | null)[] = ['claimed', 'verified', 'certified'];

/** The definition that an entry adopts. */
export function adopted({ facts, seq }: Entry): Definition {
  const given: Fields = namedIn(facts, 'definition', seq);
  const { since, status = null, oneOff = 'beside' } = given;
  const rank = status === null ? 0 : statuses.indexOf(typeof status === 'string' ? status : '');
  if (!isNamed(given) || rank < 0) return fail(seq, 'the definition is not one');
  return {
    name: textIn(given, 'name', seq),
    classes: listIn(given, 'classes', seq),
    carryForward: listIn(given, 'carryForward', seq),
    unphasedAtDeadline: given['unphased'] === 'at the deadline',
    net: given['net'] === true,
    since: typeof since === 'string' ? since : '',
    status: rank,
    sustainedOnly: given['sustainedOnly'] === true,
    oneOffInItsYear: oneOff === 'in its year',
    oneOffSpread: oneOff === 'spread',
  };
}

export type Shape = Pick<Posting, 'measure' | 'tranche' | 'from' | 'of' | 'status' | 'identified'>;

export interface Question {
  readonly definition: Definition;
  readonly by: string;
  readonly baseYear: string;
}

const isYear = (tranche: string): boolean => tranche !== 'opening' && tranche !== 'unphased';
const begins = (year: string): number => Number(year.slice(0, 4));
const reaches = (from: string, by: string): boolean => from === 'opening' || from <= by;

const classCounts = ({ of }: Shape, { definition }: Question): boolean =>
  of !== null && definition.classes.includes(of);

function counts(shape: Shape, question: Question): boolean {
  const { definition, by } = question;
  const { tranche, from, of } = shape;
  if (!classCounts(shape, question)) return false;
  if (tranche === 'opening') return definition.carryForward.includes(of);
  if (tranche === 'unphased') return definition.unphasedAtDeadline && from === by;
  if (definition.sustainedOnly && begins(by) < begins(tranche) + 2) return false;
  return reaches(from, by) && tranche >= definition.since;
}

const plans = (shape: Shape, question: Question): boolean => shape.measure === 'plan' && counts(shape, question);

function achieves(shape: Shape, question: Question): boolean {
  const { definition, by } = question;
  const rank = statuses.indexOf(shape.status);
  if (shape.status === null || rank < definition.status || !counts(shape, question)) return false;
  if (shape.measure === 'achieved') return true;
  if (shape.measure === 'cost') return definition.net;
  return shape.measure === 'one-off cost' && definition.oneOffInItsYear && shape.tranche === by;
}

type Takes = (shape: Shape, question: Question) => boolean;
type Weigh = (shape: Shape, question: Question) => number;

const where =
  (takes: Takes): Weigh =>
  (shape, question) =>
    takes(shape, question) ? 1 : 0;
const isOf =
  (measure: string): Takes =>
  ({ measure: its }) =>
    its === measure;
const achievedAs = (status: string): Weigh =>
  where((shape, question) => achieves(shape, question) && shape.status === status);

const gap: Weigh = (shape, question) => {
  if (shape.measure === 'target') return 1;
  return plans(shape, question) ? -1 : 0;
};
const outstanding: Weigh = (shape, question) => {
  if (achieves(shape, question)) return -1;
  return plans(shape, question) ? 1 : 0;
};

/** Every figure that is claimed, in the order of the claims. */
export const figures: readonly (readonly [name: string, weigh: Weigh])[] = [
  ['target', where(isOf('target'))],
  ['plan', where(plans)],
  ['carriedForward', where((shape, question) => plans(shape, question) && shape.tranche === 'opening')],
  [
    'fullYearEffects',
    where((shape, question) => plans(shape, question) && isYear(shape.tranche) && shape.tranche <= question.baseYear),
  ],
  [
    'level',
    where((shape, question) => plans(shape, question) && isYear(shape.tranche) && shape.tranche > question.baseYear),
  ],
  ['newInYear', where((shape, question) => plans(shape, question) && shape.tranche === question.by)],
  [
    'unphased',
    where(
      (shape, question) => shape.measure === 'plan' && shape.tranche === 'unphased' && classCounts(shape, question),
    ),
  ],
  ['identified', where((shape, question) => plans(shape, question) && shape.identified)],
  ['unidentified', where((shape, question) => plans(shape, question) && !shape.identified)],
  [
    'forecast',
    where(
      (shape, question) =>
        shape.measure === 'forecast' && classCounts(shape, question) && reaches(shape.from, question.by),
    ),
  ],
  [
    'budgetContribution',
    where(
      (shape, question) =>
        shape.measure === 'budget contribution' && classCounts(shape, question) && reaches(shape.from, question.by),
    ),
  ],
  ['gap', gap],
  ['achieved', where(achieves)],
  ['achieved.claimed', achievedAs('claimed')],
  ['achieved.verified', achievedAs('verified')],
  ['achieved.certified', achievedAs('certified')],
  ['achieved.gross', where((shape, question) => achieves(shape, question) && shape.measure === 'achieved')],
  ['achieved.ongoingCost', where((shape, question) => achieves(shape, question) && shape.measure === 'cost')],
  ['outstanding', outstanding],
  ['oneOffCost', where((shape, question) => shape.measure === 'one-off cost' && counts(shape, question))],
  ['excludedCost', where((shape, question) => shape.measure === 'excluded cost' && counts(shape, question))],
  ['oneOffCover', where((shape, question) => shape.measure === 'one-off cover' && shape.tranche === question.by)],
  ['partnershipTarget', where(isOf('partnership target'))],
];
