import type { FinancialYear } from '../../src/domain/financial-year';
import { builtIn } from '../../projections/definitions';
import type { FigureName, Question } from '../../projections/figure';
import type { Filter } from '../../projections/filter';
import { trace } from '../../projections/position';
import { tracePage } from '../../projections/trace-page';
import { ADULT, baseline, cost, IT, line, opened, plan } from '../support/july';
import { rate } from '../support/later';
import { asAt, given } from '../support/story';

const question: Question = {
  by: '2010/11' as FinancialYear,
  definition: builtIn('published')!,
  baseYear: '2008/09' as FinancialYear,
};
const spread = { ...question, definition: { ...question.definition, oneOff: 'spread' as const, oneOffYears: '2' } };

/** Four postings of a plan, one as at the 20th only, and a one-off cost of 0.05 (invented). */
const told = () =>
  given(
    opened,
    ...[IT, ADULT].map((id) => ({ ...line(id), by: asAt('2009-07-01') })),
    baseline(),
    plan({ '2009/10': '1.00', '2010/11': '3.00' }),
    { ...plan({ '2009/10': '10.00', '2010/11': '30.00' }, ADULT), by: asAt('2009-07-12') },
    rate('amber', null, ADULT),
    cost('0.05', 'one-off'),
  ).story.projection;

/** A page of two postings after the first one, and whether it was found by listing the trace or by a look at each posting. */
function paged(name: FigureName, asked: Question, day: string, filter: Filter = {}) {
  const projection = told();
  const moment = { size: 8, asAt: day as never };
  const [list, visit] = [jest.spyOn(projection.table, 'list'), jest.spyOn(projection.table, 'visit')];
  const { amount, count, rows } = tracePage(projection, name, asked, moment, filter, { start: 1, most: 2 });
  const how = list.mock.calls.length > 0 ? 'listed' : visit.mock.calls.length > 0 ? 'looked through' : 'counted';
  expect({ amount, rows }).toEqual({ amount, rows: trace(projection, name, asked, moment, filter).rows.slice(1, 3) });
  return [
    amount / 100,
    count,
    ...rows.map(({ seq, place, pence }) => `${String(seq)}.${String(place)} ${String(pence / 100)}`),
    how,
  ];
}

describe('a page of a trace', () => {
  test('of the whole ledger is found by what is counted already', () => {
    expect(paged('plan', question, '2009-07-13')).toEqual([33, 4, '4.1 2', '5.0 10', 'counted']);
    expect(paged('gap', question, '2009-07-13')).toEqual([-33, 4, '4.1 -2', '5.0 -10', 'counted']);
    expect(paged('plan', question, '2009-07-13', { class: 'cashable' })).toEqual([33, 4, '4.1 2', '5.0 10', 'counted']);
  });

  test('of a part, of what lines differ in, or as at an earlier day is found by a look at each posting', () => {
    expect(paged('plan', question, '2009-07-13', { line: ADULT })).toEqual([30, 2, '5.1 20', 'looked through']);
    expect(paged('atRisk', question, '2009-07-13')).toEqual([30, 2, '5.1 20', 'looked through']);
    expect(paged('gap', question, '2009-07-12')).toEqual([-30, 2, '5.1 -20', 'looked through']);
  });

  test('of what counts with a part only is a stretch of the whole trace', () => {
    expect(paged('achieved', spread, '2009-07-13')).toEqual([-0.02, 1, 'listed']);
    expect(paged('plan', spread, '2009-07-13')).toEqual([33, 4, '4.1 2', '5.0 10', 'counted']);
  });
});
