import type { IdempotencyKey, LedgerId } from '../../src/domain/identifiers';
import { entryId } from '../../src/tamper-evidence/entry-id';

/** The name space for domain names of RFC 9562, which other programs know too. */
const ledger = '6ba7b810-9dad-11d1-80b4-00c04fd430c8' as LedgerId;
const key = 'record-1' as IdempotencyKey;

// The literals were made with another program: in Python, uuid.uuid5(uuid.NAMESPACE_DNS, "record-1\n0").
describe('The id of an entry', () => {
  test('is the UUIDv5 of the key and the part in the name space of the ledger', () => {
    expect(entryId(ledger, key, 0)).toBe('8bbe0ca0-361a-5a3c-9ff1-97b0a113b4fc');
    expect(entryId(ledger, key, 1)).toBe('2ed7d5b4-bbde-5768-8852-f9a856a7aaed');
  });

  test('is another one in another ledger', () => {
    const other = '2ed6657d-e927-568b-95e1-2665a8aea6a2' as LedgerId;

    expect(entryId(other, key, 0)).toBe('0ae55291-59f8-5421-90fa-f0d5f829ef6a');
  });

  test('is never shared by a key that ends in a digit and a part', () => {
    expect(entryId(ledger, 'record-11' as IdempotencyKey, 1)).not.toBe(entryId(ledger, key, 11));
    expect(entryId(ledger, 'record-1' as IdempotencyKey, 11)).not.toBe(
      entryId(ledger, 'record-11' as IdempotencyKey, 1),
    );
  });
});
