import { LedgerWriter } from '../../src/commands/ledger-writer';
import { Notary } from '../../src/commands/notary';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { LedgerView } from '../../src/queries/ledger-view';

/** All that a server keeps of a ledger: the rules' state, keys, tree, table and register, made from its entries. */
export async function rebuilt(directory: string): Promise<LedgerView> {
  const store = await SqliteEventStore.open({ directory });
  const feed = new LedgerFeed(store);
  const checkpoints = new SqliteCheckpointStore({ directory });
  const tree = new LedgerTree(feed, checkpoints);
  const notary = new Notary(feed, tree, checkpoints, new SigningKeys(directory, false));
  new LedgerWriter(store, feed, notary, Date.now);
  const view = new LedgerView(store, feed);
  await feed.catchUp();
  return view;
}
