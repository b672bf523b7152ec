import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LedgerUnverified } from '../../src/event-store/checkpoint-store';
import { WitnessRequestHandler, WitnessRequestQuery } from '../../src/queries/evidence';
import { answerTo } from '../../src/verifier/main';
import { WitnessState } from '../../src/witness/witness-state';
import { isRefusal } from '../../src/domain/refusals';
import { chances } from '../support/chances';
import { goldenLines, SignedLedger } from '../support/signed-ledger';

/** Other moments, and more of them: ROLLBACK_SEED=1 ROLLBACKS=500 npm run test:faults -- rollback */
const seed = Number(process.env['ROLLBACK_SEED'] ?? Date.now() % 1_000_000_000);
const ROLLBACKS = Number(process.env['ROLLBACKS'] ?? 50);
const CONTROLS = 5;
const TIMEOUT_MS = 60 * 60_000;
const NOW = 1_790_000_000;
const EVERY = 60;
const ends = ['', '-wal', '-shm'] as const;

const root = mkdtempSync(join(tmpdir(), 'rollback-'));
const chance = chances(seed);
const below = (count: number): number => Math.floor(chance() * count);
let made = 0;

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What a council and those around it hold of one history. */
interface Held {
  readonly directory: string;
  /** The files of the same ledger when it had fewer entries. */
  readonly early: string;
  readonly sizes: readonly [early: number, late: number];
  readonly witness: WitnessState;
  /** The checkpoint that the auditor kept, and the key he pinned. */
  readonly kept: string;
  readonly key: string;
}

const add = async (ledger: SignedLedger, lines: readonly string[]): Promise<void> => {
  for (let from = 0; from < lines.length; from += EVERY) await ledger.add(lines.slice(from, from + EVERY));
};

/** A ledger that grew while copies of its files were taken, with a witness and an auditor who know its last checkpoint. */
async function grown(): Promise<Held> {
  const folder = join(root, String((made += 1)));
  const [directory, early, kept] = [join(folder, 'data'), join(folder, 'early'), join(folder, 'kept')];
  const small = 2 + below(goldenLines.length - 3);
  const large = small + 1 + below(goldenLines.length - 1 - small);
  const first = await SignedLedger.open(directory);
  await add(first, goldenLines.slice(0, small));
  await first.close();
  cpSync(directory, early, { recursive: true });
  const ledger = await SignedLedger.open(directory);
  await ledger.process.writer.start();
  await add(ledger, goldenLines.slice(small, large));
  const witness = new WitnessState(join(folder, 'witness'), 'audit.example/w1', false);
  witness.trust(ledger.key());
  expect(witness.answer(await requestOf(ledger, 0), NOW).status).toBe(200);
  writeFileSync(kept, await ledger.checkpoint());
  const key = ledger.key();
  await ledger.close();
  return { directory, early, sizes: [small, large], witness, kept, key };
}

async function requestOf({ beside, process }: SignedLedger, from: number): Promise<string> {
  const asked = await new WitnessRequestHandler(beside.checkpoints, process.tree).execute(
    new WitnessRequestQuery(from),
  );
  if (isRefusal(asked)) throw new Error(asked.message);
  return asked.request;
}

/** Puts files of another directory in the place of a ledger's. */
function putBack(from: string, to: string, names: readonly string[]): void {
  for (const name of names) {
    for (const end of ends) rmSync(join(to, `${name}${end}`), { force: true });
    cpSync(join(from, name), join(to, name));
  }
}

/** Whether a ledger is recorded in: null where it is, else the seq and the reason it gives. */
async function refusedBy(directory: string): Promise<readonly [number | null, string] | null> {
  const ledger = await SignedLedger.open(directory);
  try {
    await ledger.process.writer.start();
    return null;
  } catch (error) {
    if (!(error instanceof LedgerUnverified)) throw error;
    return [error.seq, error.message];
  } finally {
    await ledger.close();
  }
}

/** What those outside say of a ledger as it is now: the witness's status, and what the verifier leaves with. */
async function saidOutside({ directory, sizes, witness, kept, key }: Held): Promise<readonly [number, number]> {
  const ledger = await SignedLedger.open(directory);
  await ledger.process.writer.start();
  const size = Number(/\n(\d+)\n/.exec(await ledger.checkpoint())![1]);
  // From what the witness knows, where the ledger is as long: then it must be the proof that fails.
  const { status } = witness.answer(await requestOf(ledger, Math.min(size, sizes[1])), NOW);
  const bundle = join(directory, 'bundle');
  rmSync(bundle, { recursive: true, force: true });
  await ledger.exportTo(bundle);
  await ledger.close();
  return [status, answerTo([bundle, '--key', key, '--checkpoint', kept]).exitCode];
}

const both = ['ledger.sqlite', 'checkpoints.sqlite'];

describe(`A ledger that is taken back (ROLLBACK_SEED=${String(seed)})`, () => {
  test(
    `to an old backup of its entries records nothing, and says how many are gone, ${String(ROLLBACKS)} times`,
    async () => {
      for (let time = 0; time < ROLLBACKS; time += 1) {
        const { directory, early, sizes } = await grown();
        putBack(early, directory, ['ledger.sqlite']);
        const [small, large] = sizes.map(String);
        const reason = `${large!} entries were signed and ${small!} are stored`;
        expect([time, await refusedBy(directory)]).toEqual([time, [sizes[0], reason]]);
        rmSync(join(directory, '..'), { recursive: true });
      }
    },
    TIMEOUT_MS,
  );

  test(
    `with its checkpoints, or rewritten and signed with its own key, is found by a witness and an auditor, ${String(ROLLBACKS)} times`,
    async () => {
      for (let time = 0; time < ROLLBACKS; time += 1) {
        const held = await grown();
        putBack(held.early, held.directory, both);
        if (time % 2 === 1) await rewrite(held);
        expect([time, ...(await saidOutside(held))]).toEqual([time, time % 2 === 1 ? 422 : 409, 1]);
        rmSync(join(held.directory, '..'), { recursive: true });
      }
    },
    TIMEOUT_MS,
  );

  test(
    'with its checkpoints is not found from within, nor by a witness and an auditor who know nothing: the control',
    async () => {
      for (let time = 0; time < CONTROLS; time += 1) {
        const held = await grown();
        putBack(held.early, held.directory, both);
        expect(await refusedBy(held.directory)).toBeNull();
        const fresh = new WitnessState(join(held.directory, 'new-witness'), 'audit.example/w2', false);
        fresh.trust(held.key);
        const ledger = await SignedLedger.open(held.directory);
        await ledger.process.writer.start();
        expect(fresh.answer(await requestOf(ledger, 0), NOW).status).toBe(200);
        await ledger.exportTo(join(held.directory, 'bundle'));
        await ledger.close();
        expect(answerTo([join(held.directory, 'bundle'), '--key', held.key]).exitCode).toBe(0);
      }
    },
    TIMEOUT_MS,
  );
});

/** Goes on from the old backup with another history, one entry longer than the true one, under the stolen key. */
async function rewrite({ directory, sizes: [small, large] }: Held): Promise<void> {
  const ledger = await SignedLedger.open(directory);
  await ledger.process.writer.start();
  const other = goldenLines.slice(small, large + 1).map((line) => line.replace('"v":"1"', '"v":"2"'));
  await add(ledger, other);
  await ledger.close();
}
