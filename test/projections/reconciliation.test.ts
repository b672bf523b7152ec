import type { FinancialYear } from '../../src/domain/financial-year';
import { asPublished, reconciliation } from '../../projections/reconciliation';
import { baseline, carryForward, CARRIED, IT, line, opened, plan, reprofile, reverse } from '../support/july';
import { amend, printed } from '../support/later';
import { asAt, given, on, type Told } from '../support/story';

const year = (text: string): FinancialYear => text as FinancialYear;

describe('a printed total', () => {
  const of = (scope: object, amount = '500.00') => ({ ...printed(amount), scope: scope as never });
  /** 300 on IT Procurement and 7 carried forward, in thousandths (invented). */
  const rows = [
    opened,
    { ...line(), group: 'Procurement (invented)', tags: ['new'] },
    { ...line(CARRIED), section: 'Carried forward' },
    baseline(),
    plan({ '2009/10': '200.00', '2010/11': '300.00' }),
    carryForward('7.00'),
  ];
  const shown = (...told: readonly Told[]) => {
    const { projection } = given(...rows, ...told).story;
    return reconciliation(projection, projection.table.now()).map(({ assertion, computed, difference }) => [
      assertion.seq,
      computed / 100,
      difference / 100,
    ]);
  };

  test.each([
    [{ of: 'ledger' }, 307],
    [{ of: 'section', name: 'Activity in 2009/10' }, 300],
    [{ of: 'section', name: 'Carried forward' }, 7],
    [{ of: 'group', name: 'Procurement (invented)' }, 300],
    [{ of: 'tag', name: 'new' }, 300],
    [{ of: 'tag', name: 'old' }, 0],
    [{ of: 'line', line: IT }, 300],
    [{ of: 'line', line: CARRIED }, 7],
  ])('of %j is held against %d', (scope, computed) => {
    expect(shown(of(scope))).toEqual([[6, computed, 500 - computed]]);
  });

  test('is held against the rows as they were when it was printed, each by its own year', () => {
    const reprofiled = on('2009-07-20', reprofile({ '2009/10': '100.00', '2010/11': '900.00' }));
    const moved = on('2009-07-21', { ...amend('IT'), tags: ['old'] });
    const early = { ...of({ of: 'ledger' }, '200.00'), year: year('2009/10') };
    expect(shown(of({ of: 'tag', name: 'new' }), early, reprofiled, moved, of({ of: 'tag', name: 'old' }))).toEqual([
      [6, 300, 200],
      [7, 207, -7],
      [10, 900, -400],
    ]);
    const put = { ...of({ of: 'ledger' }), by: asAt('2009-07-14') };
    const { projection } = given(...rows, on('2009-07-20', put), reprofiled).story;
    const [row] = reconciliation(projection, projection.table.now());
    expect(row!.computed).toBe(30_700);
  });

  test('is gone with its entry, and not there before it', () => {
    expect(shown(of({ of: 'ledger' }), reverse(6))).toEqual([]);
    const { projection } = given(...rows, of({ of: 'ledger' })).story;
    expect(reconciliation(projection, { ...projection.table.now(), size: 6 })).toEqual([]);
  });

  test('is asked as published, from the base year of the ledger', () => {
    expect(asPublished(given(opened).story.projection, year('2010/11'))).toMatchObject({
      by: '2010/11',
      baseYear: '2008/09',
      definition: { name: 'published' },
    });
  });
});
