import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { TerminalInFolder } from './savings';

const terminal = new TerminalInFolder();
const at = (name: string): string => join(terminal.folder, name);
const REASON = 'The old key was on a stolen laptop (invented)';

beforeAll(() => terminal.savings(['init', '--sample', 'july-2009']));
afterAll(() => {
  terminal.remove();
});

const keys = async (): Promise<readonly string[]> => (await terminal.json<{ keys: string[] }>('evidence')).keys;

test('a witness answers over HTTP until it is stopped, and its cosignature is kept beside the checkpoint', async () => {
  const [log = ''] = await keys();
  const program = resolve('dist/src/cli/main.js');
  const asked = ['witness', 'serve', '--state', 'witness', '--name', 'audit.example/w1', '--log', log];
  const witness = spawn(process.execPath, [program, ...asked], { cwd: terminal.folder });
  const [said] = (await once(witness.stdout, 'data')) as [Buffer];
  const [, key = '', address = ''] = /^The witness (\S+)\nanswers at (http:\S+)\n$/.exec(said.toString())!;
  await terminal.savings(['witness', 'request', '--out', 'request']);

  const answer = await fetch(address, { method: 'POST', body: readFileSync(at('request')) });
  writeFileSync(at('answer'), await answer.text());
  witness.kill('SIGTERM');

  expect(answer.status).toBe(200);
  expect(await once(witness, 'exit')).toEqual([0, null]);
  expect(await terminal.savings(['witness', 'add', 'answer', '--size', '180', '--witness', key])).toEqual({
    exit: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Kept beside the checkpoint of size 180, cosigned \d{4}-\S+Z\.\n$/) as string,
  });
});

test('a key is changed by an entry, which the old one vouches for; both are told', async () => {
  const before = await keys();

  expect(await terminal.savings(['rotate-key', '--as', 'off-203', '--reason', REASON])).toMatchObject({ exit: 4 });
  expect(await terminal.savings(['rotate-key', '--as', 'off-201', '--reason', REASON])).toEqual({
    exit: 0,
    stderr: '',
    stdout: 'Another key signs from entry 180 on; tell the auditors and the witness.\n',
  });
  expect(await keys()).toEqual([...before, expect.stringMatching(/^savings-ledger\/\S+$/) as string]);
  expect(await terminal.savings(['position'])).toMatchObject({ exit: 0, stderr: '' });
});
