import { inspect } from 'node:util';

import {
  AppendTooLarge,
  NotDurable,
  OutcomeUnknown,
  StoreUnavailable,
  type StoredEntry,
} from '../../src/event-store/event-store';
import { KurrentDbEventStore, type KurrentDbOptions } from '../../src/event-store/kurrentdb-event-store';
import { readConnectionString, SettingsUnusable } from '../../src/event-store/kurrentdb-settings';
import { DamagedLedger } from '../../src/event-store/ledger-feed';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import type { AppendFault, ReadFault } from '../support/kurrentdb-faults';
import { entries, idOf, numbered } from './entries';

const stream = 'ledger-guards';
const everything = { from: 0, limit: 1_000 };
/** Long enough for a busy machine to answer in, short enough to wait for several times. */
const impatient = { deadlineMs: 400 };

let double: KurrentDbDouble;
let store: KurrentDbEventStore;
let unhandled: unknown[];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

const openOn = (url: string, more: Partial<KurrentDbOptions> = {}): Promise<KurrentDbEventStore> =>
  KurrentDbEventStore.open({ ...readConnectionString(url), stream, ...more });

beforeEach(async () => {
  unhandled = [];
  process.on('unhandledRejection', onUnhandled);
  double = await KurrentDbDouble.start(3);
  store = await openOn(double.url, impatient);
});

