import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'libsql';

import { goldenLines, SignedLedger } from '../support/signed-ledger';

const root = mkdtempSync(join(tmpdir(), 'audit-bundle-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

test('of a bundle that fails half-way nothing is left: the same folder can be named again', async () => {
  const directory = join(root, 'data');
  const [fresh, empty] = [join(root, 'new', 'bundle'), join(root, 'empty')];
  mkdirSync(empty);
  const ledger = await SignedLedger.open(directory);
  await ledger.add(goldenLines);
  const edit = (from: string, to: string): void => {
    const database = new Database(join(directory, 'ledger.sqlite'));
    database.exec('DROP TRIGGER IF EXISTS entries_are_not_changed');
    database.exec(`UPDATE entries SET bytes = replace(bytes, '${from}', '${to}') WHERE seq = 29`);
    database.close();
  };
  await ledger.exportTo(join(root, 'sound'));
  expect(readdirSync(join(root, 'sound'))).toContain('entries.jsonl');

  // Altered after it was read, as by somebody at the files of a ledger that is in use.
  edit('400000.00', '900000.00');
  const read = await ledger.exportTo(fresh).catch((error: unknown) => error);
  expect(read).toMatchObject({ name: 'LedgerUnverified', seq: 29 });
  expect(existsSync(join(root, 'new'))).toBe(false);
  await ledger.close();

  edit('900000.00', '400000.00');
  const again = await SignedLedger.open(directory);
  await again.process.tree.grown(goldenLines.length);
  edit('400000.00', '900000.00');
  await expect(again.exportTo(empty)).rejects.toMatchObject({ seq: 29 });
  expect(readdirSync(empty)).toEqual([]);
  await again.close();
});
