import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

/** The folders that decide what is kept of the entries and how. */
const folders = ['src/domain', 'projections', 'src/tamper-evidence', 'src/event-store', 'src/commands', 'src/queries'];

/**
 * Says which program this is, to the last character of what decides what is kept of entries, with which libraries and by
 * what it is run. What another one put away is not taken back, so nobody has to remember to raise a version when a
 * projection changes. Read once, when this is loaded: later the files may be those of the next program.
 */
export const thisProgram = programIn(resolve(__dirname, '..', '..'));

function programIn(root: string): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => extname(each) === extname(__filename)).sort()) {
      const content = readFileSync(join(root, folder, name));
      hash.update(`${folder}/${name} ${String(content.length)}\n`).update(content);
    }
  }
  // Built, the program is one folder deeper. Where nothing says which libraries it has, it is no other's successor.
  const lock = [root, join(root, '..')].map((folder) => join(folder, 'package-lock.json')).find(existsSync);
  hash.update(lock === undefined ? randomUUID() : readFileSync(lock));
  return `${hash.digest('hex')} node ${process.version} ${process.arch}`;
}
