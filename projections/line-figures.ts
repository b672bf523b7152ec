/** The figures of each line by itself. Formula: for each figure, the sum of the line's postings that its filter takes. */
import type { Question } from './figure';
import { figureNames } from './figure';
import { takesLine, takesShape, type Filter } from './filter';
import type { Projection } from './projection';
import type { LineAt } from './register';
import { isAtRisk, waitsForRuling } from './standings';
import type { Moment } from './timeline';
import { weighInto, Weights, type Amounts } from './weights';

export interface LineFigures {
  readonly name: string;
  readonly line: LineAt;
  readonly amounts: Amounts;
}

/** Lines in the order the entries first name them, and how many there are in all. */
export interface LinePage {
  readonly count: number;
  readonly lines: readonly LineFigures[];
}

/** The lines a filter takes, at most `most` after the first `start`, each with its figures. */
export function lineFigures(
  projection: Projection,
  question: Question,
  moment: Moment,
  filter: Filter,
  start = 0,
  most = Infinity,
): LinePage {
  const { table, register } = projection;
  const weights = new Weights(table.shapes, question, (shape) => takesShape(filter, shape));
  const known = filter.line === undefined ? register.lines(moment) : [register.line(filter.line, moment)];
  const taken = known.filter((line) => line !== null).filter((line) => takesLine(filter, line));
  const amounts = table.amountsAt(moment);
  return {
    count: taken.length,
    lines: taken.slice(start, start + most).map((line) => ({
      name: line.title,
      line,
      amounts: figuresOf(projection, weights, line, amounts),
    })),
  };
}

function figuresOf({ table, lines }: Projection, weights: Weights, line: LineAt, held: ArrayLike<number>): Amounts {
  const marks = { waitsForRuling: waitsForRuling(line), isAtRisk: isAtRisk(line) };
  const sums = new Float64Array(figureNames.length);
  for (const cell of table.held.ofLine(lines.number(line.id))) {
    weighInto(sums, weights.of(table.held.shape(cell), marks).terms, held[cell] ?? 0);
  }
  return weights.amounts([], sums);
}
