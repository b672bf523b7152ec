/** What can go wrong between a client and the KurrentDB double. Each is done once, to the call it was planned for. */

export const appendFaults = [
  'dropped before the commit',
  'dropped after the commit',
  'hangs before the commit',
  'hangs after the commit',
  'not the leader',
  'a wrong version that is not so',
  'slow',
  'delivered twice',
] as const;

export const readFaults = [
  'reset in the middle',
  'redacted',
  'an event missing',
  'out of order',
  'sent twice',
] as const;

export const subscriptionFaults = ['subscription dropped', 'subscription dead without a word'] as const;

export type AppendFault = (typeof appendFaults)[number];
export type ReadFault = (typeof readFaults)[number];
export type SubscriptionFault = (typeof subscriptionFaults)[number];

/** Which of the next calls goes wrong in what way. */
export class FaultPlan {
  public readonly done: string[] = [];
  private readonly appends: (AppendFault | null)[] = [];
  private readonly reads: (ReadFault | null)[] = [];
  private readonly subscriptions: (SubscriptionFault | null)[] = [];

  /** Lets so many calls go well first. */
  public append(fault: AppendFault, after = 0): void {
    this.appends.push(...Array<null>(after).fill(null), fault);
  }

  public read(fault: ReadFault, after = 0): void {
    this.reads.push(...Array<null>(after).fill(null), fault);
  }

  public subscription(fault: SubscriptionFault): void {
    this.subscriptions.push(fault);
  }

  public nextAppend(): AppendFault | null {
    return this.noted(this.appends.shift());
  }

  public nextRead(): ReadFault | null {
    return this.noted(this.reads.shift());
  }

  public nextSubscription(): SubscriptionFault | null {
    return this.noted(this.subscriptions.shift());
  }

  /** From now on everything goes well. */
  public clear(): void {
    for (const planned of [this.appends, this.reads, this.subscriptions]) planned.length = 0;
  }

  private noted<Fault extends string>(fault: Fault | null | undefined): Fault | null {
    if (typeof fault === 'string') this.done.push(fault);
    return fault ?? null;
  }
}
