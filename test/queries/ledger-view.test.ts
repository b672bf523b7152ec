import fc from 'fast-check';

import type { Command } from '../../src/domain/commands';
import type { Refusal } from '../../src/domain/refusals';
import { figureNames } from '../../projections/figure';
import { PlanTableHandler, PlanTableQuery } from '../../src/queries/plan-table';
import type { Parameters } from '../../src/queries/read-question';
import { ReturnsHandler, ReturnsQuery, type ReturnsAnswer } from '../../src/queries/returns';
import { achieve, ADULT, contribution, IT, line, plan, reclassify, reprofile, target } from '../support/july';
import type { EntriesAnswer } from '../../src/queries/entries';
import type { TraceAnswer } from '../../src/queries/trace';
import { answered, asking, refusalOf, type Asking } from '../support/questions';
import { submit } from '../support/later';
import { aLedger } from '../support/random-ledger';
import { asAt, because, by, bySecond } from '../support/story';
import { encodeEntry } from '../../src/event-store/entry-bytes';
import type { EventStore, StoredEntry } from '../../src/event-store/event-store';
import { DamagedLedger } from '../../src/event-store/ledger-feed';
import { groundwork, JULY, LedgerProcess, memoryStore, StoreInFront } from '../support/writer';

const stores: EventStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const MINUTE = 60_000;

/** IT Procurement, an entry a minute: 0 opened, 1 line, 2 baseline, 3 owner, 4 plan, then what is told besides. */
const ledgerOf = (...commands: readonly Command[]): ReturnType<typeof ledgerFrom> =>
  ledgerFrom([...groundwork, ...commands]);

async function ledgerFrom(commands: readonly Command[]): Promise<{ process: LedgerProcess; ask: Asking }> {
  const store = await memoryStore();
  stores.push(store);
  let minutes = 0;
  const process = new LedgerProcess(store, () => JULY + minutes * MINUTE);
  for (const command of commands) {
    await process.tell(command);
    minutes += 1;
  }
  return { process, ask: asking(process.view) };
}

const verified: Command = { verb: 'VerifyEntry', by: bySecond, entry: 6, leaf: '' };

/** 5 target, 6 achieved in May, 7 reclassified in June, 8 another line, 9 its plan, 10 achieved in July. */
const story: readonly Command[] = [
  target(),
  { ...achieve('260000.00', '60000.00'), by: asAt('2009-05-31') },
  reclassify('100000.00', { recording: { ...because('invented'), effective: asAt('2009-06-30').effective } }),
  line(ADULT),
  plan({ '2009/10': '50000.00', '2010/11': '70000.00' }, ADULT),
  achieve('10000.00', null),
];

const questions: readonly Parameters[] = [
  {},
  { by: '2010/11' },
  { by: '2009/10', definition: 'ni179' },
  { by: '2009/10', class: 'cashable' },
  { by: '2009/10', status: 'claimed' },
  { line: IT },
  { known_at: '6' },
  { as_at: '2009-06-15' },
];

/** Every answer that can be had of these questions. */
async function everything(ask: Asking): Promise<unknown> {
  const answers: unknown[] = [];
  for (const question of questions) {
    answers.push(await ask.position(question), await ask.lines(question), await ask.trace('plan', question));
    answers.push(await ask.trace('achieved', question));
  }
  answers.push(await ask.findings(), await ask.entries(), await ask.line(IT), await ask.reconciliation());
  return answers;
}

