/** Base64 as RFC 4648, section 4, writes it: with padding, and only one way for the same bytes. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The bytes of a base64 text; null where it is not written as it would be here. */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** A hash of 32 bytes in base64; null where it is not one. */
export function hashFromBase64(text: string): Buffer | null {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : null;
}
