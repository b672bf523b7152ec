import { setImmediate as nextTurn } from 'node:timers/promises';

import { readCheckpoint } from '../tamper-evidence/checkpoint';
import { HashTree } from '../tamper-evidence/hash-tree';
import { readVerifierKey, type SigningKey, type VerifierKey } from '../tamper-evidence/keys';
import { leafDigest } from '../tamper-evidence/leaf';
import { isNoteSignedBy, type SignedNote } from '../tamper-evidence/signed-note';
import type { CheckpointStore } from './checkpoint-store';
import type { EventStore } from './event-store';
import type { Begun, Keeping, LedgerFeed } from './ledger-feed';
import { hashOfPieces, pack, unpack } from './packed-parts';
import { TREE, type LedgerTree, type LedgerTreeParts } from './ledger-tree';
import type { SigningKeys } from './signing-keys';
import { SnapshotDoubt, type OpenSnapshot, type SnapshotDoubtCode, type SnapshotFile } from './snapshot-file';
import { readSnapshotNote, signSnapshot, type SectionHead, type SnapshotHead } from './snapshot-note';
import { thisProgram } from './this-program';

/** The ledger whose snapshots these are. */
export interface SnapshotLedger {
  readonly store: EventStore;
  readonly feed: LedgerFeed;
  readonly tree: LedgerTree;
  readonly checkpoints: CheckpointStore;
  readonly keys: SigningKeys;
}

interface Section {
  readonly head: SectionHead;
  readonly bytes: Buffer;
}

/**
 * What everyone in this process keeps of the entries, put away in one file, so that a start need not read them all. It
 * holds nothing that the entries do not, and where anything about it is in doubt, it is not used.
 */
export class Snapshots {
  public constructor(
    private readonly file: SnapshotFile,
    private readonly ledger: SnapshotLedger,
  ) {}

  /** Makes anew what was put away; null where there is nothing. Throws SnapshotDoubt and whatever else went wrong. */
  public async takeBack(keepings: readonly Keeping[]): Promise<Begun | null> {
    const snapshot = this.file.open();
    if (snapshot === null) return null;
    try {
      const { head, note } = readSnapshotNote(snapshot.note);
      await this.checkNote(head, note);
      const parts = sectionsOf(head, snapshot, keepings);
      await this.checkTree(head, parts.get(TREE) as LedgerTreeParts);
      return { size: head.size, places: keepings.map(({ name, fromParts }) => fromParts(parts.get(name))) };
    } finally {
      snapshot.close();
    }
  }

  /**
   * What puts away all that everyone keeps, section by section with other work in between; it needs no store any more, and
   * gives false, and writes nothing, where an entry came meanwhile. Null where the last entry is not covered by a checkpoint
   * of just this size, or the key is not here.
   */
  public async ready(): Promise<(() => Promise<boolean>) | null> {
    const { feed, tree } = this.ledger;
    const [keepings, size, { origin }] = [feed.kept(), feed.size, tree];
    const signer = origin === null ? null : await this.signer(origin);
    const key = signer === null ? null : this.secretOf(signer);
    if (keepings === null || origin === null || key === null || tree.read.size !== size) return null;
    const root = tree.read.root(size);
    if (!(await this.isSigned({ origin, size, root }, key.verifier))) return null;
    return () => this.write({ program: thisProgram, origin, size, root }, keepings, key);
  }

  private async write(
    about: Omit<SnapshotHead, 'sections'>,
    keepings: readonly Keeping[],
    key: SigningKey,
  ): Promise<boolean> {
    const sections: Section[] = [];
    for (const keeping of keepings) {
      await nextTurn();
      if (this.ledger.feed.size !== about.size) return false;
      sections.push(sectionOf(keeping));
    }
    await this.file.write(
      signSnapshot({ ...about, sections: sections.map((section) => section.head) }, key),
      sections.map(({ bytes }) => bytes),
    );
    return true;
  }

  private async checkNote(head: SnapshotHead, note: SignedNote): Promise<void> {
    const signer = await this.signer(head.origin);
    if (signer === null || !isNoteSignedBy(note, signer))
      throw new SnapshotDoubt('SNAPSHOT_SIGNATURE', 'the key that signs this ledger has not signed it');
    if (head.program !== thisProgram) throw new SnapshotDoubt('SNAPSHOT_PROGRAM', 'another program wrote it');
    if (!(await this.isSigned(head, signer)))
      throw new SnapshotDoubt('SNAPSHOT_CHECKPOINT', 'no checkpoint of this ledger has its size, root and key');
  }

