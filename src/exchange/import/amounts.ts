/** Reads the amounts of a tracker as its mapping says they are meant. */
import { Decimal } from 'decimal.js';

import { add, pounds, type Pence, type Pounds } from '../../domain/money';
import { isRefusal, refuse, type Refusal } from '../../domain/refusals';
import type { CellValue } from './sheet';

export const units = ['pounds', 'thousands'] as const;
export type Unit = (typeof units)[number];

export const signs = ['positive', 'negative'] as const;
/** Whether a saving is written as a positive amount, or as a negative one, which brackets are too. */
export type Sign = (typeof signs)[number];

export const meanings = ['not stated', 'nil'] as const;
export type Meaning = (typeof meanings)[number];

/** How the amounts of a sheet are meant. */
export interface Convention {
  readonly unit: Unit;
  readonly savings: Sign;
  readonly blank: Meaning;
  readonly dash: Meaning;
}

/** An amount as read: null where the cell states none. `printed` is what the document has there. */
export interface ReadAmount {
  readonly amount: Pounds | null;
  readonly printed: string;
  /** What was written, where it had more than whole pence and was rounded. */
  readonly rounded: string | null;
}

const LARGEST = new Decimal('9999999999.99');

/**
 * What a cell states. Rounds to whole pence, half away from nought, and says so.
 * Refuses: FILE_CELL for what is no amount at all, and the AMOUNT_ codes for one that is written wrongly.
 */
export function readAmount(value: CellValue | null, convention: Convention): ReadAmount | Refusal {
  const printed = value?.text.trim() ?? '';
  if (value?.is === 'other')
    return refuse('FILE_CELL', `An amount is wanted here, and the cell holds ${printed}; put the plain amount there.`);
  if (printed === '') return stateless(printed, convention.blank);
  if (/^[-\u2010-\u2015]$/.test(printed)) return stateless(printed, convention.dash);
  const written = value?.is === 'number' ? numberIn(printed) : textIn(printed);
  return isRefusal(written) ? written : inPounds(written, printed, convention);
}

const stateless = (printed: string, meaning: Meaning): ReadAmount => ({
  amount: meaning === 'nil' ? ('0.00' as Pounds) : null,
  printed,
  rounded: null,
});

/** A number as a workbook stores it, which may be binary noise such as 0.30000000000000004, or have an exponent. */
const numberIn = (text: string): Decimal | Refusal =>
  /^-?\d{1,15}(\.\d{1,20})?(E[+-]?\d{1,2})?$/i.test(text)
    ? new Decimal(text)
    : refuse('FILE_CELL', `The number ${text.slice(0, 40)} is no amount; put the plain amount there.`);

const plain = /^-?£?(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,6})?$/;

/** An amount as people write it: a leading £, commas between thousands, brackets or a minus sign. */
function textIn(text: string): Decimal | Refusal {
  const inBrackets = /^£?\((.*)\)$/.exec(text)?.[1];
  const digits = inBrackets ?? text;
  const shown = `"${text.slice(0, 40)}"`;
  if (plain.test(digits) && !(inBrackets?.startsWith('-') ?? false)) {
    const amount = new Decimal(digits.replaceAll(/[£,]/g, ''));
    return inBrackets === undefined ? amount : amount.negated();
  }
  const odd = /[^\x20-\x7e£]/.test(digits) && /\d|[\u0660-\u0669\uff10-\uff19]/.test(digits);
  if (odd)
    return refuse('AMOUNT_CHARACTERS', `The amount ${shown} holds a character that is no plain digit; type it again.`);
  if (/^-?£?\d[\d., ]*$/.test(digits))
    return refuse(
      'AMOUNT_SEPARATORS',
      `The amount ${shown} has separators that are not between thousands; correct it.`,
    );
  if (/^[-+]?[\d.]+([eExXbB_][-+\w.]*)?$/.test(digits))
    return refuse('AMOUNT_FORMAT', `The amount ${shown} is not written in digits alone; write it as 1,234.50.`);
  return refuse('FILE_CELL', `An amount is wanted here, and the cell holds ${shown}; put the plain amount there.`);
}

function inPounds(written: Decimal, printed: string, { unit, savings }: Convention): ReadAmount | Refusal {
  const scaled = written.times(unit === 'thousands' ? 1000 : 1).times(savings === 'negative' ? -1 : 1);
  const amount = scaled.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (amount.abs().greaterThan(LARGEST))
    return refuse('AMOUNT_RANGE', `The amount ${printed} is beyond £9,999,999,999.99; check its unit.`);
  const pence = amount.times(100).toNumber();
  return { amount: pounds(add(pence as Pence)), printed, rounded: amount.equals(scaled) ? null : scaled.toFixed() };
}

/** An amount as the document would write it: the opposite of reading, for the way back. */
export const inUnit = (amount: Pounds, { unit, savings }: Pick<Convention, 'unit' | 'savings'>): string =>
  new Decimal(amount)
    .dividedBy(unit === 'thousands' ? 1000 : 1)
    .times(savings === 'negative' ? -1 : 1)
    .plus(0)
    .toFixed();
