import fc from 'fast-check';

import { TextColumn } from '../../src/domain/text-column';
import { TextNumbers } from '../../src/domain/text-numbers';

const aText = fc.oneof(
  fc.constantFrom('', 'IT-PROCUREMENT', 'IT-PROCUREMENT off-201', '議会', '\n', 'é', 'Ã©'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.isWellFormed()),
);

test('texts lie in a column as in a list, stored and taken back at any time', () => {
  fc.assert(
    fc.property(fc.array(fc.option(aText), { maxLength: 60 }), (steps) => {
      let column = new TextColumn();
      const list: string[] = [];
      for (const text of steps) {
        if (text !== null) expect(column.push(text)).toBe(list.push(text) - 1);
        else {
          const parts = structuredClone(column.toParts());
          column = new TextColumn();
          column.restore(parts);
        }
      }
      expect([column.length, list.map((_, row) => column.at(row))]).toEqual([list.length, list]);
      expect(() => column.at(list.length)).toThrow(RangeError);
    }),
    { numRuns: 300 },
  );
});

test('a column of texts grows: 2,000 of 100 characters that take three bytes each', () => {
  const column = new TextColumn();
  const text = '議'.repeat(100);
  for (let at = 0; at < 2_000; at += 1) column.push(`${text}${String(at)}`);
  expect([column.at(0), column.at(1_999)]).toEqual([`${text}0`, `${text}1999`]);
});

test('texts have the numbers that a map would give them in the order they first come, stored and taken back at any time', () => {
  fc.assert(
    fc.property(fc.array(fc.option(aText), { maxLength: 60 }), (steps) => {
      let numbers = new TextNumbers();
      const model = new Map<string, number>();
      for (const text of steps) {
        if (text !== null) {
          expect(numbers.find(text)).toBe(model.get(text) ?? null);
          if (!model.has(text)) model.set(text, model.size);
          expect(numbers.number(text)).toBe(model.get(text));
        } else {
          const parts = structuredClone(numbers.toParts());
          numbers = new TextNumbers();
          numbers.restore(parts);
        }
      }
      expect(numbers.length).toBe(model.size);
      for (const [text, number] of model) expect([numbers.text(number), numbers.find(text)]).toEqual([text, number]);
      expect(numbers.find('no such text')).toBeNull();
    }),
    { numRuns: 300 },
  );
});
