/** What each cell of the ledger holds, in pence. */
import { cellNumber, type From } from './cell-number';
import type { Class, Measure, Status, Tranche } from './entries';
import { startOf, yearStarting, type FinancialYear } from './financial-year';
import type { LineId } from './identifiers';
import { add, NIL, type Pence } from './money';
import type { Numbers } from './numbers';

/** The cell an amount is held in. */
export interface Holding {
  readonly line: LineId | null;
  readonly measure: Measure;
  readonly tranche: Tranche;
  readonly class: Class | null;
  readonly status: Status | null;
  readonly identified: boolean;
  /** The year a posting takes effect from, where it is not the tranche's own. */
  readonly from?: FinancialYear | 'opening';
}

/** An amount and the year it takes effect from. */
export interface HeldFrom {
  readonly from: FinancialYear | 'opening';
  readonly amount: Pence;
}

/**
 * Nearly every amount takes effect from its tranche's own year. What does not is held a second time, together, so that
 * all a cell holds is two lookups.
 */
export class Holdings {
  public constructor(private readonly amounts: Numbers) {}

  /** What a cell holds over all the years it takes effect from. */
  public held(holding: Holding): Pence {
    return add(this.at(holding, holding.tranche), this.at(holding, 'elsewhere'));
  }

  /** Adds an amount to a cell, with its sign. */
  public hold(holding: Holding, amount: Pence): void {
    const from = holding.from ?? holding.tranche;
    this.addTo(holding, from, amount);
    if (from !== holding.tranche) this.addTo(holding, 'elsewhere', amount);
  }

  /** What a cell of what was achieved, or of its cost, holds by the years it takes effect from: a tranche's own, or a year of its clock. */
  public heldByYear(holding: Holding): readonly HeldFrom[] {
    return effectYears(holding.tranche).map((from) => ({ from, amount: this.at(holding, from) }));
  }

  /**
   * The most that can be taken out of a cell from a year on, so that it is overdrawn in no year after it either: an
   * amount with the sign of what the cell holds. A full-year effect is not there yet in the first year of its tranche.
   */
  public heldFrom(holding: Holding): Pence {
    const from = holding.from ?? holding.tranche;
    let sum: Pence = NIL;
    const sums: Pence[] = [];
    for (const held of this.heldByYear(holding)) {
      sum = add(sum, held.amount);
      if (held.from >= from) sums.push(sum);
    }
    const least = holding.measure === 'achieved' ? Math.min(...sums) : Math.max(...sums);
    return sums.length === 0 ? this.held(holding) : (least as Pence);
  }

  /** What a cell holds from one year on, that alone. */
  public at(holding: Holding, from: From): Pence {
    return (this.amounts.get(holding.line ?? '', cellNumber(holding, from)) ?? NIL) as Pence;
  }

  private addTo(holding: Holding, from: From, amount: Pence): void {
    const [line, cell] = [holding.line ?? '', cellNumber(holding, from)];
    this.amounts.set(line, cell, add((this.amounts.get(line, cell) ?? NIL) as Pence, amount));
  }
}

/** A gain takes effect in its own year; a full-year effect and a lapse in one of the two years of its clock. */
function effectYears(tranche: Tranche): readonly (FinancialYear | 'opening')[] {
  if (tranche === 'opening' || tranche === 'unphased') return ['opening'];
  return [0, 1, 2].map((after) => yearStarting(startOf(tranche) + after));
}
