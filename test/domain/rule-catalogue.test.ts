import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = 'src/domain/README.md';

interface Row {
  readonly rule: string;
  readonly file: string;
  readonly functions: readonly string[];
  readonly testFile: string;
  readonly title: string;
}

const cellsOf = (line: string): readonly string[] => line.split(/(?<!\\)\|/).map((cell) => cell.trim());
const coded = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

const rows = readFileSync(README, 'utf8')
  .split('\n')
  .filter((line) => /^\| R?\d+ +\|/.test(line))
  .map((line): Row => {
    const [, rule, , file, functions, testFile, title] = cellsOf(line);
    const [name] = coded(file!);
    return {
      rule: rule!,
      file: name!.startsWith('projections/') ? name! : join('src/domain', name!),
      functions: coded(functions!),
      testFile: coded(testFile!)[0]!,
      title: title!,
    };
  });

/** What of a row is not so. */
function wrongWith({ rule, file, functions, testFile, title }: Row): readonly string[] {
  const found = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const titles = found(testFile).replaceAll("\\'", "'");
  return [
    ...functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(found(file))).map((name) => `${rule}: ${name}`),
    ...(["'", '"', '`'].some((quote) => titles.includes(`(${quote}${title}${quote}`)) ? [] : [`${rule}: ${title}`]),
  ];
}

describe('the list of rules', () => {
  test('has rules 1 to 20 and R1 to R42, each once, in order', () => {
    const expected = [
      ...Array.from({ length: 20 }, (_, index) => String(index + 1)),
      ...Array.from({ length: 42 }, (_, index) => `R${String(index + 1)}`),
    ];
    expect(rows.map(({ rule }) => rule)).toEqual(expected);
  });

  test('names files, functions and tests that exist', () => {
    expect(rows.flatMap(wrongWith)).toEqual([]);
  });

  test('a function or a test that is not there would be found', () => {
    const [row] = rows;
    expect(wrongWith({ ...row!, functions: ['noSuchRule'], title: 'no such test' })).toEqual([
      '1: noSuchRule',
      '1: no such test',
    ]);
  });
});