  /**
   * The one key that signed the last checkpoint. Null where it is not here, and where another one is taking over: keys
   * that signed before must not decide what the figures are.
   */
  private async signer(origin: string): Promise<VerifierKey | null> {
    const last = await this.ledger.checkpoints.last();
    const checkpoint = last === null ? null : readCheckpoint(last.note);
    if (checkpoint?.note.signatures.length !== 1) return null;
    const keys = this.ledger.keys.verifiers(origin).flatMap((text) => readVerifierKey(text) ?? []);
    return keys.find((key) => isNoteSignedBy(checkpoint.note, key)) ?? null;
  }

  private secretOf(signer: VerifierKey): SigningKey | null {
    const first = this.ledger.keys.first(signer.name);
    return first?.verifier.text === signer.text ? first : this.ledger.keys.of(signer);
  }

  /** Whether a checkpoint of just this size has this root, and this key has signed it. */
  private async isSigned(
    { origin, size, root }: Pick<SnapshotHead, 'origin' | 'size' | 'root'>,
    key: VerifierKey,
  ): Promise<boolean> {
    const covering = await this.ledger.checkpoints.covering(size - 1);
    const checkpoint = covering?.size === size ? readCheckpoint(covering.note) : null;
    if (checkpoint?.size !== size || checkpoint.origin !== origin || Buffer.compare(checkpoint.root, root) !== 0)
      return false;
    return isNoteSignedBy(checkpoint.note, key);
  }

  /** The tree that was put away has the signed root, and its last leaf is that of the entry that is stored there. */
  private async checkTree({ origin, size, root }: SnapshotHead, parts: LedgerTreeParts): Promise<void> {
    const tree = HashTree.fromParts(parts.tree);
    if (parts.origin !== origin || tree.size !== size || !tree.root(size).equals(root))
      throw new SnapshotDoubt('SNAPSHOT_TREE', 'its tree has not the root it says');
    const [last] = await this.ledger.store.read({ from: size - 1, limit: 1 });
    if (last?.seq !== size - 1 || !leafDigest(last.bytes).equals(tree.leaf(size - 1)))
      throw new SnapshotDoubt('SNAPSHOT_ENTRY', 'the last of its entries is not the one that is stored');
  }
}

/** Why a snapshot was not taken, by what `takeBack` threw. */
export const doubtCodeOf = (error: unknown): SnapshotDoubtCode =>
  error instanceof SnapshotDoubt ? error.code : 'SNAPSHOT_FAULT';

/** Copied at once: the next entry changes what it was made of. */
function sectionOf({ name, toParts }: Keeping): Section {
  const pieces = pack(toParts());
  return {
    head: { name, lengths: pieces.map(({ length }) => length), sha256: hashOfPieces(pieces) },
    bytes: Buffer.concat(pieces),
  };
}

/** What each section holds, by name: one for each keeping, and nothing else in the file. */
function sectionsOf(
  { sections }: SnapshotHead,
  snapshot: OpenSnapshot,
  keepings: readonly Keeping[],
): ReadonlyMap<string, unknown> {
  // In which order they join differs from program to program.
  const namesIn = (all: readonly { readonly name: string }[]): string =>
    all
      .map(({ name }) => name)
      .sort()
      .join();
  if (namesIn(sections) !== namesIn(keepings))
    throw new SnapshotDoubt('SNAPSHOT_SECTION', 'its parts are not those that are kept here');
  const parts = new Map<string, unknown>();
  for (const head of sections) {
    const pieces = head.lengths.map((length) => snapshot.next(length));
    if (hashOfPieces(pieces) !== head.sha256)
      throw new SnapshotDoubt('SNAPSHOT_SECTION', `the part ${head.name} is not the one that was put away`);
    parts.set(head.name, unpack(pieces));
  }
  if (snapshot.left() > 0) throw new SnapshotDoubt('SNAPSHOT_FORM', 'it goes on after its last part');
  return parts;
}
