import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeNew } from '../../src/cli/write-new';

const folder = mkdtempSync(join(tmpdir(), 'write-new-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a file is written where there is none, and none is written over', () => {
  const path = join(folder, 'lines.csv');
  writeNew(path, 'IT Procurement');
  expect(() => {
    writeNew(path, 'Printers');
  }).toThrow(`There is a file ${path} already; name another one.`);
  expect(() => {
    writeNew(folder, 'Printers');
  }).toThrow(`There is a file ${folder} already; name another one.`);
  expect(readFileSync(path, 'utf8')).toBe('IT Procurement');
});

// Windows has neither.
const onUnix = existsSync('/dev/null') ? test : test.skip;

onUnix('a device and a pipe are written to', () => {
  writeNew('/dev/null', 'IT Procurement');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Open for both, the pipe waits for nobody and keeps what is written.
  const both = openSync(pipe, 'r+');
  writeNew(pipe, 'IT Procurement');
  const kept = Buffer.alloc(14);
  readSync(both, kept);
  closeSync(both);
  expect(kept.toString()).toBe('IT Procurement');
});

test('where the folder is missing, or is a file, that is said with a code', () => {
  writeNew(join(folder, 'a-file'), 'IT Procurement');
  for (const missing of [join(folder, 'no', 'such'), join(folder, 'a-file')]) {
    const write = (): void => {
      writeNew(join(missing, 'lines.csv'), 'IT Procurement');
    };
    expect(write).toThrow(`There is no folder ${missing}; make it, or name another place.`);
    expect(write).toThrow(expect.objectContaining({ code: 'PLACE_MISSING', exitCode: 1 }) as Error);
  }
});
