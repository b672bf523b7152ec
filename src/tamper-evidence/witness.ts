import { base64, hashFromBase64 } from './base64';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import type { SigningKey, VerifierKey } from './keys';
import { extendsHead, type TreeHead } from './proofs';
import { cosignatureLine, isNoteSignedBy } from './signed-note';

const MOST_HASHES = 63;

/** What a witness is asked (C2SP tlog-witness): a checkpoint, and the proof that it continues the one of the old size. */
interface WitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  readonly checkpoint: Checkpoint;
}

export const witnessRequest = (oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string =>
  [`old ${String(oldSize)}`, ...proof.map(base64), '', checkpoint].join('\n');

function readRequest(text: string): WitnessRequest | null {
  const end = text.indexOf('\n\n');
  const [old = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const oldSize = /^old (0|[1-9]\d{0,14})$/.exec(old)?.[1];
  const proof = lines.map(hashFromBase64);
  const checkpoint = readCheckpoint(text.slice(end + 2));
  if (oldSize === undefined || checkpoint === null || lines.length > MOST_HASHES) return null;
  return proof.every((hash) => hash !== null) ? { oldSize: Number(oldSize), proof, checkpoint } : null;
}

/** A log that a witness knows: its keys, and the last head of it that the witness cosigned. */
export interface WitnessedLog {
  readonly keys: readonly VerifierKey[];
  readonly head: TreeHead | null;
}

/** What a witness answers: a status and a text, as over HTTP; and the head it has cosigned, to be kept before answering. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
  readonly head: (TreeHead & { readonly origin: string }) | null;
}

const answer = (status: WitnessAnswer['status'], body: string): WitnessAnswer => ({ status, body, head: null });

/**
 * Decides whether to cosign. 400: not a request, or the old size is above the new one. 404: an unknown log. 403: not
 * signed by it. 409: the old size is not the known one, which the body then says, or one size with two roots. 422: the
 * proof does not show that the known tree is the beginning of the new one.
 */
export function cosign(
  text: string,
  logOf: (origin: string) => WitnessedLog | null,
  key: SigningKey,
  seconds: number,
): WitnessAnswer {
  const request = readRequest(text);
  if (request === null) return answer(400, 'not a request to add a checkpoint\n');
  const { oldSize, proof, checkpoint } = request;
  const log = logOf(checkpoint.origin);
  if (log === null) return answer(404, 'unknown log\n');
  if (!log.keys.some((each) => isNoteSignedBy(checkpoint.note, each))) return answer(403, 'not signed by the log\n');
  if (oldSize > checkpoint.size) return answer(400, 'the old size is above the size of the checkpoint\n');
  const known = log.head ?? { size: 0, root: Buffer.alloc(0) };
  if (oldSize !== known.size || (oldSize === checkpoint.size && oldSize > 0 && !sameRoot(known, checkpoint)))
    return answer(409, `${String(known.size)}\n`);
  if (!extendsHead(known, checkpoint, proof) && checkpoint.size > 0)
    return answer(422, 'the proof does not show that this continues what is known\n');
  const { origin, size, root } = checkpoint;
  return { status: 200, body: cosignatureLine(key, checkpoint.note.text, seconds), head: { origin, size, root } };
}

const sameRoot = (one: TreeHead, other: TreeHead): boolean => Buffer.compare(one.root, other.root) === 0;
