// Two programs that share no code and no language look at the same bundles: they must come to the same verdict.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { answerTo } from '../../src/verifier/main';
import { checkpointOver, history, newKey, writeBundleOf } from './bundles';
import { describeInPython, verdicts } from './python';

/** The beginning of the story is enough: an opening, targets, carry-forwards, plans. */
const ENTRIES = history.slice(0, 40);
const BUNDLES = 300;
const POLICIES = 60;
const SEED = 20_090_713;

const key = newKey();
const other = newKey();
const folder = mkdtempSync(join(tmpdir(), 'both-verifiers-'));
const bundle = writeBundleOf(join(folder, 'bundle'), ENTRIES, {
  keys: [key],
  earlier: [checkpointOver(ENTRIES, 7, key), checkpointOver(ENTRIES, 33, key)],
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FILES = ['entries.jsonl', 'checkpoint', 'checkpoints.jsonl', 'totals.jsonl', 'files.jsonl', 'tile/0/000.p/40'];
const original = new Map([...FILES, 'policy'].map((name) => [name, readFileSync(join(bundle, name))]));

/** One thing done to one file. */
interface Mutation {
  readonly name: string;
  readonly what: string;
  readonly to: (content: Buffer) => Buffer;
}

const onLines = (change: (lines: string[]) => string[]) => (content: Buffer) =>
  Buffer.from(change(content.toString().split('\n')).join('\n'));

const place = fc.nat({ max: 1_000_000 });
const at = (items: { readonly length: number }, where: number): number => where % Math.max(1, items.length);
const aFile = fc.constantFrom(...FILES, 'entries.jsonl', 'totals.jsonl');
const textFile = fc.constantFrom(...FILES.filter((name) => !name.startsWith('tile')));

const bitFlip = (file: fc.Arbitrary<string>) =>
  fc.tuple(file, place, fc.nat({ max: 7 })).map(([name, where, bit]): Mutation => ({
    name,
    what: `bit ${String(bit)} at ${String(where)}`,
    to: (content) => {
      const copy = Buffer.from(content);
      copy[at(content, where)]! ^= 1 << bit;
      return copy;
    },
  }));

const cutOff = (file: fc.Arbitrary<string>) =>
  fc.tuple(file, place).map(([name, where]): Mutation => ({
    name,
    what: `cut at ${String(where)}`,
    to: (content) => content.subarray(0, at(content, where)),
  }));

const lineChanges: Readonly<Record<string, (lines: string[], where: number, second: number) => string[]>> = {
  deleted: (lines, where) => lines.filter((_, index) => index !== at(lines, where)),
  twice: (lines, where) => lines.flatMap((line, index) => (index === at(lines, where) ? [line, line] : [line])),
  swapped: (lines, where, second) => {
    const copy = [...lines];
    const [one, two] = [at(lines, where), at(lines, second)];
    [copy[one], copy[two]] = [lines[two]!, lines[one]!];
    return copy;
  },
  inserted: (lines, where, second) => lines.toSpliced(at(lines, where), 0, ENTRIES[at(ENTRIES, second)]!),
  digits: (lines, where) =>
    lines.map((line, index) =>
      index === at(lines, where) ? line.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)) : line,
    ),
  blank: (lines, where) => lines.map((line, index) => (index === at(lines, where) ? ` ${line}` : line)),
  carriage: (lines, where) => lines.map((line, index) => (index === at(lines, where) ? `${line}\r` : line)),
};

const lineChange = (file: fc.Arbitrary<string>) =>
  fc
    .tuple(file, fc.constantFrom(...Object.keys(lineChanges)), place, place)
    .map(([name, what, where, second]): Mutation => ({
      name,
      what: `line ${what} at ${String(where)}, ${String(second)}`,
      to: onLines((lines) => lineChanges[what]!(lines, where, second)),
    }));

/** Checkpoints as somebody else, or the owner of the key, could sign them. */
const head = fc
  .tuple(
    fc.constantFrom('checkpoint', 'checkpoints.jsonl'),
    fc.constantFrom(key, other),
    fc.integer({ min: 0, max: 40 }),
  )
  .map(([name, by, size]): Mutation => {
    const note = checkpointOver(ENTRIES, size, by);
    const content = name === 'checkpoint' ? note : `${JSON.stringify(note)}\n`;
    const what = `size ${String(size)} signed by ${by === key ? 'the key' : 'another key'}`;
    return { name, what, to: () => Buffer.from(content) };
  });

const lines = lineChange(textFile);
const policy = fc.constant('policy');
const mutations = [
  ...fc.sample(fc.oneof(bitFlip(aFile), cutOff(aFile), lines, lines, head), { numRuns: BUNDLES, seed: SEED }),
  ...fc.sample(fc.oneof(bitFlip(policy), cutOff(policy), lineChange(policy)), { numRuns: POLICIES, seed: SEED }),
];

