import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import type { Acknowledgement } from '../../src/commands/ledger-writer';
import type { Command } from '../../src/domain/commands';
import type { IdempotencyKey } from '../../src/domain/identifiers';
import type { OfficerId } from '../../src/domain/identifiers';
import { pence, pounds, type Pence, type Pounds } from '../../src/domain/money';
import {
  OutcomeUnknown,
  type Appended,
  type Conflict,
  type EventStore,
  type NewEntry,
  type StoredEntry,
} from '../../src/event-store/event-store';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { achieve, ADULT, carryForward, CARRIED, IT, line, money, opened, target } from '../support/july';
import { submit } from '../support/later';
import { because, by, bySecond } from '../support/story';
import {
  beside,
  besideIn,
  acknowledged,
  codeOf,
  CountingStore,
  entriesIn,
  FaultyStore,
  groundwork,
  JULY,
  LedgerProcess,
  memoryStore,
  storedIn,
  submission,
  StoreInFront,
} from '../support/writer';

const stores: EventStore[] = [];

async function newStore(): Promise<SqliteEventStore> {
  const store = await memoryStore();
  stores.push(store);
  return store;
}

/** A ledger with one line that savings can be recorded on: five entries. */
async function ledger(store?: EventStore): Promise<LedgerProcess> {
  const process = new LedgerProcess(store ?? (await newStore()));
  await process.tell(...groundwork);
  return process;
}

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const GROUND = groundwork.length;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What all entries together say was achieved on a line, gross less cost, in pence: counted from the bytes alone. */
async function achievedIn(store: EventStore): Promise<bigint> {
  let sum = 0n;
  for (const { bytes } of await storedIn(store)) {
    const { postings } = JSON.parse(bytes) as { postings: { measure: string; amount: string }[] };
    for (const { measure, amount } of postings) {
      if (measure === 'achieved' || measure === 'cost') sum += BigInt(amount.replace('.', ''));
    }
  }
  return sum;
}

const seqsOf = (acknowledgements: readonly Acknowledgement[]): number[] =>
  acknowledgements.flatMap(({ receipts }) => receipts.map(({ seq }) => seq)).sort((one, other) => one - other);

async function expectDense(store: EventStore, count: number): Promise<void> {
  expect((await storedIn(store)).map(({ seq }) => seq)).toEqual(upTo(count));
  expect((await entriesIn(store)).map(({ seq }) => seq)).toEqual(upTo(count));
}

