import { writeFileSync } from 'node:fs';

import { Trouble } from './trouble';

/** Writes a file where there is none: nothing is ever written over another one. Throws Trouble: PLACE_TAKEN. */
export function writeNew(path: string, content: string | Buffer): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Trouble('PLACE_TAKEN', `There is a file ${path} already; name another one.`, 3);
  }
}
