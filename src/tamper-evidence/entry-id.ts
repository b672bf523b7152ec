import { createHash } from 'node:crypto';

import type { EntryId, IdempotencyKey, LedgerId } from '../domain/identifiers';

/**
 * The id of an entry: UUIDv5 (RFC 9562) in the ledger's name space, of the idempotency key and the entry's place among
 * those its command made. The same command gives the same ids again, in any store.
 */
export function entryId(ledger: LedgerId, key: IdempotencyKey, part: number): EntryId {
  const hash = createHash('sha1')
    .update(Buffer.from(ledger.replaceAll('-', ''), 'hex'))
    .update(`${key}\n${String(part)}`)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const digits = hash.toString('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as EntryId;
}
