/**
 * How far do the partners together come towards their common target? Formula: each figure is the sum of the members'
 * positions, each taken from its own ledger at a stated size; what the members' own targets leave of the common target
 * is for partners whose ledgers are missing.
 */
import type { LedgerId } from '../src/domain/identifiers';
import { addAll, subtract, type Pence } from '../src/domain/money';
import { figureNames, type FigureName } from './figure';
import { inPounds } from './findings/view';
import type { Amounts } from './position';

/** One partner's ledger, at a stated size. */
export interface Member {
  readonly ledger: LedgerId;
  readonly name: string;
  /** How many of its entries its figures know. */
  readonly size: number;
  readonly amounts: Amounts;
}

interface PartnershipFigure {
  readonly figure: FigureName;
  readonly amount: Pence;
  /** Each member's part, in the order of the members. */
  readonly parts: readonly Pence[];
}

/** The common target in pence, and how far the members come towards it. */
export interface Partnership {
  readonly target: Pence;
  readonly figures: readonly PartnershipFigure[];
  /** The common target less the members' plans. */
  readonly gap: Pence;
  /** What the members' own targets do not cover of the common one; below nought where they cover more. */
  readonly missing: Pence;
  /** The same as a sentence; null where the members cover the target. */
  readonly finding: string | null;
}

/** The common target is no member's figure, and the gap is measured against it, not added up. */
const notAdded: readonly FigureName[] = ['partnershipTarget', 'gap'];

/**
 * Adds the members up. Each member is added as often as it is named, so name it once. Source: rule 1, a target of
 * 77,400 of which 37,443 is the council’s.
 */
export function partnership(target: Pence, members: readonly Member[]): Partnership {
  const sumOf = (figure: FigureName): Pence => addAll(members.map(({ amounts }) => amounts[figure]));
  const missing = subtract(target, sumOf('target'));
  return {
    target,
    figures: figureNames
      .filter((figure) => !notAdded.includes(figure))
      .map((figure) => ({ figure, amount: sumOf(figure), parts: members.map(({ amounts }) => amounts[figure]) })),
    gap: subtract(target, sumOf('plan')),
    missing,
    finding: missing > 0 ? sentence(target, missing, members) : null,
  };
}

function sentence(target: Pence, missing: Pence, members: readonly Member[]): string {
  const there = members.map(({ name }) => name).join(', ');
  return `${inPounds(missing)} of the partnership's target of ${inPounds(target)} is for partners whose ledgers are not added; added are: ${there === '' ? 'none' : there}.`;
}
