import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Entry } from '../domain/entries';
import { originOf, readCheckpoint } from '../tamper-evidence/checkpoint';
import { HashTree, type TreeParts } from '../tamper-evidence/hash-tree';
import { readVerifierKey, type VerifierKey } from '../tamper-evidence/keys';
import { leafDigest, leafHash } from '../tamper-evidence/leaf';
import { LedgerUnverified, type CheckpointStore } from './checkpoint-store';
import type { EventStore } from './event-store';
import type { LedgerFeed } from './ledger-feed';

const LEAF_BYTES = 32;
const EXAMINED_AT_ONCE = 200;

/** Where another key takes over: checkpoints that cover the entry are signed by it. */
interface KeyChange {
  readonly seq: number;
  readonly next: VerifierKey;
}

/** What is kept of the entries here, as it is put away. */
export interface LedgerTreeParts {
  readonly tree: TreeParts;
  readonly origin: string | null;
  readonly changes: readonly { readonly seq: number; readonly next: string }[];
}

/** The name under which it is put away. */
export const TREE = 'tree';

/** The tree over the ledger as it is read from the store, entry by entry, and whether that is what was signed. */
export class LedgerTree {
  private tree = new HashTree();
  private changes: KeyChange[] = [];
  private ledgerOrigin: string | null = null;
  /** So many entries were found to be those that were signed, by the root over them. */
  private compared = 0;
  private doubted: LedgerUnverified | null = null;
  private examined = true;

  public constructor(
    private readonly feed: LedgerFeed,
    private readonly checkpoints: CheckpointStore,
  ) {
    feed.subscribe(
      ({ entry, bytes }) => {
        this.tree.append(leafDigest(bytes));
        this.learn(entry);
      },
      { name: TREE, toParts: () => this.toParts(), fromParts: (parts) => this.restoring(parts as LedgerTreeParts) },
    );
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

  /** The tree of at least the first `size` entries, where so many are stored. */
  public async grown(size: number): Promise<HashTree> {
    if (this.tree.size < size) await this.feed.catchUp();
    return this.tree;
  }

  /**
   * Why what is stored is not what was signed, with the first entry it can be seen at; null where it is. Roots are
   * compared, so that asking again costs a look-up.
   */
  public async doubt(): Promise<LedgerUnverified | null> {
    if (this.doubted !== null) return this.doubted;
    const last = await this.checkpoints.last();
    if (last === null) return null;
    const tree = await this.grown(last.size);
    if (last.size === this.compared) return null;
    if (tree.size < last.size) this.doubted = this.lacks(last.size);
    else if (!tree.root(last.size).equals(readCheckpoint(last.note)?.root ?? Buffer.alloc(0)))
      this.doubted = this.differs(await this.firstDifference());
    else this.compared = last.size;
    return this.doubted;
  }

  /** The doubt that was found so far; null where there is none, as far as anyone has looked. */
  public get doubtFound(): LedgerUnverified | null {
    return this.doubted;
  }

  /** Whether all entries behind this tree were read or examined by this process. */
  public get isExamined(): boolean {
    return this.examined;
  }

  /** Whoever finds a doubt says so here, once for all. */
  public doubtFor(found: LedgerUnverified): LedgerUnverified {
    this.doubted ??= found;
    return found;
  }

  /** Holds an entry that was read from the store again against its leaf here. Where it is another one, that is a doubt for ever. */
  public compare(seq: number, leaf: string): void {
    if (seq < this.tree.size && this.tree.leaf(seq).toString('hex') !== leaf) this.doubted ??= this.differs(seq);
  }

  /**
   * Holds each of the first `size` stored entries against its leaf here, so many at a time and other work in between. For
   * a tree that was not built from them. What is found is a doubt for ever.
   */
  public async examine(store: EventStore, size: number, signal: AbortSignal): Promise<LedgerUnverified | null> {
    for (let from = 0; from < size && this.doubted === null && !signal.aborted;) {
      const page = await store.read({ from, limit: Math.min(EXAMINED_AT_ONCE, size - from) });
      if (page[0]?.seq !== from) this.doubted ??= this.differs(from);
      page.forEach(({ seq, id, bytes }, index) => {
        if (seq === from + index) this.compare(seq, leafHash(bytes));
        else this.doubted ??= this.differs(from + index);
        // Not before its bytes are known to be those that were signed. The id stands beside them once more.
        if (this.doubted === null && (JSON.parse(bytes) as Entry).id !== id) this.doubted = this.differs(seq);
      });
      from += page.length;
      await nextTurn();
    }
    if (!signal.aborted) this.examined = true;
    return this.doubted;
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

  /** What to throw where fewer entries are stored than were signed. */
  public lacks(signed: number): LedgerUnverified {
    const { size } = this.tree;
    return new LedgerUnverified(size, `${String(signed)} entries were signed and ${String(size)} are stored`);
  }

  /** What to throw where an entry is found not to be the one that was signed. */
  public differs(seq: number | null): LedgerUnverified {
    const which = seq === null ? 'an entry' : `the entry stored at seq ${String(seq)}`;
    return new LedgerUnverified(seq, `${which} is not the one that was signed`);
  }

  private learn(entry: Entry): void {
    if (entry.kind === 'LedgerOpened') this.ledgerOrigin = originOf(entry.facts.ledger);
    if (entry.kind === 'KeyRotated') this.changes.push(...keyChange(entry.seq, entry.facts.next));
  }

  private toParts(): LedgerTreeParts {
    const changes = this.changes.map(({ seq, next }) => ({ seq, next: next.text }));
    return { tree: this.tree.toParts(), origin: this.ledgerOrigin, changes };
  }

  private restoring({ tree, origin, changes }: LedgerTreeParts): () => void {
    const restored = HashTree.fromParts(tree);
    const restoredChanges = changes.flatMap(({ seq, next }) => keyChange(seq, next));
    return () => {
      this.tree = restored;
      this.examined = false;
      this.ledgerOrigin = origin;
      this.changes = restoredChanges;
    };
  }
}

/** The change that an entry makes; none where it does not name a key. */
function keyChange(seq: number, text: string): readonly KeyChange[] {
  const next = readVerifierKey(text);
  return next === null ? [] : [{ seq, next }];
}
