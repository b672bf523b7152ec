import fc from 'fast-check';

import { KeyIndex } from '../../src/commands/key-index';
import type { IdempotencyKey } from '../../src/domain/identifiers';

const keyOf = (number: number): IdempotencyKey => `IT-PROCUREMENT-${String(number)}` as IdempotencyKey;

test('every key is found at the seqs it was used at, stored and taken back at any time', () => {
  const aStep = fc.record({ key: fc.nat({ max: 30 }), parts: fc.integer({ min: 1, max: 3 }), store: fc.boolean() });
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
      let index = new KeyIndex();
      const used: (readonly [IdempotencyKey, number])[] = [];
      let seq = 0;
      for (const { key, parts, store } of steps) {
        index.add(keyOf(key), seq);
        used.push([keyOf(key), seq]);
        seq += parts;
        expect(index.candidates(keyOf(key))).toContain(seq - parts);
        if (store) index = KeyIndex.fromParts(structuredClone(index.toParts()));
      }
      for (const [key, at] of used) expect(index.candidates(key)).toContain(at);
      expect(index.candidates(keyOf(77))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('it grows: of 5,000 keys each is found at its own seq and nowhere else, asked meanwhile or only at the end', () => {
  for (const every of [1, 5_000]) {
    const index = new KeyIndex();
    for (let seq = 0; seq < 5_000; seq += 1) {
      index.add(keyOf(seq), seq);
      if (seq % every === 0) expect(index.candidates(keyOf(seq))).toEqual([seq]);
    }
    for (let seq = 0; seq < 5_000; seq += 1) expect(index.candidates(keyOf(seq))).toEqual([seq]);
  }
});
