/** Bundles made of any entries and any key, as whoever owns the file and the key could make them. */
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { decodeEntry } from '../../src/event-store/entry-bytes';
import { claimLines } from '../../src/queries/claims';
import { base64 } from '../../src/tamper-evidence/base64';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { originOf, signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { newSecret, signingKey, type SigningKey } from '../../src/tamper-evidence/keys';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { tiles } from '../../src/tamper-evidence/tiles';
import { Projection } from '../../projections/projection';

/** The three-year story: 277 entries of all kinds, one a line. */
export const history: readonly string[] = readFileSync('test/history/golden-history.jsonl', 'utf8')
  .split('\n')
  .slice(0, -1);

export const ORIGIN = originOf('4d2f7c1e-8a35-4b6f-9c0d-37443e10c0de');

export const newKey = (type: 'log' | 'witness' = 'log', name = ORIGIN): SigningKey =>
  signingKey(type, name, createPrivateKey(newSecret()));

function treeOf(entries: readonly string[]): HashTree {
  const tree = new HashTree();
  for (const bytes of entries) tree.append(Buffer.from(leafHash(bytes), 'hex'));
  return tree;
}

/** A checkpoint over the first entries, signed. */
export const checkpointOver = (entries: readonly string[], size: number, ...keys: readonly SigningKey[]): string =>
  signCheckpoint(ORIGIN, { size, root: treeOf(entries.slice(0, size)).root(size) }, keys);

interface Made {
  readonly keys: readonly SigningKey[];
  readonly earlier?: readonly string[];
}

/** Writes a bundle in which everything fits together, over entries that may be forged. */
export function writeBundleOf(folder: string, entries: readonly string[], { keys, earlier = [] }: Made): string {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly string[]): void => {
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  };
  const projection = new Projection();
  for (const bytes of entries) projection.append(decodeEntry(bytes));
  const size = String(entries.length);
  const head = {
    baseYear: projection.register.ledger.baseYear,
    origin: ORIGIN,
    root: base64(treeOf(entries).root(entries.length)),
    size,
  };
  write('entries.jsonl', entries);
  writeFileSync(join(folder, 'checkpoint'), checkpointOver(entries, entries.length, ...keys));
  write(
    'checkpoints.jsonl',
    earlier.map((note) => JSON.stringify(note)),
  );
  write('totals.jsonl', [canonicalJson(head), ...claimLines(projection, projection.table.now())]);
  write('files.jsonl', filesNamedIn(entries));
  write('policy', [...keys.map(({ verifier }) => `log ${verifier.text}`), 'quorum none']);
  for (const { path, hashes } of tiles(treeOf(entries), entries.length)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), hashes);
  }
  return folder;
}

const filesNamedIn = (entries: readonly string[]): readonly string[] =>
  entries.map(decodeEntry).flatMap((entry) => {
    if (entry.kind === 'EvidenceAttached') {
      const { description, sha256 } = entry.facts;
      return [canonicalJson({ entry: String(entry.seq), name: description, sha256 })];
    }
    if (entry.kind !== 'BatchImported') return [];
    return entry.facts.files.map(({ name, sha256 }) => canonicalJson({ entry: String(entry.seq), name, sha256 }));
  });
