/**
 * Twelve thousand ways to falsify a ledger, made by chance from one seed: each is detected, with its seq where an entry was
 * touched, or shown to change nothing. MUTATION_SEED=1 is another twelve thousand, and
 * MUTATIONS=17000 two hundred thousand.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { Notary } from '../../src/commands/notary';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { checkpointText, readCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { newSecret, readVerifierKey, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { isNoteSignedBy, signNote } from '../../src/tamper-evidence/signed-note';
import { answerTo } from '../../src/verifier/main';
import { chances } from '../bench/measure';
import { achieve, carryForward, CARRIED, line, reclassify, target } from '../support/july';
import { evidence } from '../support/later';
import { SignedLedger } from '../support/signed-ledger';
import { besideIn, groundwork, LedgerProcess, memoryStore, storedIn } from '../support/writer';

const EACH = Number(process.env['MUTATIONS'] ?? 1_000);
const OF_THE_FILE = EACH * 2;
const seed = Number(process.env['MUTATION_SEED'] ?? 20_090_713);
const chance = chances(seed);
const below = (count: number): number => Math.floor(chance() * count);

const root = mkdtempSync(join(tmpdir(), 'mutations-'));
const sound = join(root, 'sound');
const folder = join(root, 'mutated');
let lines: readonly string[] = [];
let key = '';
let files: Readonly<Record<string, Buffer>> = {};

beforeAll(async () => {
  const process = new LedgerProcess(await memoryStore());
  await process.tell(...groundwork, target(), line(CARRIED), carryForward(), achieve('260000.00', '60000.00'));
  await process.tell(evidence(), reclassify('100000.00'), achieve('1000.00', null), achieve('2000.00', null));
  lines = (await storedIn(process.store)).map(({ bytes }) => bytes);
  const ledger = await SignedLedger.of(lines, { every: 4 });
  await ledger.exportTo(sound);
  key = ledger.key();
  await ledger.close();
  cpSync(sound, folder, { recursive: true });
  const names = readdirSync(sound, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sound.length + 1));
  files = Object.fromEntries(names.map((name) => [name, readFileSync(join(sound, name))]));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** One falsification: the files as they are then, and the entry it must be pinned on, if on one. */
interface Mutation {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly seq?: number;
  /** Says that the change may be harmless, and whether it is: it says the same as before. */
  readonly isHarmless?: boolean;
}

/** A verifier: the one there is, or one that is broken on purpose. */
type Verify = typeof answerTo;

/** What was not detected, or pinned on another entry, in so many tries; the first few of it. */
function undetected(mutate: () => Mutation, times: number, verify: Verify = answerTo): readonly unknown[] {
  const complaints: unknown[] = [];
  for (let attempt = 0; attempt < times; attempt += 1) {
    const { files: changed, seq, isHarmless = false } = mutate();
    for (const [name, content] of Object.entries(changed)) writeFileSync(join(folder, name), content);
    const answer = verify([folder, '--key', key]);
    const isRight = isHarmless
      ? answer.exitCode === 0
      : answer.exitCode === 1 && (seq === undefined || answer.seq === seq);
    if (!isRight) complaints.push({ attempt, seq, answer });
    for (const name of Object.keys(changed)) writeFileSync(join(folder, name), files[name] ?? '');
  }
  return complaints.slice(0, 3);
}

const entriesOf = (changed: readonly string[]): string => changed.map((each) => `${each}\n`).join('');

/** The line that a byte of a text of lines is in. */
const lineAt = (bytes: Buffer, at: number): number => bytes.subarray(0, at).toString('latin1').split('\n').length - 1;

function flipped(bytes: Buffer, at = below(bytes.length)): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << below(8)), at);
  return copy;
}

/** Another amount, and all that hangs on it within the entry left as it is or not: the bytes are other ones. */
const withOtherAmount = (text: string): string => {
  const amounts = [...text.matchAll(/"(-?\d+)\.(\d\d)"/g)];
  const [whole, pounds, pence] = amounts[below(amounts.length)] ?? [];
  return whole === undefined ? text.replace('"v":"1"', '"v":"2"') : text.replace(whole, `"${pounds!}1.${pence!}"`);
};