describe('A view', () => {
  test('that is thrown away and built again gives the same answers', async () => {
    const { process, ask } = await ledgerOf(...story);
    const before = await everything(ask);

    expect(await everything(asking(new LedgerProcess(process.store).view))).toEqual(before);
  });

  test('that is built at any moment of any ledger, and catches up, gives the same answers', async () => {
    await fc.assert(
      fc.asyncProperty(aLedger, fc.double({ min: 0, max: 1, noNaN: true }), async (random, part) => {
        const store = await memoryStore();
        const entries = random.entries.map((entry) => ({ id: entry.id, bytes: encodeEntry(entry) }));
        const first = Math.max(1, Math.floor(entries.length * part));
        await store.append(entries.slice(0, first), 0);
        const early = new LedgerProcess(store);
        await early.view.projection();
        await store.append(entries.slice(first), first);

        const [one, other] = [early, new LedgerProcess(store)].map(({ view }) => asking(view));
        expect(await one!.position()).toEqual(await other!.position());
        expect(await one!.findings()).toEqual(await other!.findings());
        expect(answered(await one!.position()).size).toBe(entries.length);
        await store.close();
      }),
      { numRuns: 15 },
    );
  });

  test('of a ledger that has not been opened refuses every question', async () => {
    const store = await memoryStore();
    stores.push(store);
    const ask = asking(new LedgerProcess(store).view);
    const answers = [
      await ask.position(),
      await ask.trace('plan'),
      await ask.findings(),
      await ask.entries(),
      await ask.entry(0),
      await ask.lines(),
      await ask.line(IT),
      await ask.reconciliation(),
    ];

    expect(answers.map(refusalOf)).toEqual(Array(8).fill('LEDGER_NOT_OPENED'));
  });
});

describe('As known on a seq', () => {
  test('the position is what it was when that was the last entry, whatever was recorded since', async () => {
    const { ask } = await ledgerOf(...story);
    for (let known = 0; known < 11; known += 1) {
      const { ask: then } = await ledgerOf(...story.slice(0, Math.max(0, known - 4)));
      if (known < 4) continue;
      const answer = answered(await ask.position({ known_at: String(known), by: '2009/10' }));
      expect(answer).toEqual(answered(await then.position({ by: '2009/10' })));
      expect(answer.size).toBe(known + 1);
    }
  });

  test('no later year and no later column appears: a line and the plan have the years they had', async () => {
    const later = [...story, reprofile({ '2014/15': '90000.00' }, ADULT), contribution({ '2010/11': '10000.00' })];
    const [{ ask, process }, then] = [await ledgerOf(...later), await ledgerOf(...story)];
    const known = { known_at: String(4 + story.length) };
    const columns = async (of: LedgerProcess, parameters: Parameters): Promise<unknown> =>
      answered(await new PlanTableHandler(of.view).execute(new PlanTableQuery(parameters, false))).columns;

    expect(answered(await ask.line(IT, known))).toEqual(answered(await then.ask.line(IT)));
    expect(answered(await ask.line(IT)).years.at(-1)!.year).toBe('2014/15');
    expect(await columns(process, known)).toEqual(await columns(then.process, {}));
    expect(await columns(process, {})).toContainEqual({ figure: 'budgetContribution', by: '2010/11' });
  });

  test('every random ledger answers as its own beginning does', async () => {
    await fc.assert(
      fc.asyncProperty(aLedger, fc.nat(), async (random, chance) => {
        const entries = random.entries.map((entry) => ({ id: entry.id, bytes: encodeEntry(entry) }));
        const known = chance % entries.length;
        const [whole, beginning] = [await memoryStore(), await memoryStore()];
        await whole.append(entries, 0);
        await beginning.append(entries.slice(0, known + 1), 0);
        const [then, now] = [whole, beginning].map((store) => asking(new LedgerProcess(store).view));
        const asked = { by: '2009/10' };

        expect(await then!.position({ ...asked, known_at: String(known) })).toEqual(await now!.position(asked));
        expect(await then!.findings({ known_at: String(known) })).toEqual(await now!.findings());
        await whole.close();
        await beginning.close();
      }),
      { numRuns: 15 },
    );
  });

  test('that has not been recorded is refused', async () => {
    const { ask } = await ledgerOf();

    expect(refusalOf(await ask.position({ known_at: '4' }))).toBe('answered');
    expect(await ask.position({ known_at: '5' })).toMatchObject({
      code: 'PARAM_RANGE',
      message: 'The ledger has entries up to seq 4; 5 has not been recorded.',
    });
    expect(refusalOf(await ask.trace('plan', { known_at: '5' }))).toBe('PARAM_RANGE');
    expect(refusalOf(await ask.position({ known_at: '-1' }))).toBe('DATE_FORMAT');
    expect(refusalOf(await ask.position({ known_at: '99999999999999999' }))).toBe('PARAM_RANGE');
  });
});

