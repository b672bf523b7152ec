import { createHash } from 'node:crypto';

import { LogCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle';

import { HashTree, nodeHash } from '../../src/tamper-evidence/hash-tree';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { extendsHead, includes, type TreeHead } from '../../src/tamper-evidence/proofs';

/** All trees up to this size: TREE_SIZES=1000 npm test -- hash-tree */
const LARGEST = Number(process.env['TREE_SIZES'] ?? 130);
const bytesOf = (seq: number): Buffer => Buffer.from(`entry ${String(seq)}`);

const tree = new HashTree();
for (let seq = 0; seq < LARGEST; seq += 1) tree.append(leafDigest(bytesOf(seq)));
const headOf = (size: number): TreeHead => ({ size, root: tree.root(size) });

/** The root by the words of RFC 6962, section 2.1, with nothing kept. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

/** Each pair of a seq and a size that has it. */
const places = Array.from({ length: LARGEST }, (_, last) =>
  Array.from({ length: last + 1 }, (_each, seq) => ({ seq, size: last + 1 })),
).flat();
const sizes = Array.from({ length: LARGEST }, (_, last) => last + 1);

/** Flips one bit of one hash. */
const spoiled = (proof: readonly Buffer[], at: number): readonly Buffer[] =>
  proof.map((hash, index) => {
    const copy = Buffer.from(hash);
    if (index === at) copy.writeUInt8(copy.readUInt8(at % 32) ^ 1, at % 32);
    return copy;
  });

describe('The tree', () => {
  // The leaves and roots that the tests of Certificate Transparency publish for RFC 6962.
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const published = new HashTree();
  for (const leaf of leaves) published.append(leafDigest(Buffer.from(leaf, 'hex')));

  test('has the nine published roots', () => {
    expect(roots.map((_, size) => published.root(size).toString('hex'))).toEqual(roots);
  });

  test('gives and takes the published consistency proof of 6 in 7', () => {
    const inBase64 = [
      'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
      'sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ];

    expect(published.consistencyProof(6, 7).map((hash) => hash.toString('base64'))).toEqual(inBase64);
    expect(
      extendsHead(
        { size: 6, root: published.root(6) },
        { size: 7, root: published.root(7) },
        published.consistencyProof(6, 7),
      ),
    ).toBe(true);
  });

  test(`has the root of the definition at every size up to ${String(LARGEST)}, also looked at later`, () => {
    const all = sizes.map((seq) => leafDigest(bytesOf(seq - 1)));
    for (const size of sizes) expect(tree.root(size)).toEqual(rootByDefinition(all.slice(0, size)));
  });

  test('does not know leaves that are not there', () => {
    const [all, more] = [String(LARGEST), String(LARGEST + 1)];
    const thrown: readonly (readonly [() => unknown, string])[] = [
      [() => tree.root(LARGEST + 1), `the tree has ${all} leaves, not ${more}`],
      [() => tree.leaf(LARGEST), `the tree has no hash ${all} at this height`],
      [() => tree.leaf(LARGEST + 1_000), `the tree has no hash ${String(LARGEST + 1_000)} at this height`],
      [() => tree.inclusionProof(3, 3), 'no leaf 3 in a tree of 3'],
      [() => tree.inclusionProof(3, LARGEST + 1), `no leaf 3 in a tree of ${more}`],
      [() => tree.consistencyProof(4, 3), 'no proof from 4 to 3'],
      [() => tree.consistencyProof(3, LARGEST + 1), `no proof from 3 to ${more}`],
    ];
    for (const [asked, message] of thrown) expect(asked).toThrow(new RangeError(message));
  });

  test('has the hash of each complete subtree', () => {
    expect(tree.complete(0, 3)).toEqual(tree.leaf(3));
    expect(tree.complete(2, 0)).toEqual(tree.root(4));
    expect(tree.complete(1, 1)).toEqual(nodeHash(tree.leaf(2), tree.leaf(3)));
  });

  test('needs no proof that it is itself, or that it came of nothing', () => {
    expect(tree.consistencyProof(5, 5)).toEqual([]);
    expect(tree.consistencyProof(0, 5)).toEqual([]);
  });
});

/** What is wrong with proofs, counted: an expectation for each of a hundred thousand would take half a minute. */
const wrongOf = (complaints: readonly (string | false)[]): readonly string[] =>
  complaints.filter((each) => each !== false).slice(0, 3);

/** The ways to damage a proof that leave it another one than it was. */
const damaged = (proof: readonly Buffer[], chance: number): readonly (readonly Buffer[])[] =>
  [[...proof, tree.leaf(0)], proof.slice(1), proof.slice(0, -1), spoiled(proof, chance)].filter(
    (bad) => bad.length !== proof.length || bad.some((hash, at) => !hash.equals(proof[at]!)),
  );

/** Whether the verifier of sigstore takes a proof: another program's opinion. */
function sigstoreTakes(seq: number, { size, root }: TreeHead, hashes: readonly Buffer[]): boolean {
  const entry = {
    canonicalizedBody: bytesOf(seq),
    inclusionProof: { logIndex: String(seq), treeSize: String(size), hashes, rootHash: root },
  };
  type Asked = Parameters<typeof verifyMerkleInclusion>;
  try {
    verifyMerkleInclusion(entry as unknown as Asked[0], new LogCheckpoint('any', BigInt(size), Buffer.from(root), []));
    return true;
  } catch {
    return false;
  }
}

describe('An inclusion proof', () => {
  test(`holds for all places of sizes up to ${String(LARGEST)}, here and in the verifier of sigstore`, () => {
    const complaints = places.map(({ seq, size }) => {
      const [head, proof] = [headOf(size), tree.inclusionProof(seq, size)];
      const holds = includes(head, seq, tree.leaf(seq), proof) && sigstoreTakes(seq, head, proof);
      return !holds && `${String(seq)} in ${String(size)}`;
    });

    expect(wrongOf(complaints)).toEqual([]);
    expect(places).toHaveLength((LARGEST * (LARGEST + 1)) / 2);
  });

  test('is rejected for another entry or place, spoiled, shortened or lengthened, by both alike', () => {
    const forged = places.flatMap(({ seq, size }) => {
      const [head, proof] = [headOf(size), tree.inclusionProof(seq, size)];
      const taken = [
        includes(head, seq, tree.leaf((seq + 1) % LARGEST), proof),
        includes(head, size, tree.leaf(seq), proof),
        ...damaged(proof, seq % 7).flatMap((bad) => [
          includes(head, seq, tree.leaf(seq), bad),
          sigstoreTakes(seq, head, bad),
        ]),
      ];
      return taken.map((each) => each && `a forged proof of ${String(seq)} in ${String(size)}`);
    });

    expect(wrongOf(forged)).toEqual([]);
    expect(forged.length).toBeGreaterThan(places.length * 5);
  });

  test('of a place that is none proves nothing', () => {
    for (const place of [-1, 0.5, NaN, 3, 2 ** 53]) expect(includes(headOf(3), place, tree.leaf(0), [])).toBe(false);
    for (const place of [-1, 0.5, NaN, 1]) expect(includes(headOf(1), place, tree.leaf(0), [])).toBe(false);
    for (const size of [-1, 0.5, NaN, 2 ** 53])
      expect(includes({ size, root: tree.leaf(0) }, 0, tree.leaf(0), [])).toBe(false);
  });

  test('that is too long or too short for the size proves nothing, though its hashes lead to the root that is claimed', () => {
    const ofTwo = [tree.leaf(1)];

    expect(includes(headOf(2), 0, tree.leaf(0), ofTwo)).toBe(true);
    expect(includes({ size: 1, root: tree.root(2) }, 0, tree.leaf(0), ofTwo)).toBe(false);
    expect(includes({ size: 4, root: tree.root(2) }, 0, tree.leaf(0), ofTwo)).toBe(false);
  });
});

describe('A consistency proof', () => {
  test(`holds for all pairs of sizes up to ${String(LARGEST)}`, () => {
    const complaints = places.map(({ seq: older, size: newer }) => {
      const holds = extendsHead(headOf(older), headOf(newer), tree.consistencyProof(older, newer));
      return !holds && `${String(older)} in ${String(newer)}`;
    });

    expect(wrongOf(complaints)).toEqual([]);
  });

  test('is rejected where the older tree was another one, where it is spoiled, shortened or lengthened', () => {
    const forged = places.flatMap(({ seq: older, size: newer }) => {
      if (older === 0) return [];
      const [proof, from, to] = [tree.consistencyProof(older, newer), headOf(older), headOf(newer)];
      const taken = [
        extendsHead({ size: older, root: leafDigest('another tree') }, to, proof),
        ...damaged(proof, older % 6).map((bad) => extendsHead(from, to, bad)),
      ];
      return taken.map((each) => each && `a forged proof of ${String(older)} in ${String(newer)}`);
    });

    expect(wrongOf(forged)).toEqual([]);
    expect(forged.length).toBeGreaterThan(places.length * 3);
  });

  test('never shows that a tree has shrunk, or that two roots of one size are one', () => {
    expect(extendsHead(headOf(5), headOf(4), [])).toBe(false);
    expect(extendsHead(headOf(5), { size: 5, root: tree.leaf(1) }, [])).toBe(false);
    expect(extendsHead(headOf(5), headOf(5), [])).toBe(true);
    expect(extendsHead({ size: 2, root: tree.leaf(0) }, headOf(1), [])).toBe(false);
  });

  test('is empty where there is nothing to prove, and then nothing else is taken', () => {
    expect(extendsHead(headOf(0), headOf(5), [])).toBe(true);
    expect(extendsHead(headOf(0), headOf(5), [tree.leaf(0)])).toBe(false);
    expect(extendsHead(headOf(5), headOf(5), [tree.leaf(0)])).toBe(false);
  });

  test('of sizes that are none proves nothing', () => {
    const root = tree.root(3);
    for (const size of [-1, 0.5, NaN, 2 ** 53]) {
      expect(extendsHead({ size, root }, { size, root }, [])).toBe(false);
      expect(extendsHead(headOf(0), { size, root }, [])).toBe(false);
      expect(extendsHead({ size, root }, headOf(3), [])).toBe(false);
    }
  });

  test('does not bind the size, which is why a size is only taken from a signed checkpoint', () => {
    const proof = tree.consistencyProof(1, 3);

    expect(extendsHead(headOf(1), { size: 4, root: tree.root(3) }, proof)).toBe(true);
  });
});
