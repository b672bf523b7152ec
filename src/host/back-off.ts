const LONGEST_MS = 60_000;

interface Trouble {
  readonly failures: number;
  /** Not before this is it tried again. */
  readonly until: number;
}

/**
 * How long a ledger whose process failed is left alone: not at all after the first failure, then one second, two, four, up
 * to a minute. So one crash costs nobody anything, and a ledger that cannot start does not keep the machine busy starting it.
 */
export class BackOff {
  private readonly troubles = new Map<string, Trouble>();

  public constructor(
    /** Milliseconds that never go back. */
    private readonly now: () => number,
  ) {}

  public failed(name: string): void {
    const failures = (this.troubles.get(name)?.failures ?? 0) + 1;
    const wait = failures === 1 ? 0 : Math.min(LONGEST_MS, 1_000 * 2 ** (failures - 2));
    this.troubles.set(name, { failures, until: this.now() + wait });
  }

  /** It ran well: what was before is forgotten. */
  public ranWell(name: string): void {
    this.troubles.delete(name);
  }

  /** In how many seconds, rounded up, it may be tried again; 0 for at once. */
  public secondsLeft(name: string): number {
    const until = this.troubles.get(name)?.until ?? 0;
    return Math.max(0, Math.ceil((until - this.now()) / 1_000));
  }
}
