import {
  LedgerUnverified,
  SigningKeyMissing,
  type CheckpointStore,
  type SignedHead,
} from '../event-store/checkpoint-store';
import { StoreUnavailable, type StoredEntry } from '../event-store/event-store';
import type { LedgerFeed } from '../event-store/ledger-feed';
import type { LedgerTree } from '../event-store/ledger-tree';
import type { SigningKeys } from '../event-store/signing-keys';
import { readCheckpoint, signCheckpoint } from '../tamper-evidence/checkpoint';
import type { SigningKey } from '../tamper-evidence/keys';
import { leafHash } from '../tamper-evidence/leaf';
import { extendsHead, type TreeHead } from '../tamper-evidence/proofs';
import { receiptText } from '../tamper-evidence/receipt';
import { isNoteSignedBy } from '../tamper-evidence/signed-note';

/** How often signing is tried again because another process signed first. */
const MOST_ATTEMPTS = 20;

type Signed = SignedHead & TreeHead;

const NOTHING: Signed = { from: 0, size: 0, note: '', root: Buffer.alloc(0) };

/**
 * Signs what was read back from the store, and only where it continues what was signed before. Once it has found that it
 * does not, it signs nothing more: from then on the ledger is only read.
 */
export class Notary {
  private signed: Signed | null = null;
  private fault: LedgerUnverified | null = null;

  public constructor(
    private readonly feed: LedgerFeed,
    private readonly tree: LedgerTree,
    private readonly checkpoints: CheckpointStore,
    private readonly keys: SigningKeys,
  ) {}

  /** Throws LedgerUnverified where what was read is not what was signed. Cheap once it has been proven. */
  public async prove(): Promise<void> {
    await this.lastSigned();
  }

  /** Throws LedgerUnverified where entries that were read again are not those in the tree. */
  public compare(stored: readonly StoredEntry[]): void {
    for (const { seq, bytes } of stored) this.tree.compare(seq, leafHash(bytes));
    if (this.tree.doubtFound !== null) throw this.faulty(this.tree.doubtFound);
  }

  /** Signs one checkpoint over everything that was read and is not covered yet. Resolves when it is kept. */
  public async sign(): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const last = await this.lastSigned();
      const { size } = this.tree.read;
      if (last.size === size || (await this.signFrom(last, size))) return;
      this.signed = null;
      await this.feed.catchUp();
    }
    throw new StoreUnavailable(`other processes signed first ${String(MOST_ATTEMPTS)} times`, false);
  }

  /** The receipt of an entry that is covered: it is made against the first checkpoint that covers it. */
  public async receipt(seq: number, bytes: string): Promise<string> {
    const last = await this.lastSigned();
    const covering = last.from <= seq && seq < last.size ? last : await this.checkpoints.covering(seq);
    if (covering === null) throw new Error(`no checkpoint covers the entry at seq ${String(seq)}`);
    return receiptText(bytes, seq, this.tree.read.inclusionProof(seq, covering.size), covering.note);
  }

  private async signFrom(last: Signed, size: number): Promise<boolean> {
    const { read: tree, origin } = this.tree;
    if (origin === null) throw new Error('the first entry of a ledger opens it');
    if (tree.size !== this.feed.size) throw this.unverified(null, 'the tree does not hold the entries that were read');
    const head = { size, root: tree.root(size) };
    if (last.size > 0 && !extendsHead(last, head, tree.consistencyProof(last.size, size)))
      throw this.unverified(null, 'the entries do not continue those that were signed');
    const note = signCheckpoint(origin, head, this.signersOf(origin, last.size, size));
    const leaves = Buffer.concat(Array.from({ length: size - last.size }, (_, index) => tree.leaf(last.size + index)));
    const isKept = await this.checkpoints.add({ size, note, leaves }, last.size);
    if (isKept) this.signed = { from: last.size, size, note, root: head.root };
    return isKept;
  }

  /** The last signed head, compared with what was read. */
  private async lastSigned(): Promise<Signed> {
    if (this.fault !== null) throw this.fault;
    if (this.tree.doubtFound !== null) throw this.faulty(this.tree.doubtFound);
    if (this.signed !== null) return this.signed;
    const last = await this.checkpoints.last();
    if (last === null) return NOTHING;
    // What another process has signed by now it has stored before.
    if (last.size > this.tree.read.size) await this.feed.catchUp();
    this.signed = await this.proven(last);
    return this.signed;
  }

  private async proven(last: SignedHead): Promise<Signed> {
    const { read: tree, origin } = this.tree;
    if (last.size > tree.size) throw this.faulty(this.tree.lacks(last.size));
    const checkpoint = readCheckpoint(last.note);
    if (checkpoint?.size !== last.size || origin === null || checkpoint.origin !== origin)
      throw this.unverified(null, 'the last checkpoint is not one of this ledger');
    if (!tree.root(last.size).equals(checkpoint.root)) {
      throw this.faulty(this.tree.differs(await this.tree.firstDifference()));
    }
    const signer = this.signersOf(origin, last.size, last.size).at(-1);
    if (signer === undefined || !isNoteSignedBy(checkpoint.note, signer.verifier))
      throw this.unverified(null, 'the last checkpoint is not signed by the key of this ledger');
    return { ...last, root: checkpoint.root };
  }

  /** The key that signed up to a size, and after it those that take over among the entries up to another size. */
  private signersOf(origin: string, from: number, to: number): readonly SigningKey[] {
    const changes = this.tree.changesIn(to);
    const before = changes.filter(({ seq }) => seq < from).at(-1)?.next;
    const first = before === undefined ? this.firstKey(origin, from === 0) : this.keys.of(before);
    const later = changes.filter(({ seq }) => seq >= from).map(({ next }) => this.keys.of(next));
    return [first, ...later].map((key) => {
      // No doubt about the entries: whoever looks at them sees those that the last checkpoint covers.
      if (key === null) throw (this.fault = new SigningKeyMissing());
      return key;
    });
  }

  /** The ledger's first key, made where nothing was signed yet. */
  private firstKey(origin: string, mayMake: boolean): SigningKey | null {
    return this.keys.first(origin) ?? (mayMake ? this.keys.makeFirst(origin) : null);
  }

  private unverified(seq: number | null, reason: string): LedgerUnverified {
    return this.faulty(new LedgerUnverified(seq, reason));
  }

  private faulty(fault: LedgerUnverified): LedgerUnverified {
    this.fault = fault;
    return this.tree.doubtFor(fault);
  }
}
