import { setTimeout as pause } from 'node:timers/promises';

import { readCheckpoint, type Checkpoint } from '../tamper-evidence/checkpoint';
import { HashTree } from '../tamper-evidence/hash-tree';
import { isNoteSignedBy } from '../tamper-evidence/signed-note';
import { LedgerUnverified, type CheckpointStore, type SignedHead } from './checkpoint-store';
import type { LedgerTree } from './ledger-tree';
import type { SigningKeys } from './signing-keys';

const LEAF_BYTES = 32;

/** How long an entry that was copied before its checkpoint was signed is waited for, and how long between two looks. */
const PATIENCE_MS = 5_000;
const BETWEEN_LOOKS_MS = 20;

/** Refuses entries that no checkpoint was ever signed over, or that lost theirs. Throws LedgerUnverified. */
export async function demandCheckpoint({ read }: LedgerTree, checkpoints: CheckpointStore): Promise<void> {
  if (read.size > 0 && (await checkpoints.last()) === null)
    throw new LedgerUnverified(
      null,
      `${String(read.size)} entries are stored and no checkpoint: nothing says whether they are what was recorded. Where checkpoints.sqlite was lost, get it back from a copy; where the ledger is older than its checkpoints, a server that starts signs the first one`,
    );
}

/**
 * Holds every entry of a copy against a checkpoint of the ledger it was taken from, which goes on meanwhile: one that covers
 * the last of them, signed by the key of the ledger. Throws LedgerUnverified.
 */
export async function demandSigned(copy: LedgerTree, checkpoints: CheckpointStore, keys: SigningKeys): Promise<void> {
  const { size } = copy.read;
  if (size === 0) return;
  const covering = await coveringOf(size - 1, checkpoints);
  if (covering === null)
    throw new LedgerUnverified(
      size - 1,
      `no checkpoint covers the last of ${String(size)} entries; a server that starts signs one`,
    );
  const { root } = believed(covering, copy, keys);
  const leaves = (await checkpoints.leavesFrom(covering.from)) ?? Buffer.alloc(0);
  const different = firstDifference(copy.read, covering.from, leaves);
  const tree = HashTree.fromParts(copy.read.toParts());
  for (let seq = size; seq < covering.size; seq += 1) tree.append(leafAt(leaves, seq - covering.from));
  if (different !== null || !tree.root(covering.size).equals(root)) throw copy.differs(different);
}

async function coveringOf(seq: number, checkpoints: CheckpointStore): Promise<SignedHead | null> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const covering = await checkpoints.covering(seq);
    if (covering !== null || performance.now() > deadline) return covering;
    await pause(BETWEEN_LOOKS_MS);
  }
}

/** A change of key may come in the same batch: its checkpoint is signed by the key before it, too. */
function believed({ size, note }: SignedHead, copy: LedgerTree, keys: SigningKeys): Checkpoint {
  const { origin } = copy;
  const checkpoint = readCheckpoint(note);
  if (origin === null || checkpoint?.origin !== origin || checkpoint.size !== size)
    throw new LedgerUnverified(null, 'the last checkpoint is not one of this ledger');
  const changed = copy.changesIn(copy.read.size).at(-1)?.next;
  const key = changed === undefined ? keys.first(origin) : keys.of(changed);
  if (key === null)
    throw new LedgerUnverified(
      null,
      'the key that signs the checkpoints is missing, so nothing says whether they are its own; put it into keys/ again',
    );
  if (!isNoteSignedBy(checkpoint.note, key.verifier))
    throw new LedgerUnverified(null, 'the last checkpoint is not signed by the key of this ledger');
  return checkpoint;
}

const leafAt = (leaves: Buffer, index: number): Buffer => leaves.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES);

/** The first entry from a seq on that is not the one that was signed; null where there is none. */
function firstDifference(tree: HashTree, from: number, leaves: Buffer): number | null {
  for (let seq = from; seq < tree.size; seq += 1) if (!tree.leaf(seq).equals(leafAt(leaves, seq - from))) return seq;
  return null;
}
