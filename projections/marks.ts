/**
 * What was done about an entry since? Formula: of the later entries that name it, the last one of each kind that the
 * moment knows and nobody has reversed.
 */
import type { Entry } from '../src/domain/entries';
import { seqOf, type SeqText } from '../src/domain/identifiers';
import { PairNumbers, type PairParts } from '../src/domain/pair-numbers';
import { Chains, type ChainParts } from './chains';
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

const marks = ['verified', 'rejected', 'reversed', 'settled'] as const;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface MarkParts {
  readonly marked: PairParts;
  readonly deeds: ChainParts;
}

/** Which entries did something about an earlier one. Takes in every entry, in order. */
export class Marks {
  /** What kind of thing was done about which entry, and by which entries. */
  private readonly marked = new PairNumbers();
  private readonly deeds = new Chains();

  public constructor(private readonly timeline: Timeline) {}

  /** Takes in the next entry. */
  public append(entry: Entry): void {
    const does = consequence(entry);
    if (does === null) return;
    for (const text of does.of) this.deeds.add(this.marked.number(marks.indexOf(does.mark), seqOf(text)), entry.seq);
  }

  public toParts(): MarkParts {
    return { marked: this.marked.toParts(), deeds: this.deeds.toParts() };
  }

  /** Takes back what `toParts` gave; it becomes its own. */
  public restore({ marked, deeds }: MarkParts): void {
    this.marked.restore(marked);
    this.deeds.restore(deeds);
  }

  /** A reversal of it alone or of its whole batch. Neither is ever reversed in turn. */
  public reversedBy(seq: number, moment: Moment): number | null {
    return this.findLast('reversed', seq, (by) => this.timeline.knows(moment, by));
  }

  /** What answered, resolved or amended it. */
  public settledBy(seq: number, moment: Moment): number | null {
    return this.last('settled', seq, moment);
  }

  /** The last that verified it, whether or not that was taken back since. */
  public lastVerification(seq: number, moment: Moment): number | null {
    return this.findLast('verified', seq, (by) => this.timeline.knows(moment, by));
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
    return this.findLast(mark, seq, (by) => this.stands(by, moment));
  }

  private findLast(mark: keyof MarksOf, seq: number, holds: (by: number) => boolean): number | null {
    const about = this.marked.find(marks.indexOf(mark), seq);
    return about === null ? null : this.deeds.findLastSeq(about, holds);
  }
}
