/** How amounts, years and names of things are written on a page. Amounts stay exact: only text is moved about. */
import { negate, pence, pounds, type Pounds } from '../domain/money';

const MINUS = '\u2212';

const withSeparators = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

interface Digits {
  readonly sign: string;
  readonly whole: string;
  readonly part: string;
}

/** The digits of an amount after moving the point, without noughts at the end. */
function digitsOf(amount: Pounds, places: number): Digits {
  const value = pence(amount);
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const part = digits.slice(-places).replace(/0+$/, '');
  return { sign: value < 0 ? MINUS : '', whole: withSeparators(digits.slice(0, -places)), part };
}

/** In thousands of pounds, as council papers print it: `37,443`. Pence are kept where there are any. */
export function inThousands(amount: Pounds): string {
  const { sign, whole, part } = digitsOf(amount, 5);
  return `${sign}${whole}${part === '' ? '' : `.${part}`}`;
}

/** In millions with three decimals, `£37.443m`, more where they are needed to be exact. */
export function inMillions(amount: Pounds): string {
  const { sign, whole, part } = digitsOf(amount, 8);
  return `${sign}£${whole}.${part.padEnd(3, '0')}m`;
}

/** In pounds and pence: `£37,443,000.00`. */
export function inPounds(amount: Pounds): string {
  const { sign, whole, part } = digitsOf(amount, 2);
  return `${sign}£${whole}.${part.padEnd(2, '0')}`;
}

/** A change, with its sign said: `+£50,000.00`. */
export const signed = (amount: Pounds): string => (pence(amount) > 0 ? `+${inPounds(amount)}` : inPounds(amount));

export const isNil = (amount: Pounds): boolean => pence(amount) === 0;

/** The amount without its sign, for where a word says it. */
export const unsigned = (amount: Pounds): Pounds => (amount.startsWith('-') ? pounds(negate(pence(amount))) : amount);

/** `SavingCarriedForward` is `Saving carried forward`, `controlTotal` is `Control total`. */
export function inWords(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]/g, ' ')
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A recorded time for people: `22 November 2026, 09:15:04 UTC`. */
export function atTime(instant: string): string {
  return `${onDay(instant.slice(0, 10))}, ${instant.slice(11, 19)} UTC`;
}

/** A recorded time where there is little room: `2026-11-22 09:15:04`, in UTC. */
export const shortTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;

/** A date for people: `13 July 2009`. */
export function onDay(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** `1 entry`, `2 entries`. */
export const counted = (count: number, one: string, many: string): string =>
  `${withSeparators(String(count))} ${count === 1 ? one : many}`;

const sectionWords: Readonly<Record<string, string>> = {
  'printed-total-differs': 'Printed total differs from its rows',
  unphased: 'Planned without a year',
  'pot-unallocated': 'Pot not allocated',
  'pot-overdue': 'Pot overdue',
  'outside-ni179': 'Outside NI 179',
  'plan-falls': 'Plan falls',
  'blank-level': 'Level left blank',
  unidentified: 'Not identified',
  'no-accountable-officer': 'No accountable officer',
  'class-assumed': 'Class assumed',
  'no-baseline': 'No baseline',
  'needs-a-ruling': 'Needs a ruling',
  'similar-names': 'Similar names',
};

/** What a kind of finding is called on a page. */
export const findingTitle = (kind: string): string => sectionWords[kind] ?? inWords(kind);

/** A month for people: `July 2009`. */
export const inMonth = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