describe('As known on a time', () => {
  const at = (minutes: number, milliseconds = 0): string =>
    new Date(JULY + minutes * MINUTE + milliseconds).toISOString();

  test.each([
    ['at the moment an entry was recorded, knows it', 6, 0, 7],
    ['a millisecond before, does not', 6, -1, 6],
    ['a millisecond after, does', 6, 1, 7],
    ['long after, knows all', 10_000, 0, 11],
    ['at the first moment, knows the first', 0, 0, 1],
    ['before that, knows nothing', 0, -1, 0],
  ])('%s', async (_when, minutes, milliseconds, size) => {
    const { ask } = await ledgerOf(...story);
    const answer = answered(await ask.position({ known_at: at(minutes, milliseconds), by: '2009/10' }));

    expect(answer.size).toBe(size);
    if (size === 11) expect(answer).toEqual(answered(await ask.position({ by: '2009/10' })));
    if (size === 7) expect(answer).toEqual(answered(await ask.position({ known_at: '6', by: '2009/10' })));
    if (size === 0) expect(answer).toMatchObject({ target: '0.00', plan: '0.00', sections: [] });
  });

  test('the zone may be any', async () => {
    const { ask } = await ledgerOf(...story);
    const inSummerTime = answered(await ask.position({ known_at: '2009-07-13T10:06:00+01:00' }));

    expect(inSummerTime.size).toBe(7);
  });
});

describe('As at a date', () => {
  // Here the line has been there since April.
  const early = groundwork.map((command): Command => ({ ...command, by: asAt('2009-04-01') }));
  const ledgerSinceApril = (): ReturnType<typeof ledgerOf> => ledgerFrom([...early, ...story]);

  const achieved = async (ask: Asking, asked: Parameters): Promise<string> =>
    answered(await ask.position({ by: '2009/10', ...asked })).achieved.total;

  test('only what was in effect by then counts, however early or late it was recorded', async () => {
    const { ask } = await ledgerSinceApril();

    expect(await achieved(ask, { as_at: '2009-05-30' })).toBe('0.00');
    expect(await achieved(ask, { as_at: '2009-05-31' })).toBe('200000.00');
    expect(await achieved(ask, { as_at: '2009-07-12' })).toBe('200000.00');
    expect(await achieved(ask, { as_at: '2009-07-13' })).toBe('210000.00');
    expect(await achieved(ask, { as_at: '2030-01-01' })).toBe('210000.00');
    expect(await achieved(ask, { as_at: '2009-05-31', class: 'non-cashable' })).toBe('0.00');
    expect(await achieved(ask, { as_at: '2009-06-30', class: 'non-cashable' })).toBe('100000.00');
  });

  test('the journal shows only what was in effect by then, of the ledger as of a line', async () => {
    const { ask } = await ledgerSinceApril();
    const seqs = async (asked: Parameters): Promise<readonly number[]> =>
      answered(await ask.entries(asked)).entries.map(({ seq }) => seq);

    expect(await seqs({ as_at: '2009-06-15' })).toEqual([0, 1, 2, 3, 4, 6]);
    expect(await seqs({ as_at: '2009-06-30' })).toEqual([0, 1, 2, 3, 4, 6, 7]);
    expect(await seqs({ as_at: '2009-06-30', line: IT })).toEqual([1, 2, 3, 4, 6, 7]);
    expect(await seqs({ as_at: '2009-06-30', limit: '6' })).toEqual([0, 1, 2, 3, 4, 6]);
    expect(await seqs({ as_at: '2009-06-30', after: '4' })).toEqual([6, 7]);
    expect(await seqs({ as_at: '2009-07-13' })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await seqs({ as_at: '2009-07-13', known_at: '3' })).toEqual([0, 1, 2, 3]);
    expect(await seqs({ as_at: '2009-07-13', line: ADULT })).toEqual([8, 9]);
  });

  test('together with as known on a seq, both hold', async () => {
    const { ask } = await ledgerSinceApril();

    expect(await achieved(ask, { as_at: '2009-07-13', known_at: '9' })).toBe('200000.00');
    expect(await achieved(ask, { as_at: '2009-05-31', known_at: '5' })).toBe('0.00');
  });
});

