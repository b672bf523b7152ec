import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { leafDigest } from '../../src/tamper-evidence/leaf';

const LEAVES = 70;
const grown = (tree: HashTree, from: number, to: number): HashTree => {
  for (let seq = from; seq < to; seq += 1) tree.append(leafDigest(Buffer.from(`entry ${String(seq)}`)));
  return tree;
};

const hashesIn = (tree: HashTree): readonly string[] =>
  tree.toParts().rows.map((row) => Buffer.from(row).toString('hex'));

test('a tree that is asked for a hash it does not have is what it was', () => {
  const tree = grown(new HashTree(), 0, 20);
  expect(() => tree.complete(6, 0)).toThrow(RangeError);
  expect(hashesIn(tree)).toEqual(hashesIn(grown(new HashTree(), 0, 20)));
});

test('a tree that is put away at any size and taken back grows as if it had never been', () => {
  const whole = grown(new HashTree(), 0, LEAVES);
  for (let cut = 0; cut <= LEAVES; cut += 1) {
    const parts = structuredClone(grown(new HashTree(), 0, cut).toParts());
    const again = grown(HashTree.fromParts(parts), cut, LEAVES);
    expect(hashesIn(again)).toEqual(hashesIn(whole));
    for (let size = 1; size <= LEAVES; size += 1) expect(again.root(size).equals(whole.root(size))).toBe(true);
  }
});

test('a tree that is taken back from a part of something larger leaves that alone', () => {
  const { rows } = grown(new HashTree(), 0, 16).toParts();
  const block = Buffer.concat([Buffer.alloc(8), ...rows, Buffer.alloc(64)]);
  const before = Buffer.from(block);
  const tree = HashTree.fromParts({ rows: [block.subarray(8, 8 + 16 * 32), block.subarray(8 + 16 * 32, 8 + 17 * 32)] });
  expect(tree.root(16).equals(grown(new HashTree(), 0, 16).root(16))).toBe(true);
  expect(
    grown(tree, 16, LEAVES)
      .root(LEAVES)
      .equals(grown(new HashTree(), 0, LEAVES).root(LEAVES)),
  ).toBe(true);
  expect(block.equals(before)).toBe(true);
});
