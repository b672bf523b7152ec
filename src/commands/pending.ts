import type { IdempotencyKey } from '../domain/identifiers';
import { isRefusal, type Refusal } from '../domain/refusals';
import type { Written } from './written-entry';

/** What was decided about one submission: refused, the entries its key recorded before, or new ones. */
export type Verdict = Refusal | { readonly entries: readonly Written[]; readonly replayed: boolean };

/** The entries a verdict adds to the ledger. */
export const newIn = (verdict: Verdict): readonly Written[] =>
  isRefusal(verdict) || verdict.replayed ? [] : verdict.entries;

/** What has been decided and waits for its append, in order: later commands of the batch are decided in its light. */
export class Pending {
  private readonly list: Written[] = [];
  private readonly keys = new Map<IdempotencyKey, Written[]>();
  private readonly seqs = new Map<number, Written>();

  public constructor(private readonly parent: Pending | null = null) {}

  /** One that sees all of this and keeps what is added to itself. */
  public fork(): Pending {
    return new Pending(this);
  }

  public add(written: readonly Written[]): void {
    for (const each of written) {
      this.list.push(each);
      this.seqs.set(each.entry.seq, each);
      const sameKey = this.keys.get(each.entry.key);
      if (sameKey === undefined) this.keys.set(each.entry.key, [each]);
      else sameKey.push(each);
    }
  }

  public all(): readonly Written[] {
    return [...(this.parent?.all() ?? []), ...this.list];
  }

  public ofKey(key: IdempotencyKey): readonly Written[] {
    return this.keys.get(key) ?? this.parent?.ofKey(key) ?? [];
  }

  public at(seq: number): Written | undefined {
    return this.seqs.get(seq) ?? this.parent?.at(seq);
  }
}
