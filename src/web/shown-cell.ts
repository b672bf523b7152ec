/** A number in a table, which opens to what it is made of. */
import type { Pounds } from '../domain/money';
import { inPounds, inThousands, isNil } from './wording';

export interface ShownCell {
  /** Empty where nothing stands behind it. */
  readonly text: string;
  readonly href: string | null;
  readonly title: string;
}

export const NOTHING: ShownCell = { text: '', href: null, title: 'Nothing is recorded here' };

/** An amount in thousands, or nothing where nothing is recorded. */
export const inThousandsCell = (amount: Pounds, href: string, title: string): ShownCell =>
  isNil(amount) ? NOTHING : { text: inThousands(amount), href, title: `${title}: ${inPounds(amount)}` };

/** An amount in pounds and pence, or nothing where nothing is recorded. */
export const inPoundsCell = (amount: Pounds, href: string): ShownCell =>
  isNil(amount) ? NOTHING : { text: inPounds(amount), href, title: '' };
