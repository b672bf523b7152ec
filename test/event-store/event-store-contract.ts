import fc from 'fast-check';

import type { EventStore, NewEntry, StoredEntry } from '../../src/event-store/event-store';
import { bytesOf, entries, entry, idOf, numbered } from './entries';

export interface StoreUnderTest {
  /** Opens a store on an empty ledger of its own. */
  readonly open: () => Promise<EventStore>;
  /** Opens the ledger of a store that was closed; null where a ledger does not outlive its store. */
  readonly reopen: ((closed: EventStore) => Promise<EventStore>) | null;
}

const everything = { from: 0, limit: 1_000_000 };
const outcome = (name: string, expectedHead: number, store: EventStore): Promise<unknown> =>
  store.append(entries(name), expectedHead);

/** What every store must do. Each store has a test file that calls this, and says there what else it does. */
export function eventStoreContract(name: string, { open, reopen }: StoreUnderTest): void {
  describe(`${name}, as an event store,`, () => {
    let store: EventStore;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(async () => {
      await store.close();
    });

    const ids = async (): Promise<string[]> => (await store.read(everything)).map(({ id }) => id);

    describe('when it is empty', () => {
      test('has no head and no entries', async () => {
        expect(await store.head()).toBe(0);
        expect(await store.read(everything)).toEqual([]);
      });

      test('takes the first entry at head 0', async () => {
        expect(await store.append(entries('a'), 0)).toEqual({ conflict: false, head: 1 });
        expect(await store.read(everything)).toEqual([{ seq: 0, id: idOf('a'), bytes: bytesOf('a') }]);
      });

      test('takes no entry at a head it has not reached', async () => {
        expect(await store.append(entries('a'), 1)).toEqual({ conflict: true, head: 0 });
        expect(await store.head()).toBe(0);
      });
    });

    describe('gives back', () => {
      test('the very bytes, of every script, with every escape', async () => {
        const texts = [
          '',
          ' ',
          '{"a":"\\u0000\\"\\\\"}',
          'é',
          'e\u0301',
          '\u2028',
          '\uFEFF',
          '節約',
          '😀',
          "'; DROP --",
        ];
        const batch = texts.map((bytes, index) => ({ id: idOf(String(index)), bytes }));
        await store.append(batch, 0);

        expect((await store.read(everything)).map(({ bytes }) => bytes)).toEqual(texts);
      });

      test('entries of 16 KiB', async () => {
        const long = { id: idOf('long'), bytes: '£'.repeat(8 * 1024) };
        await store.append([long, entry('short')], 0);

        expect(await store.read({ from: 0, limit: 1 })).toEqual([{ seq: 0, ...long }]);
      });

      test('1,000 entries of one append, in order and dense', async () => {
        const batch = numbered(0, 1_000);
        expect(await store.append(batch, 0)).toEqual({ conflict: false, head: 1_000 });

        expect(await store.read(everything)).toEqual(batch.map((each, seq) => ({ seq, ...each })));
      });

      test('dense seqs over several appends', async () => {
        await store.append(entries('a', 'b'), 0);
        await store.append(entries('c'), 2);
        await store.append(entries('d', 'e'), 3);

        const expected = entries('a', 'b', 'c', 'd', 'e').map((each, seq) => ({ seq, ...each }));
        expect(await store.read(everything)).toEqual(expected);
      });
    });

    describe('reads', () => {
      const seqs = async (from: number, limit: number): Promise<number[]> =>
        (await store.read({ from, limit })).map(({ seq }) => seq);

      beforeEach(async () => {
        await store.append(numbered(0, 5), 0);
      });

      test('from a seq on', async () => {
        expect(await seqs(3, 10)).toEqual([3, 4]);
      });

      test('no more than the limit', async () => {
        expect(await seqs(1, 2)).toEqual([1, 2]);
        expect(await seqs(0, 0)).toEqual([]);
      });

      test('nothing beyond the end', async () => {
        expect(await seqs(5, 10)).toEqual([]);
        expect(await seqs(500, 10)).toEqual([]);
      });
    });

    describe('appending at a wrong head', () => {
      beforeEach(async () => {
        await store.append(entries('a', 'b', 'c'), 0);
      });

      test('is a conflict with the real head, and stores nothing', async () => {
        expect(await store.append(entries('x', 'y'), 1)).toEqual({ conflict: true, head: 3 });
        expect(await store.append(entries('x'), 9)).toEqual({ conflict: true, head: 3 });
        expect(await ids()).toEqual(['a', 'b', 'c'].map(idOf));
      });

      test('succeeds again where these very entries sit there, however long since', async () => {
        await store.append(numbered(0, 300), 3);

        expect(await store.append(entries('a', 'b', 'c'), 0)).toMatchObject({ conflict: false });
        expect(await store.append(entries('b'), 1)).toMatchObject({ conflict: false });
        expect(await store.append(numbered(0, 300), 3)).toMatchObject({ conflict: false });
        expect(await store.head()).toBe(303);
      });

      test.each([
        ['in part', entries('b', 'x'), 1],
        ['in another order', entries('b', 'a'), 0],
        ['at another place', entries('a'), 1],
        ['and more than there are', entries('b', 'c', 'x'), 1],
      ])('is a conflict where they sit there %s', async (_how, batch, expectedHead) => {
        expect(await store.append(batch, expectedHead)).toEqual({ conflict: true, head: 3 });
        expect(await ids()).toEqual(['a', 'b', 'c'].map(idOf));
      });
    });

    describe('stores all of an append or none of it', () => {
      test.each([
        ['an id twice', [...numbered(0, 40), entry('7')]],
        ['half a character', [...numbered(0, 40), { id: idOf('half'), bytes: '"\ud83d"' }]],
        ['a NUL', [...numbered(0, 40), { id: idOf('nul'), bytes: '"\u0000"' }]],
      ])('refusing %s', async (_what, batch: readonly NewEntry[]) => {
        await expect(store.append(batch, 0)).rejects.toThrow(TypeError);
        expect(await store.head()).toBe(0);

        expect(await store.append(entries('after'), 0)).toEqual({ conflict: false, head: 1 });
      });
    });

    describe('of two appends at once', () => {
      test('lets one win a head, and tells the others the real one', async () => {
        const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((each) => outcome(each, 0, store)));

        expect(outcomes.filter((each) => JSON.stringify(each) === '{"conflict":false,"head":1}')).toHaveLength(1);
        expect(outcomes.filter((each) => JSON.stringify(each) === '{"conflict":true,"head":1}')).toHaveLength(3);
        expect(await store.head()).toBe(1);
      });

      test('loses none, where the losers try again at the head they are told', async () => {
        const persist = async (each: NewEntry): Promise<void> => {
          let head = 0;
          for (let tries = 0; tries < 50; tries += 1) {
            const appended = await store.append([each], head);
            if (!appended.conflict) return;
            head = appended.head;
          }
          throw new Error('50 tries were not enough');
        };
        const batch = numbered(0, 20);
        await Promise.all(batch.map(persist));

        expect((await ids()).sort()).toEqual(batch.map(({ id }) => id).sort());
      });
    });

    describe('follows', () => {
      const take = async (from: number, count: number, signal: AbortSignal): Promise<StoredEntry[]> => {
        const taken: StoredEntry[] = [];
        for await (const stored of store.follow({ from, signal })) {
          taken.push(stored);
          if (taken.length === count) break;
        }
        return taken;
      };

      test('what is stored, then what comes', async () => {
        await store.append(entries('a', 'b', 'c'), 0);
        const taking = take(1, 4, new AbortController().signal);
        await store.append(entries('d'), 3);
        await store.append(entries('e'), 4);

        expect(await taking).toEqual(entries('b', 'c', 'd', 'e').map((each, index) => ({ seq: index + 1, ...each })));
      });

      test('until the signal aborts', async () => {
        await store.append(entries('a'), 0);
        const stop = new AbortController();
        const taking = take(0, 99, stop.signal);
        await new Promise((resolve) => setTimeout(resolve, 20));
        stop.abort();

        expect(await taking).toHaveLength(1);
      });

      test('nothing where the signal has aborted already', async () => {
        await store.append(entries('a'), 0);

        expect(await take(0, 99, AbortSignal.abort())).toEqual([]);
      });
    });

    if (reopen !== null) {
      test('keeps everything when it is closed and opened again', async () => {
        await store.append(numbered(0, 100), 0);
        const before = await store.read(everything);
        await store.close();
        store = await reopen(store);

        expect(await store.read(everything)).toEqual(before);
        expect(await store.append(numbered(0, 100), 0)).toMatchObject({ conflict: false });
        expect(await store.append(entries('more'), 100)).toEqual({ conflict: false, head: 101 });
      });
    }

    test('can be closed twice', async () => {
      await store.close();
      await store.close();
    });
  });

  propertyOf(name, open);
}

