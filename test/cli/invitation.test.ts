import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AccessDatabase } from '../../src/access/access-database';
import { AccessLog } from '../../src/access/access-log';
import { LocalAccounts } from '../../src/access/local-accounts';
import { OfficerRegister } from '../../src/access/officer-register';
import type { OfficerId } from '../../src/domain/identifiers';

const folder = mkdtempSync(join(tmpdir(), 'invitation-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the built server prints until it has said how a program comes in. */
async function printedAtStart(): Promise<string> {
  const env = { ...process.env, DATA_DIR: folder, HOST: '', PORT: '0', STORE: '' };
  const child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  while (!said.includes('For example:')) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    said += chunk.toString();
  }
  child.kill();
  await once(child, 'exit');
  return said;
}

const linkedTo = (said: string): readonly string[] =>
  [...said.matchAll(/code=\S+ {2}.*, (off-\d+)$/gm)].map(([, id]) => id!);

test('the server prints links for officers without a password, and none for those who have one', async () => {
  expect(linkedTo(await printedAtStart())).toEqual(['off-201', 'off-202', 'off-203', 'off-204']);

  const database = new AccessDatabase(folder);
  const log = new AccessLog(database, Date.now);
  const accounts = new LocalAccounts(database, new OfficerRegister(database, Date.now), log, Date.now);
  await accounts.setPassword('off-204' as OfficerId, 'six invented words stand here');
  database.close();

  expect(linkedTo(await printedAtStart())).toEqual(['off-201', 'off-202', 'off-203']);
});
