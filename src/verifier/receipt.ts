import { entryOf } from './entry';
import { bytesOf, checkpointOf, isSigned, type Key } from './notes';
import { fail } from './outcome';
import { leafOf, rootByPath } from './tree';

const FORM = /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9]\d{0,14})\n((?:\S+\n){0,63})\n([\s\S]+)$/;

export interface VerifiedReceipt {
  readonly origin: string;
  readonly seq: number;
  readonly size: number;
  /** The entry as it was recorded. */
  readonly entry: string;
}

/** Checks a receipt with a key that did not come with it. Throws Failed. */
export function verifyReceipt(text: string, keys: readonly Key[]): VerifiedReceipt {
  const [, extra = '', index = '', path = '', note = ''] = FORM.exec(text) ?? [];
  const [bytes, checkpoint] = [bytesOf(extra), checkpointOf(note)];
  const hashes = path.split('\n').slice(0, -1).map(bytesOf);
  if (bytes === null || checkpoint === null || !hashes.every((hash) => hash?.length === 32))
    return fail(null, 'it is not a receipt');
  const { origin, size, root } = checkpoint;
  if (!keys.some((key) => key.name === origin && isSigned(checkpoint, key)))
    return fail(null, 'its checkpoint is not signed by a key that is trusted');
  const seq = Number(index);
  const found = rootByPath(
    leafOf(bytes),
    seq,
    size,
    hashes.flatMap((hash) => hash ?? []),
  );
  if (found?.equals(root) !== true) return fail(seq, 'the entry is not the one that was signed at this place');
  entryOf(bytes, seq);
  return { origin, seq, size, entry: bytes.toString() };
}
