import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { doorCodes } from '../../src/access/door-problem';
import { refusalCodes } from '../../src/domain/refusals';
import { hostCodes } from '../../src/host/host-problem';

const CATALOGUE = 'src/domain/error-catalogue.md';

/** The rows of a chapter: code, because or status, sentence. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const chapter = readFileSync(CATALOGUE, 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith(heading))!;
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Where the tests are, without this one, which names codes but produces none. */
const testSources = (folder = 'test'): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('error-catalogue.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));

const untested = (codes: readonly string[], sources: readonly string[]): readonly string[] =>
  codes.filter((code) => !sources.some((source) => new RegExp(`\\b${code}\\b`).test(source)));

describe('the list of refusals', () => {
  test('has every code of the ledger with why it is given, and no other', () => {
    const listed = rowsOf('Refusals of the ledger').map(([code, because]) => [code, because]);
    expect(listed).toEqual(Object.entries(refusalCodes).map(([code, because]) => [`\`${code}\``, because]));
  });

  test('has every code of the doors with its status, and no other', () => {
    const listed = rowsOf('Refusals of the doors').map(([code, status]) => [code, status]);
    expect(listed).toEqual(Object.entries(doorCodes).map(([code, status]) => [`\`${code}\``, String(status)]));
  });

  test('has every code of the host with its status, and no other', () => {
    const listed = rowsOf('Refusals of the host').map(([code, status]) => [code, status]);
    expect(listed).toEqual(Object.entries(hostCodes).map(([code, status]) => [`\`${code}\``, String(status)]));
  });

  test('says of each in one sentence what it means and what to do, and of no two the same', () => {
    const sentences = rowsOf('Refusals of the ledger').map(([, , sentence]) => sentence!);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{20,200}\.$/);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test('each code of the ledger is produced by a test', () => {
    expect(untested(Object.keys(refusalCodes), testSources())).toEqual([]);
  });

  test('a code that no test produces would be found', () => {
    expect(untested(['AMOUNT_ZERO', 'AMOUNT'], ["thenRefuses('AMOUNT_ZERO')"])).toEqual(['AMOUNT']);
  });
});
