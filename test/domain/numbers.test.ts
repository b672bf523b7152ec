import fc from 'fast-check';

import { cellNumber, trancheNumber } from '../../src/domain/cell-number';
import { classes, measures, statuses, type Tranche } from '../../src/domain/entries';
import { yearStarting } from '../../src/domain/financial-year';
import { NumberTable, TriedNumbers, type Numbers } from '../../src/domain/numbers';

type Told =
  | { readonly does: 'set'; readonly text: string; readonly place: number; readonly value: number }
  | { readonly does: 'fork' | 'adopt' | 'drop' | 'store' };

const aText = fc.constantFrom('', 'IT-PROCUREMENT', 'ADULT-SOCIAL-CARE', 'IT-PROCUREMENT off-201');
const aPlace = fc.oneof(fc.nat({ max: 9 }), fc.constantFrom(2 ** 26 - 1, 2 ** 32 - 2));
const aValue = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER));
const aStep: fc.Arbitrary<Told> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('set' as const), text: aText, place: aPlace, value: aValue }),
  },
  { weight: 4, arbitrary: fc.constantFrom('fork', 'adopt', 'drop', 'store').map((does) => ({ does }) as const) },
);

/** Numbers with the forks that are open on them, the innermost last; and beside each what a plain map holds. */
class Trial {
  private table = new NumberTable();
  private layers: { numbers: Numbers; model: Map<string, number> }[] = [{ numbers: this.table, model: new Map() }];

  public do(told: Told): void {
    const top = this.layers.at(-1)!;
    const below = this.layers.at(-2);
    if (told.does === 'set') {
      top.numbers.set(told.text, told.place, told.value);
      top.model.set(`${told.text}|${String(told.place)}`, told.value);
    } else if (told.does === 'fork') {
      this.layers.push({ numbers: new TriedNumbers(top.numbers), model: new Map(top.model) });
    } else if (told.does === 'store') {
      const parts = structuredClone(this.table.toParts());
      this.table = new NumberTable();
      this.table.restore(parts);
      this.layers = [{ numbers: this.table, model: this.layers[0]!.model }];
    } else if (below !== undefined) {
      this.layers.pop();
      if (told.does === 'drop') return;
      below.numbers.adopt(top.numbers);
      below.model = top.model;
    }
  }

  public check(texts: readonly string[], places: readonly number[]): void {
    for (const { numbers, model } of this.layers) {
      for (const text of texts) {
        for (const place of places) expect(numbers.get(text, place)).toBe(model.get(`${text}|${String(place)}`));
      }
    }
  }
}

test('numbers hold what a plain map of each fork would, however forks are nested, adopted, dropped and stored', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 60, size: 'max' }), (steps) => {
      const trial = new Trial();
      for (const step of steps) trial.do(step);
      const set = steps.filter((step) => step.does === 'set');
      trial.check(
        [...new Set(set.map(({ text }) => text)), 'NO-SUCH-LINE'],
        [...new Set(set.map(({ place }) => place)), 77],
      );
    }),
    { numRuns: 500 },
  );
});

describe('given a table in which IT-PROCUREMENT holds 200 in place 1', () => {
  const made = (): NumberTable => {
    const table = new NumberTable();
    table.set('IT-PROCUREMENT', 1, 200);
    return table;
  };

  test('when a fork of a fork sets it to 300 and another place to 0, then only what adopts them knows it', () => {
    const table = made();
    const fork = new TriedNumbers(table);
    const inner = new TriedNumbers(fork);
    inner.set('IT-PROCUREMENT', 1, 300);
    inner.set('IT-PROCUREMENT', 2, 0);
    inner.set('TRANSFORMATION', 1, 5);
    const known = (numbers: Numbers): readonly unknown[] => [
      numbers.get('IT-PROCUREMENT', 1),
      numbers.get('IT-PROCUREMENT', 2),
      numbers.get('TRANSFORMATION', 1),
    ];
    expect([inner, fork, table].map(known)).toEqual([
      [300, 0, 5],
      [200, undefined, undefined],
      [200, undefined, undefined],
    ]);
    fork.adopt(inner);
    expect([fork, table].map(known)).toEqual([
      [300, 0, 5],
      [200, undefined, undefined],
    ]);
    table.adopt(fork);
    expect(known(table)).toEqual([300, 0, 5]);
  });

  test('when a fork in which nothing was set is adopted, then it is as it was', () => {
    const table = made();
    table.adopt(new TriedNumbers(table));
    expect([table.get('IT-PROCUREMENT', 1), table.get('', 1), table.get('IT-PROCUREMENT', 0)]).toEqual([
      200,
      undefined,
      undefined,
    ]);
  });
});

test('a table grows: 5,000 lines of 3 cells each hold 15,000 amounts, stored and taken back', () => {
  const table = new NumberTable();
  for (let at = 0; at < 15_000; at += 1) table.set(`LINE-${String(at % 5_000)}`, Math.floor(at / 5_000), at);
  const again = new NumberTable();
  again.restore(structuredClone(table.toParts()));
  for (const each of [table, again]) {
    expect([each.get('LINE-0', 0), each.get('LINE-4999', 2), each.get('LINE-5000', 0)]).toEqual([0, 14_999, undefined]);
  }
});

test('every cell has a number of its own', () => {
  const years: readonly Tranche[] = ['opening', 'unphased', ...[1990, 2009, 2091].map(yearStarting)];
  const seen = new Set<number>();
  let cells = 0;
  for (const measure of measures)
    for (const of of [null, ...classes])
      for (const status of [null, ...statuses])
        for (const identified of [false, true])
          for (const tranche of years)
            for (const from of [...years, 'elsewhere' as const]) {
              seen.add(cellNumber({ measure, class: of, status, identified, tranche }, from));
              cells += 1;
            }
  expect(seen.size).toBe(cells);
  expect(Math.max(...seen)).toBeLessThan(2 ** 26);
});

test('a cell keeps its number for ever, as stored states hold it: the plan of 2009/10, cashable, is 6,647,149', () => {
  const cell = {
    measure: 'plan',
    class: 'cashable',
    status: null,
    identified: true,
    tranche: yearStarting(2009),
  } as const;
  expect(cellNumber(cell, yearStarting(2009))).toBe(6_647_149);
  const gain = { ...cell, measure: 'achieved', class: 'non-cashable', status: 'verified' } as const;
  expect(cellNumber({ ...gain, identified: false }, 'elsewhere')).toBe(11_693_514);
  expect([trancheNumber(cell), trancheNumber({ tranche: 'opening', class: null })]).toEqual([365, 200]);
});
