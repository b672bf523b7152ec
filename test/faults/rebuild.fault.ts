import { encodeEntry, decodeEntry } from '../../src/event-store/entry-bytes';
import type { EventStore, StoredEntry } from '../../src/event-store/event-store';
import { sha256 } from '../../src/tamper-evidence/leaf';
import { figureNames } from '../../projections/figure';
import { chances } from '../support/chances';
import { asking } from '../support/questions';
import { goldenLines } from '../support/signed-ledger';
import { LedgerProcess, memoryStore, StoreInFront } from '../support/writer';

/** Other moments, and more of them: REBUILD_SEED=1 REBUILDS=5000 npm run test:faults -- rebuild */
const seed = Number(process.env['REBUILD_SEED'] ?? Date.now() % 1_000_000_000);
const REBUILDS = Number(process.env['REBUILDS'] ?? 200);
const CONTROLS = 20;
const TIMEOUT_MS = 60 * 60_000;

const entries = goldenLines.map((bytes) => ({ id: decodeEntry(bytes).id, bytes }));
const questions = [{ by: '2010/11' }, { by: '2010/11', definition: 'ni179' }, { by: '2009/10', class: 'cashable' }];

/** Everything a process answers, as one text: whatever differs anywhere makes it another one. */
async function dumpOf({ view }: LedgerProcess): Promise<string> {
  const ask = asking(view);
  const answers: unknown[] = [await ask.findings(), await ask.lines(), await ask.reconciliation(), await ask.entries()];
  for (const question of questions) answers.push(await ask.position(question));
  for (const figure of figureNames) answers.push(await ask.trace(figure, { by: '2010/11', limit: '200' }));
  return JSON.stringify(answers);
}

/** Serves the entries up to a moment and then fails, as where the process that reads them is killed or cut off. */
class CutStore extends StoreInFront {
  public cut: number | null = null;

  public override async read(range: {
    readonly from: number;
    readonly limit: number;
  }): Promise<readonly StoredEntry[]> {
    const stored = await super.read(range);
    if (this.cut === null || range.from + stored.length <= this.cut) return stored;
    if (range.from >= this.cut) throw new Error('cut off');
    return stored.slice(0, this.cut - range.from);
  }
}

/** What a process says that was cut off while it read, and went on later; and what it said meanwhile. */
async function cutOffAt(store: EventStore, moment: number): Promise<readonly [meanwhile: string, after: string]> {
  const cut = new CutStore(store);
  cut.cut = moment;
  const process = new LedgerProcess(cut);
  const meanwhile = await dumpOf(process).catch((error: unknown) => String(error));
  cut.cut = null;
  return [meanwhile, await dumpOf(process)];
}

let whole: EventStore;
let expected: string;

beforeAll(async () => {
  whole = await memoryStore();
  await whole.append(entries, 0);
  expected = await dumpOf(new LedgerProcess(whole));
});

afterAll(() => whole.close());

const moments = (count: number): readonly number[] => {
  const chance = chances(seed);
  return Array.from({ length: count }, () => 1 + Math.floor(chance() * (entries.length - 1)));
};

describe(`What a process keeps in memory (REBUILD_SEED=${String(seed)})`, () => {
  test(
    `after it was cut off at ${String(REBUILDS)} moments is what reading all anew gives, and no half of it was answered`,
    async () => {
      for (const moment of moments(REBUILDS)) {
        const [meanwhile, after] = await cutOffAt(whole, moment);
        expect([moment, meanwhile]).toEqual([moment, 'Error: cut off']);
        expect([moment, sha256(after)]).toEqual([moment, sha256(expected)]);
      }
    },
    TIMEOUT_MS,
  );

  test(
    `as it grows entry by entry, at ${String(REBUILDS)} moments, is what a process says that starts there`,
    async () => {
      const sorted = [...new Set(moments(REBUILDS))].sort((one, other) => one - other);
      const store = await memoryStore();
      const growing = new LedgerProcess(store);
      let size = 0;
      for (const moment of sorted) {
        await store.append(entries.slice(size, moment), size);
        size = moment;
        expect([moment, await dumpOf(growing)]).toEqual([moment, await dumpOf(new LedgerProcess(store))]);
      }
      await store.close();
    },
    TIMEOUT_MS,
  );

  test(
    'that misses the amount of one entry is another one: the control',
    async () => {
      let noticed = 0;
      const withAmounts = entries.flatMap(({ bytes }, seq) => (decodeEntry(bytes).postings.length > 0 ? [seq] : []));
      for (const moment of moments(CONTROLS)) {
        const seq = withAmounts[moment % withAmounts.length]!;
        const entry = decodeEntry(entries[seq]!.bytes);
        const without = { id: entry.id, bytes: encodeEntry({ ...entry, postings: [] }) };
        const store = await memoryStore();
        await store.append(entries.with(seq, without), 0);
        if ((await dumpOf(new LedgerProcess(store))) !== expected) noticed += 1;
        await store.close();
      }

      expect(noticed).toBe(CONTROLS);
    },
    TIMEOUT_MS,
  );
});
