import type { IsoDate } from './dates';
import { refuse, type Refusal } from './refusals';

/** A financial year from 1 April to 31 March, written `2009/10`. */
export type FinancialYear = string & { readonly kind: 'financial year' };

const written = /^(\d{4})[/-](\d{2})$/;

/** Reads `2009/10`, and `2009-10` as addresses write it. Refuses years whose two halves do not follow each other. */
export function readYear(value: unknown): FinancialYear | Refusal {
  const parts = typeof value === 'string' ? written.exec(value) : null;
  const start = Number(parts?.[1]);
  if (parts === null || start < 1990 || start > 2089 || Number(parts[2]) !== (start + 1) % 100) {
    return refuse('YEAR_FORMAT', `${shown(value)} is not a financial year; write it as 2009/10.`);
  }
  return yearStarting(start);
}

const shown = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 20)}"` : 'This');

/** The financial year that begins on 1 April of a calendar year: 2009 gives `2009/10`. */
export const yearStarting = (start: number): FinancialYear =>
  `${String(start)}/${String((start + 1) % 100).padStart(2, '0')}` as FinancialYear;

/** The calendar year in which a financial year begins: `2009/10` gives 2009. */
export const startOf = (year: FinancialYear): number => Number(year.slice(0, 4));

/** The financial year after: `2009/10` gives `2010/11`. */
export const nextYear = (year: FinancialYear): FinancialYear => yearStarting(startOf(year) + 1);

/**
 * How many financial years after the one it first accrued in a gain has to hold before it counts as ongoing: rule 7.
 * Source: the definition of NI 179, at least two full financial years after the year of accrual.
 */
export const CLOCK_YEARS = 2;

/** The financial year a date falls in: 31 March 2010 is in `2009/10`. */
export function yearOf(date: IsoDate): FinancialYear {
  const calendarYear = Number(date.slice(0, 4));
  return yearStarting(date.slice(5) < '04-01' ? calendarYear - 1 : calendarYear);
}

/** The form addresses use: `2009-10`. */
export const inAddress = (year: FinancialYear): string => year.replace('/', '-');
