/** What can go wrong between a client and the KurrentDB double. Each is done once, to the call it was planned for. */

import type { DoubleEvent } from './kurrentdb-streams';

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

/** What a reader is sent instead of two or more events. */
export function spoiled(events: readonly DoubleEvent[], fault: ReadFault | null): readonly DoubleEvent[] {
  const [first, second, ...rest] = events;
  if (first === undefined || second === undefined) return events;
  switch (fault) {
    case 'redacted':
      return [{ ...first, data: first.data.map(() => 0xff) }, second, ...rest];
    case 'an event missing':
      // The last one could not be missed: a read may end anywhere.
      return rest.length > 0 ? [first, ...rest] : [second];
    case 'out of order':
      return [second, first, ...rest];
    case 'sent twice':
      return [first, first, second, ...rest];
    case 'reset in the middle':
    case null:
      return events;
  }
}

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
