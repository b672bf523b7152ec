import type { EventStore } from '../../src/event-store/event-store';
import { KurrentDbEventStore, type KurrentDbOptions } from '../../src/event-store/kurrentdb-event-store';
import { readConnectionString } from '../../src/event-store/kurrentdb-settings';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import { eventStoreContract } from './event-store-contract';

let double: KurrentDbDouble;
let made = 0;
const streams = new WeakMap<object, string>();

beforeAll(async () => {
  double = await KurrentDbDouble.start();
});

afterAll(() => {
  double.stop();
});

async function openOn(stream: string, more: Partial<KurrentDbOptions> = {}): Promise<KurrentDbEventStore> {
  const store = await KurrentDbEventStore.open({ ...readConnectionString(double.url), stream, ...more });
  streams.set(store, stream);
  return store;
}

const newStream = (): string => `ledger-${(made += 1)}`;

describe.each(['Append', 'BatchAppend'] as const)('By the call %s', (appendCall) => {
  eventStoreContract('A stream of the KurrentDB double', {
    open: () => openOn(newStream(), { appendCall }),
    reopen: (closed: EventStore) => openOn(streams.get(closed)!, { appendCall }),
  });

  test('nothing was appended by the other one', async () => {
    const before = { ...double.calls };
    const store = await openOn(newStream(), { appendCall });
    await store.append([{ id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' as never, bytes: 'a' }], 0);
    await store.close();

    const [used, unused] =
      appendCall === 'Append' ? (['append', 'batchAppend'] as const) : (['batchAppend', 'append'] as const);
    expect(double.calls[used] - before[used]).toBe(1);
    expect(double.calls[unused]).toBe(before[unused]);
  });
});
