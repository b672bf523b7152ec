/**
 * How did the figures come about, entry by entry? Formula: what a figure is once an entry is known, beside what it is while
 * only the entries before it are. The first step starts from nothing recorded at all.
 */
import type { IsoDate } from '../src/domain/dates';
import type { Pence } from '../src/domain/money';
import { figureNames, type FigureName, type Question } from './figure';
import { position, type Amounts, type Filter } from './position';
import type { Projection } from './projection';

/** A figure at two moments. */
export interface Change {
  readonly figure: FigureName;
  readonly before: Pence;
  readonly after: Pence;
}

/** One entry, by seq, with what it changes. */
export interface ReplayStep {
  readonly seq: number;
  /** The figures that the entry changes. */
  readonly changes: readonly Change[];
}

/** The figures as known on the first `size` entries; nought for each where nothing had been recorded. */
export const figuresAfter = (
  projection: Projection,
  question: Question,
  filter: Filter,
  asAt: IsoDate,
  size: number,
): Amounts => position(projection, question, { size, asAt }, filter).amounts;

/** What each of these entries changes, in the order of the ledger. Neighbours share a position. */
export function replaySteps(
  projection: Projection,
  question: Question,
  filter: Filter,
  asAt: IsoDate,
  seqs: readonly number[],
): readonly ReplayStep[] {
  let last: { readonly size: number; readonly amounts: Amounts } | null = null;
  return seqs.map((seq) => {
    const before = last?.size === seq ? last.amounts : figuresAfter(projection, question, filter, asAt, seq);
    const after = figuresAfter(projection, question, filter, asAt, seq + 1);
    last = { size: seq + 1, amounts: after };
    return { seq, changes: changesBetween(before, after).filter(({ before: one, after: other }) => one !== other) };
  });
}

/** Every figure at both moments. */
export const changesBetween = (before: Amounts, after: Amounts): readonly Change[] =>
  figureNames.map((figure) => ({ figure, before: before[figure], after: after[figure] }));
