import fc from 'fast-check';

import type { IsoDate } from '../../src/domain/dates';
import type { Entry, EntryKind, Posting } from '../../src/domain/entries';
import { LineNumbers } from '../../projections/cells';
import { PostingTable } from '../../projections/posting-table';

const IT = 'IT-PROCUREMENT';
const ADULT = 'ADULT-SOCIAL-CARE';

interface Told {
  readonly day: number;
  readonly postings: readonly Posting[];
  readonly kind?: EntryKind;
  readonly facts?: object;
}

const day = (of: number): IsoDate => `2009-07-${String(of).padStart(2, '0')}` as IsoDate;

const posting = (amount: string, line: string | null = IT, of: Partial<Posting> = {}): Posting => ({
  line: line as Posting['line'],
  measure: 'plan',
  tranche: '2009/10' as never,
  from: '2009/10' as never,
  class: 'cashable',
  status: null,
  identified: true,
  amount: amount as Posting['amount'],
  cell: null,
  ...of,
});
const target = (amount: string): Posting => posting(amount, null, { measure: 'target', class: null });

const entryOf = ({ day: of, postings, kind = 'SavingPlanned', facts = {} }: Told, seq: number): Entry =>
  ({ seq, kind, facts, postings, effective: day(of), recordedAt: '2009-07-31T09:00:00.000Z' }) as unknown as Entry;

function tableOf(told: readonly Told[], cut = 0): PostingTable {
  const lines = new LineNumbers();
  const first = new PostingTable(lines);
  const entries = told.map(entryOf);
  for (const entry of entries.slice(0, cut)) first.append(entry);
  const table = new PostingTable(lines);
  table.restore(structuredClone(first.toParts()));
  for (const entry of entries.slice(cut)) table.append(entry);
  return table;
}

