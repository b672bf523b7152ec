import type { IdempotencyKey } from '../domain/identifiers';

const FREE = 0xffffffff;

/** The slots as they are. Views: to be put away before the next key. */
export interface KeyParts {
  readonly hashes: Uint32Array;
  readonly seqs: Uint32Array;
  readonly used: number;
}

/**
 * Where the entries of each idempotency key begin, for all keys ever used, at eight bytes a key: a hash of the key and
 * a seq. Two keys may share a hash, so every hit is a candidate that the caller compares with the entry itself.
 */
export class KeyIndex {
  private hashes = new Uint32Array(1_024);
  private seqs = new Uint32Array(1_024).fill(FREE);
  private used = 0;

  public add(key: IdempotencyKey, seq: number): void {
    if (this.used * 2 >= this.seqs.length) this.grow();
    this.place(hashOf(key), seq);
    this.used += 1;
  }

  /** The seqs at which an entry of this key may be. */
  public candidates(key: IdempotencyKey): readonly number[] {
    const hash = hashOf(key);
    const found: number[] = [];
    for (let slot = hash & this.mask; this.seqs[slot] !== FREE; slot = (slot + 1) & this.mask) {
      if (this.hashes[slot] === hash) found.push(this.seqs[slot] ?? FREE);
    }
    return found;
  }

  public toParts(): KeyParts {
    return { hashes: this.hashes, seqs: this.seqs, used: this.used };
  }

  /** The index that gave these parts; they are copied. */
  public static fromParts({ hashes, seqs, used }: KeyParts): KeyIndex {
    const index = new KeyIndex();
    index.hashes = hashes.slice();
    index.seqs = seqs.slice();
    index.used = used;
    return index;
  }

  private get mask(): number {
    return this.seqs.length - 1;
  }

  private place(hash: number, seq: number): void {
    let slot = hash & this.mask;
    while (this.seqs[slot] !== FREE) slot = (slot + 1) & this.mask;
    this.hashes[slot] = hash;
    this.seqs[slot] = seq;
  }

  private grow(): void {
    const [hashes, seqs] = [this.hashes, this.seqs];
    this.hashes = new Uint32Array(seqs.length * 2);
    this.seqs = new Uint32Array(seqs.length * 2).fill(FREE);
    seqs.forEach((seq, slot) => {
      if (seq !== FREE) this.place(hashes[slot] ?? 0, seq);
    });
  }
}

/** FNV-1a over the key's characters, which are all below 128. */
function hashOf(key: IdempotencyKey): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
