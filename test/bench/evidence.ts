/** What evidence costs: each piece of it for one entry, and checking a whole ledger offline in one pass. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Notary } from '../../src/commands/notary';
import { isRefusal } from '../../src/domain/refusals';
import type { EventStore } from '../../src/event-store/event-store';
import { LedgerFeed } from '../../src/event-store/ledger-feed';
import { LedgerTree } from '../../src/event-store/ledger-tree';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { writeBundle } from '../../src/exchange/audit-bundle/write-bundle';
import { BundleHandler } from '../../src/queries/bundle';
import { LedgerView } from '../../src/queries/ledger-view';
import { canonicalJson } from '../../src/tamper-evidence/canonical-json';
import { signCheckpoint } from '../../src/tamper-evidence/checkpoint';
import { HashTree } from '../../src/tamper-evidence/hash-tree';
import { leafDigest } from '../../src/tamper-evidence/leaf';
import { receiptText } from '../../src/tamper-evidence/receipt';
import { answerTo } from '../../src/verifier/main';
import { timed } from './measure';

const SAMPLE = 10_000;
const SIGNATURES = 1_000;

/** Microseconds and bytes for one entry, or for one checkpoint. */
export interface Piece {
  readonly name: string;
  readonly microseconds: number;
  readonly bytes: number;
}

export async function pieces(store: EventStore): Promise<readonly Piece[]> {
  const lines = (await store.read({ from: 0, limit: SAMPLE })).map(({ bytes }) => bytes);
  const entries = lines.map((line) => JSON.parse(line) as unknown);
  const key = new SigningKeys(':memory:', false).makeFirst('savings-ledger/bench');
  const tree = new HashTree();
  const leaves: Buffer[] = [];
  let [note, receipt] = ['', ''];
  const each = async (name: string, count: number, bytes: () => number, work: () => void): Promise<Piece> => {
    const milliseconds = await timed(work);
    return { name, microseconds: (milliseconds * 1_000) / count, bytes: bytes() };
  };
  const mean = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length;
  return [
    await each(
      'canonical form',
      SAMPLE,
      () => mean,
      () => {
        for (const entry of entries) canonicalJson(entry);
      },
    ),
    await each(
      'one bare SHA-256 of its bytes',
      SAMPLE,
      () => 32,
      () => {
        for (const line of lines) createHash('sha256').update(line).digest();
      },
    ),
    await each(
      'leaf',
      SAMPLE,
      () => 32,
      () => {
        for (const line of lines) leaves.push(leafDigest(line));
      },
    ),
    await each(
      'tree',
      SAMPLE,
      () => 32,
      () => {
        for (const leaf of leaves) tree.append(leaf);
      },
    ),
    await each(
      'checkpoint, signed',
      SIGNATURES,
      () => Buffer.byteLength(note),
      () => {
        for (let size = 1; size <= SIGNATURES; size += 1)
          note = signCheckpoint('savings-ledger/bench', { size, root: tree.root(size) }, [key]);
      },
    ),
    await each(
      'receipt',
      SIGNATURES,
      () => Buffer.byteLength(receipt),
      () => {
        for (let seq = 0; seq < SIGNATURES; seq += 1)
          receipt = receiptText(lines[seq] ?? '', seq, tree.inclusionProof(seq, SAMPLE), note);
      },
    ),
  ];
}

/** Signs what a directory holds and writes its bundle into it; how long each took. */
export async function bundle(
  directory: string,
  store: EventStore,
): Promise<{ readonly sign: number; readonly write: number }> {
  const feed = new LedgerFeed(store);
  const checkpoints = new SqliteCheckpointStore({ directory });
  const tree = new LedgerTree(feed, checkpoints);
  const keys = new SigningKeys(directory, false);
  const view = new LedgerView(store, feed);
  const notary = new Notary(feed, tree, checkpoints, keys);
  await feed.catchUp();
  const sign = await timed(() => notary.sign());
  const write = await timed(async () => {
    const answer = await new BundleHandler(store, checkpoints, tree, keys, view).execute();
    if (isRefusal(answer)) throw new Error(answer.message);
    await writeBundle(answer, join(directory, 'bundle'));
  });
  await checkpoints.close();
  return { sign, write };
}

/** Checks the bundle of a directory offline; throws where it is not verified. */
export function verifyOffline(directory: string): void {
  const folder = join(directory, 'bundle');
  const key = /^log (.*)$/m.exec(readFileSync(join(folder, 'policy'), 'utf8'))?.[1] ?? '';
  const answer = answerTo([folder, '--key', key]);
  if (answer.exitCode !== 0) throw new Error(`${String(answer.seq)}: ${answer.reason}`);
}