/** One call: some of eight entries, so that repeats are frequent, at a head that is right, or wrong by so much. */
const call = fc.record({
  first: fc.nat({ max: 8 }),
  count: fc.integer({ min: 1, max: 3 }),
  wrongBy: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -6, max: 2 })),
});

/** The same in plain memory: what the store must agree with. */
function appendToModel(model: NewEntry[], batch: readonly NewEntry[], expectedHead: number): boolean {
  if (expectedHead === model.length) return model.push(...batch) > 0;
  return batch.every(({ id }, index) => model[expectedHead + index]?.id === id);
}

function propertyOf(name: string, open: () => Promise<EventStore>): void {
  test(`${name} agrees with a plain list, whatever is appended at whatever head`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 25 }), async (calls) => {
        const store = await open();
        const model: NewEntry[] = [];
        for (const { first, count, wrongBy } of calls) {
          const expectedHead = Math.max(0, model.length + wrongBy);
          // At the right head the entries are new; at a wrong one they may be those that sit there.
          const from = wrongBy === 0 ? 1_000 + model.length * 10 + first : first;
          const there = model.slice(expectedHead, expectedHead + count);
          const batch = wrongBy !== 0 && first > 2 && there.length === count ? there : numbered(from, count);
          const stored = appendToModel(model, batch, expectedHead);
          expect((await store.append(batch, expectedHead)).conflict).toBe(!stored);
        }
        expect(await store.head()).toBe(model.length);
        expect(await store.read(everything)).toEqual(model.map((each, seq) => ({ seq, ...each })));
        await store.close();
      }),
      { numRuns: 40 },
    );
  });
}
