import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const folder = resolve('projections');

test('the README of the projections names every file of the folder', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((name) => !readme.includes(basename(name)))).toEqual([]);
});
