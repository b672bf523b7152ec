/** Numbers for what a cell is apart from its line, so that millions of amounts need no texts. */
import { classes, measures, statuses, type Class, type Posting, type Tranche } from './entries';
import { startOf, type FinancialYear } from './financial-year';

/** From when an amount takes effect: `elsewhere` is any year but the tranche's own. */
export type From = Tranche | 'elsewhere';

/** Years take the numbers 1 to 199, from 1901 on; what is no year takes those after. */
const BEFORE_YEARS = 1_900;
const notYears = new Map<From, number>([
  ['opening', 200],
  ['unphased', 201],
  ['elsewhere', 202],
]);
const YEARS = 256;

const numbered = <Word>(words: readonly Word[]): ReadonlyMap<Word | null, number> =>
  new Map(words.map((word, place) => [word, place + 1]));
const [byMeasure, byClass, byStatus] = [numbered(measures), numbered(classes), numbered(statuses)];

const yearNumber = (of: From): number => notYears.get(of) ?? startOf(of as FinancialYear) - BEFORE_YEARS;
const classNumber = (of: Class | null): number => byClass.get(of) ?? 0;

/** The number of a tranche of one class, below 1,024. */
export const trancheNumber = ({ tranche, class: of }: Pick<Posting, 'tranche' | 'class'>): number =>
  classNumber(of) * YEARS + yearNumber(tranche);

/** The number of a measure, from 1 to below 32. */
export const measureNumber = (measure: Posting['measure']): number => byMeasure.get(measure) ?? 0;

/** The number of what a cell holds from one year on, below 2^26. */
export function cellNumber(
  cell: Pick<Posting, 'measure' | 'class' | 'status' | 'identified' | 'tranche'>,
  from: From,
): number {
  const words = (measureNumber(cell.measure) * 4 + (byStatus.get(cell.status) ?? 0)) * 2 + Number(cell.identified);
  return (words * 4 * YEARS + trancheNumber(cell)) * YEARS + yearNumber(from);
}
