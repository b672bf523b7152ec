import { createHash, hash } from 'node:crypto';

const LEAF = Buffer.from([0x00]);

/**
 * The leaf hash of an entry's exact bytes (RFC 6962): SHA-256 of 0x00 and the bytes, 32 bytes. One call with a text in and
 * out takes half the time that three calls with bytes do; every entry is hashed at every start.
 */
export const leafDigest = (bytes: string | Uint8Array): Buffer =>
  typeof bytes === 'string'
    ? Buffer.from(hash('sha256', `\0${bytes}`, 'binary'), 'binary')
    : createHash('sha256').update(LEAF).update(bytes).digest();

/** The same in lower-case hexadecimal, as entries name each other by. */
export const leafHash = (bytes: string | Uint8Array): string => leafDigest(bytes).toString('hex');

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** SHA-256 of texts one after the other, in lower-case hexadecimal. */
export function sha256OfParts(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
