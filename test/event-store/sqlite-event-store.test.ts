import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LedgerMissing, NotDurable, OutcomeUnknown, StoreUnavailable } from '../../src/event-store/event-store';
import { connectSqlite, type Connect, type SqliteDatabase } from '../../src/event-store/sqlite-database';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { NotALedger } from '../../src/event-store/sqlite-ledger-file';
import { bytesOf, entries, entry, idOf, numbered } from './entries';
import { eventStoreContract } from './event-store-contract';

const root = mkdtempSync(join(tmpdir(), 'ledger-'));
let made = 0;
const newDirectory = (): string => join(root, `data ${(made += 1)}%3F`, 'ledger');
const directories = new WeakMap<object, string>();

async function openIn(directory: string, connect?: Connect): Promise<SqliteEventStore> {
  const store = await SqliteEventStore.open({ directory, connect });
  directories.set(store, directory);
  return store;
}

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

eventStoreContract('A SQLite file', {
  open: () => openIn(newDirectory()),
  reopen: (closed) => openIn(directories.get(closed)!),
});

eventStoreContract('SQLite in memory', { open: () => openIn(':memory:'), reopen: null });

const fileOf = (directory: string): string => join(directory, 'ledger.sqlite');

/** What someone with the file and a SQLite of their own can do. */
function behindItsBack(directory: string, work: (database: SqliteDatabase) => void): void {
  const database = connectSqlite(fileOf(directory), 'write');
  work(database);
  database.close();
}

describe('The file of a ledger', () => {
  let directory: string;
  let store: SqliteEventStore;

  beforeEach(async () => {
    directory = newDirectory();
    store = await openIn(directory);
    await store.append(entries('a', 'b', 'c'), 0);
  });

  afterEach(async () => {
    await store.close();
  });

  test.each([
    ["UPDATE entries SET bytes = '{}' WHERE seq = 1", 'entries are not changed'],
    ['DELETE FROM entries WHERE seq = 2', 'entries are not deleted'],
    ["INSERT OR REPLACE INTO entries VALUES (1, 'x', '{}')", 'entries are added at the end'],
    ["INSERT INTO entries VALUES (4, 'x', '{}')", 'entries are added at the end'],
    ["INSERT OR REPLACE INTO entries SELECT 3, id, '{}' FROM entries WHERE seq = 0", 'each with an id of its own'],
    ["INSERT INTO entries VALUES (3, 'x', x'00')", 'cannot store BLOB value'],
  ])('refuses %s', async (sql, reason) => {
    behindItsBack(directory, (database) => {
      expect(() => {
        database.exec(sql);
      }).toThrow(reason);
    });
    expect((await store.read({ from: 0, limit: 9 })).map(({ bytes }) => bytes)).toEqual(['a', 'b', 'c'].map(bytesOf));
  });

  test('is for its owner alone, and so are its log and its directory', () => {
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

    expect([fileOf(directory), `${fileOf(directory)}-wal`, `${fileOf(directory)}-shm`].map(modeOf)).toEqual([
      '600',
      '600',
      '600',
    ]);
    expect(modeOf(directory)).toBe('700');
  });

  test('alone holds everything once the store is closed, so that it can be copied', async () => {
    await store.close();
    const copy = newDirectory();
    await (await openIn(copy)).close();
    writeFileSync(fileOf(copy), readFileSync(fileOf(directory)));

    const copied = await openIn(copy);
    expect(await copied.head()).toBe(3);
    await copied.close();
  });

  test('takes no entry whose id is recorded elsewhere in it, nor its neighbours', async () => {
    await expect(store.append(entries('d', 'a', 'e'), 3)).rejects.toThrow('recorded elsewhere');
    expect(await store.head()).toBe(3);
    expect(await store.append(entries('d'), 3)).toEqual({ conflict: false, head: 4 });
  });

  test('is followed across stores', async () => {
    const other = await openIn(directory);
    const stop = new AbortController();
    const following = store.follow({ from: 3, signal: stop.signal })[Symbol.asyncIterator]();
    const next = following.next();
    await other.append(entries('d'), 3);

    expect((await next).value).toMatchObject({ seq: 3, id: idOf('d') });
    stop.abort();
    expect((await following.next()).done).toBe(true);
    await other.close();
  });

  test('is followed no further than to the closing of the store', async () => {
    const following = store.follow({ from: 3, signal: new AbortController().signal })[Symbol.asyncIterator]();
    const next = following.next();
    await store.close();

    expect((await next).done).toBe(true);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await expect(store.append(entries('d'), 3)).rejects.toThrow('closed');
  });
});

