import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import fc from 'fast-check';
import Database from 'libsql';

import { RotateKey, RotateKeyHandler } from '../../src/commands/rotate-key';
import { LedgerUnverified } from '../../src/event-store/checkpoint-store';
import { encodeEntry } from '../../src/event-store/entry-bytes';
import { OutcomeUnknown } from '../../src/event-store/event-store';
import { hashOfPieces, pack, unpack } from '../../src/event-store/packed-parts';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { readSnapshotNote, signSnapshot, type SnapshotHead } from '../../src/event-store/snapshot-note';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { reprofile } from '../support/july';
import { aLedger } from '../support/random-ledger';
import { goldenLines } from '../support/signed-ledger';
import { KeptLedger, newDirectory, removeDirectories } from '../support/snapshots';
import { bySecond } from '../support/story';
import { acknowledged } from '../support/writer';

afterAll(removeDirectories);

/** A directory with so many of these entries, all signed, and a snapshot after the first of them. */
async function recorded(lines: readonly string[], after: number, directory = newDirectory()): Promise<string> {
  const ledger = await KeptLedger.open(directory);
  await ledger.add(lines.slice(0, after));
  expect(await ledger.snapshot()).toBe(true);
  if (after < lines.length) await ledger.add(lines.slice(after));
  await ledger.close();
  return directory;
}

const copyOf = (directory: string): string => {
  const copy = newDirectory();
  cpSync(directory, copy, { recursive: true });
  return copy;
};

