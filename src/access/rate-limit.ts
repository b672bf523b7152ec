import type { Clock } from './clock';
import { DoorRefusal } from './door-problem';

/** More than so many callers at once are forgotten, so that nobody can fill the memory with invented ones. */
const MOST_CALLERS = 10_000;

interface Window {
  readonly endsAt: number;
  count: number;
}

/** At most so many requests of one caller in a stretch of time. Of this process only: each process counts for itself. */
export class RateLimit {
  private readonly windows = new Map<string, Window>();

  public constructor(
    private readonly most: number,
    private readonly stretch: number,
    private readonly clock: Clock,
  ) {}

  /** Counts one request. Throws TOO_MANY_REQUESTS, with when to come again. */
  public count(caller: string): void {
    const now = this.clock();
    const window = this.windowOf(caller, now);
    window.count += 1;
    if (window.count <= this.most) return;
    throw new DoorRefusal('TOO_MANY_REQUESTS', 'Too many requests came from you; wait, and send it again.', {
      'retry-after': String(Math.max(1, Math.ceil((window.endsAt - now) / 1_000))),
    });
  }

  private windowOf(caller: string, now: number): Window {
    const known = this.windows.get(caller);
    if (known !== undefined && known.endsAt > now) return known;
    if (this.windows.size >= MOST_CALLERS) this.windows.clear();
    const window = { endsAt: now + this.stretch, count: 0 };
    this.windows.set(caller, window);
    return window;
  }
}
