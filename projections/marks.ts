/**
 * What was done about an entry since? Formula: of the later entries that name it, the last one of each kind that the
 * moment knows and nobody has reversed.
 */
import type { Entry } from '../src/domain/entries';
import { seqOf, type SeqText } from '../src/domain/identifiers';
import type { Moment, Timeline } from './timeline';

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

interface DeedParts {
  readonly first: Map<number, number>;
  readonly more: Map<number, number[]>;
}

/** By entry: those that did one kind of thing about it, in order. Nearly always there is one at most. */
class Deeds {
  private first = new Map<number, number>();
  private more = new Map<number, number[]>();

  public add(about: number, seq: number): void {
    if (!this.first.has(about)) this.first.set(about, seq);
    else this.more.set(about, [...(this.more.get(about) ?? []), seq]);
  }

  public toParts(): DeedParts {
    return { first: this.first, more: this.more };
  }

  public restore({ first, more }: DeedParts): void {
    this.first = first;
    this.more = more;
  }

  public findLast(about: number, holds: (seq: number) => boolean): number | null {
    const first = this.first.get(about);
    const later = this.more.get(about)?.findLast(holds);
    return later ?? (first !== undefined && holds(first) ? first : null);
  }
}

/** All of it as plain data. */
export type MarkParts = Readonly<Record<keyof MarksOf, DeedParts>>;

/** Which entries did something about an earlier one. Takes in every entry, in order. */
export class Marks {
  private readonly done: Readonly<Record<keyof MarksOf, Deeds>> = {
    verified: new Deeds(),
    rejected: new Deeds(),
    reversed: new Deeds(),
    settled: new Deeds(),
  };

  public constructor(private readonly timeline: Timeline) {}

  /** Takes in the next entry. */
  public append(entry: Entry): void {
    const does = consequence(entry);
    if (does === null) return;
    for (const text of does.of) this.done[does.mark].add(seqOf(text), entry.seq);
  }

  public toParts(): MarkParts {
    const { verified, rejected, reversed, settled } = this.done;
    return {
      verified: verified.toParts(),
      rejected: rejected.toParts(),
      reversed: reversed.toParts(),
      settled: settled.toParts(),
    };
  }

  /** Takes back what `toParts` gave; it becomes its own. */
  public restore(parts: MarkParts): void {
    for (const mark of ['verified', 'rejected', 'reversed', 'settled'] as const) this.done[mark].restore(parts[mark]);
  }

  /** A reversal of it alone or of its whole batch. Neither is ever reversed in turn. */
  public reversedBy(seq: number, moment: Moment): number | null {
    return this.done.reversed.findLast(seq, (by) => this.timeline.knows(moment, by));
  }

  /** What answered, resolved or amended it. */
  public settledBy(seq: number, moment: Moment): number | null {
    return this.last('settled', seq, moment);
  }

  /** The last that verified it, whether or not that was taken back since. */
  public lastVerification(seq: number, moment: Moment): number | null {
    return this.done.verified.findLast(seq, (by) => this.timeline.knows(moment, by));
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
  public stands(seq: number, moment: Moment): boolean {
    return this.timeline.knows(moment, seq) && this.reversedBy(seq, moment) === null;
  }

  private last(mark: keyof MarksOf, seq: number, moment: Moment): number | null {
    return this.done[mark].findLast(seq, (by) => this.stands(by, moment));
  }
}