describe.each([0, 1, 3, 5])('a table of five entries, put away after %i of them', (cut) => {
  let table = tableOf([]);
  const all = { size: 5, asAt: day(20) };

  beforeEach(() => {
    table = tableOf(
      [
        { day: 10, postings: [target('900.00')], kind: 'TargetSet' },
        { day: 12, postings: [posting('2.00'), posting('3.00', ADULT), posting('0.50')] },
        { day: 11, postings: [], kind: 'OwnerAssigned' },
        { day: 12, postings: [posting('-1.00'), posting('5.00', IT, { class: 'non-cashable' })] },
        { day: 20, postings: [target('7.00')], kind: 'TargetSet' },
      ],
      cut,
    );
  });

  test('says how many postings there are, in all and before an entry', () => {
    expect(table.postings).toBe(7);
    expect([0, 1, 2, 3, 4, 5, 99].map((seq) => table.postingsBefore(seq))).toEqual([0, 1, 4, 4, 6, 7, 7]);
    expect([0, 1, 3, 6].map((row) => table.amountOf(row))).toEqual([90_000, 200, 50, 700]);
  });

  test('has a cell for each line and shape, with what it holds', () => {
    expect(table.cells).toEqual([
      { line: null, shape: 0 },
      { line: IT, shape: 1 },
      { line: ADULT, shape: 1 },
      { line: IT, shape: 2 },
    ]);
    expect([0, 1, 2, 3].map((cell) => table.lineIn(cell))).toEqual([null, IT, ADULT, IT]);
    expect([0, 1, 2, 3].map((cell) => table.total(cell))).toEqual([90_700, 150, 300, 500]);
    expect([0, 1, 2, 3].map((cell) => table.shapeIn(cell).class)).toEqual([
      null,
      'cashable',
      'cashable',
      'non-cashable',
    ]);
    expect(() => table.shapeIn(4)).toThrow(RangeError);
    expect(table.shapeIn(1)).toEqual({
      kind: 'SavingPlanned',
      origin: 'SavingPlanned',
      measure: 'plan',
      tranche: '2009/10',
      from: '2009/10',
      class: 'cashable',
      status: null,
      identified: true,
    });
  });

  test.each([
    [5, 20, [90_700, 150, 300, 500], [0, 1, 2]],
    [9, 31, [90_700, 150, 300, 500], [0, 1, 2]],
    [5, 19, [90_000, 150, 300, 500], [0, 1, 2]],
    [4, 20, [90_000, 150, 300, 500], [0, 1, 2]],
    [3, 20, [90_000, 250, 300, 0], [0, 1]],
    [3, 11, [90_000, 0, 0, 0], [0]],
    [1, 10, [90_000, 0, 0, 0], [0]],
    [1, 9, [0, 0, 0, 0], []],
    [0, 20, [0, 0, 0, 0], []],
  ])('the first %i as at %i July hold %j, of the shapes %j', (size, of, held, shapes) => {
    const moment = { size, asAt: day(of) };
    expect(Array.from(table.amountsAt(moment))).toEqual(held);
    expect(table.shapesAt(moment)).toEqual(shapes.map((shape) => table.shapes[shape]));
  });

  test('knows whether a moment has all of it', () => {
    const moments = [all, { size: 6, asAt: day(31) }, { size: 4, asAt: day(31) }, { size: 5, asAt: day(19) }];
    expect(moments.map((moment) => table.isWhole(moment))).toEqual([true, true, false, false]);
  });

  test('lists the postings in some cells, in order, each with its place in its entry', () => {
    const listed = (size: number, of: number) => table.list({ size, asAt: day(of) }, (cell) => cell === 1);
    expect(listed(5, 20)).toEqual([
      { seq: 1, place: 0, cell: 1, pence: 200 },
      { seq: 1, place: 2, cell: 1, pence: 50 },
      { seq: 3, place: 0, cell: 1, pence: -100 },
    ]);
    expect(listed(3, 20)).toHaveLength(2);
    expect(listed(5, 11)).toEqual([]);
    expect(table.list({ size: 5, asAt: day(20) }, (cell) => cell === 0)).toEqual([
      { seq: 0, place: 0, cell: 0, pence: 90_000 },
      { seq: 4, place: 0, cell: 0, pence: 700 },
    ]);
  });

  test('counts what the first entries come to by the weight of their shapes, and gives a page of them', () => {
    expect(table.countedIn(5, [0, 1, -1])).toEqual({ count: 5, amount: 450 - 500 });
    expect(table.countedIn(3, [0, 1, -1])).toEqual({ count: 3, amount: 550 });
    expect(table.countedIn(1, [0, 1])).toEqual({ count: 0, amount: 0 });
    const page = (size: number, weights: readonly number[], start: number, most: number) =>
      table.pageOf(size, weights, { start, most }).map(({ seq, place, cell, pence }) => [seq, place, cell, pence]);
    expect(page(5, [0, 1, -1], 1, 3)).toEqual([
      [1, 1, 2, 300],
      [1, 2, 1, 50],
      [3, 0, 1, -100],
    ]);
    expect(page(3, [0, 1, -1], 1, 3)).toEqual([
      [1, 1, 2, 300],
      [1, 2, 1, 50],
    ]);
    expect(page(5, [1], 0, 9)).toEqual([
      [0, 0, 0, 90_000],
      [4, 0, 0, 700],
    ]);
    expect(page(5, [1], 0, 0)).toEqual([]);
  });

  test('finds the last posting of no line of a measure that a moment knows', () => {
    expect(table.lastOfNoLine(all, 'target')).toEqual(table.shapes[0]);
    expect(table.lastOfNoLine({ size: 1, asAt: day(10) }, 'target')).toEqual(table.shapes[0]);
    expect(table.lastOfNoLine({ size: 1, asAt: day(9) }, 'target')).toBeNull();
    expect(table.lastOfNoLine({ size: 0, asAt: day(31) }, 'target')).toBeNull();
    expect(table.lastOfNoLine(all, 'partnership target')).toBeNull();
    expect(table.lastOfNoLine(all, 'plan')).toBeNull();
  });
});

test('of two targets with two deadlines, the last one that is known is found', () => {
  const by = (deadline: string): Posting => ({ ...target('1.00'), tranche: deadline as never });
  const table = tableOf([
    { day: 1, postings: [by('2009/10'), { ...by('2012/13'), measure: 'partnership target' }] },
    { day: 3, postings: [by('2010/11')] },
  ]);
  const deadline = (size: number, of: number) => table.lastOfNoLine({ size, asAt: day(of) }, 'target')?.tranche;
  expect([deadline(2, 3), deadline(2, 2), deadline(1, 3)]).toEqual(['2010/11', '2009/10', '2009/10']);
  expect(table.lastOfNoLine({ size: 2, asAt: day(3) }, 'partnership target')?.tranche).toBe('2012/13');
});