describe('What a question may be asked with', () => {
  test.each([
    ['known_at', ['1', '2'], 'PARAM_REPEATED'],
    ['by', ['2009/10'], 'PARAM_REPEATED'],
    ['by', { year: '2009/10' }, 'PARAM_REPEATED'],
    ['colour', 'red', 'UNKNOWN_FIELD'],
    ['toString', 'red', 'UNKNOWN_FIELD'],
    ['limit', '5', 'UNKNOWN_FIELD'],
    ['by', '2009/11', 'YEAR_FORMAT'],
    ['as_at', '13/07/2009', 'DATE_FORMAT'],
    ['known_at', 'yesterday', 'DATE_FORMAT'],
    ['class', 'cash', 'CLASS_UNKNOWN'],
    ['status', 'done', 'CHOICE_UNKNOWN'],
    ['definition', 'nobody-knows', 'DEFINITION_UNKNOWN'],
    ['definition', '__proto__', 'DEFINITION_UNKNOWN'],
    ['line', 'NO-SUCH-LINE', 'LINE_NOT_FOUND'],
    ['line', 'no such line', 'CODE_FORMAT'],
  ])('is refused as %s=%j: %s', async (name, value, code) => {
    const { ask } = await ledgerOf();

    expect(refusalOf(await ask.position({ [name]: value }))).toBe(code);
  });

  test.each(['0', '201', '-1', '1e2', '1.5', 'all', '0x10'])('a page of %s rows is refused', async (limit) => {
    const { ask } = await ledgerOf();

    expect(refusalOf(await ask.entries({ limit }))).toBe('PARAM_RANGE');
    expect(refusalOf(await ask.trace('plan', { limit }))).toBe('PARAM_RANGE');
  });

  test('may be left empty, as a form leaves it', async () => {
    const { ask } = await ledgerOf(...story);

    expect(await ask.position({ by: '', class: '', known_at: undefined, line: null })).toEqual(await ask.position());
  });

  test('a year may be written with a hyphen, as in an address', async () => {
    const { ask } = await ledgerOf(...story);

    expect(await ask.position({ by: '2010-11' })).toEqual(await ask.position({ by: '2010/11' }));
  });

  test.each(['nothing', 'toString', '__proto__', ''])('there is no figure %j', async (figure) => {
    const { ask } = await ledgerOf();

    expect(refusalOf(await ask.trace(figure))).toBe('FIGURE_UNKNOWN');
  });

  test('there is no entry after the last, and no line of another ledger', async () => {
    const { ask } = await ledgerOf();

    expect(answered(await ask.entry(4))).toMatchObject({ seq: 4, kind: 'SavingPlanned' });
    expect(refusalOf(await ask.entry(5))).toBe('ENTRY_NOT_FOUND');
    expect(refusalOf(await ask.line('NO-SUCH-LINE'))).toBe('LINE_NOT_FOUND');
    expect(refusalOf(await ask.entries({ line: ADULT }))).toBe('LINE_NOT_FOUND');
    expect(refusalOf(await ask.line(IT, { known_at: '0' }))).toBe('LINE_NOT_FOUND');
  });
});

/** Asks page after page until there is none. */
async function pages<Page extends { readonly next: string | null }>(
  ask: (after: Parameters) => Promise<Page>,
): Promise<Page[]> {
  const all: Page[] = [];
  for (let after: Parameters = {}; all.length < 1_000;) {
    const page = await ask(after);
    all.push(page);
    if (page.next === null) return all;
    after = { after: page.next };
  }
  throw new Error('the pages do not end');
}

describe('Pages join up to the whole', () => {
  const more = Array.from({ length: 60 }, (_, index) => achieve(`${String(index + 1)}.00`, null));

  test.each(['1', '7', '50', '71', '200'])('of the journal, %s a page', async (limit) => {
    const { ask } = await ledgerOf(...story, ...more);
    const journal = await pages(async (after): Promise<EntriesAnswer> =>
      answered(await ask.entries({ limit, ...after })),
    );

    expect(journal.flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 71 }, (_, seq) => seq),
    );
    expect(journal.every(({ entries }) => entries.length <= Number(limit) && entries.length > 0)).toBe(true);
  });

  test.each(['1', '7', '50'])('of the journal of a line, %s a page', async (limit) => {
    const { ask } = await ledgerOf(...story, ...more);
    const whole = answered(await ask.line(IT)).entries;
    const journal = await pages(async (after): Promise<EntriesAnswer> =>
      answered(await ask.entries({ line: IT, limit, ...after })),
    );

    expect(journal.flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual(whole);
  });

  test.each(['1', '7', '61', '200'])('of a trace, %s a page', async (limit) => {
    const { ask } = await ledgerOf(...story, ...more);
    const whole = answered(await ask.trace('achieved', { by: '2009/10' }));
    const trace = await pages(async (after): Promise<TraceAnswer> =>
      answered(await ask.trace('achieved', { by: '2009/10', limit, ...after })),
    );

    expect(trace.flatMap(({ entries }) => entries)).toEqual(whole.entries);
    expect(trace.every(({ amount, count }) => amount === whole.amount && count === whole.count)).toBe(true);
    expect(whole.next).toBeNull();
  });

  test('and what comes after the last page is empty', async () => {
    const { ask } = await ledgerOf();

    expect(answered(await ask.entries({ after: '4' }))).toMatchObject({ entries: [], next: null });
    expect(answered(await ask.trace('plan', { after: '999' }))).toMatchObject({ entries: [], next: null });
  });
});

