import { base64, fromBase64, hashFromBase64 } from './base64';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import type { VerifierKey } from './keys';
import { leafDigest } from './leaf';
import { includes } from './proofs';
import { isNoteSignedBy } from './signed-note';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MOST_HASHES = 63;

/** An entry, its place, its path to the root, and the checkpoint, in one text (C2SP tlog-proof with the entry as extra). */
export const receiptText = (bytes: string, index: number, proof: readonly Uint8Array[], checkpoint: string): string =>
  [
    FIRST_LINE,
    `extra ${base64(Buffer.from(bytes))}`,
    `index ${String(index)}`,
    ...proof.map(base64),
    '',
    checkpoint,
  ].join('\n');

export interface ReadReceipt {
  readonly bytes: Buffer;
  readonly index: number;
  readonly proof: readonly Buffer[];
  readonly checkpoint: Checkpoint;
}

const HEAD = /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9]\d{0,14})((?:\n\S+)*)$/;

/** Reads a receipt's form; null where it is not one. */
export function readReceipt(text: string): ReadReceipt | null {
  const end = text.indexOf('\n\n');
  const [, extra = '', index = '', path = ''] = HEAD.exec(text.slice(0, Math.max(end, 0))) ?? [];
  const bytes = fromBase64(extra);
  const proof = path.split('\n').slice(1).map(hashFromBase64);
  const checkpoint = readCheckpoint(text.slice(end + 2));
  if (index === '' || bytes === null || checkpoint === null || proof.length > MOST_HASHES) return null;
  return proof.every((hash) => hash !== null) ? { bytes, index: Number(index), proof, checkpoint } : null;
}

/** Why a receipt does not hold under a key that did not come with it; null where it does. */
export function complaintAboutReceipt(
  { bytes, index, proof, checkpoint }: ReadReceipt,
  key: VerifierKey,
): string | null {
  if (checkpoint.origin !== key.name) return `it is from the log ${checkpoint.origin}, not from ${key.name}`;
  if (!isNoteSignedBy(checkpoint.note, key)) return 'its checkpoint is not signed by this key';
  if (!includes(checkpoint, index, leafDigest(bytes), proof))
    return `its entry is not the one at seq ${String(index)} of the tree that was signed`;
  return seqIn(bytes) === String(index) ? null : `its entry does not say that it is seq ${String(index)}`;
}

function seqIn(bytes: Buffer): unknown {
  try {
    return (JSON.parse(bytes.toString()) as { readonly seq?: unknown }).seq;
  } catch {
    return null;
  }
}
