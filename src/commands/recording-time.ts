import { instant, timeOf, type Instant } from '../domain/dates';
import type { Entry } from '../domain/entries';

/** The server's time, or the last recorded time where the clock stands behind it: recorded times never fall. */
export const recordingTime = (now: number, last: Instant | null): Pick<Entry, 'recordedAt' | 'clock'> =>
  last !== null && timeOf(last) > now
    ? { recordedAt: last, clock: 'held' }
    : { recordedAt: instant(now), clock: 'server' };
