/** What servers acknowledged, held against what is stored. */
import { decodeEntry } from '../../src/event-store/entry-bytes';
import type { StoredEntry } from '../../src/event-store/event-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { leafHash } from '../../src/tamper-evidence/leaf';

export interface Receipt {
  readonly seq: number;
  readonly id: string;
  readonly leaf: string;
}

/** Everything acknowledged, by its key, is there with the same bytes, once, and no seq is missing; or what is wrong. */
export function complaintsAboutStored(
  stored: readonly StoredEntry[],
  acknowledged: Iterable<readonly [string, Receipt]>,
): readonly string[] {
  const complaints: string[] = [];
  const seqsOf = new Map<string, number[]>();
  stored.forEach(({ seq, bytes }, index) => {
    if (seq !== index) complaints.push(`seq ${String(seq)} stands where ${String(index)} should`);
    const { key } = decodeEntry(bytes);
    seqsOf.set(key, [...(seqsOf.get(key) ?? []), seq]);
  });
  for (const [key, seqs] of seqsOf) {
    if (seqs.length > 1) complaints.push(`${key} is recorded at ${seqs.join(', ')}`);
  }
  for (const [key, { seq, id, leaf }] of acknowledged) {
    const found = stored[seq];
    if (found?.id === id && leafHash(found.bytes) === leaf) continue;
    complaints.push(`${key} was acknowledged as seq ${String(seq)} and is not there`);
  }
  return complaints;
}

/** All entries of a data directory. */
export async function storedIn(directory: string): Promise<readonly StoredEntry[]> {
  const store = await SqliteEventStore.open({ directory, readOnly: true });
  try {
    return await store.read({ from: 0, limit: 1_000_000 });
  } finally {
    await store.close();
  }
}
