/**
 * Where does the plan stand under many questions at once: by each year, under each definition, for each class? Formula:
 * the filters of `figure.ts` over the same cells as a position. Cells that figures cannot tell apart are added up first,
 * so that each further question looks at a few sums only.
 */
import { add, type Pence } from '../src/domain/money';
import { figureNames, figures, weighed, type Question, type Weighed } from './figure';
import { isAtRisk, takesLine, takesShape, waitsForRuling, type Amounts, type Filter } from './position';
import type { Moment, Shape } from './posting-table';
import type { Projection } from './projection';
import type { LineAt } from './register';

/** What stands in all cells of one shape on lines that figures look at alike. */
interface Sum {
  readonly shape: Shape;
  readonly weighed: Weighed;
  amount: number;
}

/** The figures of a part of the ledger under any question, of a class or status only where one is named. */
export type Asker = (question: Question, narrower?: Pick<Filter, 'class' | 'status'>) => Amounts;

/** The whole that a filter leaves, ready to be asked. */
export const wholeOf = (projection: Projection, moment: Moment, filter: Filter = {}): Asker =>
  wholesBy(projection, moment, filter, () => 'whole').get('whole') ?? nothing;

const nothing: Asker = (question) => amountsOf([], question, {});

/** The same of each part that lines belong to. What belongs to no line is in the part of no line, if it is in any. */
export function wholesBy(
  projection: Projection,
  moment: Moment,
  filter: Filter,
  partOf: (line: LineAt | null) => string | null,
): ReadonlyMap<string, Asker> {
  const lines = new Map(projection.register.lines(moment).map((line) => [line.id, line]));
  const amounts = projection.table.amountsAt(moment);
  const parts = new Map<string, Map<number, Sum>>();
  for (const line of lines.values()) if (takesLine(filter, line)) open(parts, partOf(line));
  projection.table.cells.forEach(({ line: id, shape: number }, cell) => {
    const line = id === null ? null : lines.get(id);
    const shape = projection.table.shapes[number];
    if (line === undefined || shape === undefined || !takesLine(filter, line)) return;
    const sums = open(parts, partOf(line));
    if (sums !== null) count(sums, keyOf(cell, number, shape, line), shape, line, amounts[cell] ?? 0);
  });
  return new Map(
    [...parts].map(([name, sums]) => [
      name,
      (question, narrower = {}) => amountsOf([...sums.values()], question, { ...filter, ...narrower }),
    ]),
  );
}

function open(parts: Map<string, Map<number, Sum>>, name: string | null): Map<number, Sum> | null {
  if (name === null) return null;
  const sums = parts.get(name) ?? new Map<number, Sum>();
  parts.set(name, sums);
  return sums;
}

/** Cells that share a key are added up before they are weighed. One-off cost may count with a part, cell by cell. */
function keyOf(cell: number, number: number, { measure }: Shape, line: LineAt | null): number {
  if (measure === 'one-off cost') return -1 - cell;
  return number * 4 + (waitsForRuling(line) ? 2 : 0) + (isAtRisk(line) ? 1 : 0);
}

function count(sums: Map<number, Sum>, key: number, shape: Shape, line: LineAt | null, amount: number): void {
  const known = sums.get(key);
  const [ruling, atRisk] = [waitsForRuling(line), isAtRisk(line)];
  if (known === undefined) sums.set(key, { shape, weighed: { ...shape, ruling, atRisk }, amount });
  else known.amount += amount;
}

const amountsOf = (sums: readonly Sum[], question: Question, filter: Filter): Amounts => {
  const counted = sums.filter(({ shape }) => takesShape(filter, shape));
  return Object.fromEntries(
    figureNames.map((name) => {
      const { weigh } = figures[name];
      const amount = counted.reduce((sum, each) => sum + weighed(each.amount, weigh(each.weighed, question)), 0);
      return [name, add(amount as Pence)];
    }),
  ) as Amounts;
};
