import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DoorRefusal, Refused } from '../../src/access/door-problem';
import { readJsonBody } from '../../src/api/json-body';
import { readDate, readInstant } from '../../src/domain/dates';
import { pence, readPounds } from '../../src/domain/money';
import { isRefusal } from '../../src/domain/refusals';
import { tryImport } from '../../src/exchange/import/import-files';
import { storedZip } from '../../src/exchange/import/stored-zip';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { originOf, readCheckpoint, signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { readVerifierKey, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { complaintAboutReceipt, readReceipt, receiptText } from '../../src/tamper-evidence/receipt';
import { cosign, witnessRequest } from '../../src/tamper-evidence/witness';
import { fieldsOf } from '../../src/verifier/canonical';
import { answerTo } from '../../src/verifier/main';
import { chances } from '../support/chances';
import { openCouncil, recorder, type CouncilLedger } from '../support/council-ledger';
import { mutatedBytes } from '../support/mutated-bytes';
import { goldenLines } from '../support/signed-ledger';
import { smallMapping } from '../support/small-tracker';
import { workbookParts } from '../support/workbooks';

/** Other inputs, and more of them: PARSER_SEED=1 PARSER_INPUTS=100000 npm run test:faults -- parsers */
const seed = Number(process.env['PARSER_SEED'] ?? Date.now() % 1_000_000_000);
const INPUTS = Number(process.env['PARSER_INPUTS'] ?? 2_000);
/** A workbook is parsed in a worker of its own, which takes as long as many of the others. */
const WORKBOOKS = Math.ceil(INPUTS / 10);
/** Far beyond what any of these inputs may take: an import gives up after 20 s. */
const LIMIT_MS = 30_000;
const TIMEOUT_MS = 60 * 60_000;

const { ledger: council } = (JSON.parse(goldenLines[0]!) as { facts: { ledger: string } }).facts;
const ORIGIN = originOf(council);
/** The same keys each time, so that the same seed is the same inputs. */
const secretOf = (byte: number) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]),
    format: 'der',
    type: 'pkcs8',
  });
const key = signingKey('log', ORIGIN, secretOf(1));
const witness = signingKey('witness', 'audit.example/w1', secretOf(2));
const tree = new HashTree();
for (const line of goldenLines) tree.append(leafDigest(line));
const size = goldenLines.length;
const checkpoint = signCheckpoint(ORIGIN, { size, root: tree.root(size) }, [key]);
const receipt = receiptText(goldenLines[12]!, 12, tree.inclusionProof(12, size), checkpoint);
const request = witnessRequest(100, tree.consistencyProof(100, size), checkpoint);

const folder = mkdtempSync(join(tmpdir(), 'parsers-'));
let ledger: CouncilLedger;

