import type { LineId } from '../../src/domain/identifiers';
import { builtIn } from '../../projections/definitions';
import { position } from '../../projections/position';
import {
  achieve,
  baseline,
  contribution,
  line,
  opened,
  plan,
  reclassify,
  reject,
  reverse,
  verify,
} from '../support/july';
import { certify, confirm, fullYear, lapse } from '../support/later';
import { asAt, by, given, on, type Story } from '../support/story';

const HOMES = 'ELDERLY-PERSONS-HOMES' as LineId;
const RUNNING = 'RUNNING-COSTS' as LineId;

const amountsOf = ({ projection }: Story, year: string) =>
  position(
    projection,
    { by: year as never, definition: builtIn('published')!, baseYear: '2008/09' as never },
    projection.table.now(),
    {},
  ).amounts;

/** Claimed, verified and certified by a year, in thousands. */
const buckets = (story: Story, year: string): readonly number[] => {
  const amounts = amountsOf(story, year);
  return (['claimed', 'verified', 'certified'] as const).map((status) => amounts[`achieved.${status}`] / 100_000);
};

// Elderly Persons Homes 0, 319, 1,277: the first figure is one quarter of a year.
const homes = [
  opened,
  line(HOMES),
  plan({ '2010/11': '319000.00', '2011/12': '1277000.00' }, HOMES),
  baseline(HOMES),
  on('2011-01-10', achieve('319000.00', null, '2010/11', HOMES)),
];
const inFull = fullYear('958000.00', { tranche: '2010/11', of: '2011/12', id: HOMES });

describe('recognising a full-year effect', () => {
  it('continues the tranche from the year after it: Elderly Persons Homes 319 and then 1,277', () => {
    const { story, thenPosts } = given(...homes).when(on('2011-07-10', inFull));
    thenPosts('ELDERLY-PERSONS-HOMES achieved 2010/11 cashable claimed 958000.00');
    expect(buckets(story, '2010/11')).toEqual([319, 0, 0]);
    expect(buckets(story, '2011/12')).toEqual([1277, 0, 0]);
  });

  it('cannot lift what was achieved above the approved level', () => {
    given(...homes)
      .when(on('2011-07-10', { ...inFull, amount: '958000.01' as never }))
      .thenRefuses(
        'ABOVE_PLAN',
        'With it line ELDERLY-PERSONS-HOMES would have achieved 1277000.01 by 2011/12, above its approved level of 1277000.00.',
      );
  });

  it('is held against what was achieved up to its year, that year included and no later one', () => {
    const planned = plan({ '2009/10': '100.00', '2010/11': '200.00', '2011/12': '500.00' });
    const begun = [opened, line(), planned, baseline(), on('2010-03-10', achieve('100.00', null))];
    given(...begun, on('2011-05-10', achieve('300.00', null, '2011/12')))
      .when(fullYear('100.00'))
      .thenPosts('achieved 2009/10 cashable claimed 100.00');
    given(...begun, on('2011-05-10', achieve('100.00', null, '2010/11')))
      .when(fullYear('0.01'))
      .thenRefuses(
        'ABOVE_PLAN',
        'With it line IT-PROCUREMENT would have achieved 200.01 by 2010/11, above its approved level of 200.00.',
      );
  });

  it('refuses another year than the next, one that has not begun, and a tranche in which nothing was achieved', () => {
    given(...homes)
      .when(on('2011-07-10', fullYear('1.00', { tranche: '2010/11', of: '2012/13', id: HOMES })))
      .thenRefuses('CLOCK_YEAR', 'The full-year effect of 2010/11 is first felt in the year after it.');
    given(...homes)
      .when(inFull)
      .thenRefuses(
        'NOT_YET_FELT',
        '2011/12 has not begun on the effective date; what is saved or spent counts in the year it is felt.',
      );
    given(...homes)
      .when(on('2011-07-10', fullYear('1.00', { tranche: '2009/10', id: HOMES })))
      .thenRefuses(
        'NOTHING_ACHIEVED',
        'Line ELDERLY-PERSONS-HOMES has achieved nothing cashable first in 2009/10; there is no part-year effect to continue.',
      );
    given(...homes)
      .when(on('2011-07-10', { ...inFull, amount: '0.00' as never }))
      .thenRefuses('AMOUNT_ZERO', 'The full-year effect is 0.00; an amount must move.');
  });

  it('is verified and certified from its own year, not from the first one of its tranche', () => {
    const told = [...homes, on('2011-07-10', inFull), verify(4), verify(5)];
    expect(buckets(given(...told).story, '2010/11')).toEqual([0, 319, 0]);
    const { story } = given(...told).when(certify('2011/12'));
    expect(buckets(story, '2010/11')).toEqual([0, 0, 319]);
    expect(buckets(story, '2011/12')).toEqual([0, 0, 1277]);
  });

  it('is reclassified with its tranche, and no year of it falls below nought', () => {
    const { story, thenPosts } = given(...homes, on('2011-07-10', inFull)).when(
      reclassify('1000000.00', { tranche: '2010/11', line: HOMES }),
    );
    thenPosts(
      'ELDERLY-PERSONS-HOMES achieved 2010/11 cashable claimed -319000.00',
      'ELDERLY-PERSONS-HOMES achieved 2010/11 non-cashable claimed 319000.00',
      'ELDERLY-PERSONS-HOMES achieved 2010/11 cashable claimed -681000.00',
      'ELDERLY-PERSONS-HOMES achieved 2010/11 non-cashable claimed 681000.00',
    );
    expect(buckets(story, '2010/11')).toEqual([319, 0, 0]);
  });

  it('keeps what began it from being reversed once the first year has been reclassified', () => {
    given(...homes, on('2011-07-10', inFull), reclassify('319000.00', { tranche: '2010/11', line: HOMES }))
      .when(reverse(4))
      .thenRefuses('BUILT_UPON');
  });
});

