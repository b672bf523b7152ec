import { createPrivateKey } from 'node:crypto';

import { signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { newSecret, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { complaintAboutReceipt, readReceipt, receiptText } from '../../src/tamper-evidence/receipt';

const ORIGIN = 'savings-ledger/x';
const key = signingKey('log', ORIGIN, createPrivateKey(newSecret()));
const other = signingKey('log', ORIGIN, createPrivateKey(newSecret()));
const elsewhere = signingKey('log', 'savings-ledger/y', createPrivateKey(newSecret()));

const lines = ['{"seq":"0"}', '{"seq":"1"}', '{"seq":"2"}', '["3"]', 'null', '{"', '{"number":"6"}', '"7"', '8'];
const tree = new HashTree();
for (const line of lines) tree.append(leafDigest(line));
const size = lines.length;
const checkpoint = signCheckpoint(ORIGIN, { size, root: tree.root(size) }, [key]);
const receiptOf = (seq: number): string => receiptText(lines[seq]!, seq, tree.inclusionProof(seq, size), checkpoint);
const complaint = (text: string, by = key): string | null => complaintAboutReceipt(readReceipt(text)!, by.verifier);

describe('A receipt', () => {
  test('holds, and gives back what it was made of', () => {
    const read = readReceipt(receiptOf(1))!;

    expect(read).toMatchObject({ index: 1, proof: tree.inclusionProof(1, size), checkpoint: { origin: ORIGIN, size } });
    expect(read.bytes.toString()).toBe('{"seq":"1"}');
    expect(complaint(receiptOf(1))).toBeNull();
  });

  test.each<[string, string, (text: string) => string]>([
    [
      'of another entry',
      'its entry is not the one at seq 1 of the tree that was signed',
      (text) => text.replace(/extra .*/, `extra ${Buffer.from('{"seq":"2"}').toString('base64')}`),
    ],
    [
      'of another place',
      'its entry is not the one at seq 2 of the tree that was signed',
      (text) => text.replace('index 1', 'index 2'),
    ],
  ])('%s does not hold', (_, reason, change) => {
    expect(complaint(change(receiptOf(1)))).toBe(reason);
  });

  test('does not hold under another key, or that of another log', () => {
    expect(complaint(receiptOf(1), other)).toBe('its checkpoint is not signed by this key');
    expect(complaint(receiptOf(1), elsewhere)).toBe('it is from the log savings-ledger/x, not from savings-ledger/y');
  });

  test.each([3, 4, 5, 6, 7, 8])('of an entry that does not say its seq does not hold: entry %i', (seq) => {
    expect(complaint(receiptOf(seq))).toBe(`its entry does not say that it is seq ${String(seq)}`);
  });

  test.each<[string, (text: string) => string]>([
    ['another first line', (text) => text.replace('@v1', '@v2')],
    ['something before it', (text) => `x${text}`],
    ['no entry', (text) => text.replace(/extra .*\n/, '')],
    ['an entry that is not base64', (text) => text.replace('extra ', 'extra =')],
    ['two entries', (text) => text.replace('extra ', 'extra x ')],
    ['no place', (text) => text.replace(/index .*\n/, '')],
    ['a place with a leading nought', (text) => text.replace('index 1', 'index 01')],
    ['a place that is none', (text) => text.replace('index 1', 'index -1')],
    ['a place beyond what is counted', (text) => text.replace('index 1', `index ${'9'.repeat(16)}`)],
    ['a hash of another length', (text) => text.replace('index 1\n', 'index 1\nAAAA\n')],
    ['a blank in its path', (text) => text.replace('index 1\n', 'index 1\na b\n')],
    [
      'more hashes than a path can have',
      (text) => text.replace('index 1\n', `index 1\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(63)}`),
    ],
    ['no checkpoint', (text) => text.slice(0, text.indexOf('\n\n') + 2)],
    ['no blank line', (text) => text.replace('\n\n', '\n')],
    ['nothing', () => ''],
  ])('with %s is none', (_, change) => {
    expect(readReceipt(change(receiptOf(1)))).toBeNull();
  });

  test('may have the longest path there is, and no path, and a place of many digits', () => {
    const [hash] = [Buffer.alloc(32, 1)];
    const long = receiptText(
      'x',
      1,
      Array.from({ length: 63 }, () => hash),
      checkpoint,
    );
    const far = receiptText('x', 999_999_999_999_999, [], checkpoint);

    expect(readReceipt(long)?.proof).toHaveLength(63);
    expect(readReceipt(far)).toMatchObject({ index: 999_999_999_999_999, proof: [] });
    expect(readReceipt(receiptText('x', 0, [], checkpoint))?.index).toBe(0);
  });
});
