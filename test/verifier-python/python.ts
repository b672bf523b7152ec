/** Python, and the verifier in it. */
import { spawnSync } from 'node:child_process';

/** The first Python of at least 3.9 on the path, or null. */
export const python: string | null =
  ['python3', '/usr/bin/python3'].find(
    (command) => spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0,
  ) ?? null;

/** Declares the tests of the verifier; without Python, one skipped test that says so. */
export function describeInPython(name: string, tests: () => void): void {
  if (python === null) test.skip(`PYTHON 3.9 IS NOT INSTALLED: ${name} was not tested`, () => undefined);
  else describe(name, tests);
}

/** Gives a script lines and reads as many. A script must say nothing on stderr and end well: never a traceback. */
export function linesFrom(script: string, lines: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(python!, ['-B', `test/verifier-python/${script}`], {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.split('\n').slice(0, -1);
}

export interface Verdict {
  readonly code: number;
  readonly said: string;
}

/** What the verifier says to each of these command lines, in one process. */
export const verdicts = (commandLines: readonly (readonly string[])[]): readonly Verdict[] =>
  linesFrom(
    'run-verifier.py',
    commandLines.map((words) => JSON.stringify(words)),
  ).map((line) => {
    const [code, said] = JSON.parse(line) as [number, string];
    return { code, said };
  });

export const verdict = (...words: readonly string[]): string => {
  const [{ code, said } = { code: -1, said: '' }] = verdicts([words]);
  return `${String(code)} ${said}`;
};
