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
const original = new Map(FILES.map((name) => [name, readFileSync(join(bundle, name))]));

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

const bitFlip = fc.tuple(aFile, place, fc.nat({ max: 7 })).map(([name, where, bit]): Mutation => ({
  name,
  what: `bit ${String(bit)} at ${String(where)}`,
  to: (content) => {
    const copy = Buffer.from(content);
    copy[at(content, where)]! ^= 1 << bit;
    return copy;
  },
}));

const cutOff = fc.tuple(aFile, place).map(([name, where]): Mutation => ({
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

const lineChange = fc
  .tuple(textFile, fc.constantFrom(...Object.keys(lineChanges)), place, place)
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

const mutations = fc.sample(fc.oneof(bitFlip, cutOff, lineChange, lineChange, head), { numRuns: BUNDLES, seed: SEED });

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

  test(`come to the same verdict on ${String(BUNDLES)} bundles that were tampered with, and let none pass that differs`, () => {
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

/** An earlier checkpoint that holds may be there or not: it is one more thing to check, and none that is claimed. */
const harmless = /^checkpoints\.jsonl: (size \d+ signed by the key|line deleted|cut at)/;

function writeCopy(name: string, changed: string, content: Buffer): string {
  const copy = join(folder, name);
  cpSync(bundle, copy, { recursive: true });
  writeFileSync(join(copy, changed), content);
  return copy;
}
