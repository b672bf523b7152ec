/** The tree of RFC 6962, built from the left, of which only the right edge is kept. */
import { createHash } from 'node:crypto';

export const leafOf = (bytes: Uint8Array): Buffer => createHash('sha256').update('\0').update(bytes).digest();

const joined = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update('\u0001').update(left).update(right).digest();

/** Whole subtrees from left to right, each smaller than the one before it. */
export class RightEdge {
  public size = 0;
  private readonly edge: { readonly leaves: number; readonly hash: Buffer }[] = [];

  public add(leaf: Buffer): void {
    let [leaves, hash] = [1, leaf];
    for (let left = this.edge.at(-1); left?.leaves === leaves; left = this.edge.at(-1)) {
      this.edge.pop();
      hash = joined(left.hash, hash);
      leaves *= 2;
    }
    this.edge.push({ leaves, hash });
    this.size += 1;
  }

  public root(): Buffer {
    const last = this.edge.at(-1);
    if (last === undefined) return createHash('sha256').digest();
    return this.edge.slice(0, -1).reduceRight((right, { hash }) => joined(hash, right), last.hash);
  }
}

/**
 * The root that a path leads to from a leaf (RFC 6962, section 2.1.1), or null where the path is not as long as it must
 * be. Worked out downwards: which half of the tree the leaf is in, and so on which side each hash stands.
 */
export function rootByPath(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null;
  const sides: ('left' | 'right')[] = [];
  for (let [start, width] = [0, size]; width > 1;) {
    let left = 1;
    while (left * 2 < width) left *= 2;
    const isInLeft = index < start + left;
    sides.unshift(isInLeft ? 'right' : 'left');
    [start, width] = isInLeft ? [start, left] : [start + left, width - left];
  }
  if (sides.length !== path.length) return null;
  return path.reduce((hash, other, at) => (sides[at] === 'left' ? joined(other, hash) : joined(hash, other)), leaf);
}

const HASH_BYTES = 32;
const HASHES_A_BLOCK = 8_192;

/** Leaf hashes in the order of their entries, 32 bytes each. */
export class Leaves {
  public count = 0;
  private readonly blocks: Buffer[] = [];

  public add(leaf: Buffer): void {
    const place = this.count % HASHES_A_BLOCK;
    if (place === 0) this.blocks.push(Buffer.alloc(HASHES_A_BLOCK * HASH_BYTES));
    leaf.copy(this.blocks[this.blocks.length - 1] ?? leaf, place * HASH_BYTES);
    this.count += 1;
  }

  /** The leaf of an entry that was added. */
  public at(seq: number): Buffer {
    const start = (seq % HASHES_A_BLOCK) * HASH_BYTES;
    return this.blocks[Math.floor(seq / HASHES_A_BLOCK)]?.subarray(start, start + HASH_BYTES) ?? Buffer.alloc(0);
  }
}
