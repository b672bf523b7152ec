import { ailment, type Ailment } from './examination';
import type { LedgerFeed } from './ledger-feed';
import { hashOfPieces, pack, unpack } from './packed-parts';
import type { SnapshotDoubtCode, SnapshotFile } from './snapshot-file';
import { doubtCodeOf, Snapshots, type SnapshotLedger } from './snapshots';

const WHAT_TO_DO = 'Delete it, or let --mend do so; it costs the next start its time and nothing else.';

/** What a process keeps of the first so many entries, each part as a hash. */
export interface Held {
  readonly size: number;
  readonly parts: readonly { readonly name: string; readonly sha256: string }[];
}

/** What comes of a start from the snapshot, read on to the end; and why it was not taken, null where it was. */
export async function heldFromSnapshot(
  file: SnapshotFile,
  ledger: SnapshotLedger,
): Promise<Held & { readonly refused: SnapshotDoubtCode | null }> {
  const { feed } = ledger;
  let refused: SnapshotDoubtCode | null = null;
  feed.beginFrom(async (keepings) => {
    try {
      return await new Snapshots(file, ledger).takeBack(keepings);
    } catch (error) {
      refused = doubtCodeOf(error);
      return null;
    }
  });
  await feed.catchUp();
  return { ...heldBy(feed), refused };
}

/** What comes of reading the first `size` entries; others may record meanwhile. */
export async function heldFromEntries(feed: LedgerFeed, size: number): Promise<Held> {
  await feed.readTo(size);
  return heldBy(feed);
}

/**
 * The same content has the same hash, also where it was put away and taken back before: what was taken back is written
 * otherwise the first time.
 */
function heldBy(feed: LedgerFeed): Held {
  const parts = (feed.kept() ?? []).map(({ name, toParts }) => ({
    name,
    sha256: hashOfPieces(pack(unpack(pack(toParts())))),
  }));
  return { size: feed.size, parts };
}

/** What is wrong with a snapshot that was not taken. */
export const refusedSnapshot = (code: SnapshotDoubtCode): readonly Ailment[] =>
  // After every change of the program the last snapshot is no more than that.
  code === 'SNAPSHOT_PROGRAM' ? [] : [ailment('SNAPSHOT', `The snapshot is not used: ${code}.`, WHAT_TO_DO)];

/** What is wrong with a snapshot that gives something else than as many entries do. */
export function examineSnapshot(fromSnapshot: Held, fromEntries: Held): readonly Ailment[] {
  const different = fromSnapshot.parts.filter(
    ({ name, sha256: hash }) => fromEntries.parts.find((part) => part.name === name)?.sha256 !== hash,
  );
  if (different.length === 0) return [];
  const names = different.map(({ name }) => name).join(', ');
  return [ailment('SNAPSHOT', `What the snapshot gives is not what the entries give: ${names}.`, WHAT_TO_DO)];
}
