import { HashTree } from '../tamper-evidence/hash-tree';
import { leafDigest } from '../tamper-evidence/leaf';
import type { EventStore, StoredEntry } from './event-store';

/** Entries of one append: few enough for every store, many enough to be quick. */
const PAGE = 100;

export interface Copied {
  /** How many entries were there already, the same ones, from an earlier copy. */
  readonly before: number;
  readonly copied: number;
  /** The root of the tree over all entries, in lower-case hexadecimal: the same in both stores. */
  readonly root: string;
}

/** The ledger that is copied to holds something else. Nothing more was written there. */
export class CopyRefused extends Error {
  public constructor(reason: string) {
    super(reason);
    this.name = 'CopyRefused';
  }
}

/**
 * Copies a ledger: the same bytes, ids and order, and so the same tree. An interrupted copy goes on where it was when it
 * is asked for again. Every entry is read back at the end and compared. Throws CopyRefused where the entries there are
 * not the first ones here, and what the stores throw.
 */
export async function copyLedger(from: EventStore, to: EventStore): Promise<Copied> {
  const before = await to.head();
  await compare(from, to, before);
  let head = before;
  for (;;) {
    const page = await from.read({ from: head, limit: PAGE });
    if (page.length === 0) break;
    const entries = page.map(({ id, bytes }) => ({ id, bytes }));
    const appended = await to.append(entries, head);
    if (appended.conflict) throw new CopyRefused(`somebody else records there; it has ${appended.head} entries by now`);
    head += page.length;
  }
  return { before, copied: head - before, root: await compare(from, to, head) };
}

/** The root of the tree over the first entries, which must be the same in both. */
async function compare(from: EventStore, to: EventStore, size: number): Promise<string> {
  const tree = new HashTree();
  while (tree.size < size) {
    const range = { from: tree.size, limit: Math.min(PAGE, size - tree.size) };
    const [here, there] = await Promise.all([from.read(range), to.read(range)]);
    const different = there.findIndex((stored, index) => !isSame(stored, here[index]));
    if (different >= 0 || there.length !== range.limit) {
      const seq = range.from + (different < 0 ? there.length : different);
      throw new CopyRefused(`the entry at seq ${seq} is not the same in both; copy into an empty ledger`);
    }
    for (const { bytes } of there) tree.append(leafDigest(bytes));
  }
  return tree.root(size).toString('hex');
}

const isSame = (one: StoredEntry, other: StoredEntry | undefined): boolean =>
  one.seq === other?.seq && one.id === other.id && one.bytes === other.bytes;
