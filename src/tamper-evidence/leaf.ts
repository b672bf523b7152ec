import { createHash } from 'node:crypto';

const LEAF = Buffer.from([0x00]);

/** The leaf hash of an entry's exact bytes (RFC 6962): SHA-256 of 0x00 and the bytes, in lower-case hexadecimal. */
export const leafHash = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(LEAF).update(bytes).digest('hex');

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
