import { Decimal } from 'decimal.js';

import { refuse, type Refusal } from './refusals';

/**
 * An exact amount in pounds and pence, written as text: `"200000.00"`, `"-25000.00"`. This is how amounts are recorded,
 * hashed, sent and shown to programs. Never a number, never `"-0.00"`.
 */
export type Pounds = string & { readonly unit: 'pounds' };

/** The same amount as a whole number of pence: what the ledger adds. Exact up to 2^53 pence, about £90 trillion. */
export type Pence = number & { readonly unit: 'pence' };

/** No pence at all. */
export const NIL = 0 as Pence;

/** The largest amount that can be written: ten digits of pounds, `"9999999999.99"`. */
export const LARGEST = 999_999_999_999 as Pence;

const strictPattern = /^-?(0|[1-9]\d{0,9})\.\d{2}$/;

/** Reads an amount from outside. Refuses with the code that says what is wrong with it. */
export function readPounds(value: unknown): Pounds | Refusal {
  if (value === null || value === undefined)
    return refuse('AMOUNT_REQUIRED', 'An amount is needed, such as "200000.00".');
  if (typeof value !== 'string') {
    return refuse(
      'AMOUNT_NOT_STRING',
      'Write the amount as text in pounds and pence, such as "200000.00", not as a number.',
    );
  }
  if (value.trim() === '') return refuse('AMOUNT_REQUIRED', 'An amount is needed, such as "200000.00".');
  return strictPattern.test(value) && value !== '-0.00' ? (value as Pounds) : refuseAmount(value);
}

/** The patterns are tried in this order: the first that fits names the mistake best. */
const mistakes: readonly (readonly [RegExp, (shown: string) => Refusal])[] = [
  [
    /[^\x20-\x7e]/u,
    (shown) =>
      refuse(
        'AMOUNT_CHARACTERS',
        `The amount ${shown} holds a character that is not a plain digit, full stop or minus sign; type it again.`,
      ),
  ],
  [
    /^\(.*\)$/,
    (shown) =>
      refuse(
        'AMOUNT_BRACKETS',
        `The amount ${shown} is in brackets, which papers use for savings and for costs alike; a saving is positive here, so write it without brackets.`,
      ),
  ],
  [
    /^-?\d{1,3}[, ]\d|^-?\d[\d.]*,\d/,
    (shown) =>
      refuse('AMOUNT_SEPARATORS', `The amount ${shown} has separators; write it without them, such as "1234.50".`),
  ],
  [
    /^-?(0|[1-9]\d*)(\.\d|\.\d{3,})?$/,
    (shown) => refuse('AMOUNT_PENCE', `The amount ${shown} needs exactly two digits of pence, such as "12.00".`),
  ],
  [
    /^-?[1-9]\d{10,}\.\d{2}$/,
    (shown) => refuse('AMOUNT_RANGE', `The amount ${shown} is beyond 9999999999.99, the largest one the ledger takes.`),
  ],
];

function refuseAmount(value: string): Refusal {
  const shown = `"${value.slice(0, 40)}"`;
  const mistake = mistakes.find(([pattern]) => pattern.test(value));
  return mistake !== undefined
    ? mistake[1](shown)
    : refuse(
        'AMOUNT_FORMAT',
        `The amount ${shown} is not in pounds and pence; write it as "200000.00" or "-200000.00".`,
      );
}

/** Whole pence of a recorded amount. The text was checked when it came in, so this only reads digits. */
export function pence(amount: Pounds): Pence {
  const negative = amount.charCodeAt(0) === 45;
  const point = amount.length - 3;
  let value = 0;
  for (let at = negative ? 1 : 0; at < amount.length; at += 1) {
    if (at !== point) value = value * 10 + amount.charCodeAt(at) - 48;
  }
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount the ledger can hold exactly: ${amount}`);
  return (negative ? -value : value) as Pence;
}

/** The text of an amount in pence: `20000000` is `"200000.00"`. */
export function pounds(amount: Pence): Pounds {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of pence: ${String(amount)}`);
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}` as Pounds;
}

/** Adds, and fails loudly where the sum would no longer be exact. */
export const add = (...amounts: readonly Pence[]): Pence => addAll(amounts);

/** Adds a list, which may be longer than a call can have arguments; fails as `add` does. */
export function addAll(amounts: readonly Pence[]): Pence {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  if (!Number.isSafeInteger(sum)) throw new RangeError('a sum beyond what whole pence can hold exactly');
  return sum as Pence;
}

/** What is left of an amount, exactly; fails as `add` does. */
export const subtract = (from: Pence, amount: Pence): Pence => add(from, negate(amount));

/** The opposite amount; nought stays nought, so that `-0` never comes to be. */
export const negate = (amount: Pence): Pence => (amount === 0 ? 0 : -Number(amount)) as Pence;

/**
 * The part of an amount that goes along with a part of a whole, rounded half up to the penny, away from nought; the whole
 * is not nought.
 */
export const shareOf = (amount: Pence, part: Pence, whole: Pence): Pence =>
  amount === 0
    ? NIL
    : (new Decimal(amount).times(part).dividedBy(whole).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber() as Pence);

/**
 * What share one amount is of another, in per cent with one decimal, rounded half up: `"52.7"`. Null where the whole is
 * nought. Not an addition, so decimal.js does it.
 */
export function percentage(part: Pence, whole: Pence): string | null {
  if (whole === 0) return null;
  return new Decimal(part).times(100).dividedBy(whole).toFixed(1, Decimal.ROUND_HALF_UP);
}
