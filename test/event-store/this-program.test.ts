import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ModuleKind, transpileModule } from 'typescript';

const source = readFileSync(resolve('src/event-store/this-program.ts'), 'utf8');
const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.CommonJS } });
const folders = ['src/domain', 'projections', 'src/tamper-evidence', 'src/event-store', 'src/commands', 'src/queries'];

let root: string;
const load = (): { readonly thisProgram: string } => {
  let loaded: unknown;
  jest.isolateModules(() => {
    loaded = jest.requireActual(join(root, 'dist/src/event-store/this-program.js'));
  });
  return loaded as { readonly thisProgram: string };
};

/** A built program of seven files, with the libraries that its lock names. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'program-'));
  for (const folder of folders) {
    mkdirSync(join(root, 'dist', folder), { recursive: true });
    writeFileSync(join(root, 'dist', folder, 'one.js'), '// one\n');
  }
  writeFileSync(join(root, 'dist/src/event-store/this-program.js'), outputText);
  writeFileSync(join(root, 'package-lock.json'), '{"decimal.js":"10.6.0"}');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test('a program is the one that was loaded, though another one has been built over it since', () => {
  const running = load();
  const before = running.thisProgram;
  expect(load().thisProgram).toBe(before);

  appendFileSync(join(root, 'dist/projections/one.js'), '// and more\n');
  expect(running.thisProgram).toBe(before);
  expect(load().thisProgram).not.toBe(before);
});

test('a program with other libraries is another one: one of them decides amounts', () => {
  const before = load().thisProgram;
  writeFileSync(join(root, 'package-lock.json'), '{"decimal.js":"10.6.1"}');
  expect(load().thisProgram).not.toBe(before);
});

test('a program of which nobody can say what libraries it has is the same as no other', () => {
  rmSync(join(root, 'package-lock.json'));
  expect(load().thisProgram).not.toBe(load().thisProgram);
});