const kinds: readonly (readonly [name: string, mutate: () => Mutation])[] = [
  [
    'a flipped bit of an entry',
    () => {
      const at = below(files['entries.jsonl']!.length);
      return {
        files: { 'entries.jsonl': flipped(files['entries.jsonl']!, at) },
        seq: lineAt(files['entries.jsonl']!, at),
      };
    },
  ],
  [
    'a deleted entry',
    () => {
      const seq = below(lines.length);
      return { files: { 'entries.jsonl': entriesOf(lines.toSpliced(seq, 1)) }, seq };
    },
  ],
  [
    'two swapped entries',
    () => {
      const one = below(lines.length - 1);
      const other = one + 1 + below(lines.length - one - 1);
      const swapped = lines.with(one, lines[other]!).with(other, lines[one]!);
      return { files: { 'entries.jsonl': entriesOf(swapped) }, seq: one };
    },
  ],
  [
    'an entry that is there twice',
    () => {
      const seq = below(lines.length);
      return { files: { 'entries.jsonl': entriesOf(lines.toSpliced(seq, 0, lines[seq]!)) }, seq: seq + 1 };
    },
  ],
  [
    'a file of entries that is cut off',
    () => {
      const at = below(files['entries.jsonl']!.length);
      return {
        files: { 'entries.jsonl': files['entries.jsonl']!.subarray(0, at) },
        seq: lineAt(files['entries.jsonl']!, at),
      };
    },
  ],
  [
    'an inserted entry',
    () => {
      const seq = 1 + below(lines.length);
      const forged = canonicalJson({
        ...(JSON.parse(lines.at(-1)!) as object),
        seq: String(seq),
        key: `forged-${String(below(9))}`,
      });
      return { files: { 'entries.jsonl': entriesOf(lines.toSpliced(seq, 0, forged)) }, seq };
    },
  ],
  [
    'an edited entry',
    () => {
      const seq = below(lines.length);
      return { files: { 'entries.jsonl': entriesOf(lines.with(seq, withOtherAmount(lines[seq]!))) }, seq };
    },
  ],
  [
    'a head of another size or with a flipped bit',
    () => {
      const size = below(2) === 0 ? String(below(40)) : `${String(lines.length)}0`;
      const text = files['checkpoint']!.toString();
      const resized = text.replace(`\n${String(lines.length)}\n`, `\n${size}\n`);
      return { files: { checkpoint: resized === text ? flipped(files['checkpoint']!) : resized } };
    },
  ],
  [
    'a rewritten history with a head signed by another key of the same name, or with the old signature',
    () => {
      const seq = below(lines.length);
      const forged = lines.with(seq, withOtherAmount(lines[seq]!));
      const tree = new HashTree();
      for (const each of forged) tree.append(leafDigest(each));
      const { origin, note } = readCheckpoint(files['checkpoint']!.toString())!;
      const text = checkpointText(origin, { size: forged.length, root: tree.root(forged.length) });
      const thief = signingKey('log', origin, otherSecret);
      const id = Buffer.from(readVerifierKey(key)!.id, 'hex');
      const signatures = [
        signNote(text, [thief]),
        // Another key's signature under the id of the right one, and the right signature of the old text.
        `${text}\n— ${origin} ${Buffer.concat([id, sign(null, Buffer.from(text), otherSecret)]).toString('base64')}\n`,
        `${text}\n${files['checkpoint']!.toString().split('\n\n')[1]!}`,
      ];
      expect(note.signatures).toHaveLength(1);
      return { files: { checkpoint: signatures[below(3)]!, 'entries.jsonl': entriesOf(forged) } };
    },
  ],
  [
    'an edited total, source, file, policy or tile',
    () => {
      const name = [
        'totals.jsonl',
        'totals.jsonl',
        'files.jsonl',
        'policy',
        Object.keys(files).find((each) => each.startsWith('tile/'))!,
      ][below(5)]!;
      const at = below(files[name]!.length);
      const changed = flipped(files[name]!, at);
      // A policy's comment says nothing to a program, unless it becomes another line.
      const isHarmless =
        name === 'policy' &&
        at > 0 &&
        lineAt(files[name]!, at) === 0 &&
        changed[at] !== 10 &&
        changed[at]! < 128 &&
        files[name]![at] !== 10;
      return { files: { [name]: changed }, isHarmless };
    },
  ],
];
const otherSecret = createPrivateKey(newSecret());

describe(`A falsified bundle is not verified (MUTATION_SEED=${String(seed)})`, () => {
  test('the sound one is', () => {
    expect(answerTo([sound, '--key', key])).toMatchObject({ exitCode: 0 });
    expect(lines.length).toBeGreaterThan(12);
  });

  test('would be missed by a verifier that looks at no more than the signature: the control', () => {
    const careless: Verify = (args) => {
      const checkpoint = readCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'));
      const isSigned = checkpoint !== null && isNoteSignedBy(checkpoint.note, readVerifierKey(key)!);
      return isSigned ? { ...answerTo([sound, ...args.slice(1)]), exitCode: 0 } : answerTo(args);
    };
    const missed = kinds.filter(([, mutate]) => undetected(mutate, 20, careless).length > 0);

    expect(missed.length).toBeGreaterThan(kinds.length / 2);
  });

  test.each(kinds)(`%s, ${String(EACH)} times`, (_, mutate) => {
    expect(undetected(mutate, EACH)).toEqual([]);
  });
});

describe('A damaged file of the ledger', () => {
  test(`is read as it was, or refused before anything is recorded, at ${String(OF_THE_FILE)} flipped bits`, async () => {
    const directory = join(root, 'ledger');
    const ledger = await SignedLedger.open(directory);
    await ledger.add(lines);
    await ledger.close();
    const whole = readFileSync(join(directory, 'ledger.sqlite'));
    let [detected, harmless] = [0, 0];
    for (let flip = 0; flip < OF_THE_FILE; flip += 1) {
      writeFileSync(join(directory, 'ledger.sqlite'), flipped(whole));
      const read = await readAndProve(directory);
      if (read === null) detected += 1;
      else {
        harmless += 1;
        expect(read).toEqual(lines);
      }
    }
    process.stdout.write(`flipped bits of the file: ${String(detected)} detected, ${String(harmless)} harmless\n`);

    expect(detected + harmless).toBe(OF_THE_FILE);
    expect(detected).toBeGreaterThan(OF_THE_FILE / 4);
  });

  /** What a process reads and takes for proven; null where it refuses. */
  async function readAndProve(directory: string): Promise<readonly string[] | null> {
    const { checkpoints, keys } = besideIn(directory);
    try {
      const store = await SqliteEventStore.open({ directory, readOnly: true });
      const feed = new LedgerFeed(store);
      const tree = new LedgerTree(feed, checkpoints);
      await feed.catchUp();
      await new Notary(feed, tree, checkpoints, keys).prove();
      const stored = await storedIn(store);
      await store.close();
      return stored.map(({ bytes }) => bytes);
    } catch {
      return null;
    } finally {
      await checkpoints.close();
    }
  }
});
