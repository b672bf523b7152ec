/** What the rules ask again and again, where no story of its own tells it. */
import type { Month } from '../../src/domain/dates';
import type { Pence } from '../../src/domain/money';
import { isRefusal } from '../../src/domain/refusals';
import { takeFromCells, type PlannedCell } from '../../src/domain/rules';
import {
  ADULT,
  achieve,
  allocate,
  baseline,
  contribution,
  IT,
  levels,
  line,
  ONE_COUNCIL,
  opened,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reject,
  reprofile,
  reverse,
  verify,
} from '../support/july';
import { close, declareOverlap, eliminate, forecast, inBatch, importOf, reopen } from '../support/later';
import { asAt, given, on, type Told } from '../support/story';

const planned: readonly Told[] = [opened, line(), baseline(), plan()];

describe('levels', () => {
  it('are taken year by year, though an earlier year is stated last: 100 in 2009/10 of the 300 in 2010/11', () => {
    given(opened, line(), plan({ '2010/11': '300000.00' }))
      .when(reprofile({ '2009/10': '100000.00' }))
      .thenPosts('plan 2009/10 cashable 100000.00', 'plan 2010/11 cashable -100000.00');
  });

  it('of nought post nothing where the line has a plan, or where they are a forecast or a contribution', () => {
    given(opened, line(), plan({ '2010/11': '300000.00' }))
      .when(reprofile({ '2009/10': '0.00', '2010/11': '250000.00' }))
      .thenPosts('plan 2010/11 cashable -50000.00');
    given(opened, line())
      .when(forecast({ '2009/10': '0.00', '2010/11': '1.00' }))
      .thenPosts('forecast 2010/11 cashable 1.00');
    given(opened, line())
      .when(contribution({ '2009/10': '0.00' }))
      .thenRefuses('NOTHING_CHANGES');
  });

  it('keep the cell of the document that each of them came from', () => {
    const [first, second] = levels({ '2009/10': '200000.00', '2010/11': '300000.00' });
    const { story } = given(opened, line());
    story.tell({ ...plan(), levels: [{ ...first!, cell: 'C12' }, second!] });
    expect(story.entries.at(-1)!.postings.map(({ tranche, cell }) => [tranche, cell])).toEqual([
      ['2009/10', 'C12'],
      ['2010/11', null],
    ]);
  });

  it('that are left out or below nought are refused with their year, for programs', () => {
    const { story } = given(opened, line());
    const detailOf = (stated: Readonly<Record<string, string | null>>): unknown => {
      const outcome = story.ask(plan(stated));
      return isRefusal(outcome) && [outcome.code, outcome.detail];
    };
    expect(detailOf({ '2009/10': '1.00', '2010/11': null })).toEqual(['LEVEL_BLANK', { year: '2010/11' }]);
    expect(detailOf({ '2009/10': '1.00', '2010/11': '-1.00' })).toEqual(['AMOUNT_SIGN', { year: '2010/11' }]);
  });
});

describe('a plan', () => {
  it('of one class stands beside that of the other: neither is planned a second time', () => {
    const both = [...planned, plan({ '2009/10': '1.00' }, IT, null, 'non-cashable')];
    given(...both)
      .when(plan())
      .thenRefuses('PLAN_EXISTS');
    given(...both)
      .when(plan({ '2009/10': '1.00' }, IT, null, 'non-cashable'))
      .thenRefuses('PLAN_EXISTS');
  });

  it('stays its own and keeps its deadline when a part of a pot is added to it, and so does that of the other class', () => {
    const { story } = given(
      opened,
      line(POT, 'unidentified'),
      line(ADULT),
      potPlan,
      pot([ADULT]),
      plan({ '2009/10': '500000.00' }, ADULT, ['2009/10', '600000.00']),
      plan({ '2009/10': '1.00' }, ADULT, null, 'non-cashable'),
      allocate({ '2009/10': '1.00' }, '5000.00'),
    );
    expect(story.state.lines.get(ADULT)?.plans).toEqual({
      cashable: { seq: 5, totalBy: '2009/10' },
      'non-cashable': { seq: 6, totalBy: null },
    });
  });

  it('that was reclassified comes off in the opposite order; a gain that was reclassified is none of it', () => {
    const moved = reclassify('100000.00', { measure: 'plan', status: null });
    given(...planned, moved)
      .when(reverse(3))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 3 cannot be reversed yet: entry 4 changed the plan after it; reverse that first.',
      );
    given(...planned, achieve('200000.00', null), reclassify())
      .when(reverse(3))
      .thenPosts(
        'plan 2009/10 cashable -200000.00',
        'plan 2010/11 cashable -100000.00',
        'plan 2011/12 cashable -200000.00',
      );
  });

  it('of a pot stays while a part without a year is allocated, though no level is', () => {
    given(opened, line(POT, 'unidentified'), line(ADULT), potPlan, pot([ADULT]), allocate({}, '5000.00'))
      .when(reverse(3))
      .thenRefuses('BUILT_UPON');
  });

  it.each<[what: string, before: readonly Told[], tranche: string]>([
    ['has no year', [opened, line(IT), plan({ '2009/10': '1.00' }, IT, ['2009/10', '101.00'])], 'unphased'],
    ['has a year', [opened, line(IT), plan({ '2009/10': '100.00' })], '2009/10'],
  ])(
    'that %s is not put back after it was moved and moved back: nothing of the class is left there',
    (_what, before, tranche) => {
      const there = reclassify('100.00', { measure: 'plan', tranche, status: null });
      const back = reclassify('100.00', { measure: 'plan', tranche, status: null, to: 'cashable' });
      given(...before, there)
        .when(reject(3))
        .thenPosts(...[`plan ${tranche} cashable 100.00`, `plan ${tranche} non-cashable -100.00`]);
      given(...before, there, back)
        .when(reject(3))
        .thenRefuses('BUILT_UPON');
    },
  );
});