describe('A definition that an entry adopted', () => {
  const own: Command = {
    verb: 'AdoptDefinition',
    by,
    definition: {
      name: 'own-view',
      title: 'Cashable, before cost',
      classes: ['cashable'],
      carryForward: [],
      unphased: 'never',
      net: false,
      since: null,
    },
  };

  test('can be asked by its name from then on, and not before', async () => {
    const { ask } = await ledgerOf(...story, own);

    expect(answered(await ask.position({ by: '2009/10', definition: 'own-view' }))).toMatchObject({
      definition: 'own-view',
      achieved: { total: '170000.00' },
    });
    expect(await ask.position({ definition: 'own-view', known_at: '10' })).toMatchObject({
      code: 'DEFINITION_UNKNOWN',
      message: 'There is no definition "own-view"; there are published, phased, ni179.',
    });
  });

  test('every figure under it adds up to its trace', async () => {
    const { ask } = await ledgerOf(...story, own);
    for (const figure of figureNames) {
      const { amount, entries } = answered(await ask.trace(figure, { by: '2009/10', definition: 'own-view' }));
      const pence = (text: string): bigint => BigInt(text.replace('.', ''));
      expect(entries.reduce((sum, row) => sum + pence(row.amount), 0n)).toBe(pence(amount));
    }
  });
});

test('A trace row names the exact bytes of its entry', async () => {
  const { process, ask } = await ledgerOf(...story);
  const { entries } = answered(await ask.trace('achieved', { by: '2009/10' }));
  await process.tell({ ...verified, leaf: entries[0]!.leaf });

  expect(entries[0]).toMatchObject({ seq: 6, kind: 'SavingAchieved', amount: '260000.00', officer: 'off-201' });
  expect(answered(await ask.position({ by: '2009/10' })).achieved.verified).not.toBe('0.00');
});

/** Loses an entry that was read from it before. */
class LosingStore extends StoreInFront {
  public lost: number | null = null;

  public override async read(range: {
    readonly from: number;
    readonly limit: number;
  }): Promise<readonly StoredEntry[]> {
    return (await super.read(range)).filter(({ seq }) => seq !== this.lost);
  }
}

describe('Where the store has lost an entry since', () => {
  const lossAt = async (seq: number | null): Promise<LedgerProcess> => {
    const store = new LosingStore(await memoryStore());
    stores.push(store);
    const process = new LedgerProcess(store);
    await process.tell(...groundwork, target(), achieve('260000.00', '60000.00'), submit(), submit());
    store.lost = seq;
    return process;
  };
  const returnsOf = ({ view, tree }: LedgerProcess): Promise<ReturnsAnswer | Refusal> =>
    new ReturnsHandler(view, tree).execute(new ReturnsQuery({}));

  test('no return is left out of an answer', async () => {
    expect(answered(await returnsOf(await lossAt(null))).returns.map(({ entry }) => entry)).toEqual([7, 8]);
    await expect(returnsOf(await lossAt(7))).rejects.toThrow(new DamagedLedger(7));
    await expect(returnsOf(await lossAt(8))).rejects.toThrow(new DamagedLedger(8));
  });

  test('no figure is traced to a part of its entries', async () => {
    const { view } = await lossAt(6);

    await expect(asking(view).trace('achieved', { by: '2009/10' })).rejects.toThrow(new DamagedLedger(6));
  });
});