describeInPython('both verifiers', () => {
  test('verify the bundle, and say the same of it under another key and without one', () => {
    const asked = [
      [bundle, '--key', key.verifier.text],
      [bundle, '--key', other.verifier.text],
      [bundle],
      [join(folder, 'nothing'), '--key', key.verifier.text],
    ];
    expect(asked.map((words) => answerTo(words).exitCode)).toEqual([0, 1, 2, 2]);
    expect(verdicts(asked).map(({ code }) => code)).toEqual([0, 1, 2, 2]);
  });

  test('say the same of what became of the policy', () => {
    const [log, strange] = [`log ${key.verifier.text}`, `log ${other.verifier.text}`];
    const [one, two] = [newKey('witness', 'a.example/w'), newKey('witness', 'b.example/w')].map((each, at) => {
      return `witness w${String(at)} ${each.verifier.text}`;
    }) as [string, string];
    const NOT_ONE = 'policy is not a policy';
    const told: readonly (readonly [readonly string[], string | null])[] = [
      [[log, 'quorum none'], null],
      [['# A comment', '', `\t${log}  https://example.org/log`, 'quorum none\t'], null],
      [[one, two, 'group g 2 w0 w1', 'group h any g none2', log, 'quorum g'], NOT_ONE],
      [[one, two, 'group g 2 w0 w1', 'group h any g', log, 'quorum h'], null],
      [[one, two, 'group g all w0 w1', log, 'quorum w0'], null],
      ...['group g 3 w0 w1', 'group g 0 w0', 'group g 01 w0', 'group g all', 'group g', 'group w0 any w1'].map(
        (group) => [[one, two, group, log, 'quorum none'], NOT_ONE] as const,
      ),
      [[one, two, 'group g any w0 w0', log, 'quorum g'], NOT_ONE],
      [[one, two, `group g ${'9'.repeat(5_000)} w0 w1`, log, 'quorum g'], NOT_ONE],
      [[one, one, log, 'quorum none'], NOT_ONE],
      [[log, log, 'quorum none'], NOT_ONE],
      [[log, 'quorum none', 'quorum none'], NOT_ONE],
      [[log, 'quorum nobody'], NOT_ONE],
      [[log, 'quorum'], NOT_ONE],
      [[`${log} one two`, 'quorum none'], NOT_ONE],
      [[log.replace('log', 'witness w'), 'quorum none'], NOT_ONE],
      [['rubbish'], NOT_ONE],
      [[...Array<string>(1_000).fill('#'), log, 'quorum none'], NOT_ONE],
      [[log], 'policy names no quorum'],
      [[], 'policy names no quorum'],
      [['quorum none'], `the policy does not name the key that signs: ${key.verifier.text}`],
      [[strange, 'quorum none'], `the policy names a key that is not of this log: ${other.verifier.text}`],
      [[log, strange, 'quorum none'], `the policy names a key that is not of this log: ${other.verifier.text}`],
    ];
    const asked = told.map(([lines], index) => {
      const copy = writeCopy(
        `policy-${String(index)}`,
        'policy',
        Buffer.from(lines.map((line) => `${line}\n`).join('')),
      );
      return [copy, '--key', key.verifier.text];
    });
    const inPython = verdicts(asked);
    expect(inPython.map(({ code, said }) => (code === 0 ? null : said))).toEqual(
      told.map(([, reason]) => (reason === null ? null : `FAILED: ${reason}`)),
    );
    expect(
      asked.map((words) => answerTo(words)).map(({ exitCode, reason }) => (exitCode === 0 ? null : reason)),
    ).toEqual(told.map(([, reason]) => reason));
  });

  test('cannot tell without a policy', () => {
    const copy = writeCopy('no-policy', 'policy', Buffer.from(''));
    rmSync(join(copy, 'policy'));
    const words = [copy, '--key', key.verifier.text];
    expect([answerTo(words).exitCode, ...verdicts([words]).map(({ code }) => code)]).toEqual([2, 2]);
  });

  test(`come to the same verdict on ${String(BUNDLES + POLICIES)} bundles that were tampered with, and let none pass that differs`, () => {
    const asked = mutations.map(({ name, what, to }, index) => {
      const copy = writeCopy(`mutation-${String(index)}`, name, to(original.get(name)!));
      return {
        words: [copy, '--key', key.verifier.text],
        what: `${name}: ${what}`,
        same: to(original.get(name)!).equals(original.get(name)!),
      };
    });
    const inPython = verdicts(asked.map(({ words }) => words));
    const found = asked.map(({ words, what, same }, index) => {
      const inJavaScript = answerTo(words);
      return {
        what,
        same,
        javaScript: inJavaScript.exitCode,
        python: inPython[index]!.code,
        said: [inJavaScript.reason, inPython[index]!.said],
      };
    });

    expect(found.filter(({ javaScript, python }) => javaScript !== python)).toEqual([]);
    expect(
      found.filter(({ same, python }) => same !== (python === 0)).filter(({ what }) => !harmless.test(what)),
    ).toEqual([]);
    expect(found.filter(({ python }) => python === 1).length).toBeGreaterThan(BUNDLES * 0.8);
  });
});

/**
 * An earlier checkpoint that holds may be there or not: it is one more thing to check, and none that is claimed. A policy
 * may be written with other blanks, ends and orders of its lines.
 */
const harmless =
  /^checkpoints\.jsonl: (size \d+ signed by the key|line deleted|cut at)|^policy: (line (deleted|blank|carriage|swapped)|cut at)/;

function writeCopy(name: string, changed: string, content: Buffer): string {
  const copy = join(folder, name);
  cpSync(bundle, copy, { recursive: true });
  writeFileSync(join(copy, changed), content);
  return copy;
}