describe('A ledger opened for reading only', () => {
  test('is read, and not appended to', async () => {
    const directory = newDirectory();
    const writer = await openIn(directory);
    await writer.append(entries('a'), 0);
    const reader = await SqliteEventStore.open({ directory, readOnly: true });

    expect(await reader.head()).toBe(1);
    await writer.append(entries('b'), 1);
    expect(await reader.head()).toBe(2);
    await expect(reader.append(entries('c'), 2)).rejects.toThrow(StoreUnavailable);
    expect(await writer.head()).toBe(2);
    await Promise.all([reader.close(), writer.close()]);
  });

  test('has to exist, and is not made', async () => {
    const directory = newDirectory();

    await expect(SqliteEventStore.open({ directory, readOnly: true })).rejects.toThrow(LedgerMissing);
    expect(existsSync(directory)).toBe(false);
  });

  test('is missing as well where its file is still empty', async () => {
    const directory = newDirectory();
    await (await openIn(directory)).close();
    writeFileSync(fileOf(directory), '');

    await expect(SqliteEventStore.open({ directory, readOnly: true })).rejects.toThrow(LedgerMissing);
  });
});

describe('A file that is no ledger', () => {
  test.each([
    ['another database', 'CREATE TABLE notes (note TEXT); PRAGMA application_id = 7', 'another kind of database'],
    ['a nameless database', 'CREATE TABLE notes (note TEXT)', 'another kind of database'],
    ['a ledger of a newer program', 'PRAGMA application_id = 0x45534c64; PRAGMA user_version = 2', 'its version is 2'],
  ])('is refused and left as it is: %s', async (_what, sql, reason) => {
    const directory = newDirectory();
    await (await openIn(directory)).close();
    rmSync(fileOf(directory));
    writeFileSync(fileOf(directory), '');
    behindItsBack(directory, (database) => {
      database.exec(sql);
    });
    const before = readFileSync(fileOf(directory));

    await expect(openIn(directory)).rejects.toThrow(NotALedger);
    await expect(openIn(directory)).rejects.toThrow(reason);
    expect(readFileSync(fileOf(directory)).equals(before)).toBe(true);
  });

  test('is refused where it is not even a database', async () => {
    const directory = newDirectory();
    await (await openIn(directory)).close();
    writeFileSync(fileOf(directory), 'Savings 2009/10, final, really final.'.repeat(50));

    await expect(openIn(directory)).rejects.toThrow('it is not a database');
  });
});

/** Connects as the product does, and lets the test change what the newest connection then does. */
function disturbed(): {
  connect: Connect;
  newest: () => SqliteDatabase;
  before: (sql: string, act: () => void) => void;
} {
  const plans = new Map<string, () => void>();
  let newest: SqliteDatabase | null = null;
  const connect: Connect = (path, access) => {
    const database = connectSqlite(path, access);
    newest = database;
    const prepare: SqliteDatabase['prepare'] = (sql) => {
      const statement = database.prepare(sql);
      const run = (...values: readonly unknown[]): void => {
        const act = plans.get(sql);
        plans.delete(sql);
        act?.();
        statement.run(...values);
      };
      return { ...statement, run };
    };
    return {
      get inTransaction() {
        return database.inTransaction;
      },
      exec: database.exec,
      pragma: database.pragma,
      close: database.close,
      prepare,
    };
  };
  return { connect, newest: () => newest!, before: (sql, act) => plans.set(sql, act) };
}

const diskError = (code: string): Error => Object.assign(new Error('the disk says no'), { code });

describe('A connection that would not sync its commits', () => {
  test('is found out at the next append, and from then on nothing is written', async () => {
    const directory = newDirectory();
    const { connect, newest } = disturbed();
    const store = await openIn(directory, connect);
    await store.append(entries('a'), 0);
    newest().pragma('synchronous = NORMAL');

    await expect(store.append(entries('b'), 1)).rejects.toThrow(NotDurable);
    newest().pragma('synchronous = FULL');
    await expect(store.append(entries('b'), 1)).rejects.toThrow('would not be durable');
    expect(await store.head()).toBe(1);
    await store.close();
  });

  test('is found out when it is opened', async () => {
    const connect: Connect = (path, access) => {
      const database = connectSqlite(path, access);
      return { ...database, pragma: (text) => (text === 'synchronous = FULL' ? [] : withNormal(database, text)) };
    };
    const withNormal = (database: SqliteDatabase, text: string): readonly unknown[] => {
      if (text === 'synchronous') database.pragma('synchronous = NORMAL');
      return database.pragma(text);
    };

    await expect(openIn(newDirectory(), connect)).rejects.toThrow(NotDurable);
  });
});

