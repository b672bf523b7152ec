/** The suite of every store on a real server or cluster, each store in a stream of its own. Run by npm run test:kurrentdb. */
import { randomUUID } from 'node:crypto';

import type { EventStore } from '../../src/event-store/event-store';
import { KurrentDbEventStore, type KurrentDbOptions } from '../../src/event-store/kurrentdb-event-store';
import { kurrentDbFromEnvironment } from '../../src/event-store/kurrentdb-settings';
import { eventStoreContract } from './event-store-contract';

const given = (process.env['KURRENTDB_URL'] ?? '') !== '' || (process.env['KURRENTDB_URL_FILE'] ?? '') !== '';
const streams = new WeakMap<object, string>();

async function openOn(stream: string, more: Partial<KurrentDbOptions>): Promise<KurrentDbEventStore> {
  const store = await KurrentDbEventStore.open({ ...kurrentDbFromEnvironment(process.env), stream, ...more });
  streams.set(store, stream);
  return store;
}

if (given) {
  describe.each(['Append', 'BatchAppend'] as const)('By the call %s', (appendCall) => {
    eventStoreContract('A stream of the KurrentDB server', {
      open: () => openOn(`ledger-test-${randomUUID()}`, { appendCall }),
      reopen: (closed: EventStore) => openOn(streams.get(closed)!, { appendCall }),
    });
  });
} else {
  process.stdout.write('Not run on a real server: KURRENTDB_URL is not set. Only the double has been tried.\n');
  test.skip('the suite of every store on a real KurrentDB server', () => undefined);
}
