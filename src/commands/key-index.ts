import { Column, type Counts } from '../domain/column';
import type { IdempotencyKey } from '../domain/identifiers';

const FREE = 0xffffffff;
const NO_KEY = 0;

/**
 * Where the entries of each idempotency key begin, for all keys ever used: a hash of the key by seq, and slots that lead
 * from hashes to seqs, made when they are first needed. Two keys may share a hash, so every hit is a candidate that the
 * caller compares with the entry itself.
 */
export class KeyIndex {
  /** One row an entry; nought where it is not the first of its key. */
  private readonly hashes = Column.ofCounts();
  /** How many keys there are, as long as there are slots. */
  private used = 0;
  private slots: Uint32Array | null = null;

  /** Seqs only rise. */
  public add(key: IdempotencyKey, seq: number): void {
    while (this.hashes.length < seq) this.hashes.push(NO_KEY);
    this.hashes.push(hashOf(key));
    if (this.slots === null) return;
    this.used += 1;
    if (this.used * 2 > this.slots.length) this.slots = null;
    else this.place(this.slots, seq);
  }

  /** The seqs at which an entry of this key may be. */
  public candidates(key: IdempotencyKey): readonly number[] {
    const slots = this.slots ?? this.placed();
    const hash = hashOf(key);
    const found: number[] = [];
    for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const seq = slots[slot] ?? FREE;
      if (seq === FREE) return found;
      if (this.hashes.at(seq) === hash) found.push(seq);
    }
  }

  /** The hashes by seq. A view: to be put away before the next key. */
  public toParts(): Counts {
    return this.hashes.rows();
  }

  /** The index that gave these hashes, which become its own. */
  public static fromParts(hashes: Counts): KeyIndex {
    const index = new KeyIndex();
    index.hashes.restore(hashes);
    return index;
  }

  private placed(): Uint32Array {
    const hashes = this.hashes.rows();
    this.used = 0;
    for (const hash of hashes) if (hash !== NO_KEY) this.used += 1;
    let size = 1_024;
    while (this.used * 2 > size) size *= 2;
    const slots = new Uint32Array(size).fill(FREE);
    hashes.forEach((hash, seq) => {
      if (hash !== NO_KEY) this.place(slots, seq);
    });
    this.slots = slots;
    return slots;
  }

  private place(slots: Uint32Array, seq: number): void {
    let slot = this.hashes.at(seq) & (slots.length - 1);
    while (slots[slot] !== FREE) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = seq;
  }
}

/** FNV-1a over the key's characters, which are all below 128; never nought. */
function hashOf(key: IdempotencyKey): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0 || 1;
}
