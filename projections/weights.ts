/** How postings count in every figure of a question, worked out once for each shape rather than once for each posting. */
import { add, type Pence } from '../src/domain/money';
import type { Shape } from './cells';
import { figureNames, figures, weighed, type FigureName, type Question, type Weight } from './figure';
import type { Standing } from './standings';

/** Whether the line waits for a ruling, and whether it is at risk: whichever it is. */
const marks = [true, false].flatMap((ruling) => [true, false].map((atRisk) => ({ ruling, atRisk })));

/** Every figure's amount in pence. */
export type Amounts = Readonly<Record<FigureName, Pence>>;

/** A figure that something counts in, by its place among the figures, and how. */
interface Term {
  readonly figure: number;
  readonly weight: Weight;
}

/** How one shape counts on lines of one kind of standing. */
export interface Terms {
  /** Distinguishes it among all of its question. */
  readonly key: number;
  readonly terms: readonly Term[];
  /** The weight in every figure. */
  readonly weights: readonly Weight[];
  /** Whether a sum counts as its parts do, so that they can be added up before they are weighed. */
  readonly isWhole: boolean;
}

export class Weights {
  private readonly known: Terms[] = [];

  /** `takes`: whether the question looks at postings of a shape at all. */
  public constructor(
    private readonly shapes: readonly Shape[],
    private readonly question: Question,
    private readonly takes: (shape: Shape) => boolean,
  ) {}

  /** How a shape counts on a line of a standing, or on no line. */
  public of(shape: number, standing: Pick<Standing, 'waitsForRuling' | 'isAtRisk'> | null): Terms {
    const [ruling, atRisk] = [standing?.waitsForRuling === true, standing?.isAtRisk === true];
    const key = shape * 4 + (ruling ? 2 : 0) + (atRisk ? 1 : 0);
    const known = this.known[key] ?? this.workOut(key, this.shapes[shape], ruling, atRisk);
    this.known[key] = known;
    return known;
  }

  /** How it counts in one figure, by the figure's place. */
  public in(figure: number, shape: number, standing: Standing | null): Weight {
    return this.of(shape, standing).weights[figure] ?? 0;
  }

  /** How each shape counts in one figure on any line whatever; null where that is not the same for all lines. */
  public byShape(figure: FigureName): readonly (1 | 0 | -1)[] | null {
    const { weigh } = figures[figure];
    const found = this.shapes.map((shape) => {
      if (!this.takes(shape)) return 0;
      const [first, ...others] = marks.map((mark) => weigh({ ...shape, ...mark }, this.question));
      return typeof first === 'number' && others.every((other) => other === first) ? first : null;
    });
    return found.some((weight) => weight === null) ? null : found.map((weight) => weight ?? 0);
  }

  /** What sums by key come to in every figure. */
  public amounts(sums: ArrayLike<number>, apart: ArrayLike<number>): Amounts {
    const found = Float64Array.from(apart);
    for (let key = 0; key < sums.length; key += 1) {
      const amount = sums[key] ?? 0;
      if (amount !== 0) weighInto(found, this.known[key]?.terms ?? [], amount);
    }
    return Object.fromEntries(figureNames.map((name, figure) => [name, add((found[figure] ?? 0) as Pence)])) as Amounts;
  }

  private workOut(key: number, shape: Shape | undefined, ruling: boolean, atRisk: boolean): Terms {
    const isTaken = shape !== undefined && this.takes(shape);
    const posting = isTaken ? { ...shape, ruling, atRisk } : null;
    const weights = figureNames.map((name) => (posting === null ? 0 : figures[name].weigh(posting, this.question)));
    const terms = weights.flatMap((weight, figure) => (weight === 0 ? [] : [{ figure, weight }]));
    return { key, terms, weights, isWhole: weights.every((weight) => typeof weight === 'number') };
  }
}

/** Adds what an amount counts in every figure to the figures. */
export function weighInto(figureSums: Float64Array, terms: readonly Term[], amount: number): void {
  for (const { figure, weight } of terms) {
    figureSums[figure] = (figureSums[figure] ?? 0) + weighed(amount, weight);
  }
}

/** The amounts of one part of the ledger while they are being added up. */
export class PartSums {
  private readonly sums: Float64Array;
  private readonly apart = new Float64Array(figureNames.length);

  public constructor(
    private readonly weights: Weights,
    shapes: number,
  ) {
    this.sums = new Float64Array(shapes * 4);
  }

  public add({ key, terms, isWhole }: Terms, amount: number): void {
    if (isWhole) this.sums[key] = (this.sums[key] ?? 0) + amount;
    else weighInto(this.apart, terms, amount);
  }

  public amounts(): Amounts {
    return this.weights.amounts(this.sums, this.apart);
  }
}
