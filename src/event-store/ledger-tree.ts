import type { Entry } from '../domain/entries';
import { originOf } from '../tamper-evidence/checkpoint';
import { HashTree } from '../tamper-evidence/hash-tree';
import { readVerifierKey, type VerifierKey } from '../tamper-evidence/keys';
import { leafDigest } from '../tamper-evidence/leaf';
import { LedgerUnverified, type CheckpointStore } from './checkpoint-store';
import type { LedgerFeed } from './ledger-feed';

const LEAF_BYTES = 32;

/** Where another key takes over: checkpoints that cover the entry are signed by it. */
interface KeyChange {
  readonly seq: number;
  readonly next: VerifierKey;
}

/**
 * The tree over the ledger as it is read from the store, entry by entry. A process that only reads does not hash what it
 * reads: it asks for the tree as it was signed.
 */
export class LedgerTree {
  private readonly tree = new HashTree();
  private readonly changes: KeyChange[] = [];
  private ledgerOrigin: string | null = null;

  public constructor(
    private readonly feed: LedgerFeed,
    private readonly checkpoints: CheckpointStore,
    public readonly live: boolean,
  ) {
    if (!live) return;
    feed.subscribe(({ entry, bytes }) => {
      this.tree.append(leafDigest(bytes));
      this.learn(entry);
    });
  }

  /** The name of this ledger's log, which its first entry says; null before it is opened. */
  public get origin(): string | null {
    return this.ledgerOrigin;
  }

  /** The tree over everything that the feed has read. */
  public get read(): HashTree {
    return this.tree;
  }

  /** The keys that take over among the first `size` entries, in order. */
  public changesIn(size: number): readonly KeyChange[] {
    return this.changes.filter(({ seq }) => seq < size);
  }

  /** The tree of at least the first `size` entries: as read, or else as signed. */
  public async grown(size: number): Promise<HashTree> {
    if (this.live && this.tree.size < size) await this.feed.catchUp();
    if (this.live) return this.tree;
    const signed = new HashTree();
    while (signed.size < size) {
      const leaves = await this.checkpoints.leavesFrom(signed.size);
      if (leaves === null) break;
      for (let at = 0; at < leaves.length; at += LEAF_BYTES) signed.append(leaves.subarray(at, at + LEAF_BYTES));
    }
    return signed;
  }

  /** The first entry whose leaf is not the one that was signed; null where all that were signed are the same. */
  public async firstDifference(): Promise<number | null> {
    for (let from = 0; ;) {
      const leaves = await this.checkpoints.leavesFrom(from);
      if (leaves === null || leaves.length === 0) return null;
      for (let at = 0; at < leaves.length; at += LEAF_BYTES) {
        const seq = from + at / LEAF_BYTES;
        if (seq >= this.tree.size || !this.tree.leaf(seq).equals(leaves.subarray(at, at + LEAF_BYTES))) return seq;
      }
      from += leaves.length / LEAF_BYTES;
    }
  }

  /** What to throw where an entry is found not to be the one that was signed. */
  public differs(seq: number | null): LedgerUnverified {
    const which = seq === null ? 'an entry' : `the entry stored at seq ${String(seq)}`;
    return new LedgerUnverified(seq, `${which} is not the one that was signed`);
  }

  private learn(entry: Entry): void {
    if (entry.kind === 'LedgerOpened') this.ledgerOrigin = originOf(entry.facts.ledger);
    if (entry.kind !== 'KeyRotated') return;
    const next = readVerifierKey(entry.facts.next);
    if (next !== null) this.changes.push({ seq: entry.seq, next });
  }
}