beforeAll(async () => {
  ledger = await openCouncil();
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What came of an input: taken, or a stable code, or nothing where a reader says no more than that. */
type Reader = (bytes: Buffer) => unknown;

const codeOf = (value: unknown): string => (isRefusal(value) ? value.code : 'taken');
const takenIf = (value: unknown): string => (value === null ? 'none' : 'taken');
const textOf = (bytes: Buffer): string => bytes.toString('utf8');

function jsonBody(bytes: Buffer): string {
  try {
    readJsonBody(bytes);
    return 'taken';
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code;
    if (error instanceof DoorRefusal) return error.code;
    throw error;
  }
}

async function imported(name: string, bytes: Buffer): Promise<string> {
  const mapping = { ...smallMapping, sheets: smallMapping.sheets.map((each) => ({ ...each, sheet: name })) };
  const file = { name: name === 'Plan' ? 'plan.xlsx' : name, bytes };
  const answer = await tryImport(ledger.ports, { files: [file], mapping, options: {} }, recorder);
  return isRefusal(answer) ? answer.code : (answer.problems[0]?.code ?? 'taken');
}

/** What the verifier leaves with: 0, 1 or 2, and never a crash. */
function verified(bytes: Buffer): string {
  const path = join(folder, 'receipt');
  writeFileSync(path, bytes);
  return String(answerTo(['receipt', path, '--key', key.verifier.text]).exitCode);
}

const csv = Buffer.from('Line,Saving\r\nIT Procurement,200\r\n"Revenues, and benefits","1,000"\r\nParks,50\r\n');
const parts = workbookParts([
  {
    name: 'Plan',
    rows: [
      ['Line', 'Saving'],
      ['IT Procurement', 200],
      ['Parks', 50],
    ],
  },
]);

/** What is read, a sound one, what is said of that, and the reader. */
const readers: readonly (readonly [string, Buffer, string, Reader])[] = [
  ['an amount', Buffer.from('-1234567.89'), 'taken', (bytes) => amount(textOf(bytes))],
  ['a date', Buffer.from('2009-07-13'), 'taken', (bytes) => codeOf(readDate(textOf(bytes)))],
  ['a time', Buffer.from('2009-07-13T10:00:00+01:00'), 'taken', (bytes) => codeOf(readInstant(textOf(bytes)))],
  ['a JSON body', Buffer.from(goldenLines[40]!), 'taken', jsonBody],
  ['a line of canonical JSON', Buffer.from(goldenLines[40]!), 'taken', (bytes) => takenIf(fieldsOf(textOf(bytes)))],
  ['a verifier key', Buffer.from(key.verifier.text), 'taken', (bytes) => takenIf(readVerifierKey(textOf(bytes)))],
  ['a checkpoint', Buffer.from(checkpoint), 'taken', (bytes) => takenIf(readCheckpoint(textOf(bytes)))],
  ['a receipt', Buffer.from(receipt), 'taken', (bytes) => complaintAbout(textOf(bytes))],
  ['a receipt, by the verifier', Buffer.from(receipt), '0', verified],
  ['a request to a witness', Buffer.from(request), '200', (bytes) => answeredBy(textOf(bytes))],
  ['a CSV file', csv, 'taken', (bytes) => imported('plan.csv', bytes)],
];

/** What is taken can be added up. */
function amount(text: string): string {
  const read = readPounds(text);
  if (!isRefusal(read)) pence(read);
  return codeOf(read);
}

function complaintAbout(text: string): string {
  const read = readReceipt(text);
  if (read === null) return 'none';
  return complaintAboutReceipt(read, key.verifier) === null ? 'taken' : 'does not hold';
}

const log = { keys: [key.verifier], head: { size: 100, root: tree.root(100) } };
const answeredBy = (text: string): number =>
  cosign(text, (origin) => (origin === ORIGIN ? log : null), witness, 1_790_000_000).status;

const stable = /^(taken|none|does not hold|[0-2]|200|4\d\d|[A-Z]+(_[A-Z]+)+)$/;

interface Fuzzed {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly complaints: readonly string[];
}

/** Gives a reader so many inputs: what came of them, and whatever was thrown, had no stable code, or took too long. */
async function fuzz(count: number, inputs: (chance: () => number) => Buffer, read: Reader): Promise<Fuzzed> {
  const chance = chances(seed);
  const outcomes: Record<string, number> = {};
  const complaints: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const bytes = inputs(chance);
    const began = performance.now();
    const outcome = await Promise.resolve(bytes)
      .then(read)
      .then(String, (error: unknown) => `THREW ${String(error)}`);
    const isLate = performance.now() - began > LIMIT_MS;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (isLate || !stable.test(outcome))
      complaints.push(
        `input ${String(number)}: ${isLate ? 'late, ' : ''}${outcome}: ${bytes.toString('base64').slice(0, 400)}`,
      );
  }
  return { outcomes, complaints };
}

const shown = ({ outcomes }: Fuzzed): string =>
  Object.entries(outcomes)
    .sort(([, one], [, other]) => other - one)
    .slice(0, 8)
    .map(([outcome, count]) => `${outcome.slice(0, 40)} ${String(count)}`)
    .join(', ');

describe(`Spoilt input is taken or refused, and never more than that (PARSER_SEED=${String(seed)})`, () => {
  test.each(readers)(
    `%s, ${String(INPUTS)} times`,
    async (what, sound, taken, read) => {
      expect(String(await read(sound))).toBe(taken);
      const fuzzed = await fuzz(INPUTS, (chance) => mutatedBytes(sound, chance), read);
      process.stdout.write(`parsers: ${what}: ${shown(fuzzed)}\n`);

      expect(fuzzed.complaints).toEqual([]);
      expect(fuzzed.outcomes[taken] ?? 0).toBeLessThan(INPUTS / 2);
      expect(await ledger.size()).toBe(1);
    },
    TIMEOUT_MS,
  );

  test(
    `a workbook, in its parts and as a whole, ${String(WORKBOOKS)} times`,
    async () => {
      const names = [...parts.keys()];
      const spoilt = (chance: () => number): Buffer => {
        const name = names[Math.floor(chance() * names.length)]!;
        if (chance() < 0.2) return mutatedBytes(storedZip(parts), chance);
        return storedZip(new Map([...parts, [name, mutatedBytes(parts.get(name)!, chance)]]));
      };
      expect(await imported('Plan', storedZip(parts))).toBe('taken');
      const fuzzed = await fuzz(WORKBOOKS, spoilt, (bytes) => imported('Plan', bytes));
      process.stdout.write(`parsers: a workbook: ${shown(fuzzed)}\n`);

      expect(fuzzed.complaints).toEqual([]);
      expect(await ledger.size()).toBe(1);
    },
    TIMEOUT_MS,
  );

  test('readers that throw, or answer with anything, are caught: the control', async () => {
    const sound = Buffer.from(goldenLines[40]!);
    const inputs = (chance: () => number): Buffer => mutatedBytes(sound, chance);
    const thrown = await fuzz(100, inputs, (bytes) => canonicalJson(JSON.parse(textOf(bytes))) === 'x');
    const anything = await fuzz(100, inputs, (bytes) => bytes.length / 7);

    expect(thrown.complaints.length).toBeGreaterThan(20);
    expect(anything.complaints.length).toBeGreaterThan(20);
  });
});
