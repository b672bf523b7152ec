/**
 * What does a return say, and what would it say now? Formula: every figure of the position, as it was at the return's seq
 * and as it is at the moment asked, under the return's own definition and year.
 */
import type { ReturnFacts } from '../src/domain/entries';
import type { FinancialYear } from '../src/domain/financial-year';
import { seqText } from '../src/domain/identifiers';
import { pence, pounds, subtract, type Pence } from '../src/domain/money';
import { definitionNamed } from './definitions';
import { figureNames, type FigureName } from './figure';
import type { Kept } from './kept';
import { position, type Amounts } from './position';
import type { Moment } from './posting-table';
import type { Projection } from './projection';

/** The figures of the ledger at a moment. Null: no such definition. */
function amountsUnder(projection: Projection, moment: Moment, name: string, by: FinancialYear): Amounts | null {
  const definition = definitionNamed(projection.register, moment, name);
  if (definition === null) return null;
  const { baseYear } = projection.register.ledger;
  return position(projection, { by, definition, baseYear }, moment, {}).amounts;
}

/** The figures of the ledger at a moment, as a return holds them. Null: no such definition. */
export function snapshot(
  projection: Projection,
  moment: Moment,
  definition: string,
  by: FinancialYear,
): Pick<ReturnFacts, 'figures' | 'asAt' | 'size'> | null {
  const amounts = amountsUnder(projection, moment, definition, by);
  if (amounts === null) return null;
  const figures = Object.fromEntries(figureNames.map((name) => [name, pounds(amounts[name])]));
  return { figures, asAt: moment.asAt, size: seqText(moment.size) };
}

/** A return as it was published beside what its figures are at a moment. */
export interface Restated {
  readonly entry: Kept<'ReturnSubmitted' | 'ReturnAmended'>;
  /** The entry that amended it, or null while it stands. */
  readonly amendedBy: number | null;
  readonly figures: readonly {
    readonly figure: FigureName;
    readonly published: Pence;
    readonly restated: Pence;
    /** Restated less published. */
    readonly change: Pence;
  }[];
}

/**
 * Every return and amendment that a moment knows, in order, each beside its own figures at that moment. Source: R30
 * and R31.
 */
export function returns(projection: Projection, moment: Moment): readonly Restated[] {
  return projection.register.returns(moment).flatMap(({ entry, amendedBy }) => {
    const { definition, by, figures } = entry.facts;
    const now = amountsUnder(projection, moment, definition, by);
    if (now === null) return [];
    return [
      {
        entry,
        amendedBy,
        figures: figureNames.flatMap((figure) => {
          const before = figures[figure];
          if (before === undefined) return [];
          const [published, restated] = [pence(before), now[figure]];
          return [{ figure, published, restated, change: subtract(restated, published) }];
        }),
      },
    ];
  });
}
