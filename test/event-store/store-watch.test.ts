import { KurrentDbEventStore } from '../../src/event-store/kurrentdb-event-store';
import { readConnectionString } from '../../src/event-store/kurrentdb-settings';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { StoreWatch } from '../../src/event-store/store-watch';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import { entries } from './entries';

const stream = 'ledger-watched';
let double: KurrentDbDouble;
let store: KurrentDbEventStore;
let watch: StoreWatch;
let alarms: string[];

beforeEach(async () => {
  double = await KurrentDbDouble.start();
  store = await KurrentDbEventStore.open({ ...readConnectionString(double.url), stream });
  await store.append(entries('a', 'b', 'c'), 0);
  alarms = [];
  watch = new StoreWatch(store, new LedgerFeed(store), (sentence) => alarms.push(sentence));
});

afterEach(async () => {
  watch.stop();
  await store.close();
  double.stop();
});

describe('The daily look at a ledger in a cluster', () => {
  test('finds nothing where all is well', async () => {
    expect([await watch.check(), alarms]).toEqual([true, []]);
  });

  test('raises the alarm where somebody set a limit, and says what to run', async () => {
    double.streams.setMetadata(stream, { $maxCount: 2 });

    expect(await watch.check()).toBe(false);
    expect(alarms).toEqual([
      expect.stringMatching(/^The check of the ledger failed: .*\$maxCount 2; run savings doctor/),
    ]);
  });

  test('raises the alarm where an entry was redacted, and names it', async () => {
    double.streams.rewrite(stream, 1, (event) => ({ ...event, data: event.data.map(() => 0xff) }));

    expect(await watch.check()).toBe(false);
    expect(alarms).toEqual([expect.stringMatching(/^The check of the ledger failed: .*seq 1\b/)]);
  });

  test('raises the alarm where the cluster cannot be reached, and all is well when it is back', async () => {
    double.stop();
    expect(await watch.check()).toBe(false);
    expect(alarms).toHaveLength(1);

    await double.restart();
    expect(await watch.check()).toBe(true);
  });

  test('happens each day, for as long as the server runs', () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask', 'performance'] });
    const check = jest.spyOn(watch, 'check').mockResolvedValue(true);
    watch.start();
    jest.advanceTimersByTime(3 * 24 * 60 * 60 * 1_000);
    watch.stop();
    jest.advanceTimersByTime(24 * 60 * 60 * 1_000);
    jest.useRealTimers();

    expect(check).toHaveBeenCalledTimes(3);
  });
});
