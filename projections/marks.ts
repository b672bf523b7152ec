/**
 * What was done about an entry since? Formula: of the later entries that name it, the last one of each kind that the
 * moment knows and nobody has reversed.
 */
import type { Entry } from '../src/domain/entries';
import { seqOf, type SeqText } from '../src/domain/identifiers';
import type { Moment } from './posting-table';

/** What tells whether a moment knows an entry. */
export type Placed = Pick<Entry, 'seq' | 'effective'>;

/** Whether a moment knows an entry: it is among the first `size`, and in effect by the day. */
export const knows = (moment: Moment, { seq, effective }: Placed): boolean =>
  seq < moment.size && effective <= moment.asAt;

/** The entries that verified, rejected or reversed an entry, or answered, resolved or amended it; null where none did. */
export interface MarksOf {
  readonly verified: number | null;
  readonly rejected: number | null;
  readonly reversed: number | null;
  readonly settled: number | null;
}

/** What an entry does to earlier ones, and which. */
function consequence(entry: Entry): { readonly mark: keyof MarksOf; readonly of: readonly SeqText[] } | null {
  if (entry.kind === 'EntryVerified') return { mark: 'verified', of: [entry.facts.entry] };
  if (entry.kind === 'EntryRejected') return { mark: 'rejected', of: [entry.facts.entry] };
  if (entry.kind === 'EntryReversed') return { mark: 'reversed', of: [entry.facts.entry] };
  if (entry.kind === 'BatchReversed') return { mark: 'reversed', of: entry.facts.entries };
  if (entry.kind === 'ReturnAmended') return { mark: 'settled', of: [entry.facts.amends] };
  if (entry.kind === 'AuditQueryAnswered') return { mark: 'settled', of: [entry.facts.query] };
  if (entry.kind === 'DiscrepancyResolved') return { mark: 'settled', of: [entry.facts.assertion] };
  return null;
}

/** Which entries did something about an earlier one. Takes in every entry, in order. */
export class Marks {
  /** The entries that did something about another one, by what they did and to which. */
  private readonly done: Readonly<Record<keyof MarksOf, Map<number, Placed[]>>> = {
    verified: new Map(),
    rejected: new Map(),
    reversed: new Map(),
    settled: new Map(),
  };

  /** Takes in the next entry. */
  public append(entry: Entry): void {
    const does = consequence(entry);
    if (does === null) return;
    const placed = { seq: entry.seq, effective: entry.effective };
    for (const text of does.of) {
      const before = this.done[does.mark].get(seqOf(text));
      if (before === undefined) this.done[does.mark].set(seqOf(text), [placed]);
      else before.push(placed);
    }
  }

  /** A reversal of it alone or of its whole batch. Neither is ever reversed in turn. */
  public reversedBy(seq: number, moment: Moment): number | null {
    return this.done.reversed.get(seq)?.findLast((entry) => knows(moment, entry))?.seq ?? null;
  }

  /** What answered, resolved or amended it. */
  public settledBy(seq: number, moment: Moment): number | null {
    return this.last('settled', seq, moment);
  }

  /** All four at a moment, by seq. */
  public of(seq: number, moment: Moment): MarksOf {
    return {
      verified: this.last('verified', seq, moment),
      rejected: this.last('rejected', seq, moment),
      reversed: this.reversedBy(seq, moment),
      settled: this.settledBy(seq, moment),
    };
  }

  /** Whether a moment knows an entry and nobody has reversed it by then. */
  public stands(entry: Placed, moment: Moment): boolean {
    return knows(moment, entry) && this.reversedBy(entry.seq, moment) === null;
  }

  private last(mark: keyof MarksOf, seq: number, moment: Moment): number | null {
    return this.done[mark].get(seq)?.findLast((entry) => this.stands(entry, moment))?.seq ?? null;
  }
}
