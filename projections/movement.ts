/**
 * Why is a figure not what it was? Formula: the figure at one moment, plus for each kind of entry what the postings add
 * that only one of the two moments knows, plus what changed because lines were amended, rated or ruled on since, is the
 * figure at the other moment. Every penny is in one step, forwards and backwards.
 */
import type { EntryKind } from '../src/domain/entries';
import { add, addAll, type Pence } from '../src/domain/money';
import type { FigureName, Question } from './figure';
import { cellWeights, countedRows, type Filter } from './position';
import type { Moment, PostingRow } from './posting-table';
import type { Projection } from './projection';

/** What postings add to a figure between the two moments, all of one entry together. */
interface Moved {
  readonly seq: number;
  readonly amount: Pence;
}

/** What entries of one kind add to the figure, in pence. */
export interface Step {
  /** The kind of the entries; null for postings both moments know, which count otherwise because of their line. */
  readonly kind: EntryKind | null;
  readonly amount: Pence;
  readonly entries: readonly Moved[];
}

/** Opening plus the amounts of all steps is closing, to the penny. */
export interface Movement {
  readonly opening: Pence;
  /** By kind of entry, in the order the kinds first appear in the ledger; what lines changed stands last. */
  readonly steps: readonly Step[];
  readonly closing: Pence;
}

/** A posting's part in the figure at both moments. */
interface Counted {
  readonly row: PostingRow;
  readonly before: number;
  readonly after: number;
  readonly knownToBoth: boolean;
}

/** Explains one figure between two moments, under one question and filter. The later moment may also be the first. */
export function movement(
  projection: Projection,
  name: FigureName,
  question: Question,
  from: Moment,
  to: Moment,
  filter: Filter,
): Movement {
  const counted = countBoth(projection, name, question, from, to, filter);
  const { table } = projection;
  const kinds = new Map<EntryKind | null, Map<number, Pence>>();
  for (const { row, before, after, knownToBoth } of counted) {
    const change = after - before;
    if (change === 0) continue;
    const kind = knownToBoth ? null : table.shapeIn(row.cell).kind;
    const entries = kinds.get(kind) ?? new Map<number, Pence>();
    entries.set(row.seq, add(entries.get(row.seq) ?? (0 as Pence), change as Pence));
    kinds.set(kind, entries);
  }
  const steps = [...kinds].map(([kind, entries]): Step => {
    const moved = [...entries].map(([seq, amount]) => ({ seq, amount }));
    return { kind, amount: addAll(moved.map(({ amount }) => amount)), entries: moved };
  });
  return {
    opening: sumOf(counted, 'before'),
    steps: [...steps.filter(({ kind }) => kind !== null), ...steps.filter(({ kind }) => kind === null)],
    closing: sumOf(counted, 'after'),
  };
}

const sumOf = (counted: readonly Counted[], when: 'before' | 'after'): Pence =>
  counted.reduce((sum, row) => add(sum, row[when] as Pence), 0 as Pence);

/** Every posting either moment knows, in the order of the ledger, with what it counts at each. */
function countBoth(
  projection: Projection,
  name: FigureName,
  question: Question,
  from: Moment,
  to: Moment,
  filter: Filter,
): readonly Counted[] {
  const weights = [from, to].map((moment) => cellWeights(projection, name, question, moment, filter));
  const [fromWeights = [], toWeights = []] = weights;
  const matters = (cell: number): boolean => fromWeights[cell] !== 0 || toWeights[cell] !== 0;
  const first = countedRows(projection.table.list(from, matters), fromWeights);
  const second = countedRows(projection.table.list(to, matters), toWeights);
  return merge(first, second);
}

/** What a row counts at each moment: the first of two rows where it comes before, the second where after, or both. */
const countOf = (
  first: PostingRow | undefined,
  second: PostingRow | undefined,
  order: number,
): Omit<Counted, 'row'> => ({
  before: first === undefined || order > 0 ? 0 : first.pence,
  after: second === undefined || order < 0 ? 0 : second.pence,
  knownToBoth: order === 0,
});

/** Two lists in the order of the ledger as one, so that a long history needs no index of its own. */
function merge(first: readonly PostingRow[], second: readonly PostingRow[]): readonly Counted[] {
  const merged: Counted[] = [];
  let [one, other] = [0, 0];
  while (one < first.length || other < second.length) {
    const [a, b] = [first[one], second[other]];
    const order = a === undefined ? 1 : b === undefined ? -1 : a.seq - b.seq || a.place - b.place;
    const row = order <= 0 ? a : b;
    if (row === undefined) break;
    merged.push({ row, ...countOf(a, b, order) });
    if (order <= 0) one += 1;
    if (order >= 0) other += 1;
  }
  return merged;
}
