import { nodeHash } from './hash-tree';

type Hash = Uint8Array;

const same = (one: Hash, other: Hash): boolean => Buffer.compare(one, other) === 0;
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** A tree's size and root as a signed checkpoint says them. A root alone does not bind the size. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/**
 * On which side each hash of a path joins, from a place among `last + 1` nodes up to the root; null where a path of so
 * many hashes does not end there (RFC 9162, section 2.1.3.2).
 */
function sidesOf(path: { readonly place: number; readonly last: number }, count: number): readonly boolean[] | null {
  let { place, last } = path;
  const isLeft: boolean[] = [];
  for (let hash = 0; hash < count; hash += 1) {
    if (last === 0) return null;
    const joinsLeft = isOdd(place) || place === last;
    isLeft.push(joinsLeft);
    while (joinsLeft && !isOdd(place)) [place, last] = [half(place), half(last)];
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? isLeft : null;
}

/**
 * Whether a leaf stands at an index of the tree of a head (RFC 9162, section 2.1.3.2). Never throws: a proof that makes no
 * sense proves nothing.
 */
export function includes(head: TreeHead, index: number, leaf: Hash, proof: readonly Hash[]): boolean {
  if (!isIndex(index) || !isIndex(head.size) || index >= head.size) return false;
  const sides = sidesOf({ place: index, last: head.size - 1 }, proof.length);
  if (sides === null) return false;
  const join = (hash: Hash, sibling: Hash, at: number): Hash =>
    sides[at] === true ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  return same(proof.reduce(join, leaf), head.root);
}

/**
 * Whether the tree of the newer head begins with that of the older one (RFC 9162, section 2.1.4.2). Of an older size of 0,
 * and of two heads of one size, the proof is empty. Never throws.
 */
export function extendsHead(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  const isWhole = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isWhole ? [older.root, ...proof] : proof;
  return first !== undefined && joinsBoth(older, newer, first, rest);
}

/** From the largest subtree that both trees have whole, up to the roots of both. */
function joinsBoth(older: TreeHead, newer: TreeHead, first: Hash, rest: readonly Hash[]): boolean {
  let [place, last] = [older.size - 1, newer.size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  const sides = sidesOf({ place, last }, rest.length);
  if (sides === null) return false;
  let [ofOlder, ofNewer] = [first, first];
  rest.forEach((hash, at) => {
    if (sides[at] === true) ofOlder = nodeHash(hash, ofOlder);
    ofNewer = sides[at] === true ? nodeHash(hash, ofNewer) : nodeHash(ofNewer, hash);
  });
  return same(ofOlder, older.root) && same(ofNewer, newer.root);
}

const isIndex = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
