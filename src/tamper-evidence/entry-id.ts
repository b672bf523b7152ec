import { hash } from 'node:crypto';

import type { EntryId, IdempotencyKey, LedgerId } from '../domain/identifiers';

/**
 * The id of an entry: UUIDv5 (RFC 9562) in the ledger's name space, of the idempotency key and the entry's place among
 * those its command made. The same command gives the same ids again, in any store.
 */
export function entryId(ledger: LedgerId, key: IdempotencyKey, part: number): EntryId {
  const space = Buffer.from(ledger.replaceAll('-', ''), 'hex');
  const digits = hash('sha1', Buffer.concat([space, Buffer.from(`${key}\n${String(part)}`)]), 'hex');
  // One digit says the version, and the two upper bits of another the variant.
  const variant = ((parseInt(digits.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`];
  return [...parts, `${variant}${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-') as EntryId;
}
