import fc from 'fast-check';

import { PairNumbers } from '../../src/domain/pair-numbers';

describe('given the pairs 7 and 1, 1 and 7, 7 and 2', () => {
  const given = () => {
    const pairs = new PairNumbers();
    return { pairs, numbers: [pairs.number(7, 1), pairs.number(1, 7), pairs.number(7, 2)] };
  };

  test('when they are asked for, then they have the numbers 0, 1 and 2 in the order they first came', () => {
    const { pairs, numbers } = given();
    expect(numbers).toEqual([0, 1, 2]);
    expect([pairs.find(7, 1), pairs.find(1, 7), pairs.find(7, 2), pairs.number(1, 7)]).toEqual([0, 1, 2, 1]);
    expect([pairs.length, pairs.first(2), pairs.second(2)]).toEqual([3, 7, 2]);
  });

  test('when a pair is asked for that never came, then it has no number and gets none', () => {
    const { pairs } = given();
    expect([pairs.find(1, 1), pairs.find(2, 7), new PairNumbers().find(0, 0), pairs.length]).toEqual([
      null,
      null,
      null,
      3,
    ]);
  });

  test('when all are asked for, then their parts lie beside each other', () => {
    const { firsts, seconds } = given().pairs.all();
    expect([Array.from(firsts), Array.from(seconds)]).toEqual([
      [7, 1, 7],
      [1, 7, 2],
    ]);
  });

  test('when others are taken back in their place, then nothing is left of them', () => {
    const other = new PairNumbers();
    other.number(9, 9);
    other.restore(structuredClone(given().pairs.toParts()));
    expect([other.find(9, 9), other.find(7, 2), other.number(9, 9), other.length]).toEqual([null, 2, 3, 4]);
  });
});

test('4,000 pairs of 63 numbers each have one number, whether they came one by one or were taken back', () => {
  const pairs = new PairNumbers();
  const model: (readonly [number, number])[] = [];
  for (let at = 0; at < 4_000; at += 1) model.push([at % 63, Math.floor(at / 63)]);
  expect(model.map(([first, second]) => pairs.number(first, second))).toEqual(model.map((_, at) => at));
  const again = new PairNumbers();
  again.restore(structuredClone(pairs.toParts()));
  for (const each of [pairs, again]) {
    expect(model.map(([first, second]) => each.find(first, second))).toEqual(model.map((_, at) => at));
    expect([each.find(63, 0), each.find(0, 64), each.length]).toEqual([null, null, 4_000]);
  }
});

test('pairs have the numbers that a map would give them in the order they first come, taken back at any time', () => {
  const aPart = fc.oneof(fc.nat({ max: 5 }), fc.constantFrom(65_535, 65_536, 2 ** 32 - 2));
  fc.assert(
    fc.property(fc.array(fc.option(fc.tuple(aPart, aPart)), { maxLength: 80 }), (steps) => {
      let pairs = new PairNumbers();
      const model = new Map<string, number>();
      for (const pair of steps) {
        if (pair === null) {
          const parts = structuredClone(pairs.toParts());
          pairs = new PairNumbers();
          pairs.restore(parts);
        } else {
          expect(pairs.find(...pair)).toBe(model.get(pair.join()) ?? null);
          if (!model.has(pair.join())) model.set(pair.join(), model.size);
          expect(pairs.number(...pair)).toBe(model.get(pair.join()));
        }
      }
      const kept = Array.from(
        { length: pairs.length },
        (_, at) => `${String(pairs.first(at))},${String(pairs.second(at))}`,
      );
      expect(kept).toEqual([...model.keys()]);
    }),
  );
});
