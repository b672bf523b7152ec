import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyLedger, CopyRefused } from '../../src/event-store/copy-ledger';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import type { EventStore, NewEntry } from '../../src/event-store/event-store';
import { connectKurrentDb } from '../../src/event-store/kurrentdb-client';
import { KurrentDbEventStore } from '../../src/event-store/kurrentdb-event-store';
import { readConnectionString } from '../../src/event-store/kurrentdb-settings';
import { connectSqlite } from '../../src/event-store/sqlite-database';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { copyBetween, examine, readStorePlace } from '../../src/event-store/store-place';
import { accessDiffering, mendStreamRules, readStreamRules, wantedAccess } from '../../src/event-store/stream-rules';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { KurrentDbDouble } from '../support/kurrentdb-double';
import { entries } from './entries';

/** The history that is never changed: 277 entries of every kind. */
const history: readonly NewEntry[] = readFileSync(join(__dirname, '../history/golden-history.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((bytes) => ({ id: decodeEntry(bytes).id, bytes }));
const everything = { from: 0, limit: 1_000 };

const folder = mkdtempSync(join(tmpdir(), 'copy-'));
let made = 0;
let double: KurrentDbDouble;
let directory: string;
let stream: string;

beforeAll(async () => {
  double = await KurrentDbDouble.start();
  process.env['KURRENTDB_URL'] = double.url;
});

afterAll(() => {
  double.stop();
  delete process.env['KURRENTDB_URL'];
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  made += 1;
  directory = join(folder, `data-${String(made)}`);
  stream = `ledger-copy-${String(made)}`;
});

const file = (): Promise<SqliteEventStore> => SqliteEventStore.open({ directory });
const cluster = (): Promise<KurrentDbEventStore> =>
  KurrentDbEventStore.open({ ...readConnectionString(double.url), stream });

async function withHistory(store: EventStore): Promise<EventStore> {
  await store.append(history, 0);
  return store;
}

describe('A copy of a ledger', () => {
  test('has the same bytes, ids, order and root, from a file to a cluster and back', async () => {
    const [from, between, to] = [
      await withHistory(await file()),
      await cluster(),
      await SqliteEventStore.open({ directory: ':memory:' }),
    ];
    const there = await copyLedger(from, between);
    const back = await copyLedger(between, to);

    expect(there).toEqual({ before: 0, copied: history.length, root: back.root });
    const [here, after] = [await from.read(everything), await to.read(everything)];
    expect(after).toEqual(here);
    expect(after.map(({ bytes }) => leafHash(bytes))).toEqual(history.map(({ bytes }) => leafHash(bytes)));
    for (const store of [from, between, to]) await store.close();
  });

  test('that was interrupted goes on where it was', async () => {
    const [from, to] = [await withHistory(await file()), await cluster()];
    await to.append(history.slice(0, 120), 0);

    expect(await copyLedger(from, to)).toMatchObject({ before: 120, copied: history.length - 120 });
    expect(await copyLedger(from, to)).toMatchObject({ before: history.length, copied: 0 });
    for (const store of [from, to]) await store.close();
  });

  test.each([
    ['another ledger', entries('a', 'b')],
    ['a changed entry', [{ ...history[0]!, bytes: history[0]!.bytes.replace('"v":"1"', '"v":"2"') }]],
    ['more than there is here', [...history, ...entries('more')]],
  ])('is refused where there is %s, and nothing is written there', async (_what, there) => {
    const [from, to] = [await withHistory(await file()), await cluster()];
    await to.append(there, 0);

    await expect(copyLedger(from, to)).rejects.toThrow(CopyRefused);
    expect(await to.head()).toBe(there.length);
    for (const store of [from, to]) await store.close();
  });

  test('by places: neither onto itself, nor from where nothing is', async () => {
    const [here, there] = [readStorePlace(directory), readStorePlace(`kurrentdb:${stream}`)];
    await expect(copyBetween(here, here)).rejects.toThrow('onto itself');
    await expect(copyBetween(here, there)).rejects.toThrow('there is no ledger at');
    expect(double.streams.all(stream)).toEqual([]);
    expect(() => readStorePlace('kurrentdb:other')).toThrow('is named ledger-');
  });
});

describe('The doctor, of a data directory,', () => {
  const found = async (mend = false): Promise<readonly (readonly [string, boolean])[]> =>
    (await examine(readStorePlace(directory), mend)).map(({ code, mended }) => [code, mended]);

  beforeEach(async () => {
    await (await withHistory(await file())).close();
  });

  test('finds nothing where all is well', async () => {
    expect(await found()).toEqual([]);
  });

  test('finds files that others can read, and mends that only when told to', async () => {
    const path = join(directory, 'ledger.sqlite');
    chmodSync(path, 0o644);

    expect(await found()).toEqual([['MODE', false]]);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    // SQLite gives its log the mode of the file.
    expect(new Set((await found(true)).map(String))).toEqual(new Set(['MODE,true']));
    expect(await found()).toEqual([]);
  });

  const damage: readonly (readonly [string, string, string])[] = [
    ['a trigger that was taken away', 'TRIGGERS', 'DROP TRIGGER entries_are_not_changed'],
    [
      'an entry that says it is another one',
      'ENTRIES',
      `UPDATE entries SET bytes = replace(bytes, '"seq":"5"', '"seq":"6"') WHERE seq = 5`,
    ],
    ['an entry that is gone', 'ENTRIES', 'DELETE FROM entries WHERE seq = 7'],
    ['bytes that are not canonical', 'ENTRIES', "UPDATE entries SET bytes = bytes || ' ' WHERE seq = 9"],
  ];

  test.each(damage)('finds %s', async (_what, code, sql) => {
    const database = connectSqlite(join(directory, 'ledger.sqlite'), 'write');
    const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    const keepAway = !sql.startsWith('DROP');
    if (keepAway) for (const [name] of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
    database.exec(sql);
    if (keepAway) for (const [, text] of triggers) database.exec(String(text));
    database.close();

    expect(await found(true)).toEqual([[code, false]]);
  });

  test('finds a file that is damaged', async () => {
    const path = join(directory, 'ledger.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096, 8192);
    writeFileSync(path, bytes);

    expect((await found()).map(([code]) => code)).toEqual(['INTEGRITY']);
  });

  test('says that there is none', async () => {
    expect((await examine(readStorePlace(join(folder, 'nowhere')), false))[0]).toMatchObject({ code: 'UNUSABLE' });
  });
});

describe('The doctor, of a cluster,', () => {
  const found = async (mend = false): Promise<readonly (readonly [string, boolean])[]> =>
    (await examine(readStorePlace(`kurrentdb:${stream}`), mend)).map(({ code, mended }) => [code, mended]);

  beforeEach(async () => {
    await (await withHistory(await cluster())).close();
  });

  test('finds nothing where all is well', async () => {
    expect(await found()).toEqual([]);
  });

  test('finds limits, says which, and takes them away when told to, and nothing else', async () => {
    double.streams.setMetadata(stream, { $maxCount: 5, owner: 'finance' });

    expect((await examine(readStorePlace(`kurrentdb:${stream}`), false))[0]?.what).toContain('$maxCount 5');
    expect(await found(true)).toEqual([['LIMITS', true]]);
    expect(double.streams.metadata(stream)).toEqual({ owner: 'finance' });
    expect(await found()).toEqual([]);
  });

  test('finds a redacted entry', async () => {
    double.streams.rewrite(stream, 3, (event) => ({ ...event, data: event.data.map(() => 0xff) }));

    expect(await found(true)).toEqual([['ENTRIES', false]]);
  });

  test('finds connections that are open to others, without telling a password', async () => {
    const was = process.env['KURRENTDB_URL'];
    process.env['KURRENTDB_URL'] = 'kurrentdb://admin:changeit@127.0.0.1:1?defaultDeadline=100';
    const told = await examine(readStorePlace(`kurrentdb:${stream}`), false);
    process.env['KURRENTDB_URL'] = was;

    expect(told.map(({ code }) => code)).toEqual(['DEFAULT_PASSWORD', 'ADMINISTRATOR', 'UNUSABLE']);
    expect(JSON.stringify(told)).not.toContain('changeit');
  });

  test('sets who may do what with the stream', async () => {
    const calls = connectKurrentDb({ ...readConnectionString(double.url), deadlineMs: 1_000, appendCall: 'Append' });
    const wanted = wantedAccess('savings');
    const before = await readStreamRules(calls, stream);
    expect(accessDiffering(before, wanted)).toHaveLength(5);
    await mendStreamRules(calls, stream, before, wanted);

    const after = await readStreamRules(calls, stream);
    expect(accessDiffering(after, wanted)).toEqual([]);
    expect(double.streams.metadata(stream)).toEqual({
      $acl: {
        $r: ['savings', '$admins'],
        $w: ['savings', '$admins'],
        $d: ['$admins'],
        $mr: ['savings', '$admins'],
        $mw: ['$admins'],
      },
    });
    await calls.close();
  });
});
