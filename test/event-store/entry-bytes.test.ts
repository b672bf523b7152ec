import fc from 'fast-check';

import type { Entry } from '../../src/domain/entries';
import type { EntryId } from '../../src/domain/identifiers';
import { assertStorable, decodeEntry, encodeEntry } from '../../src/event-store/entry-bytes';

const assigned = {
  v: '1',
  kind: 'OwnerAssigned',
  seq: 12,
  id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  part: 0,
  line: 'IT-PROCUREMENT',
  effective: '2009-07-01',
  period: '2009-07',
  recordedAt: '2009-07-14T09:30:00.000Z',
  clock: 'server',
  officer: 'off-101',
  role: 'finance officer',
  reason: 'Owner of IT Procurement: £200,000 “all of it”',
  source: null,
  batch: null,
  key: 'assign-1',
  requestHash: 'e3b0',
  postings: [],
  facts: { owner: 'off-102' },
} as unknown as Entry;

const literal =
  '{"batch":null,"clock":"server","effective":"2009-07-01","facts":{"owner":"off-102"},' +
  '"id":"2ed6657d-e927-568b-95e1-2665a8aea6a2","key":"assign-1","kind":"OwnerAssigned","line":"IT-PROCUREMENT",' +
  '"officer":"off-101","part":"0","period":"2009-07","postings":[],' +
  '"reason":"Owner of IT Procurement: £200,000 “all of it”","recordedAt":"2009-07-14T09:30:00.000Z",' +
  '"requestHash":"e3b0","role":"finance officer","seq":"12","source":null,"v":"1"}';

describe('The bytes of an entry', () => {
  test('are its canonical JSON, its two numbers as text', () => {
    expect(encodeEntry(assigned)).toBe(literal);
  });

  test('say the entry again', () => {
    expect(decodeEntry(literal)).toEqual(assigned);
  });

  test('say any entry again, whatever texts it holds', () => {
    const text = fc.string({ unit: 'grapheme' });
    const changes = fc.record({
      seq: fc.maxSafeNat(),
      part: fc.nat(),
      reason: fc.option(text),
      key: text,
      facts: fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.constant(null), fc.array(text))),
    });
    fc.assert(
      fc.property(changes, (change) => {
        const entry = { ...assigned, ...change } as unknown as Entry;
        const bytes = encodeEntry(entry);

        // The facts of this test may be named __proto__, which a comparison of objects would pass over.
        expect(decodeEntry(bytes)).toEqual(JSON.parse(JSON.stringify(entry)));
        expect(encodeEntry(decodeEntry(bytes))).toBe(bytes);
      }),
    );
  });

  test('are never made of a fact that holds a number', () => {
    const wrong = { ...assigned, facts: { amount: 200_000 } } as unknown as Entry;

    expect(() => encodeEntry(wrong)).toThrow(TypeError);
  });

  test('are storable where they are whole characters without NUL, each entry with an id of its own', () => {
    const storable =
      (...entries: [string, string][]) =>
      (): void => {
        assertStorable(entries.map(([id, bytes]) => ({ id: id as EntryId, bytes })));
      };

    expect(storable(['a', literal], ['b', '😀'])).not.toThrow();
    expect(storable(['a', '\ud83d'])).toThrow('entry a cannot be stored as it is');
    expect(storable(['a', 'x\0'])).toThrow('entry a cannot be stored as it is');
    expect(storable(['a', 'x'], ['a', 'y'])).toThrow('two entries have the same id');
  });
});
