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
 * Whether a leaf stands at an index of the tree of a head (RFC 9162, section 2.1.3.2). Never throws: a proof that makes no
 * sense proves nothing.
 */
export function includes(head: TreeHead, index: number, leaf: Hash, proof: readonly Hash[]): boolean {
  if (!isIndex(index) || !isIndex(head.size) || index >= head.size) return false;
  let place = index;
  let last = head.size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(hash, head.root);
}

/**
 * Whether the tree of the newer head begins with that of the older one (RFC 9162, section 2.1.4.2). Of an older size of 0,
 * and of two heads of one size, the proof is empty. Never throws.
 */
export function extendsHead(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  const isPower = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isPower ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let [place, last] = [older.size - 1, newer.size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  let [ofOlder, ofNewer] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      ofOlder = nodeHash(hash, ofOlder);
      ofNewer = nodeHash(hash, ofNewer);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      ofNewer = nodeHash(ofNewer, hash);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(ofOlder, older.root) && same(ofNewer, newer.root);
}

const isIndex = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
