import { pounds, subtract, type Pounds } from '../domain/money';
import { figureNames, type FigureName } from '../../projections/figure';
import type { Amounts } from '../../projections/position';

/** A figure of the whole ledger at one moment beside the same at another, or as it would be. */
export interface FigureBeside {
  readonly figure: FigureName;
  readonly before: Pounds;
  readonly after: Pounds;
  readonly change: Pounds;
}

/** Every figure before, beside after. */
export const besides = (before: Amounts, after: Amounts): readonly FigureBeside[] =>
  figureNames.map((figure) => ({
    figure,
    before: pounds(before[figure]),
    after: pounds(after[figure]),
    change: pounds(subtract(after[figure], before[figure])),
  }));

/** The figures that are not the same. */
export const moved = (figures: readonly FigureBeside[]): readonly FigureBeside[] =>
  figures.filter(({ before, after }) => before !== after);