// "Reduction in running costs": 519, 494, 494.
const running = [
  opened,
  line(RUNNING),
  plan({ '2009/10': '519000.00', '2010/11': '494000.00', '2011/12': '494000.00' }, RUNNING),
  baseline(RUNNING),
  on('2010-03-10', achieve('519000.00', null, '2009/10', RUNNING)),
];

describe('a gain that does not last', () => {
  it('lapses from the year in which it no longer holds: running costs by 25; what was saved in 2009/10 stays saved', () => {
    const { story, thenPosts } = given(...running).when(on('2010-06-10', lapse('25000.00', { id: RUNNING })));
    thenPosts('RUNNING-COSTS achieved 2009/10 cashable claimed -25000.00');
    expect(story.entries.at(-1)!.postings[0]!.from).toBe('2010/11');
    expect(amountsOf(story, '2009/10').achieved).toBe(51_900_000);
    expect(amountsOf(story, '2010/11').achieved).toBe(49_400_000);
  });

  it('lapses with the status it has, and certifying keeps it in its year', () => {
    const { story } = given(...running, verify(4), lapse('25000.00', { id: RUNNING, status: 'verified' })).when(
      on('2010-07-10', certify('2009/10')),
    );
    expect(buckets(story, '2009/10')).toEqual([0, 0, 519]);
    expect(buckets(story, '2010/11')).toEqual([0, 0, 494]);
  });

  it('may lapse as a whole, in either year of its clock', () => {
    for (const from of ['2010/11', '2011/12'])
      given(...running)
        .when(lapse('519000.00', { id: RUNNING, from }))
        .thenPosts('RUNNING-COSTS achieved 2009/10 cashable claimed -519000.00');
    expect(given(...running).story.ask(lapse('519000.01', { id: RUNNING }))).toMatchObject({
      detail: { held: '519000.00' },
    });
  });

  it('refuses more than it holds, a year outside the clock, nothing, and no reason', () => {
    given(...running)
      .when(lapse('519000.01', { id: RUNNING }))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line RUNNING-COSTS holds 519000.00 cashable, claimed, first in 2009/10; 519000.01 cannot lapse.',
      );
    for (const from of ['2009/10', '2012/13']) {
      given(...running)
        .when(lapse('1.00', { id: RUNNING, from }))
        .thenRefuses(
          'CLOCK_YEAR',
          `The clock of 2009/10 runs through the two financial years after it; ${from} is not one of them.`,
        );
    }
    given(...running)
      .when(lapse('0.00', { id: RUNNING }))
      .thenRefuses('AMOUNT_ZERO', 'The amount lapsed is 0.00; an amount must move.');
    given(...running)
      .when(lapse('1.00', { id: RUNNING, recording: by }))
      .thenRefuses('REASON_REQUIRED', 'Say why: a lapse needs a reason.');
    given(opened).when(lapse('1.00')).thenRefuses('LINE_NOT_FOUND');
  });

  it('keeps the entry that recorded it from being reversed until the lapse is', () => {
    given(...running, lapse('25000.00', { id: RUNNING }))
      .when(reverse(4))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 4 cannot be reversed yet: a later entry has used or moved part of what it recorded; reverse that first.',
      );
    given(...running, lapse('25000.00', { id: RUNNING }), reverse(5))
      .when(reverse(4))
      .thenPosts('RUNNING-COSTS achieved 2009/10 cashable claimed -519000.00');
  });
});

