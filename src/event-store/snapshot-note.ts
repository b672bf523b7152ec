/** What a snapshot says of itself, signed by the key that signs the ledger's checkpoints. */
import { base64, hashFromBase64 } from '../tamper-evidence/base64';
import type { SigningKey } from '../tamper-evidence/keys';
import { readNote, signNote, type SignedNote } from '../tamper-evidence/signed-note';
import { SnapshotDoubt } from './snapshot-file';

/** What stands in one section: what somebody keeps of the entries. */
export interface SectionHead {
  readonly name: string;
  /** How many bytes each of its pieces has. */
  readonly lengths: readonly number[];
  /** Of all of them together, in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface SnapshotHead {
  /** The program that wrote it: no other one takes it back. */
  readonly program: string;
  /** Whose ledger, of how many entries, with which root. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly sections: readonly SectionHead[];
}

/** The first line. No checkpoint begins like it, so neither can be taken for the other. */
const TITLE = 'snapshot of an efficiency savings ledger, form 2';

export const signSnapshot = ({ root, ...head }: SnapshotHead, key: SigningKey): string =>
  signNote(`${TITLE}\n${JSON.stringify({ ...head, root: base64(root) })}\n`, [key]);

/** Reads what a snapshot says. Whether to believe it, its signature says. Throws SnapshotDoubt. */
export function readSnapshotNote(text: string): { readonly head: SnapshotHead; readonly note: SignedNote } {
  const note = readNote(text);
  const [title, json = '', ...rest] = note?.text.split('\n') ?? [];
  if (note === null || title !== TITLE || rest.join() !== '')
    throw new SnapshotDoubt('SNAPSHOT_FORM', 'it does not begin as a snapshot of this program does');
  try {
    const read = JSON.parse(json) as Omit<SnapshotHead, 'root'> & { readonly root: string };
    const root = hashFromBase64(read.root);
    if (root !== null) return { head: { ...read, root }, note };
  } catch {
    // Said below.
  }
  throw new SnapshotDoubt('SNAPSHOT_FORM', 'what it says of itself cannot be read');
}
