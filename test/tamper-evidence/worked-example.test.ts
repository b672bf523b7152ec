/** Everything the README of the bytes states as an example is recomputed from the README itself. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { readCheckpoint, signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { readVerifierKey, signingKey } from '../../src/tamper-evidence/keys';
import { leafDigest, sha256 } from '../../src/tamper-evidence/leaf';
import { complaintAboutReceipt, readReceipt, receiptText } from '../../src/tamper-evidence/receipt';
import { isNoteSignedBy } from '../../src/tamper-evidence/signed-note';

const page = readFileSync('src/tamper-evidence/README.md', 'utf8');
const example = page.slice(page.indexOf('## A worked example'), page.indexOf('## The receipt'));
const entries = /```jsonl\n([\s\S]*?)\n```/.exec(example)![1]!.split('\n');
const checkpoint = /```text\n([\s\S]*?)```/.exec(example)![1]!;
const stated = (what: string): string => new RegExp(`\\| ${what} +\\| \`([^\`]*)\``).exec(example)![1]!;

const tree = new HashTree();
for (const bytes of entries) tree.append(leafDigest(bytes));
const hex = (hash: Buffer): string => hash.toString('hex');

/** Test 1 of RFC 8032, section 7.1: its secret stands in the RFC. */
const secret = createPrivateKey({
  key: Buffer.from(
    '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'hex',
  ),
  format: 'der',
  type: 'pkcs8',
});
const origin = 'savings-ledger/4d2f7c1e-8a35-4b6f-9c0d-37443e10c0de';
const key = signingKey('log', origin, secret);

describe('The worked example of the bytes', () => {
  test('has the leaves, the node and the root it states', () => {
    expect([0, 1, 2].map((seq) => hex(tree.leaf(seq)))).toEqual(['leaf 0', 'leaf 1', 'leaf 2'].map(stated));
    expect(hex(tree.root(2))).toBe(stated('node over leaves 0 and 1'));
    expect(hex(tree.root(3))).toBe(stated('root of 3'));
  });

  test('has the proofs it states', () => {
    expect(tree.inclusionProof(1, 3)).toEqual([tree.leaf(0), tree.leaf(2)]);
    expect(tree.consistencyProof(1, 3)).toEqual([tree.leaf(1), tree.leaf(2)]);
  });

  test('has the verifier key and, as Ed25519 has no chance in it, the very checkpoint it states', () => {
    expect(key.verifier.text).toBe(stated('verifier key'));
    expect(signCheckpoint(origin, { size: 3, root: tree.root(3) }, [key])).toBe(checkpoint);
    expect(isNoteSignedBy(readCheckpoint(checkpoint)!.note, readVerifierKey(stated('verifier key'))!)).toBe(true);
  });

  test('has a receipt that holds under that key, and begins as it states', () => {
    const text = receiptText(entries[1]!, 1, tree.inclusionProof(1, 3), checkpoint);
    const shown = /```text\n([\s\S]*?)```/.exec(page.slice(page.indexOf('## The receipt')))![1]!.split('\n');

    expect(complaintAboutReceipt(readReceipt(text)!, key.verifier)).toBeNull();
    expect(text.split('\n')[1]!.startsWith(shown[1]!.replace('...', ''))).toBe(true);
    expect(text.split('\n').slice(2, 8)).toEqual(shown.slice(2, 8));
  });

  test('has the digests of sources it states', () => {
    expect(page).toContain(sha256('0 200000.00\n2 -50000.00\n'));
  });
});