describe('confirming that a gain lasts', () => {
  const agreed = [opened, line(), plan(), baseline(), on('2010-03-10', achieve())];

  it('is said for each year of its clock, and moves nothing', () => {
    given(...agreed)
      .when(on('2011-03-10', confirm('2010/11')))
      .thenPosts();
    given(...agreed, on('2011-03-10', confirm('2010/11')))
      .when(on('2012-03-10', confirm('2011/12')))
      .thenPosts();
  });

  it('refuses the year it began in, one after its clock, one that has not begun, and where there is nothing', () => {
    for (const year of ['2009/10', '2012/13']) {
      given(...agreed)
        .when(on('2013-06-01', confirm(year)))
        .thenRefuses(
          'CLOCK_YEAR',
          `The clock of 2009/10 runs through the two financial years after it; ${year} is not one of them.`,
        );
    }
    given(...agreed)
      .when(confirm('2010/11'))
      .thenRefuses(
        'NOT_YET_FELT',
        '2010/11 has not begun on the effective date; what is saved or spent counts in the year it is felt.',
      );
    given(...agreed)
      .when(on('2013-06-01', { ...confirm('2010/11'), by: asAt('2010-03-31') }))
      .thenRefuses('NOT_YET_FELT');
    given(opened, line())
      .when(on('2011-03-10', confirm('2010/11')))
      .thenRefuses(
        'NOTHING_ACHIEVED',
        'Line IT-PROCUREMENT has achieved nothing cashable first in 2009/10; there is nothing to confirm.',
      );
    given(opened).when(confirm('2009/10')).thenRefuses('LINE_NOT_FOUND');
  });
});

describe('rejecting a reclassification', () => {
  const moved = [opened, line(), baseline(), achieve(), reclassify()];

  it('puts the amount back into the class it came from: the gross total cannot move', () => {
    given(...moved)
      .when(reject(4))
      .thenPosts('achieved 2009/10 non-cashable claimed -100000.00', 'achieved 2009/10 cashable claimed 100000.00');
  });

  it('puts back what each year of it took, and what fell short with it', () => {
    const inTwoYears = [opened, line(), plan(), baseline(), achieve('200000.00', null)];
    const effects = [...inTwoYears, on('2010-05-10', fullYear('50000.00')), reclassify('220000.00')];
    const { story } = given(...effects).when(reject(6));
    expect(story.entries.at(-1)!.postings.map(({ class: of, from, amount }) => [of, from, amount])).toEqual([
      ['non-cashable', '2009/10', '-200000.00'],
      ['cashable', '2009/10', '200000.00'],
      ['non-cashable', '2010/11', '-20000.00'],
      ['cashable', '2010/11', '20000.00'],
    ]);
    const begun = { ...achieve('200000.00', null), inYear: '50000.00' as never };
    given(opened, line(), baseline(), begun, reclassify('100000.00'))
      .when(reject(4))
      .thenPosts(
        'achieved 2009/10 non-cashable claimed -100000.00',
        'achieved 2009/10 cashable claimed 100000.00',
        'part-year shortfall 2009/10 non-cashable claimed 75000.00',
        'part-year shortfall 2009/10 cashable claimed -75000.00',
      );
  });

  it('of a plan waits while what it moved contributes to a budget', () => {
    const moved = [opened, line(), plan(), reclassify('50000.00', { measure: 'plan', status: null })];
    given(...moved)
      .when(reject(3))
      .thenPosts('plan 2009/10 cashable 50000.00', 'plan 2009/10 non-cashable -50000.00');
    given(...moved, { ...contribution({ '2009/10': '50000.00' }), class: 'non-cashable' })
      .when(reject(3))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 3 cannot be rejected any more: a later entry has used what it moved; reverse that first.',
      );
  });

  it('puts back what of it is still claimed', () => {
    given(...moved, reclassify('40000.00', { to: 'cashable' }))
      .when(reject(4))
      .thenPosts('achieved 2009/10 non-cashable claimed -60000.00', 'achieved 2009/10 cashable claimed 60000.00');
  });

  it('puts back what was verified before as verified', () => {
    given(opened, line(), baseline(), achieve(), verify(3), reclassify('100000.00', { status: 'verified' }))
      .when(reject(5))
      .thenPosts('achieved 2009/10 non-cashable claimed -100000.00', 'achieved 2009/10 cashable verified 100000.00');
  });

  it('puts a plan back as well', () => {
    given(opened, line(), plan(), reclassify('100000.00', { measure: 'plan', status: null }))
      .when(reject(3))
      .thenPosts('plan 2009/10 cashable 100000.00', 'plan 2009/10 non-cashable -100000.00');
  });
});
