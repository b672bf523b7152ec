import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'libsql';

import { RotateKeyHandler, RotateKey } from '../../src/commands/rotate-key';
import type { OfficerId } from '../../src/domain/identifiers';
import { LedgerUnverified } from '../../src/event-store/checkpoint-store';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { readCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { readVerifierKey, TEST_KEY_MARK } from '../../src/tamper-evidence/keys';
import { complaintAboutReceipt, readReceipt } from '../../src/tamper-evidence/receipt';
import { answerTo } from '../../src/verifier/main';
import { achieve } from '../support/july';
import { goldenLines, SignedLedger } from '../support/signed-ledger';
import { acknowledged, beside, groundwork, LedgerProcess, memoryStore } from '../support/writer';

const root = mkdtempSync(join(tmpdir(), 'notary-'));
let made = 0;
const newFolder = (): string => join(root, String((made += 1)));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const copy = (directory: string): string => {
  const folder = newFolder();
  cpSync(directory, folder, { recursive: true });
  return folder;
};

/** A ledger in a directory with so many of the golden entries, closed again. */
async function recorded(size: number, every = 40): Promise<string> {
  const directory = newFolder();
  const ledger = await SignedLedger.open(directory);
  for (let from = 0; from < size; from += every)
    await ledger.add(goldenLines.slice(from, Math.min(size, from + every)));
  await ledger.close();
  return directory;
}

/** Why the ledger of a directory is not written to: the seq and the reason. */
async function unverified(directory: string): Promise<readonly [number | null, string] | null> {
  const ledger = await SignedLedger.open(directory);
  try {
    await ledger.process.writer.start();
    return null;
  } catch (error) {
    if (!(error instanceof LedgerUnverified)) throw error;
    const again = await ledger.process.record(achieve()).catch((later: unknown) => later);
    expect(again).toBe(error);
    return [error.seq, error.message];
  } finally {
    await ledger.close();
  }
}

/** Changes the file as its owner can: the triggers are dropped first. */
function forge(directory: string, sql: string): void {
  const database = new Database(join(directory, 'ledger.sqlite'));
  for (const trigger of ['entries_are_not_changed', 'entries_are_not_deleted', 'entries_are_added_at_the_end'])
    database.exec(`DROP TRIGGER ${trigger}`);
  database.exec(sql);
  database.close();
}

describe('Every append', () => {
  test('is covered by one checkpoint, and each receipt holds on its own, for ever the same', async () => {
    const store = await memoryStore();
    const process = new LedgerProcess(store);
    await process.tell(...groundwork);
    const outcomes = await Promise.all(
      ['1.00', '2.00', '3.00'].map((amount, at) => process.record(achieve(amount, null), `k${String(at)}`)),
    );
    const receipts = outcomes.flatMap((each) => acknowledged(each).receipts);
    await process.tell(achieve('4.00', null));
    const again = acknowledged(await process.record(achieve('1.00', null), 'k0'));
    const key = beside(store).keys.first(process.tree.origin!)!.verifier;

    expect(new Set(receipts.map(({ proof }) => readReceipt(proof)!.checkpoint.size))).toEqual(new Set([8]));
    for (const { proof, leaf, seq } of receipts) {
      expect(complaintAboutReceipt(readReceipt(proof)!, key)).toBeNull();
      expect([readReceipt(proof)!.index, leaf]).toEqual([seq, leaf]);
    }
    expect(again.receipts).toEqual([receipts[0]]);
  });

  test('has a receipt that does not hold for another entry, place, size or key', async () => {
    const process = new LedgerProcess(await memoryStore());
    const told = await process.tell(...groundwork);
    const proof = told.at(-1)!.receipts[0]!.proof;
    const key = beside(process.store).keys.first(process.tree.origin!)!.verifier;
    const other = new SigningKeys(':memory:', false).makeFirst(process.tree.origin!).verifier;
    const sound = readReceipt(proof)!;

    expect(complaintAboutReceipt(sound, other)).toMatch(/not signed/);
    expect(complaintAboutReceipt({ ...sound, index: 3 }, key)).toMatch(/not the one at seq 3/);
    expect(complaintAboutReceipt({ ...sound, bytes: Buffer.from('{}') }, key)).toMatch(/not the one/);
    for (const bad of [
      '',
      proof.replace('@v1', '@v2'),
      proof.replace('index 4', 'index 04'),
      proof.replace('extra ', ''),
    ])
      expect(readReceipt(bad)).toBeNull();
    expect(complaintAboutReceipt(readReceipt(proof.replace(/\n5\n/, '\n6\n'))!, key)).toMatch(/not signed/);
  });

  test('that was stored and not signed, as the process was killed, is signed at the next start', async () => {
    const directory = await recorded(100);
    const ledger = await SignedLedger.open(directory);
    const bytes = goldenLines[100]!;
    await ledger.store.append([{ id: (JSON.parse(bytes) as { id: never }).id, bytes }], 100);
    await ledger.process.writer.start();

    expect(readCheckpoint(await ledger.checkpoint())!.size).toBe(101);
    await ledger.close();
  });
});

describe('Nothing is signed and nothing recorded where', () => {
  test('the tree in memory holds other entries than were read', async () => {
    const process = new LedgerProcess(await memoryStore());
    await process.tell(...groundwork);
    process.tree.read.append(process.tree.read.leaf(0));
    await expect(process.record(achieve('1.00', null))).rejects.toThrow();
    const again = process.record(achieve('1.00', null));
    await expect(again).rejects.toThrow('the tree does not hold the entries that were read');
    expect((await beside(process.store).checkpoints.last())?.size).toBe(5);
  });

  test('an old backup was put back', async () => {
    const directory = await recorded(120);
    const early = await recorded(80);
    for (const end of ['', '-wal', '-shm']) {
      rmSync(join(directory, `ledger.sqlite${end}`), { force: true });
      if (end === '') cpSync(join(early, 'ledger.sqlite'), join(directory, 'ledger.sqlite'));
    }

    expect(await unverified(directory)).toEqual([80, '120 entries were signed and 80 are stored']);
  });

  test.each([
    [
      'edited',
      (seq: number) => `UPDATE entries SET bytes = replace(bytes, '"v":"1"', '"v":"2"') WHERE seq = ${String(seq)}`,
    ],
    [
      'renamed',
      (seq: number) => `UPDATE entries SET bytes = replace(bytes, 'off-201', 'off-202') WHERE seq = ${String(seq)}`,
    ],
  ])('entry 33 was %s', async (_, sql) => {
    const directory = await recorded(120);
    forge(directory, sql(33));

    expect((await unverified(directory))?.[0]).toBe(33);
  });

  test('a history was forged and signed with another key', async () => {
    const directory = await recorded(120);
    const theirs = newFolder();
    const forger = await SignedLedger.open(theirs);
    await forger.add(goldenLines.slice(0, 120).with(119, goldenLines[119]!.replace('"v":"1"', '"v":"2"')));
    await forger.close();
    const target = copy(directory);
    cpSync(join(theirs, 'checkpoints.sqlite'), join(target, 'checkpoints.sqlite'));
    for (const end of ['-wal', '-shm']) rmSync(join(target, `checkpoints.sqlite${end}`), { force: true });

    expect(await unverified(target)).not.toBeNull();
    expect(await unverified(directory)).toBeNull();
  });

  test('the key is gone', async () => {
    const directory = await recorded(10);
    rmSync(join(directory, 'keys'), { recursive: true });

    expect(await unverified(directory)).toEqual([
      null,
      expect.stringContaining('the key that signs the checkpoints of this ledger is not in keys/'),
    ]);
  });
});

describe('The key', () => {
  test('is made with the ledger and belongs to its owner alone', async () => {
    const directory = await recorded(3);

    expect(statSync(join(directory, 'keys', 'first.key')).mode & 0o777).toBe(0o400);
    expect(() => new SigningKeys(directory, true).makeFirst('savings-ledger/x')).toThrow(/EEXIST/);
  });

  test('that is a test key signs nothing in production', async () => {
    const directory = await recorded(3);
    const file = join(directory, 'keys', 'first.key');
    chmodSync(file, 0o600);
    writeFileSync(file, `${TEST_KEY_MARK}\n${readFileSync(file, 'utf8')}`);

    expect(new SigningKeys(directory, false).first('savings-ledger/x')).not.toBeNull();
    expect(() => new SigningKeys(directory, true).first('savings-ledger/x')).toThrow(/test key/);
  });

  test('is changed by an entry that both keys sign; whoever trusts the first one follows, and the old history stays valid', async () => {
    const ledger = await SignedLedger.of(goldenLines.slice(0, 60), { every: 20 });
    const { process, beside: kept } = ledger;
    const rotate = new RotateKeyHandler(process.writer, process.tree, kept.keys);
    const recorder = { officer: 'off-202' as OfficerId, role: 'finance officer' } as const;
    const first = ledger.key();
    for (const reason of ['The clerk left (invented)', 'Once a year (invented)'])
      acknowledged(await rotate.execute(new RotateKey(reason, recorder)));
    const stale = { verb: 'RotateKey', previous: first, next: first } as const;
    const by = {
      ...recorder,
      effective: null,
      period: null,
      reason: 'again',
      source: null,
      batch: null,
      lineVersion: null,
      confirmed: null,
    };
    const folder = newFolder();
    await ledger.exportTo(folder);
    const [, second, third] = readFileSync(join(folder, 'policy'), 'utf8').match(/(?<=^log ).*$/gm)!;

    expect(await process.record({ ...stale, by })).toMatchObject({ code: 'KEY_STALE' });
    for (const key of [first, second!, third!]) expect(answerTo([folder, '--key', key])).toMatchObject({ exitCode: 0 });
    await expect(ledger.process.writer.start()).resolves.toBeUndefined();
    expect(readVerifierKey(third!)!.name).toBe(process.tree.origin);
    // Without the checkpoint that both signed, nobody vouches for the next key.
    writeFileSync(join(folder, 'checkpoints.jsonl'), '');
    expect(answerTo([folder, '--key', first])).toMatchObject({ exitCode: 1 });
    await ledger.close();
  });
});