describe('64 callers at once on one line', () => {
  const amounts = upTo(64).map((index) => ({
    gross: 1_000_00 + index * 7_01,
    cost: index % 3 === 0 ? index * 1_00 : 0,
  }));
  const commands = amounts.map(({ gross, cost }) =>
    achieve(pounds(gross as Pence), cost === 0 ? null : pounds(cost as Pence)),
  );
  const expected = amounts.reduce((sum, { gross, cost }) => sum + gross - cost, 0);

  test('are all recorded: none lost, none doubled, no gap, and the totals are the sum of what they asked', async () => {
    const process = await ledger();
    const told = (await Promise.all(commands.map((command) => process.record(command)))).map(acknowledged);

    expect(seqsOf(told)).toEqual(upTo(64).map((index) => GROUND + index));
    expect(told.every(({ replayed }) => !replayed)).toBe(true);
    await expectDense(process.store, GROUND + 64);
    expect(new Set((await storedIn(process.store)).map(({ id }) => id)).size).toBe(GROUND + 64);
    expect(await achievedIn(process.store)).toBe(BigInt(expected));
  });

  test('each get the receipt of their own entry', async () => {
    const process = await ledger();
    const told = (await Promise.all(commands.map((command) => process.record(command)))).map(acknowledged);
    const entries = await entriesIn(process.store);

    told.forEach(({ receipts: [receipt] }, index) => {
      const entry = entries[receipt!.seq]!;
      expect(receipt).toMatchObject({ id: entry.id, kind: 'SavingAchieved', recordedAt: entry.recordedAt });
      expect(entry.facts).toMatchObject({ gross: pounds(amounts[index]!.gross as Pence) });
    });
  });

  test('share few durable writes', async () => {
    const store = new CountingStore(await newStore());
    const process = await ledger(store);
    store.appends.length = 0;
    await Promise.all(commands.map((command) => process.record(command)));

    expect(store.appends.reduce((sum, count) => sum + count, 0)).toBe(64);
    expect(store.appends.length).toBeLessThanOrEqual(2);
  });

  test('share few durable writes also where each comes by a callback of its own, as requests do', async () => {
    const store = new CountingStore(await newStore());
    const process = await ledger(store);
    store.appends.length = 0;
    const arrival = (): Promise<unknown> =>
      new Promise((resolve) => {
        setTimeout(() => {
          resolve(process.record(achieve('1.00', null)));
        }, 5);
      });
    await Promise.all(upTo(64).map(arrival));

    expect(store.appends.reduce((sum, count) => sum + count, 0)).toBe(64);
    expect(store.appends.length).toBeLessThan(16);
  });

  test('do not make anybody wait for an endless batch', async () => {
    const store = new CountingStore(await newStore());
    const process = await ledger(store);
    store.appends.length = 0;
    await Promise.all(upTo(600).map(() => process.record(achieve('1.00', null))));

    expect(store.appends).toEqual([256, 256, 88]);
    await expectDense(store, GROUND + 600);
  });

  test('see what was decided before them in the same batch', async () => {
    const process = await ledger();
    const outcomes = await Promise.all(upTo(64).map(() => process.record(line(ADULT))));

    expect(outcomes.map(codeOf).sort()).toEqual([...Array<string>(63).fill('LINE_EXISTS'), 'recorded']);
    await expectDense(process.store, GROUND + 1);
  });

  test('are not spoilt by a neighbour that is refused', async () => {
    const process = await ledger();
    const outcomes = await Promise.all(
      upTo(64).map((index) => process.record(achieve(index % 2 === 0 ? '10.00' : '0.00', null))),
    );

    expect(outcomes.map(codeOf)).toEqual(upTo(64).map((index) => (index % 2 === 0 ? 'recorded' : 'AMOUNT_ZERO')));
    await expectDense(process.store, GROUND + 32);
    expect(await achievedIn(process.store)).toBe(32_000n);
  });
});