describe('a reversal', () => {
  const reversed = [
    { day: 1, postings: [posting('2.00'), posting('0.00', ADULT)] },
    { day: 1, postings: [posting('3.00')], kind: 'SavingReprofiled' as const },
    { day: 1, postings: [posting('9.00')], kind: 'SavingAchieved' as const },
  ];

  test('posts under its own kind, with the kind of what it takes back as the origin', () => {
    const back = { day: 2, postings: [posting('-3.00')], kind: 'EntryReversed' as const };
    const table = tableOf([...reversed, { ...back, facts: { entry: '1', kind: 'SavingReprofiled' } }]);
    const { kind, origin } = table.shapes.at(-1)!;
    expect([kind, origin]).toEqual(['EntryReversed', 'SavingReprofiled']);
  });

  test('of a batch has the kind of each posting that is not nought, in order', () => {
    const back = { day: 2, postings: [posting('-2.00'), posting('-3.00')], kind: 'BatchReversed' as const };
    const table = tableOf([...reversed, { ...back, facts: { entries: ['0', '1'] } }]);
    expect(table.list({ size: 4, asAt: day(2) }, () => true).slice(-2)).toMatchObject([{ seq: 3 }, { seq: 3 }]);
    const origins = [4, 5].map((cell) => table.shapeIn(cell));
    expect(origins).toMatchObject([
      { kind: 'BatchReversed', origin: 'SavingPlanned' },
      { kind: 'BatchReversed', origin: 'SavingReprofiled' },
    ]);
  });
});

test('any postings are in a table what they are in a list, put away and taken back at any time', () => {
  const someLine = fc.constantFrom<string | null>(null, IT, ADULT, 'ONE-COUNCIL');
  const somePosting = fc
    .tuple(fc.integer({ min: -999, max: 999 }), someLine, fc.constantFrom('cashable', 'non-cashable', null))
    .map(([pounds, line, of]) => posting(`${String(pounds)}.00`, line, { class: of as never }));
  const someTold = fc.record({
    day: fc.integer({ min: 1, max: 5 }),
    postings: fc.array(somePosting, { maxLength: 4 }),
  });
  const someMoment = fc.record({ size: fc.nat(9), asAt: fc.integer({ min: 1, max: 5 }).map(day) });
  fc.assert(
    fc.property(fc.array(someTold, { maxLength: 8 }), fc.nat(8), someMoment, fc.nat(5), (told, cut, moment, start) => {
      const table = tableOf(told, cut);
      const rows = told.flatMap(({ postings, day: of }, seq) =>
        postings.map(({ line, class: own, amount }, place) => ({ seq, of: day(of), place, line, own, amount })),
      );
      const known = rows.filter(({ seq, of }) => seq < moment.size && of <= moment.asAt);
      const inWords = (cell: number) => [table.lineIn(cell), table.shapeIn(cell).class];
      const listed = table.list(moment, () => true);
      expect(listed.map(({ seq, place, cell }) => [seq, place, ...inWords(cell)])).toEqual(
        known.map(({ seq, place, line, own }) => [seq, place, line, own]),
      );
      expect(listed.map(({ pence }) => pence / 100)).toEqual(known.map(({ amount }) => Number(amount)));
      const held = new Float64Array(table.cells.length);
      for (const { cell, pence } of listed) held[cell]! += pence;
      expect(Array.from(table.amountsAt(moment))).toEqual(Array.from(held));
      expect(new Set(table.shapesAt(moment))).toEqual(new Set(listed.map(({ cell }) => table.shapeIn(cell))));

      const weights = table.shapes.map(({ class: of }) => (of === 'cashable' ? 1 : of === null ? -1 : 0));
      const { size } = moment;
      const counting = table.list({ size, asAt: day(5) }, (cell) => weights[table.cells[cell]!.shape] !== 0);
      expect(table.pageOf(size, weights, { start, most: 2 })).toEqual(counting.slice(start, start + 2));
      expect(table.countedIn(size, weights).count).toBe(counting.length);
    }),
    { numRuns: 100 },
  );
});
