/** A source of the present time in milliseconds since 1970. Handed in, so that a test can let an hour pass. */
export type Clock = () => number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