describe('A command that fails while it is decided', () => {
  test('fails alone: its neighbours are recorded, and the ledger goes on', async () => {
    const process = await ledger();
    const broken = { ...achieve('10.00', null), method: 'half a character \ud800' };
    const outcomes = await Promise.allSettled(
      [achieve('10.00', null), broken, achieve('20.00', null)].map((command, index) =>
        process.writer.record({ command, key: `each-${String(index)}` as IdempotencyKey, requestHash: '' }),
      ),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(codeOf(await process.record(achieve('30.00', null)))).toBe('recorded');
    await expectDense(process.store, GROUND + 3);
    expect(await achievedIn(process.store)).toBe(6_000n);
  });
});

describe('An idempotency key', () => {
  const command = achieve('260000.00', '60000.00');

  test('sent twice records one entry and gives the same receipt', async () => {
    const process = await ledger();
    const first = acknowledged(await process.record(command, 'one'));
    const second = acknowledged(await process.record(command, 'one'));

    expect(second).toEqual({ receipts: first.receipts, replayed: true });
    await expectDense(process.store, GROUND + 1);
  });

  test('sent 100 times at once records one entry and gives everybody the same receipt', async () => {
    const process = await ledger();
    const told = (await Promise.all(upTo(100).map(() => process.record(command, 'one')))).map(acknowledged);

    expect(told.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const { receipts } of told) expect(receipts).toEqual(told[0]!.receipts);
    await expectDense(process.store, GROUND + 1);
  });

  test('sent again after 300 other entries still gives the first receipt', async () => {
    const process = await ledger();
    const first = acknowledged(await process.record(command, 'one'));
    await Promise.all(upTo(300).map(() => process.record(achieve('1.00', null))));

    expect(await process.record(command, 'one')).toEqual({ receipts: first.receipts, replayed: true });
  });

  test('is still known to another process, and after a restart', async () => {
    const process = await ledger();
    const first = acknowledged(await process.record(command, 'one'));
    const restarted = new LedgerProcess(process.store);

    expect(await restarted.record(command, 'one')).toEqual({ receipts: first.receipts, replayed: true });
    await expectDense(process.store, GROUND + 1);
  });

  test.each([
    ['one after the other', false],
    ['in the same batch', true],
  ])('with another body is refused, %s', async (_how, atOnce) => {
    const process = await ledger();
    const send = [() => process.record(command, 'one'), () => process.record(achieve('1.00', null), 'one')];
    const outcomes = atOnce ? await Promise.all(send.map((each) => each())) : [await send[0]!(), await send[1]!()];

    expect(outcomes.map(codeOf)).toEqual(['recorded', 'IDEMPOTENCY_REUSED']);
    expect(outcomes[1]).toMatchObject({
      message: 'The idempotency key one was used for another command, recorded as entry 5; use a new key.',
    });
    await expectDense(process.store, GROUND + 1);
  });

  test('with another officer is refused', async () => {
    const process = await ledger();
    await process.record(command, 'one');

    expect(codeOf(await process.record({ ...command, by: bySecond }, 'one'))).toBe('IDEMPOTENCY_REUSED');
  });

  test('is not used up by a refusal', async () => {
    const process = await ledger();
    const early = carryForward();
    expect(codeOf(await process.record(early, 'one'))).toBe('LINE_NOT_FOUND');
    await process.tell(line(CARRIED));

    expect(acknowledged(await process.record(early, 'one')).replayed).toBe(false);
  });

  test('that shares its hash with another one is told from it', async () => {
    const process = await ledger();
    // These two have the same 32-bit FNV-1a hash, by which the index of keys finds them.
    const [one, other] = ['f2a868685cb5', 'f6de4e25817c'];
    const first = acknowledged(await process.record(command, one));
    const second = acknowledged(await process.record(command, other));

    expect(seqsOf([first, second])).toEqual([GROUND, GROUND + 1]);
    expect(await process.record(command, one)).toEqual({ receipts: first.receipts, replayed: true });
    expect(await process.record(command, other)).toEqual({ receipts: second.receipts, replayed: true });
  });
});

describe('Two processes on one ledger', () => {
  const directories: string[] = [];

  async function twoProcesses(): Promise<readonly [LedgerProcess, LedgerProcess]> {
    const directory = mkdtempSync(join(tmpdir(), 'writer-'));
    directories.push(directory);
    const [one, other] = [await SqliteEventStore.open({ directory }), await SqliteEventStore.open({ directory })];
    stores.push(one, other);
    const left = new LedgerProcess(one, () => JULY, 'left', besideIn(directory));
    await left.tell(...groundwork);
    return [left, new LedgerProcess(other, () => JULY + 5, 'right', besideIn(directory))];
  }

  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  test('both keep recording: no gap, none lost, and both know all of it', async () => {
    const [left, right] = await twoProcesses();
    const send = async (process: LedgerProcess, pause: number): Promise<Acknowledgement[]> => {
      const told: Acknowledgement[] = [];
      for (let round = 0; round < 40; round += 1) {
        const outcomes = await Promise.all([1, 2, 3].map(() => process.record(achieve('1.00', null))));
        told.push(...outcomes.map(acknowledged));
        if (round % pause === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return told;
    };
    const told = (await Promise.all([send(left, 2), send(right, 3)])).flat();

    expect(seqsOf(told)).toEqual(upTo(240).map((index) => GROUND + index));
    await expectDense(left.store, GROUND + 240);
    expect(await achievedIn(right.store)).toBe(24_000n);
    for (const process of [left, right]) {
      await process.feed.catchUp();
      expect(process.feed.size).toBe(GROUND + 240);
    }
  });

  test('cannot both carry the same period forward', async () => {
    const [left, right] = await twoProcesses();
    await left.tell(line(CARRIED));
    for (let round = 0; round < 10; round += 1) {
      const year = `20${String(round + 10)}/${String(round + 11)}`;
      const into = {
        first: `20${String(round + 11)}/${String(round + 12)}`,
        last: `20${String(round + 11)}/${String(round + 12)}`,
      };
      const closed = { first: year, last: year };
      const command = { ...carryForward('1.00', 'cashable'), closed, into } as Command;
      const outcomes = await Promise.all([left, right].map((process) => process.record(command)));
      expect(outcomes.map(codeOf).sort()).toEqual(['CARRY_TWICE', 'recorded']);
    }
    await expectDense(left.store, GROUND + 11);
  });

  test('given the same submission at once record it once, and both acknowledge that one', async () => {
    const [left, right] = await twoProcesses();
    for (let round = 0; round < 20; round += 1) {
      const key = `shared-${String(round)}`;
      const told = await Promise.all([left, right].map((process) => process.record(achieve('1.00', null), key)));
      const [one, other] = told.map(acknowledged);
      expect(one!.receipts).toEqual(other!.receipts);
    }
    await expectDense(left.store, GROUND + 20);
  });
});

/** Records an entry of its own whenever somebody else wants to append: the head is never where it was. */
class AlwaysFirst extends StoreInFront {
  public appends = 0;
  public rounds = Infinity;
  public constructor(
    behind: EventStore,
    private readonly other: LedgerProcess,
  ) {
    super(behind);
  }

  public override async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    this.appends += 1;
    if (this.appends <= this.rounds) await this.other.record(achieve('1.00', null));
    return super.append(entries, expectedHead);
  }
}

describe('A writer that others are always ahead of', () => {
  async function alwaysSecond(): Promise<{ store: AlwaysFirst; process: LedgerProcess }> {
    const other = await ledger();
    const store = new AlwaysFirst(other.store, other);
    return { store, process: new LedgerProcess(store, () => JULY, 'second') };
  }

  test('decides anew on what they recorded, and succeeds when they let it', async () => {
    const { store, process } = await alwaysSecond();
    store.rounds = 7;
    const { receipts } = acknowledged(await process.record(achieve('5.00', null)));

    expect(store.appends).toBe(8);
    expect(receipts[0]!.seq).toBe(GROUND + 7);
    expect(await achievedIn(store)).toBe(1_200n);
  });

  test('gives up after 20 times, says so, records nothing, and takes the command when it is sent again', async () => {
    const { store, process } = await alwaysSecond();
    await expect(process.record(achieve('5.00', null), 'one')).rejects.toThrow(
      'other processes recorded first 20 times; send the command again',
    );
    expect(store.appends).toBe(20);
    expect(await achievedIn(store)).toBe(2_000n);

    store.rounds = 0;
    expect(acknowledged(await process.record(achieve('5.00', null), 'one')).replayed).toBe(false);
    expect(await achievedIn(store)).toBe(2_500n);
  });
});

describe('When the clock goes back', () => {
  const at = (time: number): string => new Date(time).toISOString();

  test.each([
    ['a second', 1_000],
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
  ])(
    'by %s, recorded times stand still, entries say so, and the clock is trusted again when it is past',
    async (_by, back) => {
      let now = JULY;
      const process = new LedgerProcess(await newStore(), () => now);
      await process.tell(...groundwork);
      now = JULY - back;
      await process.tell(achieve('1.00', null), achieve('2.00', null));
      now = JULY + 1;
      await process.tell(achieve('3.00', null));
      const entries = await entriesIn(process.store);

      expect(entries.slice(GROUND).map(({ recordedAt, clock }) => ({ recordedAt, clock }))).toEqual([
        { recordedAt: at(JULY), clock: 'held' },
        { recordedAt: at(JULY), clock: 'held' },
        { recordedAt: at(JULY + 1), clock: 'server' },
      ]);
      expect(entries.slice(0, GROUND).every(({ clock }) => clock === 'server')).toBe(true);
    },
  );

  test('a writer that starts again holds to the last recorded time', async () => {
    const process = await ledger();
    const restarted = new LedgerProcess(process.store, () => JULY - 3_600_000, 'again');
    const [{ receipts }] = (await restarted.tell(achieve('1.00', null))) as [Acknowledgement];

    expect(receipts[0]!.recordedAt).toBe(at(JULY));
  });

  test('never falls, whatever the clock does: seconds, an hour of autumn twice, a day, at the turn of a year', async () => {
    const turns = [0, 1, -1_000, 1_000, -3_600_000, 3_600_000, -86_400_000, 86_400_000, 400 * 86_400_000];
    const turn = fc.oneof(fc.constantFrom(...turns), fc.integer({ min: -100_000, max: 100_000 }));
    let fell = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 20 }), async (clock) => {
        const shown: number[] = [];
        const store = await memoryStore();
        const process = new LedgerProcess(store, () => {
          const now = JULY + clock[shown.length % clock.length]!;
          shown.push(now);
          return now;
        });
        await process.tell(...groundwork, ...clock.map(() => achieve('1.00', null)));
        const times = (await entriesIn(store)).map(({ recordedAt }) => recordedAt);
        expect(times).toEqual([...times].sort());
        if (shown.some((now, index) => now < (shown[index - 1] ?? now))) fell += 1;
        await store.close();
      }),
      { numRuns: 50 },
    );
    // The control: the clock itself did fall.
    expect(fell).toBeGreaterThan(10);
  });
});

