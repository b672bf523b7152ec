import type { Entry, EntryKind } from '../../domain/entries';
import { seqOf } from '../../domain/identifiers';
import { pence } from '../../domain/money';

/** Which kind of entry first posted what an entry posts: a reversal takes back what others did. Entries come in order. */
export class Origins {
  private readonly inBatches = new Map<number, readonly EntryKind[]>();

  /** The kinds, posting by posting. */
  public of(entry: Entry): readonly EntryKind[] {
    const origins = this.originsOf(entry);
    // A batch is taken back without its noughts, and nothing else is taken back with others.
    if (entry.batch !== null) {
      const moved = entry.postings.map(({ amount }) => pence(amount) !== 0);
      this.inBatches.set(
        entry.seq,
        origins.filter((_, place) => moved[place]),
      );
    }
    return origins;
  }

  private originsOf(entry: Entry): readonly EntryKind[] {
    if (entry.kind === 'EntryReversed') return entry.postings.map(() => entry.facts.kind);
    if (entry.kind !== 'BatchReversed') return entry.postings.map(() => entry.kind);
    const origins = entry.facts.entries.flatMap((seq) => this.inBatches.get(seqOf(seq)) ?? []);
    return entry.postings.map((_, place) => origins[place] ?? entry.kind);
  }
}
