import { connectSqlite, IN_MEMORY, type Connect, type SqliteStatement } from '../../src/event-store/sqlite-database';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Connects as the product does; the next statement that begins like this fails once, as a disk does. */
function failingOnce(): { readonly connect: Connect; readonly fail: (beginning: string, code: string) => void } {
  let next: { readonly beginning: string; readonly code: string } | null = null;
  const failed = (sql: string): void => {
    if (next === null || !sql.startsWith(next.beginning)) return;
    const error = Object.assign(new Error('the disk says no'), { code: next.code });
    next = null;
    throw error;
  };
  const connect: Connect = (path, access) => {
    const database = connectSqlite(path, access);
    const prepare = (sql: string): SqliteStatement => {
      const { run, all } = database.prepare(sql);
      return {
        run: (...values) => {
          failed(sql);
          run(...values);
        },
        all: (...values) => {
          failed(sql);
          return all(...values);
        },
      };
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
  return { connect, fail: (beginning, code) => (next = { beginning, code }) };
}

const batch = { size: 2, note: 'a checkpoint (invented)\n', leaves: Buffer.alloc(64, 1) };

describe.each(['a file', 'memory'])('A store of checkpoints in %s', (place) => {
  let directory: string;
  let store: SqliteCheckpointStore;
  let disk: ReturnType<typeof failingOnce>;

  beforeEach(() => {
    directory = place === 'memory' ? IN_MEMORY : mkdtempSync(join(tmpdir(), 'checkpoints-'));
    disk = failingOnce();
    store = new SqliteCheckpointStore({ directory, connect: disk.connect });
  });
  afterEach(async () => {
    await store.close();
    if (directory !== IN_MEMORY) rmSync(directory, { recursive: true });
  });

  test.each([
    ['BEGIN', 'SQLITE_IOERR'],
    ['SELECT', 'SQLITE_IOERR_READ'],
    ['INSERT', 'SQLITE_IOERR_WRITE'],
    ['COMMIT', 'SQLITE_IOERR_FSYNC'],
    ['INSERT', 'SQLITE_FULL'],
  ])('given %s fails once with %s, nothing is kept, and the same is kept when it is sent again', async (sql, code) => {
    await store.add({ ...batch, size: 1 }, 0);
    disk.fail(sql, code);

    await expect(store.add(batch, 1)).rejects.toThrow();
    expect((await store.last())?.size).toBe(1);
    expect(await store.add(batch, 1)).toBe(true);
    expect(await store.add(batch, 1)).toBe(false);
    expect(await store.last()).toMatchObject({ from: 1, size: 2, note: batch.note });
  });

  test('given another connection keeps it busy for a moment, it waits and keeps it', async () => {
    disk.fail('BEGIN', 'SQLITE_BUSY');

    expect(await store.add(batch, 0)).toBe(true);
    expect((await store.covering(1))?.size).toBe(2);
  });
});
