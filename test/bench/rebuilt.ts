import { LedgerWriter } from '../../src/commands/ledger-writer';
import { Notary } from '../../src/commands/notary';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SnapshotFile } from '../../src/event-store/snapshot-file';
import { Snapshots } from '../../src/event-store/snapshots';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { JournalIndex } from '../../src/queries/journal-index';
import { LedgerView } from '../../src/queries/ledger-view';

/** What is opened on a directory. */
interface Opened {
  readonly view: LedgerView;
  readonly writer: LedgerWriter;
  readonly snapshots: Snapshots;
}

/**
 * All that a server keeps of a ledger: the rules' state, keys, tree, table, register and journal, made from its entries,
 * or taken back from its snapshot and read on.
 */
export async function opened(directory: string, fromSnapshot: boolean): Promise<Opened> {
  const store = await SqliteEventStore.open({ directory });
  const feed = new LedgerFeed(store);
  const checkpoints = new SqliteCheckpointStore({ directory });
  const tree = new LedgerTree(feed, checkpoints);
  const keys = new SigningKeys(directory, false);
  const writer = new LedgerWriter(store, feed, new Notary(feed, tree, checkpoints, keys), Date.now);
  const view = new LedgerView(store, feed);
  new JournalIndex(feed);
  const snapshots = new Snapshots(new SnapshotFile(directory), { store, feed, tree, checkpoints, keys });
  if (fromSnapshot) feed.beginFrom((keepings) => snapshots.takeBack(keepings));
  await feed.catchUp();
  return { view, writer, snapshots };
}

/** The same made from its entries, to be asked. */
export const rebuilt = async (directory: string): Promise<LedgerView> => (await opened(directory, false)).view;
