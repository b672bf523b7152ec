import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

/** The folders that decide what is kept of the entries and how. */
const folders = ['src/domain', 'projections', 'src/tamper-evidence', 'src/event-store', 'src/commands', 'src/queries'];

/**
 * Says which program this is, to the last character of what decides what is kept of entries, and by what it is run. What
 * another one put away is not taken back, so nobody has to remember to raise a version when a projection changes.
 */
export function thisProgram(): string {
  const root = resolve(__dirname, '..', '..');
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => extname(each) === extname(__filename)).sort()) {
      const content = readFileSync(join(root, folder, name));
      hash.update(`${folder}/${name} ${String(content.length)}\n`).update(content);
    }
  }
  return `${hash.digest('hex')} node ${process.version} ${process.arch}`;
}
