import fc from 'fast-check';

import { hashOfPieces, pack, unpack } from '../../src/event-store/packed-parts';

const forms = [Float64Array, Uint32Array, Int32Array, Uint16Array, Uint8Array] as const;
/** One more than fits beside the rest. */
const LONG = 65_537;

const aColumn = fc
  .tuple(fc.constantFrom(...forms), fc.constantFrom(0, 3, LONG), fc.nat({ max: 255 }))
  .map(([form, length, value]) => new form(length).fill(value));
const aPart = fc.oneof(aColumn, fc.string(), fc.double({ noNaN: true }), fc.array(fc.nat()), fc.constant(null));
const someParts = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.oneof(aPart, fc.array(aPart, { maxLength: 3 })),
);

/** Plain lists in the place of columns, with their form. */
const plainly = (parts: unknown): unknown =>
  JSON.parse(
    JSON.stringify(parts, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? [value.constructor.name, ...(value as Uint8Array)] : value,
    ),
  );

/** As a file gives them: each in memory of its own, with room behind. */
const asRead = (pieces: readonly Uint8Array[]): readonly Buffer[] =>
  pieces.map((piece) => {
    const block = Buffer.allocUnsafeSlow(piece.length + 24);
    block.set(piece);
    return block.subarray(0, piece.length);
  });

test('data that is packed and unpacked is the same, and is packed into the same bytes', () => {
  fc.assert(
    fc.property(someParts, (parts) => {
      const pieces = pack(parts);
      const again = unpack(asRead(pieces));
      expect(plainly(again)).toEqual(plainly(parts));
      expect(hashOfPieces(pack(unpack(asRead(pack(again)))))).toBe(hashOfPieces(pack(again)));
    }),
    { numRuns: 60 },
  );
});

test('a long column lies in a piece of its own, and is that memory again when it is unpacked', () => {
  const pieces = asRead(pack({ short: new Uint32Array(3), long: new Uint32Array(LONG).fill(7) }));
  expect(pieces.map(({ length }) => length)).toEqual([expect.any(Number), LONG * 4]);
  expect(pieces[0]!.length).toBeLessThan(200);
  const { long } = unpack(pieces) as { long: Uint32Array };
  expect([long.buffer === pieces[1]!.buffer, long.byteOffset, long.length]).toEqual([true, 0, LONG]);
});

test('a short column lies in memory of its own too, of which nobody else is given a part', () => {
  // Wherever it lies among the rest, and wherever Node is in the memory that small buffers share.
  for (let before = 0; before < 64; before += 1) {
    Buffer.allocUnsafe(Buffer.poolSize - 200 - before * 8);
    const parts = { before: 'x'.repeat(before), columns: forms.map((form) => new form(before * 4).fill(7)) };
    const { columns } = unpack(asRead(pack(parts))) as typeof parts;
    expect(columns.map(({ byteOffset, buffer, byteLength }) => [byteOffset, buffer.byteLength - byteLength])).toEqual(
      forms.map(() => [0, 0]),
    );
  }
});

test('where a piece is missing, or the first is of another kind, nothing comes of it', () => {
  const pieces = asRead(pack([new Uint32Array(LONG)]));
  expect(() => unpack(pieces.slice(0, 1))).toThrow('a column is missing');
  expect(() => unpack([])).toThrow();
  expect(() => unpack([Buffer.from('no such thing')])).toThrow();
});
