import { createPrivateKey } from 'node:crypto';

import { checkpointText, signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { newSecret, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { cosignatureLine } from '../../src/tamper-evidence/signed-note';
import { cosign, witnessRequest, type WitnessAnswer, type WitnessedLog } from '../../src/tamper-evidence/witness';

const ORIGIN = 'savings-ledger/x';
const NOW = 1_790_000_000;
const log = signingKey('log', ORIGIN, createPrivateKey(newSecret()));
const next = signingKey('log', ORIGIN, createPrivateKey(newSecret()));
const stranger = signingKey('log', ORIGIN, createPrivateKey(newSecret()));
const witness = signingKey('witness', 'audit.example/w1', createPrivateKey(newSecret()));

const treeOf = (what: string): HashTree => {
  const tree = new HashTree();
  for (let seq = 0; seq < 12; seq += 1) tree.append(leafDigest(`${what} ${String(seq)}`));
  return tree;
};
const [honest, forged] = [treeOf('entry'), treeOf('forgery')];
const headOf = (size: number, tree = honest) => ({ size, root: tree.root(size) });

const request = (from: number, to: number, { tree = honest, key = log, old = from } = {}): string =>
  witnessRequest(old, tree.consistencyProof(from, to), signCheckpoint(ORIGIN, headOf(to, tree), [key]));

/** The answer of a witness that has cosigned up to a size; 0 is nothing yet. */
const answered = (text: string, known: number, keys = [log, next]): WitnessAnswer => {
  const known0: WitnessedLog = { keys: keys.map(({ verifier }) => verifier), head: known === 0 ? null : headOf(known) };
  return cosign(text, (origin) => (origin === ORIGIN ? known0 : null), witness, NOW);
};
const refused = (status: number, body: string): WitnessAnswer =>
  ({ status, body: `${body}\n`, head: null }) as WitnessAnswer;
const form = refused(400, 'not a request to add a checkpoint');

describe('A witness', () => {
  test.each([
    [0, 5],
    [5, 12],
    [5, 5],
    [0, 0],
  ])('that knows size %i cosigns size %i, and says what to remember', (from, to) => {
    expect(answered(request(from, to), from)).toEqual({
      status: 200,
      body: cosignatureLine(witness, checkpointText(ORIGIN, headOf(to)), NOW),
      head: { origin: ORIGIN, ...headOf(to) },
    });
  });

  test('takes any of the keys of a log', () => {
    expect(answered(request(0, 5, { key: next }), 0).status).toBe(200);
    expect(answered(request(0, 5, { key: stranger }), 0)).toEqual(refused(403, 'not signed by the log'));
    expect(answered(request(0, 5), 0, [])).toEqual(refused(403, 'not signed by the log'));
  });

  test('knows only the logs it was told of', () => {
    const elsewhere = signCheckpoint('savings-ledger/y', headOf(5), [log]);

    expect(answered(witnessRequest(0, [], elsewhere), 0)).toEqual(refused(404, 'unknown log'));
  });

  test('does not go back, and tells the size it knows', () => {
    expect(answered(request(5, 8, { old: 9 }), 5)).toEqual(
      refused(400, 'the old size is above the size of the checkpoint'),
    );
    expect(answered(request(3, 8), 5)).toEqual(refused(409, '5'));
    expect(answered(request(3, 8), 0)).toEqual(refused(409, '0'));
    expect(answered(request(5, 5, { tree: forged }), 5)).toEqual(refused(409, '5'));
  });

  test('does not cosign what does not continue what it knows', () => {
    const spoiled = refused(422, 'the proof does not show that this continues what is known');

    expect(answered(request(5, 8, { tree: forged }), 5)).toEqual(spoiled);
    expect(answered(witnessRequest(5, [], signCheckpoint(ORIGIN, headOf(8), [log])), 5)).toEqual(spoiled);
  });

  test.each<[string, (text: string) => string]>([
    ['no old size', (text) => text.replace('old 5\n', '')],
    ['something before it', (text) => `x${text}`],
    ['an old size with a leading nought', (text) => text.replace('old 5', 'old 05')],
    ['an old size and more', (text) => text.replace('old 5', 'old 5x')],
    ['an old size that is too long', (text) => text.replace('old 5', `old ${'9'.repeat(16)}`)],
    ['a hash that is none', (text) => text.replace('old 5\n', 'old 5\nAAAA\n')],
    [
      'too many hashes',
      (text) => text.replace('old 5\n', `old 5\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(63)}`),
    ],
    ['no checkpoint', (text) => text.slice(0, text.indexOf('\n\n') + 2)],
    ['no blank line', (text) => text.replace('\n\n', '\n')],
    ['nothing', () => ''],
  ])('a text with %s is no request', (_, change) => {
    expect(answered(change(request(5, 12)), 5)).toEqual(form);
  });

  test('reads as many hashes as a proof can have, and an old size of fifteen digits', () => {
    const checkpoint = signCheckpoint(ORIGIN, headOf(12), [log]);
    const long = witnessRequest(
      5,
      Array.from({ length: 63 }, () => Buffer.alloc(32)),
      checkpoint,
    );

    expect(answered(long, 5).status).toBe(422);
    expect(answered(witnessRequest(999_999_999_999_999, [], checkpoint), 5)).not.toEqual(form);
  });
});