describe('overlaps', () => {
  it('of one line with two others are known apart: what is taken off for one leaves the other', () => {
    const three = [...planned, line(ONE_COUNCIL), line(ADULT), plan(undefined, ADULT)];
    given(
      ...three,
      declareOverlap(ADULT, IT, '100.00'),
      declareOverlap(ADULT, ONE_COUNCIL, '100.00'),
      eliminate(ADULT, IT, '100.00'),
    )
      .when(eliminate(ADULT, ONE_COUNCIL, '100.00'))
      .thenPosts('ADULT-SOCIAL-CARE plan 2009/10 cashable -100.00');
  });
});

describe('the books', () => {
  const closed: readonly Told[] = [opened, line(), baseline(), on('2010-05-10', close('2010-03'))];
  const inMonth = (month: string) => ({ ...achieve('1.00', null), by: asAt(`${month}-15`) });
  const isLocked = (month: string, ...told: readonly Told[]): boolean => {
    const outcome = given(...closed, ...told).story.ask(inMonth(month));
    return isRefusal(outcome) && outcome.code === 'PERIOD_LOCKED';
  };

  it('are closed month after month: April after March', () => {
    expect([isLocked('2010-04'), isLocked('2010-04', close('2010-04'))]).toEqual([false, true]);
  });

  it('of a later month stay open when an earlier one that was re-opened is closed again', () => {
    const both = [reopen('2010-01'), verify(4), reopen('2010-03'), verify(6)];
    expect([isLocked('2010-01', ...both), isLocked('2010-03', ...both)]).toEqual([false, false]);
    const again = [...both, close('2010-01')];
    expect([isLocked('2010-01', ...again), isLocked('2010-03', ...again)]).toEqual([true, false]);
  });

  it('of a later month are opened by who was asked before an earlier one was closed again, and of that one not', () => {
    const asked = [reopen('2010-01'), verify(4), reopen('2010-03'), reopen('2009-12'), close('2010-01')];
    expect(isLocked('2010-03', ...asked, verify(6))).toBe(false);
    expect(isLocked('2009-12', ...asked, verify(7))).toBe(true);
  });

  it('name the entry that asks to re-open them, and the first open month, for programs', () => {
    const { story } = given(...closed, reopen('2010-03'));
    expect(story.ask(inMonth('2010-03'))).toMatchObject({ detail: { open: '2010-04', reopening: '4' } });
    expect(story.ask(inMonth('2010-02'))).toMatchObject({ detail: { open: '2010-04' as Month } });
    const outcome = story.ask(inMonth('2010-02'));
    expect(isRefusal(outcome) && outcome.detail).toEqual({ open: '2010-04' });
  });
});

test('a batch holds what was imported with it and nothing else', () => {
  const { state } = given(opened, importOf(), { ...line(), by: inBatch }, line(ADULT)).story;
  expect([...state.batches.all()]).toEqual([['TRACKER-1', { first: 1, last: 2 }]]);
});

test('what has no year is taken from one deadline after the other, and nothing from those that are not needed', () => {
  const by = (from: string, amount: number): PlannedCell =>
    ({ tranche: 'unphased', from, identified: true, amount }) as PlannedCell;
  const cells = [by('2009/10', 5_000), by('2010/11', 3_000), by('2011/12', 2_000)];
  expect([takeFromCells(cells, 4_000 as Pence), takeFromCells(cells, 6_000 as Pence)]).toEqual([
    [by('2009/10', 4_000)],
    [by('2009/10', 5_000), by('2010/11', 1_000)],
  ]);
});
