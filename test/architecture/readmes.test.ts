import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Whether a name in backticks is this file, or a pattern such as `*.njk` that takes it. */
const takes = (pattern: string, file: string): boolean => {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(file);
};

/** What is wrong with the READMEs of a folder and of those below it: none there, or files it does not name. */
function unnamedIn(folder: string): readonly string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const below = inside.filter((one) => one.isDirectory() && one.name !== 'node_modules' && one.name !== 'dist');
  const files = inside.filter((one) => one.isFile()).map(({ name }) => name);
  const rest = below.flatMap(({ name }) => unnamedIn(join(folder, name)));
  if (files.length === 0) return rest;
  if (!files.includes('README.md')) return [`${folder}: no README.md`, ...rest];
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const named = [...readme.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name!);
  const missing = files.filter((file) => file !== 'README.md' && !named.some((name) => takes(name, file)));
  return [...missing.map((file) => `${folder}: ${file}`), ...rest];
}

test.each(['src', 'projections', 'test'])('every folder of %s has a README that names its files', (folder) => {
  expect(unnamedIn(resolve(folder)).map((place) => place.replace(resolve('.'), ''))).toEqual([]);
});

test('a folder without a README, and a file it does not name, are noticed', () => {
  const root = mkdtempSync(join(tmpdir(), 'readmes-'));
  try {
    for (const folder of ['none', 'some']) mkdirSync(join(root, folder));
    for (const file of ['none/a.ts', 'some/a.ts', 'some/b.test.ts', 'some/c.ts']) writeFileSync(join(root, file), '');
    writeFileSync(join(root, 'some/README.md'), 'In `a.ts`, and `*.test.ts`; but c.ts is not set as a name.');

    expect(unnamedIn(root)).toEqual([`${join(root, 'none')}: no README.md`, `${join(root, 'some')}: c.ts`]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
