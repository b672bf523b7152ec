import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'libsql';

import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { createServer } from '../../src/main';
import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { baseline } from '../support/server';
import { TerminalInFolder, type Transcript } from './savings';

interface Copied {
  readonly entries: number;
  readonly lastLeaf: string;
  readonly leaves: string;
}

// Each of these starts many processes, which takes long where others are at work.
jest.setTimeout(300_000);

describe('savings backup and restore', () => {
  const terminal = new TerminalInFolder();
  const inFolder = (...names: readonly string[]): string => join(terminal.folder, ...names);

  beforeAll(() => terminal.savings(['init', '--sample', 'july-2009']));
  afterAll(() => {
    terminal.remove();
  });

  test('a copy is read again, holds the register, and becomes a ledger that answers the same', async () => {
    const taken = await terminal.savings(['backup', 'copy']);
    const restored = await terminal.savings(['restore', 'copy', '--data', 'other']);

    const { leaves } = JSON.parse(readFileSync(inFolder('copy', 'backup.json'), 'utf8')) as Copied;
    const held = `holds 180 entries, whose leaf hashes together have the SHA-256\n  ${leaves}`;
    expect(taken).toEqual({ stdout: `copy ${held}\nEach entry was read again.\n`, stderr: '', exit: 0 });
    expect(restored).toEqual({
      stdout: `other ${held}\nThese are the entries that copy was made with.\nTo record there, put the signing keys of the ledger into it as keys/: a copy never holds them.\n`,
      stderr: '',
      exit: 0,
    });
    expect(statSync(inFolder('copy', 'ledger.sqlite')).mode & 0o777).toBe(0o600);
    const position = ['position', '--by', '2010/11'];
    expect(await terminal.savings([...position, '--data', 'other'])).toEqual(await terminal.savings(position));
    const note = JSON.parse(readFileSync(inFolder('other', 'restored.json'), 'utf8')) as object;
    expect(note).toMatchObject({ entries: 180, leaves, from: inFolder('copy') });
    const withoutKeys =
      'The ledger can only be read: the key that signs the checkpoints of this ledger is not in keys/ of its data directory, so nothing can be recorded; ' +
      'the entries that its last checkpoint counts are as they were then, but its signature cannot be checked without the key';
    const record = (): Promise<Transcript> =>
      terminal.savings(
        ['record', 'baseline-set', '--as', 'off-201', '--line', 'IT-PROCUREMENT', '--year', '2008/09'].concat([
          '--amount',
          '5000000.00',
          '--data-source',
          'Made up',
          '--data',
          'other',
        ]),
      );
    expect(await record()).toMatchObject({
      exit: 5,
      stderr: expect.stringContaining(
        `LEDGER_UNVERIFIED: ${withoutKeys}; put the keys, which no backup holds, into keys/ and start again.\n`,
      ) as string,
    });
    expect(await terminal.savings(['doctor', '--data', 'other'])).toEqual({
      exit: 1,
      stderr: '',
      stdout: `KEYS: ${withoutKeys}. Put the keys, which no backup holds, into keys/ and start again.\n`,
    });
    cpSync(inFolder('data', 'keys'), inFolder('other', 'keys'), { recursive: true });
    expect((await record()).exit).toBe(0);
    expect((await terminal.savings(['doctor', '--data', 'other'])).exit).toBe(0);
  });

  test('nothing is overwritten: exit 3', async () => {
    const again = await terminal.savings(['backup', 'data']);
    const over = await terminal.savings(['restore', 'copy']);

    const taken = 'PLACE_TAKEN: There is something in data already; name a directory of its own.\n';
    expect(again).toEqual({ stdout: '', stderr: taken, exit: 3 });
    expect(over).toEqual({ stdout: '', stderr: taken, exit: 3 });
    expect(await terminal.size()).toBe(180);
  });

  test('where there is no ledger, none is copied: exit 5', async () => {
    const said = await terminal.savings(['backup', 'elsewhere', '--data', 'nowhere']);

    expect(said).toEqual({ stdout: '', stderr: 'LEDGER_NOT_OPENED: There is no ledger in nowhere.\n', exit: 5 });
    expect(existsSync(inFolder('elsewhere'))).toBe(false);
  });

  test('a ledger in a cluster is not copied by this: exit 5, and it says so', async () => {
    const said = await terminal.savings(['backup', 'elsewhere', '--data', 'kurrentdb']);

    expect(said).toEqual({
      stdout: '',
      stderr:
        'LEDGER_NOT_OPENED: kurrentdb is in a cluster, whose servers are backed up with its own tools; this copies the ledger of a data directory.\n',
      exit: 5,
    });
    expect(existsSync(inFolder('elsewhere'))).toBe(false);
  });

  /** Changes one amount as somebody would who knows the file. */
  const alter = (directory: string): void => {
    const database = new Database(inFolder(directory, 'ledger.sqlite'));
    database.exec('DROP TRIGGER entries_are_not_changed');
    database.exec("UPDATE entries SET bytes = replace(bytes, '400000.00', '400001.00') WHERE seq = 29");
    database.close();
  };

  test('a copy that was changed is not taken into use: exit 1, and nothing is left behind', async () => {
    await terminal.savings(['backup', 'changed']);
    alter('changed');
    const changed = await terminal.savings(['restore', 'changed', '--data', 'new']);
    rmSync(inFolder('changed', 'checkpoints.sqlite'));
    const withoutCheckpoints = await terminal.savings(['restore', 'changed', '--data', 'new']);

    expect([changed.exit, changed.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^LEDGER_UNVERIFIED: In changed the entry stored at seq 29 is not the one that was signed\./,
      ),
    ]);
    expect([withoutCheckpoints.exit, withoutCheckpoints.stderr]).toEqual([
      1,
      expect.stringMatching(/^LEDGER_UNVERIFIED: In changed 180 entries are stored and no checkpoint: /),
    ]);
    expect(existsSync(inFolder('new'))).toBe(false);
  });

  test('a ledger that was altered with care is not copied: exit 1, and nothing is left behind', async () => {
    await terminal.savings(['init', '--sample', 'july-2009', '--data', 'altered']);
    const untouched = await terminal.savings(['backup', 'good', '--data', 'altered']);
    alter('altered');
    const altered = await terminal.savings(['backup', 'bad', '--data', 'altered']);

    expect(untouched.exit).toBe(0);
    expect([altered.exit, altered.stdout, altered.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(
        /^LEDGER_UNVERIFIED: In altered the entry stored at seq 29 is not the one that was signed\. Nothing was copied/,
      ),
    ]);
    expect(existsSync(inFolder('bad'))).toBe(false);
  });

  test('a copy without an entry, or without its note, is not taken into use', async () => {
    await terminal.savings(['backup', 'cut']);
    const database = new Database(inFolder('cut', 'ledger.sqlite'));
    database.exec('DROP TRIGGER entries_are_not_deleted; DELETE FROM entries WHERE seq = 17');
    database.close();
    const cut = await terminal.savings(['restore', 'cut', '--data', 'new']);
    writeFileSync(inFolder('changed', 'backup.json'), 'not a note');
    const withoutNote = await terminal.savings(['restore', 'changed', '--data', 'new']);

    expect([cut.exit, cut.stderr]).toEqual([1, expect.stringMatching(/^LEDGER_UNVERIFIED: In cut .* seq 18 /)]);
    expect([withoutNote.exit, withoutNote.stderr]).toEqual([1, expect.stringMatching(/^BACKUP_DAMAGED: /)]);
  });

  test('taken under load, it is a prefix of the ledger, to the byte', async () => {
    const { app } = await createServer(inFolder('busy'));
    const token = app.get(AccessTokens).issue('off-201' as OfficerId);
    let done = false;
    const record = async (client: number): Promise<void> => {
      for (let turn = 0; !done; turn += 1) {
        const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `${String(client)}-${String(turn)}` };
        const payload = { ...baseline, amount: `${String(turn + 1)}.00` };
        const answer = await app.inject({ method: 'POST', url: '/api/v1/entries', headers, payload });
        expect(answer.statusCode).toBe(201);
      }
    };
    const clients = Array.from({ length: 16 }, (_, client) => record(client));
    const copies: Copied[] = [];
    for (const name of ['one', 'two']) {
      copies.push(await terminal.json<Copied>('backup', name, '--data', 'busy'));
      expect((await terminal.savings(['restore', name, '--data', `${name}-again`])).exit).toBe(0);
    }
    done = true;
    await Promise.all(clients);
    await app.close();

    const read = async (directory: string) => {
      const store = await SqliteEventStore.open({ directory: inFolder(directory), readOnly: true });
      const stored = await store.read({ from: 0, limit: 1_000_000 });
      await store.close();
      return stored;
    };
    const whole = await read('busy');
    for (const [index, name] of ['one-again', 'two-again'].entries()) {
      const prefix = await read(name);
      expect(prefix).toEqual(whole.slice(0, prefix.length));
      expect(prefix).toHaveLength(copies[index]!.entries);
    }
    expect(copies[1]!.entries).toBeGreaterThan(copies[0]!.entries);
    expect(copies[0]!.entries).toBeGreaterThan(180);
  });
});