describe('When it is not known whether an append was stored', () => {
  const command = achieve('260000.00', null);

  async function doubtful(stored: boolean): Promise<LedgerProcess> {
    const store = new FaultyStore(await newStore());
    const process = await ledger(store);
    store.nextAppend = async (behind, entries, head) => {
      if (stored) await behind.append(entries, head);
      throw new OutcomeUnknown(new Error('the disk said nothing'));
    };
    return process;
  }

  test.each([
    ['and it was', true],
    ['and it was not', false],
  ])('%s, nobody is told it was, and the same submission sent again gives the one entry', async (_which, stored) => {
    const process = await doubtful(stored);
    await expect(process.record(command, 'one')).rejects.toThrow(OutcomeUnknown);

    const again = acknowledged(await process.record(command, 'one'));
    expect(again.replayed).toBe(stored);
    expect(seqsOf([again])).toEqual([GROUND]);
    await expectDense(process.store, GROUND + 1);
    expect(await process.record(command, 'one')).toEqual({ receipts: again.receipts, replayed: true });
  });

  test('all who shared it can send theirs again, in any order and with others', async () => {
    const process = await doubtful(true);
    const ask = (index: number): ReturnType<LedgerProcess['record']> =>
      process.record(achieve(pounds((100 + index) as Pence), null), `shared-${String(index)}`);
    const first = await Promise.allSettled(upTo(16).map(ask));
    expect(first.every(({ status }) => status === 'rejected')).toBe(true);

    const again = (await Promise.all(upTo(32).reverse().map(ask))).map(acknowledged);
    expect(again.filter(({ replayed }) => replayed)).toHaveLength(16);
    expect(seqsOf(again)).toEqual(upTo(32).map((index) => GROUND + index));
    await expectDense(process.store, GROUND + 32);
  });

  test('the writer goes on with the next command', async () => {
    const process = await doubtful(false);
    const [lost] = await Promise.allSettled([process.record(command)]);
    expect(lost.status).toBe('rejected');

    expect(codeOf(await process.record(achieve('1.00', null)))).toBe('recorded');
  });
});

