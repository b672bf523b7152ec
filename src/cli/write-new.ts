import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { Trouble } from './trouble';

/**
 * Writes a file where there is none: nothing is ever written over another one. A pipe or a device, such as /dev/stdout, is
 * written to. Throws Trouble: PLACE_TAKEN, PLACE_MISSING.
 */
export function writeNew(path: string, content: string | Buffer): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Trouble('PLACE_MISSING', `There is no folder ${dirname(path)}; make it, or name another place.`, 1);
    if (code !== 'EEXIST') throw error;
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined || there.isFile() || there.isDirectory())
      throw new Trouble('PLACE_TAKEN', `There is a file ${path} already; name another one.`, 3);
    writeFileSync(path, content, { flag: 'a' });
  }
}
