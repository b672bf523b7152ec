/** Nothing is posted in a closed month, but where two people have opened it again. */
import { earlierIn, textIn, type Entry } from './entry';
import { fail } from './outcome';

export class Periods {
  private closedThrough = '';
  /** Months that are open though a close went past them, by the entry that asked for it. */
  private readonly open = new Map<string, number>();
  private readonly asked = new Map<number, string>();

  public check(entry: Entry): void {
    const { seq, kind, period, facts } = entry;
    if (period <= this.closedThrough && !this.open.has(period)) fail(seq, `the books of ${period} were closed`);
    if (kind === 'PeriodClosed') this.close(textIn(facts, 'through', seq));
    if (kind === 'PeriodReopened') this.asked.set(seq, textIn(facts, 'period', seq));
    if (kind === 'EntryVerified') this.verified(earlierIn(facts, 'entry', seq));
    // A re-opening holds only while its verification does.
    if (kind === 'EntryReversed' && facts['kind'] === 'EntryVerified') this.unverified(earlierIn(facts, 'about', seq));
  }

  private close(through: string): void {
    if (through > this.closedThrough) this.closedThrough = through;
    for (const month of this.open.keys()) if (month <= through) this.open.delete(month);
    for (const [seq, month] of this.asked) if (month <= through) this.asked.delete(seq);
  }

  private verified(about: number): void {
    const month = this.asked.get(about);
    if (month !== undefined) this.open.set(month, about);
  }

  private unverified(about: number): void {
    const month = this.asked.get(about);
    if (month !== undefined && this.open.get(month) === about) this.open.delete(month);
  }
}
