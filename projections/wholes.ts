/**
 * Where does the plan stand under many questions at once: by each year, under each definition, for each class? Formula:
 * the filters of `figure.ts` over the same sums as a position, which are then asked again and again.
 */
import { add, type Pence } from '../src/domain/money';
import type { Shape } from './cells';
import { figureNames, figures, weighed, type Question, type Weighed } from './figure';
import { takesShape, type Filter } from './filter';
import { visitHeld } from './held';
import type { Projection } from './projection';
import type { Standing } from './standings';
import type { Moment } from './timeline';
import type { Amounts } from './weights';

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
  partOf: (standing: Standing | null) => string | null,
): ReadonlyMap<string, Asker> {
  const parts = new Map<string, Sums>();
  const { shapes } = projection.table;
  const standings = visitHeld(projection, moment, filter, (standing, number, amount) => {
    const name = partOf(standing);
    const shape = shapes[number];
    if (name !== null && shape !== undefined) open(parts, name).add(shape, number, standing, amount);
  });
  // A part is there though nothing is held in it, and stands where the first of its lines does.
  const names = new Set(standings.flatMap((standing) => partOf(standing) ?? []));
  return new Map(
    [...new Set([...names, ...parts.keys()])].map((name) => [
      name,
      (question, narrower = {}) => amountsOf(open(parts, name).all, question, { ...filter, ...narrower }),
    ]),
  );
}

function open(parts: Map<string, Sums>, name: string): Sums {
  const sums = parts.get(name) ?? new Sums();
  parts.set(name, sums);
  return sums;
}

class Sums {
  public readonly all: Sum[] = [];
  private readonly byKey = new Map<number, Sum>();

  /** Amounts that figures cannot tell apart are added up before they are weighed. One-off cost may count with a part. */
  public add(shape: Shape, number: number, standing: Standing | null, amount: number): void {
    const [ruling, atRisk] = [standing?.waitsForRuling === true, standing?.isAtRisk === true];
    const key = number * 4 + (ruling ? 2 : 0) + (atRisk ? 1 : 0);
    const known = this.byKey.get(key);
    if (known !== undefined && shape.measure !== 'one-off cost') {
      known.amount += amount;
      return;
    }
    const sum = { shape, weighed: { ...shape, ruling, atRisk }, amount };
    this.all.push(sum);
    this.byKey.set(key, sum);
  }
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
