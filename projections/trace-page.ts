/**
 * A page of what a figure is made of, without listing the rest. Formula: the postings of the figure's trace from a place
 * on; the count is that of the whole trace, and the amount what the whole trace adds up to.
 */
import { add, type Pence } from '../src/domain/money';
import { figureNames, weighed, type FigureName, type Question, type Weight } from './figure';
import { namesPart, takesShape, type Filter } from './filter';
import { trace } from './position';
import { takenLines } from './held';
import type { Page, PostingRow } from './posting-table';
import type { Projection } from './projection';
import { UNKNOWN } from './standings';
import type { Moment } from './timeline';
import { Weights } from './weights';

export interface TracePage {
  readonly amount: Pence;
  /** How many postings make up the whole trace. */
  readonly count: number;
  readonly rows: readonly PostingRow[];
}

export function tracePage(
  projection: Projection,
  name: FigureName,
  question: Question,
  moment: Moment,
  filter: Filter,
  page: Page,
): TracePage {
  const { table } = projection;
  const byShape = namesPart(filter) ? null : shapeWeights(projection, name, question, moment, filter);
  if (byShape !== null) {
    const { count, amount } = table.countedIn(moment.size, byShape);
    const rows = table.pageOf(moment.size, byShape, page);
    const weightOf = ({ cell }: PostingRow): Weight => byShape[table.held.shape(cell)] ?? 0;
    return { count, amount: add(amount as Pence), rows: rows.map((row) => counted(row, weightOf(row))) };
  }
  const signs = cellSigns(projection, name, question, moment, filter);
  if (signs !== null) return scan(projection, moment, signs, page);
  const { amount, rows } = trace(projection, name, question, moment, filter);
  return { amount, count: rows.length, rows: rows.slice(page.start, page.start + page.most) };
}

const counted = (row: PostingRow, weight: Weight): PostingRow => ({ ...row, pence: weighed(row.pence, weight) });

/**
 * How much each shape counts in a figure of the whole ledger; null where it depends on the line, on the day, or on all
 * that a cell holds.
 */
function shapeWeights(
  { table, sums }: Projection,
  name: FigureName,
  question: Question,
  moment: Moment,
  filter: Filter,
): readonly (1 | 0 | -1)[] | null {
  if (!table.knowsAll(moment) || !sums.areOfKnownLines) return null;
  return new Weights(table.shapes, question, (shape) => takesShape(filter, shape)).byShape(name);
}

/** How each cell counts in a figure: added, taken off or not at all; null where any counts with a part only. */
function cellSigns(
  projection: Projection,
  name: FigureName,
  question: Question,
  moment: Moment,
  filter: Filter,
): Int8Array | null {
  const { table, standings } = projection;
  const weights = new Weights(table.shapes, question, (shape) => takesShape(filter, shape));
  const [taken, standingOf] = [takenLines(projection, moment, filter), standings.at(moment)];
  const [{ lines, shapes }, figure] = [table.held.all(), figureNames.indexOf(name)];
  const signs = new Int8Array(lines.length);
  for (let cell = 0; cell < signs.length; cell += 1) {
    const line = lines[cell] ?? 0;
    if (taken[line] !== true) continue;
    const weight = weights.in(figure, shapes[cell] ?? 0, standings.all[standingOf[line] ?? UNKNOWN] ?? null);
    if (typeof weight !== 'number') return null;
    signs[cell] = weight;
  }
  return signs;
}

/** Counts and adds up what a trace lists, and lists the page alone. */
function scan({ table }: Projection, moment: Moment, signs: Int8Array, { start, most }: Page): TracePage {
  const rows: PostingRow[] = [];
  let count = 0;
  let amount = 0;
  table.visit(moment, signs, (seq, place, cell, pence) => {
    const sign = signs[cell] === -1 ? -1 : 1;
    amount += weighed(pence, sign);
    if (count >= start && rows.length < most) rows.push(counted({ seq, place, cell, pence }, sign));
    count += 1;
  });
  return { amount: add(amount as Pence), count, rows };
}
