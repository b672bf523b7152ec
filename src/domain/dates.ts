import { isRefusal, refuse, type Refusal } from './refusals';

/** A calendar day, `2009-07-13`. */
export type IsoDate = string & { readonly kind: 'date' };

/** A moment in UTC to the millisecond, `2009-07-13T09:00:00.000Z`. Recorded times are instants. */
export type Instant = string & { readonly kind: 'instant' };

/** A posting period: a calendar month, `2009-07`. */
export type Month = string & { readonly kind: 'month' };

const dayMilliseconds = 86_400_000;

/** Reads `2009-07-13`. Refuses DATE_FORMAT, also for days no calendar has. */
export function readDate(value: unknown): IsoDate | Refusal {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const time = Date.parse(`${value}T00:00:00.000Z`);
    if (!Number.isNaN(time) && isoDay(time) === value) return value as IsoDate;
  }
  return refuse('DATE_FORMAT', `${shown(value)} is not a date; write year, month and day, such as 2009-07-13.`);
}

/** Reads a date with time and zone, and gives it in UTC. Refuses DATE_FORMAT, also for days no calendar has. */
export function readInstant(value: unknown): Instant | Refusal {
  if (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
  ) {
    const time = Date.parse(value);
    if (!Number.isNaN(time) && !isRefusal(readDate(value.slice(0, 10)))) return instant(time);
  }
  return refuse(
    'DATE_FORMAT',
    `${shown(value)} is not a moment; write date, time and zone, such as 2009-07-13T09:00:00Z.`,
  );
}

/** Reads `2009-07`. Refuses PERIOD_FORMAT. */
export function readMonth(value: unknown): Month | Refusal {
  if (typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return value as Month;
  return refuse('PERIOD_FORMAT', `${shown(value)} is not a posting period; write year and month, such as 2009-07.`);
}

const shown = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 40)}"` : 'This');

const isoDay = (time: number): string => toDate(time).toISOString().slice(0, 10);

// A date object made from a given time asks no clock.
const toDate = (time: number): Date => new Date(time);

/** The instant of a time in milliseconds since 1970. */
export const instant = (time: number): Instant => toDate(time).toISOString() as Instant;

/** Milliseconds since 1970 of a recorded instant. */
export const timeOf = (at: Instant): number => Date.parse(at);

/** The day in UTC on which an instant falls. */
export const dayOf = (at: Instant): IsoDate => at.slice(0, 10) as IsoDate;

/** The calendar month of a day, which is the posting period it belongs to. */
export const monthOf = (date: IsoDate): Month => date.slice(0, 7) as Month;

/** Whole days since 1 January 1970 (a date without a time is one in UTC): how the posting table keeps an effective date. */
export const dayNumber = (date: IsoDate): number => Date.parse(date) / dayMilliseconds;

/** The day that so many whole days after 1 January 1970 is: the opposite of `dayNumber`. */
export const dateOfDay = (day: number): IsoDate => isoDay(day * dayMilliseconds) as IsoDate;