/** Gives one entry back otherwise than it was written, from a seq on. */
class ForgetfulStore extends StoreInFront {
  public from = Infinity;
  public change: (bytes: string) => string = (bytes) => bytes;

  public override async read(range: { from: number; limit: number }): Promise<readonly StoredEntry[]> {
    const stored = await super.read(range);
    return stored.map((each) => (each.seq === this.from ? { ...each, bytes: this.change(each.bytes) } : each));
  }
}

describe('When what is read back is not what was written', () => {
  test.each([
    ['an amount differs', (bytes: string): string => bytes.replaceAll('5.00', '6.00')],
    ['it is somebody else who recorded it', (bytes: string): string => bytes.replaceAll('off-201', 'off-202')],
    ['it is another form of the same', (bytes: string): string => bytes.replace('{', '{ ')],
  ])('as %s, nothing is acknowledged', async (_how, change) => {
    const store = new ForgetfulStore(await newStore());
    const process = await ledger(store);
    store.from = GROUND + 1;
    store.change = change;
    const outcomes = await Promise.allSettled([
      process.record(achieve('1.00', null)),
      process.record(achieve('5.00', null)),
      process.record(achieve('3.00', null)),
    ]);

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: 'the entry read back at seq 6 is not the one that was written' },
      });
    }
  });

  test('as it is not there at all, nothing is acknowledged', async () => {
    const store = new FaultyStore(await newStore());
    const process = await ledger(store);
    const pretends: unknown = () => Promise.resolve({ conflict: false, head: GROUND + 1 });
    store.nextAppend = pretends as NonNullable<FaultyStore['nextAppend']>;

    await expect(process.record(achieve('1.00', null))).rejects.toThrow('the entry read back at seq 5');
  });
});

