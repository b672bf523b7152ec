import { Test } from '@nestjs/testing';

import { EVENT_STORE, StoreUnavailable, type EventStore } from '../../src/event-store/event-store';
import { EventStoreModule } from '../../src/event-store/event-store.module';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { idOf } from './entries';

describe('The module of the event store', () => {
  test('provides the store and its feed, and closes the store with the application', async () => {
    const module = await Test.createTestingModule({ imports: [EventStoreModule.forDirectory(':memory:')] }).compile();
    await module.init();
    const store = module.get<EventStore>(EVENT_STORE);
    const feed = module.get(LedgerFeed);

    await store.append([{ id: idOf('a'), bytes: `{"id":"${idOf('a')}","part":"0","seq":"0"}` }], 0);
    await feed.catchUp();
    expect(feed.size).toBe(1);

    await module.close();
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
  });

  test('does not start on a ledger that is missing and only to be read', async () => {
    const module = EventStoreModule.forDirectory('no/such/directory', { readOnly: true });

    await expect(Test.createTestingModule({ imports: [module] }).compile()).rejects.toThrow('there is no ledger at');
  });
});