/** Uses a directory as one process, and closes it whatever happens. */
async function within<Result>(directory: string, use: (ledger: KeptLedger) => Promise<Result>): Promise<Result> {
  const ledger = await KeptLedger.open(directory);
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

const withoutSnapshot = (directory: string): string => {
  const copy = copyOf(directory);
  rmSync(join(copy, 'snapshot'), { force: true });
  return copy;
};

const everythingOf = (directory: string): Promise<unknown> =>
  within(directory, async (ledger) => {
    await ledger.process.writer.start();
    return [ledger.kept(), await ledger.answers()];
  });

const snapshotOf = (directory: string): string => join(directory, 'snapshot');

/** Takes a snapshot's file apart, and makes it again with another note and other sections. */
function remade(
  directory: string,
  change: (head: SnapshotHead, sections: (readonly Uint8Array[])[]) => SnapshotHead,
  keys = new SigningKeys(directory, false),
): void {
  const file = readFileSync(snapshotOf(directory));
  const length = file.readUInt32BE();
  const { head } = readSnapshotNote(file.subarray(4, 4 + length).toString());
  let at = 4 + length;
  const sections = head.sections.map(({ lengths }) =>
    lengths.map((length) => Buffer.from(file.subarray(at, (at += length)))),
  );
  const changed = change(head, sections);
  const note = Buffer.from(signSnapshot(changed, keys.first(head.origin) ?? keys.makeFirst(head.origin)));
  const newLength = Buffer.alloc(4);
  newLength.writeUInt32BE(note.length);
  writeFileSync(snapshotOf(directory), Buffer.concat([newLength, note, ...sections.flat()]));
}

/** Changes a stored entry as whoever owns the file can. */
function alter(directory: string, seq: number, change: (bytes: string) => string): void {
  const database = new Database(join(directory, 'ledger.sqlite'));
  database.exec('DROP TRIGGER entries_are_not_changed');
  const [row] = database.prepare('SELECT bytes FROM entries WHERE seq = ?').raw().all(seq) as [string][];
  const changed = change(row![0]);
  expect(changed).not.toBe(row![0]);
  database.prepare('UPDATE entries SET bytes = ? WHERE seq = ?').run(changed, seq);
  database.close();
}

describe('A start from a snapshot', () => {
  test('gives what reading every entry gives, wherever the recorded history was put away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: goldenLines.length }),
        fc.integer({ min: 1, max: goldenLines.length }),
        async (one, other) => {
          const [after, size] = [Math.min(one, other), Math.max(one, other)];
          const directory = await recorded(goldenLines.slice(0, size), after);
          const rebuilt = await everythingOf(withoutSnapshot(directory));
          expect(await everythingOf(directory)).toEqual(rebuilt);
          expect(existsSync(snapshotOf(directory))).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('does so for random histories', async () => {
    await fc.assert(
      fc.asyncProperty(aLedger, fc.double({ min: 0, max: 1, noNaN: true }), async ({ entries }, share) => {
        const directory = await recorded(entries.map(encodeEntry), 1 + Math.floor(share * (entries.length - 1)));
        expect(await everythingOf(directory)).toEqual(await everythingOf(withoutSnapshot(directory)));
      }),
      { numRuns: 8 },
    );
  });

  test('reads the last entry of the snapshot and those after it, and only then all others', async () => {
    const directory = await recorded(goldenLines, 250);

    const reader = await KeptLedger.open(directory);
    expect([reader.process.feed.size, reader.store.entriesRead]).toEqual([277, 1 + 27]);
    expect(await reader.keeper.examine(250)).toBeNull();
    expect(reader.store.entriesRead).toBe(1 + 27 + 250);
    await reader.close();
  });

  test('goes on: what is recorded then and put away again is the same as ever', async () => {
    const directory = await recorded(goldenLines.slice(0, 200), 100);
    await within(directory, async (ledger) => {
      await ledger.add(goldenLines.slice(200));
      expect(await ledger.snapshot()).toBe(true);
    });

    const reader = await KeptLedger.open(directory);
    expect([reader.process.feed.size, reader.store.entriesRead, reader.warnings]).toEqual([277, 1, []]);
    await reader.close();
    expect(await everythingOf(directory)).toEqual(await everythingOf(withoutSnapshot(directory)));
  });

  test('takes a snapshot of the key that took over, once that signs alone, and none of a key that signed before', async () => {
    const directory = await recorded(goldenLines.slice(0, 50), 50);
    await within(directory, async (ledger) => {
      const { writer, tree } = ledger.process;
      const recorder = { officer: 'off-900', role: 'administrator' } as const;
      const rotate = new RotateKeyHandler(writer, tree, ledger.beside.keys);
      acknowledged(await rotate.execute(new RotateKey('Yearly change (invented)', recorder as never)));
      acknowledged(await rotate.execute(new RotateKey('Again (invented)', recorder as never)));
    });

    const older = copyOf(directory);
    const next = goldenLines[50]!.replace('"seq":"50"', '"seq":"52"');
    for (const more of [[], [next]]) {
      cpSync(older, directory, { recursive: true });
      await within(directory, async (ledger) => {
        expect(ledger.warnings).toEqual([expect.stringMatching(/^SNAPSHOT_SIGNATURE: /)]);
        await ledger.add(more);
        expect(await ledger.snapshot()).toBe(more.length > 0);
      });
    }

    const reader = await KeptLedger.open(directory);
    expect([reader.process.feed.size, reader.store.entriesRead, reader.warnings]).toEqual([53, 1, []]);
    await reader.process.writer.start();
    await reader.close();
    expect(await everythingOf(directory)).toEqual(await everythingOf(withoutSnapshot(directory)));

    copyFileSync(snapshotOf(older), snapshotOf(directory));
    await within(directory, (ledger) => {
      expect(ledger.warnings).toEqual([expect.stringMatching(/^SNAPSHOT_SIGNATURE: /)]);
      return Promise.resolve();
    });
  });

  test('takes the snapshot of a file that belongs to its owner alone', async () => {
    const directory = await recorded(goldenLines, 277);
    expect(statSync(snapshotOf(directory)).mode & 0o777).toBe(0o600);
  });
});

describe('A snapshot in doubt', () => {
  let sound: string;
  let rebuilt: unknown;

  beforeAll(async () => {
    sound = await recorded(goldenLines, 260);
    rebuilt = await everythingOf(withoutSnapshot(sound));
  });

  /** What comes of a start after something was done to the snapshot: why it was thrown away, and whether it is gone. */
  const startAfter = async (change: (directory: string) => void): Promise<readonly (string | boolean)[]> => {
    const directory = copyOf(sound);
    change(directory);
    return within(directory, async (ledger) => {
      await ledger.process.writer.start();
      expect([ledger.kept(), await ledger.answers()]).toEqual(rebuilt);
      const [code = 'taken back'] = ledger.warnings.map((warning) => warning.split(':')[0]!);
      expect(ledger.warnings.length).toBeLessThanOrEqual(1);
      return [code, existsSync(snapshotOf(directory))];
    });
  };

  test('is none at all where nothing was done to it: the control', async () => {
    expect(await startAfter(() => undefined)).toEqual(['taken back', true]);
  });

  test('is thrown away where it ends too early, wherever that is', async () => {
    const whole = statSync(snapshotOf(sound)).size;
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: whole - 1 })), async (size) => {
        const [code, isThere] = await startAfter((directory) => {
          writeFileSync(snapshotOf(directory), readFileSync(snapshotOf(directory)).subarray(0, size));
        });
        expect([code, isThere]).toEqual([expect.stringMatching(/^SNAPSHOT_(FORM|SIGNATURE)$/), false]);
      }),
      { numRuns: 10 },
    );
  });

  test('is thrown away where it goes on after its end', async () => {
    expect(
      await startAfter((directory) => {
        writeFileSync(snapshotOf(directory), Buffer.alloc(1), { flag: 'a' });
      }),
    ).toEqual(['SNAPSHOT_FORM', false]);
  });

  test('is thrown away where any one bit of it is another one', async () => {
    const whole = statSync(snapshotOf(sound)).size;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: whole - 1 })),
        fc.nat({ max: 7 }),
        async (at, bit) => {
          const [code, isThere] = await startAfter((directory) => {
            const bytes = readFileSync(snapshotOf(directory));
            bytes[at]! ^= 1 << bit;
            writeFileSync(snapshotOf(directory), bytes);
          });
          expect([code, isThere]).toEqual([expect.stringMatching(/^SNAPSHOT_(FORM|SIGNATURE|SECTION)$/), false]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is thrown away where another program wrote it', async () => {
    expect(
      await startAfter((directory) => {
        remade(directory, (head) => ({ ...head, program: `${head.program} and more` }));
      }),
    ).toEqual(['SNAPSHOT_PROGRAM', false]);
  });

  test('is thrown away where another key has signed it', async () => {
    expect(
      await startAfter((directory) => {
        remade(directory, (head) => head, new SigningKeys(newDirectory(), false));
      }),
    ).toEqual(['SNAPSHOT_SIGNATURE', false]);
  });

  test('is thrown away where the key of the ledger is not here', async () => {
    const directory = copyOf(sound);
    rmSync(join(directory, 'keys'), { recursive: true });
    const { warnings, process } = await within(directory, (ledger) => Promise.resolve(ledger));
    expect(warnings).toEqual([expect.stringMatching(/^SNAPSHOT_SIGNATURE: the snapshot was thrown away/)]);
    expect(process.feed.size).toBe(277);
  });

  test('is thrown away where it says another root or size, though the right key has signed it', async () => {
    const resigned = (change: (head: SnapshotHead) => SnapshotHead) =>
      startAfter((directory) => {
        remade(directory, change);
      });
    expect(await resigned((head) => ({ ...head, root: Buffer.alloc(32) }))).toEqual(['SNAPSHOT_CHECKPOINT', false]);
    expect(await resigned((head) => ({ ...head, size: 259 }))).toEqual(['SNAPSHOT_CHECKPOINT', false]);
    expect(await resigned((head) => ({ ...head, size: 278 }))).toEqual(['SNAPSHOT_CHECKPOINT', false]);
    expect(await resigned((head) => ({ ...head, origin: 'savings-ledger/another' }))).toEqual([
      'SNAPSHOT_SIGNATURE',
      false,
    ]);
  });

  test('is thrown away where its tree is another one, or a part is of another form, though the right key has signed it', async () => {
    const replaced = (name: string, pieces: readonly Uint8Array[]) =>
      startAfter((directory) => {
        remade(directory, (head, all) => ({
          ...head,
          sections: head.sections.map((section, place) => {
            if (section.name !== name) return section;
            all[place] = pieces;
            return { name, lengths: pieces.map(({ length }) => length), sha256: hashOfPieces(pieces) };
          }),
        }));
      });
    const tree = { tree: { rows: [] }, origin: null, changes: [] };
    expect(await replaced('tree', pack(tree))).toEqual(['SNAPSHOT_TREE', false]);
    for (const name of ['tree', 'past', 'projection', 'journal'])
      expect([name, await replaced(name, pack({}))]).toEqual([name, ['SNAPSHOT_FAULT', false]]);
    expect(await replaced('past', [Buffer.from('no such thing')])).toEqual(['SNAPSHOT_FAULT', false]);
  });

  test('is thrown away where it is of another ledger', async () => {
    const [story] = fc.sample(aLedger, { numRuns: 1, seed: 7 });
    const foreign = await recorded(story!.entries.map(encodeEntry), 20);
    expect(
      await startAfter((directory) => {
        copyFileSync(snapshotOf(foreign), snapshotOf(directory));
      }),
    ).toEqual(['SNAPSHOT_SIGNATURE', false]);
  });

  test('is thrown away where it is of the same ledger with another history, signed by the same key', async () => {
    const [one, other] = fc.sample(aLedger, { numRuns: 2, seed: 7 }).map(({ entries }) => entries.map(encodeEntry));
    const elsewhere = await recorded(one!, 25);
    const here = newDirectory();
    cpSync(join(elsewhere, 'keys'), join(here, 'keys'), { recursive: true });
    await recorded(other!, 25, here);
    const expected = await everythingOf(withoutSnapshot(here));
    copyFileSync(snapshotOf(elsewhere), snapshotOf(here));

    await within(here, async (ledger) => {
      expect(ledger.warnings).toEqual([expect.stringMatching(/^SNAPSHOT_CHECKPOINT: /)]);
      await ledger.process.writer.start();
      expect([ledger.kept(), await ledger.answers()]).toEqual(expected);
    });
  });

  test('is thrown away where the ledger was restored from an older backup', async () => {
    const older = newDirectory();
    cpSync(join(sound, 'keys'), join(older, 'keys'), { recursive: true });
    await recorded(goldenLines.slice(0, 200), 200, older);
    const expected = await everythingOf(withoutSnapshot(older));
    copyFileSync(snapshotOf(sound), snapshotOf(older));

    await within(older, async (ledger) => {
      await ledger.process.writer.start();
      expect(ledger.warnings).toEqual([expect.stringMatching(/^SNAPSHOT_CHECKPOINT: the snapshot was thrown away/)]);
      expect([ledger.kept(), await ledger.answers()]).toEqual(expected);
    });
  });

  test('is thrown away where only the entries are older, and the ledger is then what it is without it: unverified', async () => {
    const older = newDirectory();
    await recorded(goldenLines.slice(0, 200), 200, older);
    const directory = copyOf(sound);
    copyFileSync(join(older, 'ledger.sqlite'), join(directory, 'ledger.sqlite'));

    await within(directory, async (ledger) => {
      expect(ledger.warnings).toEqual([expect.stringMatching(/^SNAPSHOT_ENTRY: /)]);
      await expect(ledger.process.writer.start()).rejects.toThrow('277 entries were signed and 200 are stored');
    });
  });

  test('would give a wrong figure, were its parts changed and signed anew: what the signature is for', async () => {
    const directory = copyOf(sound);
    remade(directory, (head, all) => ({
      ...head,
      sections: head.sections.map((section, place) => {
        if (section.name !== 'projection') return section;
        const parts = unpack(all[place]!) as { table: { totals: Float64Array } };
        parts.table.totals[0]! += 100;
        const pieces = pack(parts);
        all[place] = pieces;
        return { ...section, lengths: pieces.map(({ length }) => length), sha256: hashOfPieces(pieces) };
      }),
    }));

    await within(directory, async (ledger) => {
      expect(ledger.warnings).toEqual([]);
      expect([ledger.kept(), await ledger.answers()]).not.toEqual(rebuilt);
    });
  });
});