describe('A command about an entry of the same batch', () => {
  test('that verifies it finds it, by the leaf it is going to have', async () => {
    const process = await ledger();
    // The same story in another ledger tells beforehand which bytes the entry will have.
    const rehearsal = await ledger();
    const [{ receipts }] = [acknowledged(await rehearsal.record(achieve('260000.00', null), 'first'))];
    const check = { entry: GROUND, leaf: receipts[0]!.leaf, by: bySecond };
    const outcomes = await Promise.all([
      process.record(achieve('260000.00', null), 'first'),
      process.record({ verb: 'VerifyEntry', ...check }),
      process.record({ verb: 'VerifyEntry', ...check }),
      process.record({ verb: 'VerifyEntry', ...check, leaf: 'f'.repeat(64) }),
    ]);

    expect(outcomes.map(codeOf)).toEqual(['recorded', 'recorded', 'ALREADY_VERIFIED', 'ENTRY_CHANGED']);
    expect(
      (await entriesIn(process.store))[GROUND + 1]!.postings.map(({ status, amount }) => [status, amount]),
    ).toEqual([
      ['claimed', '-260000.00'],
      ['verified', '260000.00'],
    ]);
  });

  test('that reverses it takes it back, once', async () => {
    const process = await ledger();
    const reversal: Command = { verb: 'ReverseEntry', by: because('Recorded twice (invented)'), entry: GROUND };
    const outcomes = await Promise.all([
      process.record(achieve('260000.00', null)),
      process.record(reversal),
      process.record(reversal),
    ]);

    expect(outcomes.map(codeOf)).toEqual(['recorded', 'recorded', 'ALREADY_REVERSED']);
    expect(await achievedIn(process.store)).toBe(0n);
  });

  test('that does not come to be, because it was refused, finds nothing', async () => {
    const process = await ledger();
    const reversal: Command = { verb: 'ReverseEntry', by: because('invented'), entry: GROUND };
    const outcomes = await Promise.all([process.record(achieve('0.00', null)), process.record(reversal)]);

    expect(outcomes.map(codeOf)).toEqual(['AMOUNT_ZERO', 'ENTRY_NOT_FOUND']);
  });
});

