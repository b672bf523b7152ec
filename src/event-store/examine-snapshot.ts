import { deserialize, serialize } from 'node:v8';

import { sha256 } from '../tamper-evidence/leaf';
import { ailment, type Ailment } from './examination';
import type { LedgerFeed } from './ledger-feed';
import type { SnapshotDoubtCode } from './snapshot-file';

const WHAT_TO_DO = 'Delete it, or let --mend do so; it costs the next start its time and nothing else.';

/** What a process keeps of the first so many entries, each part as a hash. */
export interface Held {
  readonly size: number;
  readonly parts: readonly { readonly name: string; readonly sha256: string }[];
}

/**
 * Reads the ledger to its end and hashes what is kept of it. The same content has the same hash, also where it was put
 * away and taken back before: what was taken back is written otherwise the first time.
 */
export async function heldBy(feed: LedgerFeed): Promise<Held> {
  await feed.catchUp();
  const parts = (feed.kept() ?? []).map(({ name, toParts }) => ({
    name,
    sha256: sha256(serialize(deserialize(serialize(toParts())))),
  }));
  return { size: feed.size, parts };
}

/** What is wrong with a snapshot that was not taken, or that gives something else than the entries do. */
export function examineSnapshot(
  refused: SnapshotDoubtCode | null,
  fromSnapshot: Held,
  fromEntries: Held,
): readonly Ailment[] {
  // After every change of the program the last snapshot is no more than that.
  if (refused !== null && refused !== 'SNAPSHOT_PROGRAM')
    return [ailment('SNAPSHOT', `The snapshot is not used: ${refused}.`, WHAT_TO_DO)];
  if (fromSnapshot.size !== fromEntries.size)
    return [ailment('SNAPSHOT', 'Entries were recorded while the snapshot was looked at.', 'Ask again.')];
  const different = fromSnapshot.parts.filter(
    ({ name, sha256: hash }) => fromEntries.parts.find((part) => part.name === name)?.sha256 !== hash,
  );
  if (different.length === 0) return [];
  const names = different.map(({ name }) => name).join(', ');
  return [ailment('SNAPSHOT', `What the snapshot gives is not what the entries give: ${names}.`, WHAT_TO_DO)];
}
