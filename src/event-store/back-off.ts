import { setTimeout as pause } from 'node:timers/promises';

const FIRST_MS = 20;
const MOST_MS = 5_000;

/**
 * Waits before something is tried again: longer after each failure, and by chance shorter or longer, so that all who lost
 * a server do not come back to it in the same moment. Ends early, without an error, where the signal aborts.
 */
export async function backOff(failures: number, signal?: AbortSignal): Promise<void> {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
  const milliseconds = most / 2 + (Math.random() * most) / 2;
  await pause(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