describe('A return that is sent together with other commands', () => {
  const figuresIn = async (process: LedgerProcess): Promise<readonly unknown[]> =>
    (await entriesIn(process.store)).flatMap(({ facts }) =>
      'figures' in facts ? [[facts.size, facts.figures['achieved']]] : [],
    );

  test('sees those that were sent before it, and none that were sent after it', async () => {
    const process = await ledger();
    await process.tell(target());
    const outcomes = await Promise.all([
      process.record(achieve('200000.00', null)),
      process.record(submit('phased')),
      process.record(achieve('30000.00', null)),
      process.record(submit('phased')),
    ]);

    expect(outcomes.map(codeOf)).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
    expect(await figuresIn(process)).toEqual([
      ['7', '200000.00'],
      ['9', '230000.00'],
    ]);
  });

  test('is refused where it would have to stand or fall with what it does not know yet', async () => {
    const process = await ledger();
    const outcome = await process.writer.recordTogether([
      submission(achieve('200000.00', null), 'one'),
      submission(submit('phased'), 'two'),
    ]);
    expect([...('refused' in outcome ? outcome.refused.values() : [])].map(({ code }) => code)).toEqual([
      'RETURN_APART',
    ]);
    expect(await entriesIn(process.store)).toHaveLength(GROUND);
  });

  test('is added up anew where another process was quicker', async () => {
    const store = new FaultyStore(await newStore());
    const process = await ledger(store);
    const other = new LedgerProcess(store, () => JULY, 'other');
    store.nextAppend = async (behind, entries, head) => {
      await other.tell(achieve('50000.00', null));
      return (await behind.append(entries, head)) as never;
    };
    expect(codeOf(await process.record(submit('phased')))).toBe('recorded');
    expect(await figuresIn(process)).toEqual([['6', '50000.00']]);
  });
});

describe('An officer who has seen an older version of the line', () => {
  const seen = (lineVersion: number): Command => ({ ...achieve('1.00', null), by: { ...by, lineVersion } });

  test('is refused, and told the latest', async () => {
    const process = await ledger();
    expect(codeOf(await process.record(seen(GROUND - 1)))).toBe('recorded');
    const stale = await process.record(seen(GROUND - 1));

    expect(stale).toMatchObject({ code: 'LINE_VERSION_STALE', detail: { current: '5', seen: '4' } });
  });

  test('is told so where there never was such a version', async () => {
    const process = await ledger();

    expect(await process.record(seen(999))).toMatchObject({
      code: 'LINE_VERSION_STALE',
      message:
        'Line IT-PROCUREMENT has no version 999; its latest entry is 4. Look at the line again and send the command with the version you are shown.',
    });
  });

  test('among 64 at once is all but one of them', async () => {
    const process = await ledger();
    const outcomes = await Promise.all(upTo(64).map(() => process.record(seen(GROUND - 1))));

    expect(outcomes.map(codeOf).sort()).toEqual([...Array<string>(63).fill('LINE_VERSION_STALE'), 'recorded']);
  });

  test('is not refused for what happened on other lines', async () => {
    const process = await ledger();
    await process.tell(target(), line(ADULT));

    expect(codeOf(await process.record(seen(GROUND - 1)))).toBe('recorded');
  });
});

describe('A receipt', () => {
  test('binds to the bytes that are stored', async () => {
    const process = await ledger();
    const told = (await Promise.all(upTo(20).map(() => process.record(achieve('1.00', null))))).map(acknowledged);
    const stored = await storedIn(process.store);

    for (const { receipts } of told) {
      for (const { seq, id, leaf } of receipts) {
        expect(leaf).toBe(leafHash(stored[seq]!.bytes));
        expect(id).toBe(stored[seq]!.id);
      }
    }
  });

  test('is given when the writer and the view of the process have seen the entry', async () => {
    const process = await ledger();
    await process.tell(achieve('1.00', null));

    expect(process.feed.size).toBe(GROUND + 1);
  });
});

describe('The first entry', () => {
  test('opens the ledger; before it everything is refused, and again it is refused', async () => {
    const process = new LedgerProcess(await newStore());

    expect(codeOf(await process.record(line()))).toBe('LEDGER_NOT_OPENED');
    expect((await Promise.all([opened, line(), opened].map((each) => process.record(each)))).map(codeOf)).toEqual([
      'recorded',
      'recorded',
      'LEDGER_ALREADY_OPENED',
    ]);
    await expectDense(process.store, 2);
  });
});

