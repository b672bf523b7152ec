import type { EntryId } from '../../src/domain/identifiers';
import type { EventStore, StoredEntry } from '../../src/event-store/event-store';
import { DamagedLedger, LedgerFeed, type Recorded } from '../../src/event-store/ledger-feed';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { idOf } from './entries';

/** As much of an entry as the feed looks at. */
const stored = (seq: number): StoredEntry => ({
  seq,
  id: idOf(String(seq)),
  bytes: `{"id":"${idOf(String(seq))}","part":"0","seq":"${seq}"}`,
});
const history = (count: number): StoredEntry[] => Array.from({ length: count }, (_, seq) => stored(seq));

/** A store that holds what the test puts into it, also what no store should. */
class StoreOf implements Pick<EventStore, 'read'> {
  public reads = 0;

  public constructor(public held: StoredEntry[]) {}

  public async read({ from, limit }: { from: number; limit: number }): Promise<StoredEntry[]> {
    this.reads += 1;
    const page = this.held.filter(({ seq }) => seq >= from).slice(0, limit);
    await new Promise((resolve) => setImmediate(resolve));
    return page;
  }
}

function feedOn(held: StoredEntry[]): { store: StoreOf; feed: LedgerFeed; seen: Recorded[] } {
  const store = new StoreOf(held);
  const feed = new LedgerFeed(store as unknown as EventStore);
  const seen: Recorded[] = [];
  feed.subscribe((recorded) => seen.push(recorded));
  return { store, feed, seen };
}

describe('The feed of a ledger', () => {
  test('reads nothing more where what was put away is only in part in its place', async () => {
    const store = new StoreOf(history(3));
    const feed = new LedgerFeed(store as unknown as EventStore);
    const broken = new Error('only in part');
    feed.beginFrom(() =>
      Promise.resolve({
        size: 2,
        places: [
          () => {
            throw broken;
          },
        ],
      }),
    );

    await expect(feed.catchUp()).rejects.toBe(broken);
    await expect(feed.catchUp()).rejects.toBe(broken);
    expect([feed.size, store.reads]).toEqual([0, 0]);
  });

  test('takes each entry to everyone, in order, with the bytes it was read from', async () => {
    const { feed, seen } = feedOn(history(3));
    const order: string[] = [];
    feed.subscribe(({ entry }) => order.push(`${entry.seq} ${entry.part}`));
    await feed.catchUp();

    expect(seen.map(({ bytes }) => bytes)).toEqual(history(3).map(({ bytes }) => bytes));
    expect(order).toEqual(['0 0', '1 0', '2 0']);
    expect(feed.size).toBe(3);
  });

  test('catches up by pages, and then only with what is new', async () => {
    const { store, feed, seen } = feedOn(history(2_500));
    await feed.catchUp();
    expect(store.reads).toBe(3);

    store.held.push(stored(2_500));
    await feed.catchUp();
    expect(store.reads).toBe(4);
    expect(seen.map(({ entry }) => entry.seq)).toEqual(Array.from({ length: 2_501 }, (_, seq) => seq));
  });

  test('shows each entry once, however many catch up at once', async () => {
    const { feed, seen } = feedOn(history(5));
    await Promise.all(Array.from({ length: 10 }, () => feed.catchUp()));

    expect(seen).toHaveLength(5);
  });

  test('shows its caller what was recorded while another reading was under way', async () => {
    const { store, feed } = feedOn(history(2));
    const first = feed.catchUp();
    await Promise.resolve();
    await Promise.resolve();
    expect(store.reads).toBe(1);
    store.held.push(stored(2));
    await feed.catchUp();

    expect(feed.size).toBe(3);
    await first;
  });

  test('takes no subscriber who has missed entries', async () => {
    const { feed } = feedOn(history(1));
    await feed.catchUp();

    expect(() => {
      feed.subscribe(() => undefined);
    }).toThrow('before the first entry');
  });

  test('goes on after the store could not be read', async () => {
    const { store, feed } = feedOn(history(2));
    const read = store.read.bind(store);
    store.read = () => Promise.reject(new Error('not now'));
    await expect(feed.catchUp()).rejects.toThrow('not now');
    store.read = read;

    await feed.catchUp();
    expect(feed.size).toBe(2);
  });

  describe('on a damaged ledger', () => {
    const bad = (change: Partial<StoredEntry>): StoredEntry[] => [
      ...history(3),
      { ...stored(3), ...change },
      stored(4),
    ];

    test.each([
      ['bytes that are cut off', bad({ bytes: '{"id":"' }), 3],
      ['bytes that are no entry', bad({ bytes: 'null' }), 3],
      ['the bytes of another entry', bad({ bytes: stored(2).bytes }), 3],
      ['another id than its bytes say', bad({ id: 'id-x' as EntryId }), 3],
      ['a gap', history(6).filter(({ seq }) => seq !== 3), 4],
      ['a missing beginning', history(3).slice(1), 1],
      ['a row moved to another seq', bad({ seq: 7 }).slice(0, 4), 7],
    ])('names the seq of %s, and goes no further, ever', async (_what, held, seq) => {
      const { store, feed, seen } = feedOn(held);

      await expect(feed.catchUp()).rejects.toEqual(new DamagedLedger(seq));
      await expect(feed.catchUp()).rejects.toMatchObject({ name: 'DamagedLedger', seq });
      store.held = history(9);
      await expect(feed.catchUp()).rejects.toThrow(`the entry stored at seq ${seq} is not the entry`);
      expect(seen.map(({ entry }) => entry.seq)).toEqual(history(feed.size).map((each) => each.seq));
    });
  });

  test('stops for ever when a subscriber fails, as the others may have seen what it has not', async () => {
    const { feed, seen } = feedOn(history(3));
    feed.subscribe(({ entry }) => {
      if (entry.seq === 1) throw new Error('an invariant is broken');
    });

    await expect(feed.catchUp()).rejects.toThrow('an invariant is broken');
    await expect(feed.catchUp()).rejects.toThrow('an invariant is broken');
    expect(seen).toHaveLength(2);
    expect(feed.size).toBe(1);
  });

  test('reads a real store, also what another one appends to it', async () => {
    const store = await SqliteEventStore.open({ directory: ':memory:' });
    const feed = new LedgerFeed(store);
    await store.append(history(2), 0);
    await feed.catchUp();
    expect(feed.size).toBe(2);

    await store.append([stored(2)], 2);
    await feed.catchUp();
    expect(feed.size).toBe(3);
    await store.close();
  });
});
