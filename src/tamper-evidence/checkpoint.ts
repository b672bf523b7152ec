import { base64, hashFromBase64 } from './base64';
import type { SigningKey } from './keys';
import type { TreeHead } from './proofs';
import { readNote, signNote, type SignedNote } from './signed-note';

/** What a checkpoint says: whose tree, of what size, with what root. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  readonly note: SignedNote;
}

/** The name of a ledger's log: stands in every checkpoint and is what its keys are named. */
export const originOf = (ledger: string): string => `savings-ledger/${ledger}`;

export const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${String(size)}\n${base64(root)}\n`;

export const signCheckpoint = (origin: string, head: TreeHead, keys: readonly SigningKey[]): string =>
  signNote(checkpointText(origin, head), keys);

/** Three lines and no more: further ones are not used by this log and would not be audited. */
const BODY = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([^\n]+)\n$/;

/** Reads what a signed note says as a checkpoint; null where it is not one. Whether to believe it, its signatures say. */
export function readCheckpoint(text: string): Checkpoint | null {
  const note = readNote(text);
  if (note === null) return null;
  const [, origin = '', size = '', encoded = ''] = BODY.exec(note.text) ?? [];
  const root = hashFromBase64(encoded);
  return root === null ? null : { origin, size: Number(size), root, note };
}
