import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { tiles } from '../../src/tamper-evidence/tiles';

const treeOf = (size: number): HashTree => {
  const tree = new HashTree();
  for (let seq = 0; seq < size; seq += 1) tree.append(leafDigest(`entry ${String(seq)}`));
  return tree;
};

describe('The tiles of a tree', () => {
  test.each<[number, readonly string[]]>([
    [0, []],
    [1, ['tile/0/000.p/1']],
    [255, ['tile/0/000.p/255']],
    [256, ['tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
    [600, ['tile/0/000', 'tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2']],
  ])('of %i leaves are where C2SP puts them', (size, paths) => {
    expect([...tiles(treeOf(size), size)].map(({ path }) => path)).toEqual(paths);
  });

  test('hold the leaves, and above them the roots over 256 of them', () => {
    const tree = treeOf(600);
    const [first, , third, above] = [...tiles(tree, 600)];
    const leaves = Array.from({ length: 600 }, (_, seq) => leafDigest(`entry ${String(seq)}`));

    expect(first?.hashes).toEqual(Buffer.concat(leaves.slice(0, 256)));
    expect(third?.hashes).toEqual(Buffer.concat(leaves.slice(512)));
    expect(above?.hashes.subarray(0, 32)).toEqual(treeOf(256).root(256));
    expect(above?.hashes).toHaveLength(64);
  });

  test('are numbered in groups of three digits', () => {
    const paths = [...tiles(new LongTree(), 256_001)].map(({ path }) => path);

    expect(paths.slice(999, 1_002)).toEqual(['tile/0/999', 'tile/0/x001/000.p/1', 'tile/1/000']);
  });
});

/** So many leaves that hashing them would take seconds; only where they are put is looked at. */
class LongTree extends HashTree {
  public override complete(): Buffer {
    return Buffer.alloc(32);
  }
}