describe('Whatever is sent in whatever order, at once or not', () => {
  interface Sent {
    readonly key: number;
    readonly amount: Pounds;
    readonly restart: boolean;
    readonly together: boolean;
  }

  const sent: fc.Arbitrary<Sent> = fc.record({
    key: fc.nat({ max: 12 }),
    amount: fc.constantFrom('1.00', '2.00', '0.00').map(money),
    restart: fc.boolean(),
    together: fc.boolean(),
  });

  /** What the first use of each key that was not refused asked for. */
  const modelOf = (all: readonly Sent[]): Map<number, Pounds> => {
    const model = new Map<number, Pounds>();
    for (const { key, amount } of all) if (amount !== '0.00' && !model.has(key)) model.set(key, amount);
    return model;
  };

  test('each key is recorded once, as it was first asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { maxLength: 40 }), async (all) => {
        const store = await memoryStore();
        let process = await ledger(store);
        const waiting: Promise<string>[] = [];
        for (const { key, amount, restart, together } of all) {
          const outcome = process.record(achieve(amount, null), `own-${String(key)}`).then(codeOf);
          waiting.push(outcome);
          if (!together) await outcome;
          if (restart) {
            await process.writer.idle();
            process = new LedgerProcess(store);
          }
        }
        const codes = await Promise.all(waiting);
        const model = modelOf(all);
        const sum = [...model.values()].reduce((total, amount) => total + pence(amount), 0);
        expect(await achievedIn(store)).toBe(BigInt(sum));
        await expectDense(store, GROUND + model.size);
        all.forEach(({ key, amount }, index) => {
          const first = all.findIndex((each) => each.key === key && each.amount !== '0.00');
          const used = first >= 0 && first < index;
          const before = used ? (all[first]!.amount === amount ? 'recorded' : 'IDEMPOTENCY_REUSED') : null;
          expect(codes[index]).toBe(before ?? (amount === '0.00' ? 'AMOUNT_ZERO' : 'recorded'));
        });
        await store.close();
      }),
      { numRuns: 60 },
    );
  });

  test('two writers whose calls to the store interleave in any way record everything once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, each) => {
        const store = await memoryStore();
        const base = await ledger(store);
        await base.writer.idle();
        const writers = ['left', 'right'].map(
          (name) => new LedgerProcess(new ScheduledStore(store, scheduler), () => JULY, name, beside(store)),
        );
        const waiting = writers.flatMap((process) => upTo(each).map(() => process.record(achieve('1.00', null))));
        await scheduler.waitFor(Promise.all(waiting));
        expect(await achievedIn(store)).toBe(BigInt(each * 2 * 100));
        await expectDense(store, GROUND + each * 2);
        await store.close();
      }),
      { numRuns: 40 },
    );
  });

  test('the line is the one that was asked for', async () => {
    const process = await ledger();
    expect((await entriesIn(process.store)).filter((entry) => entry.line !== null).map((entry) => entry.line)).toEqual(
      Array(GROUND - 1).fill(IT),
    );
    expect((await entriesIn(process.store))[0]!.officer).toBe('off-201' as OfficerId);
  });
});

/** Answers when fast-check's scheduler says so, so that two writers meet in every order. */
class ScheduledStore extends StoreInFront {
  public constructor(
    behind: EventStore,
    private readonly scheduler: fc.Scheduler,
  ) {
    super(behind);
  }

  public override async append(entries: readonly NewEntry[], expectedHead: number): Promise<Appended | Conflict> {
    await this.scheduler.schedule(Promise.resolve(), 'append');
    return super.append(entries, expectedHead);
  }

  public override async read(range: { from: number; limit: number }): Promise<readonly StoredEntry[]> {
    await this.scheduler.schedule(Promise.resolve(), 'read');
    return super.read(range);
  }
}