describe('A commit that fails', () => {
  let store: SqliteEventStore;
  let disturbance: ReturnType<typeof disturbed>;

  beforeEach(async () => {
    disturbance = disturbed();
    store = await openIn(newDirectory(), disturbance.connect);
    await store.append(entries('a'), 0);
  });

  afterEach(async () => {
    await store.close();
  });

  const failing = (code: string, andYet = ''): void => {
    disturbance.before('COMMIT', () => {
      if (andYet !== '') disturbance.newest().exec(andYet);
      throw diskError(code);
    });
  };

  test.each([
    ['SQLITE_IOERR_FSYNC', false],
    ['SQLITE_FULL', true],
  ])('with %s and stored nothing says so, and the same can be appended again', async (code, full) => {
    failing(code);

    await expect(store.append(entries('b', 'c'), 1)).rejects.toMatchObject({ name: 'StoreUnavailable', full });
    expect(await store.head()).toBe(1);
    expect(await store.append(entries('b', 'c'), 1)).toEqual({ conflict: false, head: 3 });
  });

  test.each(['SQLITE_IOERR_FSYNC', 'SQLITE_FULL'])('with %s and yet stored all is a success', async (code) => {
    failing(code, 'COMMIT');

    expect(await store.append(entries('b', 'c'), 1)).toEqual({ conflict: false, head: 3 });
    expect(await store.append(entries('b', 'c'), 1)).toMatchObject({ conflict: false });
    expect(await store.head()).toBe(3);
  });

  test('and cannot be looked into leaves the outcome unknown, until the same is appended again', async () => {
    const { connect } = disturbance;
    let broken = true;
    const store2 = await openIn(newDirectory(), (path, access) => {
      const database = connect(path, access);
      const pragma = (text: string): readonly unknown[] => {
        if (broken && text.includes('TRUNCATE')) throw diskError('SQLITE_IOERR_WRITE');
        return database.pragma(text);
      };
      return { ...database, pragma, inTransaction: false };
    });
    failing('SQLITE_IOERR_FSYNC', 'COMMIT');

    await expect(store2.append(entries('a', 'b'), 0)).rejects.toThrow(OutcomeUnknown);
    await expect(store2.append(entries('a', 'b'), 0)).rejects.toThrow(StoreUnavailable);
    broken = false;
    expect(await store2.append(entries('a', 'b'), 0)).toEqual({ conflict: false, head: 2 });
    expect(await store2.head()).toBe(2);
    await store2.close();
  });

  test('before anything was written leaves nothing behind', async () => {
    disturbance.before('INSERT INTO entries (seq, id, bytes) VALUES (?, ?, ?)', () => {
      throw diskError('SQLITE_FULL');
    });

    await expect(store.append(entries('b'), 1)).rejects.toMatchObject({ name: 'StoreUnavailable', full: true });
    expect(await store.append(entries('b'), 1)).toEqual({ conflict: false, head: 2 });
  });
});

describe('Several writers of one file', () => {
  test('wait for one another, but not for ever', async () => {
    const directory = newDirectory();
    const store = await openIn(directory);
    const other = connectSqlite(fileOf(directory), 'write');
    other.exec('BEGIN IMMEDIATE');
    const waiting = store.append(entries('a'), 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    other.exec('COMMIT');
    expect(await waiting).toEqual({ conflict: false, head: 1 });

    other.exec('BEGIN IMMEDIATE');
    await expect(store.append(entries('b'), 1)).rejects.toThrow('other processes keep the store busy');
    expect(await store.head()).toBe(1);
    other.exec('COMMIT');
    other.close();
    await store.close();
  });

  test('in two processes lose nothing and leave no gap', async () => {
    const directory = newDirectory();
    const child = join(__dirname, '../support/append-entries.cjs');
    const run = async (prefix: string): Promise<string> => {
      const running = spawn(process.execPath, [child, directory, prefix, '150']);
      let said = '';
      running.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      running.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(running, 'close')) as [number];
      return code === 0 ? said : `${said}exit code ${code}`;
    };
    const said = await Promise.all([run('left'), run('right')]);
    const names = (prefix: string): string[] => Array.from({ length: 150 }, (_, index) => `${prefix}-${index}`);
    expect(said).toEqual(
      ['left', 'right'].map((prefix) =>
        names(prefix)
          .map((name) => `ACK ${name}\n`)
          .join(''),
      ),
    );

    const store = await openIn(directory);
    const stored = await store.read({ from: 0, limit: 1_000 });
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, seq) => seq));
    const ids = stored.map(({ id }) => String(id));
    expect(ids.filter((id) => id.startsWith('id-left'))).toEqual(names('left').map((name) => `id-${name}`));
    expect(ids.filter((id) => id.startsWith('id-right'))).toEqual(names('right').map((name) => `id-${name}`));
    await store.close();
  });

  test('that make the file at the same moment share it', async () => {
    const directory = newDirectory();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openIn(directory)));

    expect(await stores[0]!.append([entry('a')], 0)).toEqual({ conflict: false, head: 1 });
    expect(await stores[4]!.append(numbered(1, 3), 1)).toEqual({ conflict: false, head: 4 });
    await Promise.all(stores.map((store) => store.close()));
  });
});
