import fc from 'fast-check';

import { Column } from '../../src/domain/column';

type Step =
  | { readonly does: 'push'; readonly value: number }
  | { readonly does: 'set' | 'add'; readonly place: number; readonly value: number }
  | { readonly does: 'store' };

const stepsOf = (aValue: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ does: fc.constant('push' as const), value: aValue }) },
      {
        weight: 2,
        arbitrary: fc.record({ does: fc.constantFrom('set' as const, 'add' as const), place: fc.nat(), value: aValue }),
      },
      { weight: 1, arbitrary: fc.constant({ does: 'store' } as const) },
    ),
    { maxLength: 80 },
  );

/** Does the same with a column and with a plain list. */
function bothAfter(steps: readonly Step[], make: () => Column<never>): readonly [Column<never>, number[]] {
  let column = make();
  const list: number[] = [];
  for (const step of steps) {
    if (step.does === 'push') {
      column.push(step.value);
      list.push(step.value);
    } else if (step.does === 'store') {
      const rows = structuredClone(column.rows());
      column = make();
      column.restore(rows);
    } else if (list.length > 0) {
      const place = step.place % list.length;
      if (step.does === 'set') column.set(place, step.value);
      else column.add(place, step.value);
      list[place] = step.does === 'set' ? step.value : list[place]! + step.value;
    }
  }
  return [column, list];
}

describe('A column', () => {
  const amount = fc.oneof(
    fc.integer({ min: -999, max: 999 }),
    fc.integer({ min: -(2 ** 33), max: 2 ** 33 }),
    fc.constantFrom(2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 52),
  );
  const count = fc.oneof(fc.nat({ max: 99 }), fc.constantFrom(65_535, 65_536, 2 ** 30));
  const kinds = [
    ['of amounts', amount, () => Column.ofAmounts() as Column<never>],
    ['of counts', count, () => Column.ofCounts() as Column<never>],
    ['of days', fc.integer({ min: -99_999, max: 99_999 }), () => Column.ofDays() as Column<never>],
  ] as const;

  test.each(kinds)('%s holds what a list would, stored and taken back at any time', (_, aValue, make) => {
    fc.assert(
      fc.property(stepsOf(aValue), (steps) => {
        const [column, list] = bothAfter(steps, make);
        expect([column.length, Array.from(column.rows())]).toEqual([list.length, list]);
        list.forEach((value, place) => {
          expect(column.at(place)).toBe(value);
        });
        expect(() => column.at(list.length)).toThrow(RangeError);
      }),
      { numRuns: 300 },
    );
  });

  test('of 65,536 pounds takes four bytes each until one is 21,474,836.48, and keeps all before it', () => {
    const column = Column.ofAmounts();
    for (let at = 0; at < 1_000; at += 1) column.push(6_553_600 + at);
    expect(column.rows().BYTES_PER_ELEMENT).toBe(4);
    column.push(2_147_483_648);
    expect([column.rows().BYTES_PER_ELEMENT, column.at(999), column.at(1_000)]).toEqual([8, 6_554_599, 2_147_483_648]);
  });

  test('refuses what it cannot hold, rather than hold another number', () => {
    const counts = Column.ofCounts();
    for (const value of [-1, 2 ** 32, 0.5])
      expect(() => {
        counts.push(value);
      }).toThrow('does not fit in this column');
    expect(counts.length).toBe(0);
    expect(() => {
      Column.ofDays().push(2 ** 31);
    }).toThrow('does not fit in this column');
    expect(() => {
      counts.restore(new Float64Array(3) as never);
    }).toThrow('another kind of column');
  });

  test('that is taken back from a part of something larger goes on in memory of its own', () => {
    const block = new Uint32Array([1, 2, 3, 4]);
    const column = Column.ofCounts();
    column.restore(block.subarray(1, 3));
    column.set(0, 77);
    column.push(88);
    expect([Array.from(column.rows()), Array.from(block)]).toEqual([
      [77, 3, 88],
      [1, 2, 3, 4],
    ]);
  });

  test('that is taken back with room behind it grows in that room', () => {
    const block = new ArrayBuffer(40);
    const column = Column.ofCounts();
    column.restore(new Uint32Array(block, 0, 3));
    column.push(9);
    expect([column.length, column.rows().buffer === block]).toEqual([4, true]);
  });

  test('has no rows but those in use, and says which row there is not', () => {
    const column = Column.ofDays();
    column.push(14_438);
    for (const row of [-1, 0.5, 1, 255]) {
      expect(() => column.at(row)).toThrow(new RangeError(`no row ${String(row)} in this column`));
    }
    expect(() => {
      column.set(1, 7);
    }).toThrow(new RangeError('no row 1 in this column'));
    expect(() => {
      column.add(1, 7);
    }).toThrow(new RangeError('no row 1 in this column'));
    expect([column.length, column.at(0)]).toEqual([1, 14_438]);
  });

  test('grows by a quarter, so that little of it lies empty: 256, 320 and 400 rows', () => {
    const column = Column.ofCounts();
    const rooms = new Set<number>();
    for (let at = 0; at < 400; at += 1) {
      column.push(at);
      rooms.add(column.rows().buffer.byteLength / 2);
    }
    expect([...rooms]).toEqual([256, 320, 400]);
    expect(Array.from(column.rows())).toEqual(Array.from({ length: 400 }, (_, at) => at));
  });

  test('that is taken back whole and full grows: 3 rows with no room behind them', () => {
    const column = Column.ofCounts();
    column.restore(new Uint32Array([7, 8, 9]));
    for (const value of [10, 70_000]) column.push(value);
    expect(Array.from(column.rows())).toEqual([7, 8, 9, 10, 70_000]);
  });

  test('that is wider already stays so: a count of 65,536 is followed by one of 1', () => {
    const column = Column.ofCounts();
    column.push(65_535);
    expect(column.rows().BYTES_PER_ELEMENT).toBe(2);
    column.set(0, 65_536);
    column.push(1);
    expect([column.rows().BYTES_PER_ELEMENT, Array.from(column.rows())]).toEqual([4, [65_536, 1]]);
  });
});
