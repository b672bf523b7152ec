import fc from 'fast-check';

import { Holdings, type Holding } from '../../src/domain/holdings';
import { NumberTable } from '../../src/domain/numbers';
import { IT } from '../support/july';

const cell = (more: object = {}): Holding =>
  ({
    line: IT,
    measure: 'achieved',
    tranche: '2009/10',
    class: 'cashable',
    status: 'claimed',
    identified: true,
    ...more,
  }) as Holding;
const held = (...amounts: readonly (readonly [amount: number, more?: object])[]): Holdings => {
  const holdings = new Holdings(new NumberTable());
  for (const [amount, more] of amounts) holdings.hold(cell(more), amount as never);
  return holdings;
};

describe('given a gain of 200.00 in 2009/10 that rises by 300.00 in 2010/11 and lapses by 400.00 in 2011/12', () => {
  const given = () => held([20_000], [30_000, { from: '2010/11' }], [-40_000, { from: '2011/12' }]);

  test('when its cell is asked for, then it holds 100.00 over all years, and what each year brought', () => {
    const holdings = given();
    expect(holdings.held(cell())).toBe(10_000);
    expect(holdings.heldByYear(cell())).toEqual([
      { from: '2009/10', amount: 20_000 },
      { from: '2010/11', amount: 30_000 },
      { from: '2011/12', amount: -40_000 },
    ]);
    expect([holdings.at(cell(), '2010/11' as never), holdings.at(cell(), 'elsewhere')]).toEqual([30_000, -10_000]);
  });

  test('when a lapse is asked for, then no more can be taken out than is there in any year from it on', () => {
    const holdings = given();
    const from = (year: string): number => holdings.heldFrom(cell({ from: year }));
    expect([from('2009/10'), from('2010/11'), from('2011/12')]).toEqual([10_000, 10_000, 10_000]);
    expect(holdings.heldFrom(cell())).toBe(10_000);
  });

  test('when another cell is asked for, then it holds nothing', () => {
    const holdings = given();
    for (const other of [{ line: null }, { line: 'TRANSFORMATION' }, { class: 'non-cashable' }, { status: 'verified' }])
      expect([holdings.held(cell(other)), holdings.heldFrom(cell(other))]).toEqual([0, 0]);
  });
});

describe('what can be taken out of a cell from a year on', () => {
  test('is in the first year less than later: a full-year effect of 300.00 is not there yet', () => {
    const holdings = held([20_000], [30_000, { from: '2010/11' }]);
    expect(['2009/10', '2010/11', '2011/12'].map((from) => holdings.heldFrom(cell({ from })))).toEqual([
      20_000, 50_000, 50_000,
    ]);
  });

  test('is of a cost the least of it, with its sign', () => {
    const cost = { measure: 'cost' };
    const holdings = held(
      [-20_000, cost],
      [5_000, { ...cost, from: '2010/11' }],
      [-7_000, { ...cost, from: '2011/12' }],
    );
    expect(['2009/10', '2010/11', '2011/12'].map((from) => holdings.heldFrom(cell({ ...cost, from })))).toEqual([
      -15_000, -15_000, -22_000,
    ]);
  });

  test('is of what was carried forward all of it', () => {
    const holdings = held([7_598_00, { tranche: 'opening' }]);
    const opening = cell({ tranche: 'opening' });
    expect([holdings.heldFrom(opening), holdings.heldByYear(opening)]).toEqual([
      7_598_00,
      [{ from: 'opening', amount: 7_598_00 }],
    ]);
  });

  test('is all of it from a year after its clock', () => {
    expect(held([20_000]).heldFrom(cell({ from: '2012/13' }))).toBe(20_000);
  });
});

test('what has no year is held by the deadline it was planned for, and added up over all of them', () => {
  const unphased = { measure: 'plan', tranche: 'unphased', status: null };
  const holdings = held([5_000, { ...unphased, from: '2010/11' }], [3_000, { ...unphased, from: '2011/12' }]);
  expect([holdings.held(cell(unphased)), holdings.at(cell(unphased), '2011/12' as never)]).toEqual([8_000, 3_000]);
  expect(holdings.heldByYear(cell(unphased))).toEqual([{ from: 'opening', amount: 0 }]);
});

test('cells hold what a map of sums would, by year and over all years', () => {
  const aYear = fc.constantFrom('2009/10', '2010/11', '2011/12');
  const aPosting = fc.record({
    line: fc.constantFrom(IT, null),
    tranche: aYear,
    from: fc.option(aYear, { nil: undefined }),
    amount: fc.integer({ min: -999_99, max: 999_99 }),
  });
  fc.assert(
    fc.property(fc.array(aPosting, { maxLength: 40 }), (postings) => {
      const holdings = new Holdings(new NumberTable());
      const model = new Map<string, number>();
      const sum = (key: string, amount: number): unknown => model.set(key, (model.get(key) ?? 0) + amount);
      for (const { amount, ...more } of postings) {
        holdings.hold(cell(more), amount as never);
        sum(`${String(more.line)} ${more.tranche}`, amount);
        sum(`${String(more.line)} ${more.tranche} ${more.from ?? more.tranche}`, amount);
      }
      for (const { line, tranche } of postings) {
        expect(holdings.held(cell({ line, tranche }))).toBe(model.get(`${String(line)} ${tranche}`));
        for (const { from, amount } of holdings.heldByYear(cell({ line, tranche })))
          expect(amount).toBe(model.get(`${String(line)} ${tranche} ${from}`) ?? 0);
      }
    }),
  );
});