afterEach(async () => {
  await store.close();
  double.stop();
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

const idsIn = (): string[] => double.streams.all(stream).map(({ id }) => id);

describe('An append whose answer does not come as it should', () => {
  beforeEach(() => store.append(entries('a', 'b'), 0));

  test.each<AppendFault>([
    'dropped before the commit',
    'dropped after the commit',
    'hangs before the commit',
    'hangs after the commit',
    'not the leader',
    'a wrong version that is not so',
    'slow',
    'delivered twice',
  ])('%s: is stored once and acknowledged once', async (fault) => {
    double.faults.append(fault);

    expect(await store.append(entries('c', 'd'), 2)).toEqual({ conflict: false, head: 4 });
    expect(double.faults.done).toEqual([fault]);
    expect(idsIn()).toEqual(['a', 'b', 'c', 'd'].map(idOf));
  });

  test('never: the outcome is unknown, and the same entries sent again settle it', async () => {
    for (let call = 0; call < 4; call += 1) double.faults.append('hangs before the commit');

    await expect(store.append(entries('c'), 2)).rejects.toThrow(OutcomeUnknown);
    expect(await store.append(entries('c'), 2)).toEqual({ conflict: false, head: 3 });
    expect(idsIn()).toEqual(['a', 'b', 'c'].map(idOf));
  });

  test('and somebody else was quicker: a conflict with the real head', async () => {
    const other = await openOn(double.url);
    double.faults.append('hangs before the commit');
    const appending = store.append(entries('c'), 2);
    await other.append(entries('x', 'y'), 2);

    expect(await appending).toEqual({ conflict: true, head: 4 });
    expect(idsIn()).toEqual(['a', 'b', 'x', 'y'].map(idOf));
    await other.close();
  });

  test('from a node that does not lead, four times: nothing was stored, and that is said', async () => {
    for (let call = 0; call < 4; call += 1) double.faults.append('not the leader');
    // An answer that came too late on a busy machine would leave a doubt, which is not what is looked at here.
    const patient = await openOn(double.url);

    await expect(patient.append(entries('c'), 2)).rejects.toThrow(StoreUnavailable);
    expect(idsIn()).toEqual(['a', 'b'].map(idOf));
    await patient.close();
  });

  test('because another node leads now: it is asked instead', async () => {
    double.leader = 2;

    expect(await store.append(entries('c'), 2)).toEqual({ conflict: false, head: 3 });
    expect((await store.read(everything)).map(({ id }) => id)).toEqual(['a', 'b', 'c'].map(idOf));
  });

  test('because all nodes are gone: nothing is acknowledged, and all goes on when they are back', async () => {
    double.stop();
    await expect(store.append(entries('c'), 2)).rejects.toThrow(OutcomeUnknown);
    await expect(store.read(everything)).rejects.toThrow(StoreUnavailable);

    await double.restart();
    expect(await store.append(entries('c'), 2)).toEqual({ conflict: false, head: 3 });
  });
});

describe('What the store refuses by itself', () => {
  test('more than a server takes in one append; nothing is sent', async () => {
    const long = numbered(0, 3).map(({ id }) => ({ id, bytes: 'x'.repeat(400_000) }));

    await expect(store.append(long, 0)).rejects.toThrow(AppendTooLarge);
    expect(double.calls.append).toBe(0);
  });

  test.each([
    ['$maxAge', { $maxAge: 86_400 }],
    ['$maxCount', { $maxCount: 2 }],
    ['$tb', { $tb: 1 }],
    ['a stream deleted softly', { $tb: Number.MAX_SAFE_INTEGER }],
  ])('a stream that does not keep its entries: %s', async (_what, metadata) => {
    await store.append(entries('a', 'b', 'c'), 0);
    double.streams.setMetadata(stream, metadata);

    await expect(openOn(double.url)).rejects.toThrow(NotDurable);
    await expect(store.checkRules()).rejects.toThrow('run savings doctor');
    await expect(store.append(entries('d'), 3)).rejects.toThrow(NotDurable);

    double.streams.setMetadata(stream, {});
    await store.checkRules();
    expect(await store.append(entries('d'), 3)).toMatchObject({ conflict: false });
  });

  test('a stream that was deleted for ever', async () => {
    await store.append(entries('a'), 0);
    double.streams.tombstone(stream);

    await expect(store.read(everything)).rejects.toThrow('stream-deleted');
    await expect(store.append(entries('b'), 1)).rejects.toThrow(StoreUnavailable);
  });
});

describe('A read that is not what was recorded', () => {
  beforeEach(() => store.append(entries('a', 'b', 'c'), 0));

  test.each<ReadFault>(['reset in the middle', 'redacted', 'an event missing', 'out of order', 'sent twice'])(
    '%s once: is read again',
    async (fault) => {
      double.faults.read(fault);

      expect((await store.read(everything)).map(({ id }) => id)).toEqual(['a', 'b', 'c'].map(idOf));
      expect(double.faults.done).toEqual([fault]);
    },
  );

  const lasting: readonly (readonly [string, () => void, number])[] = [
    [
      'redacted',
      () => {
        double.streams.rewrite(stream, 1, (e) => ({ ...e, data: e.data.map(() => 0xff) }));
      },
      1,
    ],
    [
      'missing',
      () => {
        double.streams.remove(stream, 1);
      },
      1,
    ],
    [
      'not ours',
      () => {
        double.streams.rewrite(stream, 2, (e) => ({ ...e, contentType: 'application/json' }));
      },
      2,
    ],
  ];

  test.each(lasting)('an entry %s for good is damage, and its seq is named', async (_what, spoil, seq) => {
    spoil();

    await expect(store.read(everything)).rejects.toEqual(new DamagedLedger(seq));
  });
});

describe('Following', () => {
  const take = async (from: number, count: number, seen: StoredEntry[] = []): Promise<string[]> => {
    for await (const stored of store.follow({ from, signal: new AbortController().signal })) {
      seen.push(stored);
      if (seen.length === count) break;
    }
    return seen.map(({ id }) => id);
  };
  const names = ['a', 'b', 'c', 'd', 'e'];

  beforeEach(() => store.append(entries('a', 'b'), 0));

  test('goes on where a subscription is dropped, from where it had come to', async () => {
    double.faults.subscription('subscription dropped');
    const taking = take(0, 5);
    await store.append(entries('c'), 2);
    double.dropSubscriptions();
    await store.append(entries('d', 'e'), 3);

    expect(await taking).toEqual(names.map(idOf));
    expect(double.calls.subscribe).toBeGreaterThan(1);
  });

  test('goes on where a subscription dies without a word', async () => {
    await store.close();
    store = await openOn(double.url, { ...impatient, silenceMs: 50 });
    double.faults.subscription('subscription dead without a word');
    const taking = take(0, 5);
    await store.append(entries('c', 'd', 'e'), 2);

    expect(await taking).toEqual(names.map(idOf));
  });

  test('goes on when the server has been away', async () => {
    const seen: StoredEntry[] = [];
    const taking = take(0, 3, seen);
    while (seen.length < 2) await new Promise(setImmediate);
    double.stop();
    await double.restart();
    await store.append(entries('c'), 2);

    expect(await taking).toEqual(['a', 'b', 'c'].map(idOf));
  });

  test('stops at damage, and names the seq', async () => {
    double.streams.rewrite(stream, 1, (event) => ({ ...event, data: event.data.map(() => 0xff) }));

    await expect(take(0, 2)).rejects.toEqual(new DamagedLedger(1));
  });

  test('does not keep a stopped program from ending', async () => {
    const taking = take(0, 5);
    await store.close();

    expect((await taking).length).toBeLessThan(3);
  });
});

describe('A password', () => {
  const secret = 'Pa55-of-the-ledger';

  test.each([
    `kurrentdb://savings:${secret}`,
    `mysql://savings:${secret}@127.0.0.1:2113`,
    `kurrentdb://savings:${secret}%@127.0.0.1:2113`,
    `kurrentdb://savings:${secret}@127.0.0.1:2113?tlsVerifyCert=false`,
    `kurrentdb://savings:${secret}@127.0.0.1:port?defaultDeadline=soon`,
    `kurrentdb://savings:${secret}@127.0.0.1:1?tlsCAFile=no/such/file`,
    `kurrentdb://savings:${secret}@127.0.0.1:1?maxDiscoverAttempts=1`,
  ])('is in no error and no warning (%#)', async (url) => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const failure: unknown = await (async () => openOn(url, impatient))().then(
      () => null,
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(Error);
    const shown = inspect(failure, { depth: null, showHidden: true }) + JSON.stringify(warn.mock.calls);
    expect(shown).not.toContain(secret);
    warn.mockRestore();
  });

  test('is not shown by what holds it, and is there for the call', () => {
    const settings = readConnectionString(`kurrentdb://savings:${encodeURIComponent('p@ss:w/rd?')}@node1:2113`);

    expect(inspect(settings, { depth: null, showHidden: true })).not.toContain('p@ss');
    expect(JSON.stringify({ ...settings })).not.toContain('p@ss');
    expect(settings.credentials?.password).toBe('p@ss:w/rd?');
    expect(settings.address).toBe('esdb://node1:2113?nodePreference=leader');
  });

  test('other nodes than the leader cannot be asked for', () => {
    const { address } = readConnectionString('kurrentdb+discover://cluster:2113?nodePreference=follower&tls=true');

    expect(address).toBe('esdb+discover://cluster:2113?tls=true&nodePreference=leader');
    expect(() => readConnectionString('kurrentdb://a:1?throwOnAppendFailure=false')).toThrow(SettingsUnusable);
  });
});