describe('An entry that was altered before a start from a snapshot', () => {
  const altered = async (seq: number): Promise<string> => {
    const directory = await recorded(goldenLines, 260);
    alter(directory, seq, (bytes) => bytes.replace(/"officer":"off-\d/, '"officer":"off-9'));
    return directory;
  };

  test('is found by the examination, and named; nothing is recorded and the snapshot goes', async () => {
    const directory = await altered(100);
    await within(directory, async ({ keeper, process, alarms }) => {
      expect(await keeper.examine(260)).toEqual(expect.objectContaining({ seq: 100 }));
      expect(alarms).toContainEqual(
        expect.stringContaining('the entry stored at seq 100 is not the one that was signed'),
      );
      expect((await process.tree.doubt())?.seq).toBe(100);
      await expect(process.writer.start()).rejects.toThrow(LedgerUnverified);
      await expect(process.record({ verb: 'OpenLedger' } as never)).rejects.toThrow(LedgerUnverified);
      expect(await keeper.writeIfDue(1, 0)).toBe(false);
    });

    expect(existsSync(snapshotOf(directory))).toBe(false);
    await within(directory, async ({ process }) => {
      await expect(process.writer.start()).rejects.toThrow('seq 100');
    });
  });

  test('is found where only the id beside it is another one', async () => {
    const directory = await recorded(goldenLines, 260);
    const database = new Database(join(directory, 'ledger.sqlite'));
    database.exec('DROP TRIGGER entries_are_not_changed');
    database
      .prepare('UPDATE entries SET id = ? WHERE seq = 40')
      .run((JSON.parse(goldenLines[0]!) as { id: string }).id.replace(/.$/, 'x'));
    database.close();
    await within(directory, async ({ keeper }) => {
      expect((await keeper.examine(260))?.seq).toBe(40);
    });
  });

  test('is examined again where that failed, and until then it is said that it was not', async () => {
    const directory = await recorded(goldenLines, 260);
    const ledger = KeptLedger.unread(await SqliteEventStore.open({ directory }), directory);
    const { tree, feed } = ledger.process;
    ledger.keeper.start();
    const read = ledger.store.read.bind(ledger.store);
    let broken = 1;
    ledger.store.read = (range) =>
      range.limit === 200 && broken-- > 0 ? Promise.reject(new Error('the disk said nothing')) : read(range);
    await feed.catchUp();
    expect(tree.isExamined).toBe(false);
    while (!tree.isExamined) await pause(20);
    expect(ledger.alarms).toEqual([
      expect.stringMatching(/could not be examined: the disk said nothing. It is tried again/),
    ]);
    await ledger.keeper.stop();
    await ledger.close();
  });

  test('is found where it was left out', async () => {
    const directory = await recorded(goldenLines, 260);
    const database = new Database(join(directory, 'ledger.sqlite'));
    database.exec('DROP TRIGGER entries_are_not_deleted; DELETE FROM entries WHERE seq = 40');
    database.close();
    await within(directory, async ({ keeper }) => {
      expect((await keeper.examine(260))?.seq).toBe(40);
    });
  });

  test('is noticed by the writer that reads it, which records nothing: neither about it nor beside it', async () => {
    await within(await altered(100), async ({ process, beside, store }) => {
      await process.writer.start();
      const signed = await beside.checkpoints.last();
      const verify = { verb: 'VerifyEntry', by: bySecond, entry: 100, leaf: leafHash(goldenLines[100]!) } as const;
      const both = [process.record(verify), process.record(reprofile({ '2010/11': '5.00' }))];
      for (const each of both) await expect(each).rejects.toThrow('seq 100 is not the one that was signed');
      expect([await store.head(), await beside.checkpoints.last()]).toEqual([277, signed]);
    });
  });

  test('is noticed by the writer where a key is sent again that recorded it', async () => {
    await within(await altered(100), async ({ process }) => {
      const { key } = JSON.parse(goldenLines[100]!) as { key: string };
      const again = process.record(reprofile({ '2010/11': '5.00' }), key);
      await expect(again).rejects.toThrow('seq 100 is not the one that was signed');
    });
  });

  test('is no reason to say that nothing is recorded where it is found just after an append', async () => {
    await within(await altered(100), async ({ process, store, keeper }) => {
      await process.writer.start();
      const append = store.append.bind(store);
      store.append = async (...entries) => {
        const appended = await append(...entries);
        await keeper.examine(260);
        return appended;
      };
      const reprofiled = process.record(reprofile({ '2010/11': '5.00' }));
      await expect(reprofiled).rejects.toThrow(OutcomeUnknown);
      expect(await store.head()).toBe(278);
    });
  });

  test('is noticed at once by whoever asks for it', async () => {
    const directory = await altered(100);
    const reader = await KeptLedger.open(directory);
    await reader.process.view.entries([99]);
    expect(reader.process.tree.doubtFound).toBeNull();
    await reader.process.view.entries([100]);
    expect(reader.process.tree.doubtFound?.seq).toBe(100);
    await reader.close();
  });

  test('is noticed at the start where it is the last of the snapshot', async () => {
    await within(await altered(259), async ({ warnings, process }) => {
      expect(warnings).toEqual([expect.stringMatching(/^SNAPSHOT_ENTRY: /)]);
      await expect(process.writer.start()).rejects.toThrow('seq 259');
    });
  });
});

describe('Writing a snapshot', () => {
  const unfinishedIn = (directory: string): readonly string[] =>
    readdirSync(directory).filter((name) => /^snapshot./.test(name));

  test('does no harm where the process ended in the middle: the one before is taken, and the next is whole', async () => {
    const directory = await recorded(goldenLines, 260);
    writeFileSync(join(directory, 'snapshot.1-ab.new'), readFileSync(snapshotOf(directory)).subarray(0, 5_000));
    await within(directory, async (ledger) => {
      expect([ledger.warnings, ledger.process.feed.size]).toEqual([[], 277]);
      expect(await ledger.snapshot()).toBe(true);
      expect(unfinishedIn(directory)).toHaveLength(1);
      ledger.keeper.start();
      await ledger.keeper.stop();
    });
    expect(unfinishedIn(directory)).toEqual([]);
    const reader = await KeptLedger.open(directory);
    expect([reader.warnings, reader.store.entriesRead]).toEqual([[], 1]);
    await reader.close();
  });

  test('by four servers at once leaves one that is whole', async () => {
    const directory = await recorded(goldenLines, 200);
    const servers = await Promise.all([1, 2, 3, 4].map(() => KeptLedger.open(directory)));
    expect(await Promise.all(servers.map((each) => each.snapshot()))).toEqual([true, true, true, true]);
    expect(servers.flatMap(({ warnings }) => warnings)).toEqual([]);
    for (const each of servers) await each.close();
    await within(directory, (ledger) => {
      expect([ledger.warnings, ledger.store.entriesRead]).toEqual([[], 1]);
      return Promise.resolve();
    });
    expect(unfinishedIn(directory)).toEqual([]);
  });

  test('is not begun again at once where an entry came between two parts, but after as much growth as before', async () => {
    await within(await recorded(goldenLines.slice(0, 50), 50), async (ledger) => {
      await ledger.add(goldenLines.slice(50, 60));
      const writing = ledger.keeper.writeIfDue(10, 0);
      await ledger.add(goldenLines.slice(60, 61));
      expect(await writing).toBe(false);
      await ledger.add(goldenLines.slice(61, 65));
      expect(await ledger.keeper.writeIfDue(10, 0)).toBe(false);
      await ledger.add(goldenLines.slice(65, 71));
      expect(await ledger.keeper.writeIfDue(10, 0)).toBe(true);
    });
  });

  test('does no harm where the disk is full: the one before stays, and the ledger goes on', async () => {
    const directory = await recorded(goldenLines.slice(0, 270), 260);
    const before = readFileSync(snapshotOf(directory));
    await within(directory, async (ledger) => {
      const full = jest.spyOn(files, 'open').mockImplementationOnce(() => files.open('/dev/full', 'w'));
      expect(await ledger.snapshot()).toBe(false);
      full.mockRestore();
      expect(ledger.warnings).toEqual([expect.stringMatching(/^No snapshot could be written.*ENOSPC/)]);
      await ledger.add(goldenLines.slice(270));
      expect(await ledger.snapshot()).toBe(true);
    });
    expect(readFileSync(snapshotOf(directory)).equals(before)).toBe(false);
    expect(await everythingOf(directory)).toEqual(await everythingOf(withoutSnapshot(directory)));
  });

  test('waits until so many entries have come since the last', async () => {
    await within(newDirectory(), async (ledger) => {
      await ledger.add(goldenLines.slice(0, 99));
      expect(await ledger.keeper.writeIfDue(100, 0.1)).toBe(false);
      await ledger.add(goldenLines.slice(99, 100));
      expect(await ledger.keeper.writeIfDue(100, 0.1)).toBe(true);
      await ledger.add(goldenLines.slice(100, 109));
      expect(await ledger.keeper.writeIfDue(5, 0.1)).toBe(false);
      await ledger.add(goldenLines.slice(109, 112));
      expect(await ledger.keeper.writeIfDue(5, 0.1)).toBe(true);
    });
  });

  test('waits where entries are not signed yet, and where more come while it is made', async () => {
    await within(await recorded(goldenLines.slice(0, 100), 50), async (ledger) => {
      const { feed, writer } = ledger.process;
      const entry = (seq: number) => ({
        id: (JSON.parse(goldenLines[seq]!) as { id: never }).id,
        bytes: goldenLines[seq]!,
      });
      await ledger.store.append([entry(100)], 100);
      await feed.catchUp();
      expect(await ledger.snapshot()).toBe(false);

      await writer.start();
      const writing = ledger.snapshot();
      await ledger.store.append([entry(101)], 101);
      await feed.catchUp();
      expect([await writing, ledger.warnings]).toEqual([false, []]);
      await ledger.add(goldenLines.slice(102, 103));
      expect(await ledger.snapshot()).toBe(true);
    });
  });

  test('happens at the end of a server that has read enough, and by the minute while it runs', async () => {
    await within(newDirectory(), async ({ keeper }) => {
      const write = jest.spyOn(keeper, 'writeIfDue').mockResolvedValue(true);
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask', 'performance'] });
      keeper.start();
      jest.advanceTimersByTime(120_000);
      jest.useRealTimers();
      await keeper.stop();
      expect(write.mock.calls).toEqual([
        [10_000, 0.1],
        [10_000, 0.1],
      ]);
    });
  });
});
