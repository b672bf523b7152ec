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

test('a column of texts stores the bytes of its texts and no more: 14 of IT-PROCUREMENT, 3 of 議', () => {
  const column = new TextColumn();
  expect(column.toParts().bytes).toHaveLength(0);
  for (const text of ['IT-PROCUREMENT', '議']) column.push(text);
  const { bytes, ends } = column.toParts();
  expect([Buffer.from(bytes).toString(), Array.from(ends)]).toEqual(['IT-PROCUREMENT議', [14, 17]]);
});

test('a column of texts that is taken back goes on in the block it was given, where it begins it', () => {
  const block = new ArrayBuffer(64);
  const bytes = new Uint8Array(block, 0, 2);
  bytes.set(Buffer.from('IT'));
  const column = new TextColumn();
  column.restore({ bytes, ends: new Uint16Array([2]) });
  column.push('PROCUREMENT');
  expect([column.at(0), column.at(1), column.toParts().bytes.buffer === block]).toEqual(['IT', 'PROCUREMENT', true]);
});

test('a column of texts that is taken back from a part of something larger leaves that alone', () => {
  const block = Buffer.from(new Uint8Array(Buffer.from('xxITyy')).buffer);
  const column = new TextColumn();
  column.restore({ bytes: block.subarray(2, 4), ends: new Uint16Array([2]) });
  column.push('PROCUREMENT');
  expect([column.at(0), column.at(1), block.toString()]).toEqual(['IT', 'PROCUREMENT', 'xxITyy']);
});

test('a column of texts holds one of 341 characters in its first block, and one of 5,000 in a larger one', () => {
  const column = new TextColumn();
  const { buffer } = column.toParts().bytes;
  const texts = ['議'.repeat(341), 'x', 'y'.repeat(5_000), ''];
  texts.slice(0, 1).forEach((text) => column.push(text));
  expect(column.toParts().bytes.buffer === buffer).toBe(true);
  texts.slice(1).forEach((text) => column.push(text));
  expect(texts.map((_, row) => column.at(row))).toEqual(texts);
  expect(() => column.at(-1)).toThrow(RangeError);
});

test('a text has the number 0 though it is empty, and one that never came has none and gets none', () => {
  const numbers = new TextNumbers();
  expect([numbers.find(''), numbers.number(''), numbers.find(''), numbers.number('IT'), numbers.find('it')]).toEqual([
    null,
    0,
    0,
    1,
    null,
  ]);
  expect([numbers.length, numbers.text(1)]).toEqual([2, 'IT']);
  const other = new TextNumbers();
  other.number('TRANSFORMATION');
  other.restore(structuredClone(numbers.toParts()));
  expect([other.find('TRANSFORMATION'), other.find('IT')]).toEqual([null, 1]);
});
