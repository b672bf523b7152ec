/**
 * Does each printed total add up? Formula: the printed amount beside the same figure re-added from the rows, as published
 * and as they stood when the total was asserted: what was re-planned since does not make the paper wrong. A difference is
 * shown with both numbers and never settled by itself.
 */
import type { Scope } from '../src/domain/entries';
import type { FinancialYear } from '../src/domain/financial-year';
import { pence, subtract, type Pence } from '../src/domain/money';
import { published } from './definitions';
import type { Question } from './figure';
import type { Kept } from './kept';
import { position, type Filter } from './position';
import type { Moment } from './posting-table';
import type { Projection } from './projection';

/** A printed total with what its rows come to, in pence. */
export interface Reconciled {
  readonly assertion: Kept<'TotalAsserted'>;
  readonly computed: Pence;
  /** Printed less computed. */
  readonly difference: Pence;
}

/** Every printed total that a moment knows. Source: rule 17; 1,667 is printed for rows of 1,677. */
export function reconciliation(projection: Projection, moment: Moment): readonly Reconciled[] {
  return projection.register.known('TotalAsserted', moment).map((assertion) => {
    const { scope, figure, year, amount } = assertion.facts;
    const asImported = { size: assertion.seq + 1, asAt: projection.table.effectiveOf(assertion.seq) };
    const { amounts } = position(projection, asPublished(projection, year), asImported, filterOf(scope));
    const computed = amounts[figure];
    return { assertion, computed, difference: subtract(pence(amount), computed) };
  });
}

/** The question a printed total answers: as published, by its year. */
export function asPublished({ register }: Projection, by: FinancialYear): Question {
  return { by, definition: published, baseYear: register.ledger.baseYear };
}

/** The part of the ledger a printed total claims to add up. */
function filterOf(scope: Scope): Filter {
  switch (scope.of) {
    case 'ledger':
      return {};
    case 'section':
      return { section: scope.name };
    case 'group':
      return { group: scope.name };
    case 'tag':
      return { tag: scope.name };
    case 'line':
      return { line: scope.line };
  }
}
