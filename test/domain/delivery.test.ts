import {
  achieve,
  ADULT,
  baseline,
  CARRIED,
  carryForward,
  cost,
  IT,
  line,
  money,
  opened,
  plan,
  pot,
  POT,
  potPlan,
  reclassify,
  verify,
} from '../support/july';
import { fullYear } from '../support/later';
import { asAt, because, by, given, on } from '../support/story';

const measured = [opened, line(), baseline(), plan()];

describe('recording what was achieved', () => {
  it('keeps gross and ongoing cost apart: 260 less 60 is 200 net, claimed', () => {
    given(...measured)
      .when(achieve())
      .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
  });

  it('takes a saving without cost', () => {
    given(...measured)
      .when(achieve('200000.00', null))
      .thenPosts('achieved 2009/10 cashable claimed 200000.00');
  });

  it('counts from the base year on, and may cost all that it gains', () => {
    given(...measured)
      .when(achieve('10.00', '10.00', '2008/09'))
      .thenPosts('achieved 2008/09 cashable claimed 10.00', 'cost 2008/09 cashable claimed -10.00');
  });

  it('refuses a line without a baseline', () => {
    given(opened, line(), plan())
      .when(achieve())
      .thenRefuses(
        'BASELINE_MISSING',
        'Line IT-PROCUREMENT has no baseline, so no saving can be measured; record what was spent before first.',
      );
  });

  it('refuses a saving on the pot itself', () => {
    given(opened, line(POT, 'unidentified'), line(ADULT), potPlan, pot([ADULT]), baseline(POT))
      .when(achieve('1.00', null, '2009/10', POT))
      .thenRefuses(
        'LINE_IS_POT',
        'Line TRANSFORMATION is a pot; allocate it, and record the saving on the programme that made it.',
      );
  });

  it('lets impact decide the year: one that has not begun has felt nothing, one before the base year is carried forward', () => {
    given(...measured)
      .when(achieve('1.00', null, '2010/11'))
      .thenRefuses('NOT_YET_FELT');
    given(...measured)
      .when(achieve('1.00', null, '2007/08'))
      .thenRefuses(
        'BEFORE_BASE_YEAR',
        '2007/08 is before the base year 2008/09; what was saved then can only be carried forward.',
      );
    given(...measured)
      .when({ ...achieve('1.00', null, '2009/10'), by: asAt('2009-03-31') })
      .thenRefuses('NOT_YET_FELT');
  });

  it('refuses nought, minus amounts, and a cost above the gain', () => {
    given(...measured)
      .when(achieve('0.00', null))
      .thenRefuses('AMOUNT_ZERO', 'The gross saving is 0.00; an amount must move.');
    given(...measured)
      .when(achieve('-1.00', null))
      .thenRefuses('AMOUNT_SIGN', 'The gross saving is -1.00; it is entered as a positive amount here.');
    given(...measured)
      .when(achieve('10.00', '-1.00'))
      .thenRefuses('AMOUNT_SIGN', 'The ongoing cost is -1.00; it cannot be below 0.00.');
    given(...measured)
      .when(achieve('10.00', '10.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The ongoing cost 10.01 is more than the gross saving 10.00; nothing is saved.',
      );
  });
});

describe('a saving that starts within the year', () => {
  const begun = (inYear: string, ongoingCost: string | null = '60000.00') => ({
    ...achieve('260000.00', ongoingCost),
    inYear: money(inYear),
  });

  it('is felt in that year by a part of its level only; what is short of it is a measure of its own', () => {
    given(...measured)
      .when(begun('50000.00'))
      .thenPosts(
        'achieved 2009/10 cashable claimed 260000.00',
        'cost 2009/10 cashable claimed -60000.00',
        'part-year shortfall 2009/10 cashable claimed -150000.00',
      );
    given(...measured)
      .when(begun('0.00', null))
      .thenPosts(
        'achieved 2009/10 cashable claimed 260000.00',
        'part-year shortfall 2009/10 cashable claimed -260000.00',
      );
  });

  it('falls short by nothing where all of it is felt at once', () => {
    given(...measured)
      .when(begun('200000.00'))
      .thenPosts('achieved 2009/10 cashable claimed 260000.00', 'cost 2009/10 cashable claimed -60000.00');
  });

  it('is never felt by more than its net level, nor by less than nothing', () => {
    given(...measured)
      .when(begun('200000.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The in-year effect 200000.01 is more than the net rise of the yearly level, 200000.00; it is the part of it that is felt in that very year.',
      );
    given(...measured)
      .when(begun('-0.01'))
      .thenRefuses('AMOUNT_SIGN', 'The in-year effect is -0.01; it cannot be below 0.00.');
  });

  it('takes the same share of the shortfall along when it is reclassified: half of it here', () => {
    given(...measured, begun('50000.00', null))
      .when(reclassify('130000.00'))
      .thenPosts(
        'achieved 2009/10 cashable claimed -130000.00',
        'achieved 2009/10 non-cashable claimed 130000.00',
        'part-year shortfall 2009/10 cashable claimed 105000.00',
        'part-year shortfall 2009/10 non-cashable claimed -105000.00',
      );
  });
});

describe('netting a cost', () => {
  const saved = [...measured, achieve('500000.00', null)];

  it('takes ongoing cost off the gain: 500 gross less 60 for software (invented)', () => {
    given(...saved)
      .when(cost('60000.00'))
      .thenPosts('cost 2009/10 cashable claimed -60000.00');
  });

  it('keeps one-off cost as a measure of its own', () => {
    given(...saved)
      .when(cost('900000.00', 'one-off'))
      .thenPosts('one-off cost 2009/10 cashable claimed -900000.00');
  });

  it('keeps cost that would have arisen anyway in sight and takes it off nothing, with a reason', () => {
    given(...saved)
      .when(cost('25000.00', 'ongoing', false, because('Existing HR time (invented)')))
      .thenPosts('excluded cost 2009/10 cashable claimed -25000.00');
    given(...saved)
      .when(cost('25000.00', 'ongoing', false))
      .thenRefuses('REASON_REQUIRED', 'Say why: leaving a cost out needs a reason.');
  });

  it('lets impact decide the year of a cost as well: nothing is spent in a year to come, or was before the base year', () => {
    for (const included of [true, false]) {
      const early = cost('1.00', 'one-off', included, because('Invented'));
      given(...saved)
        .when({ ...early, year: '2010/11' as never })
        .thenRefuses('NOT_YET_FELT');
      given(...saved)
        .when({ ...early, year: '2007/08' as never })
        .thenRefuses(
          'BEFORE_BASE_YEAR',
          '2007/08 is before the base year 2008/09; what was spent then is in the baseline.',
        );
    }
  });

  it('may take off all that was gained, and what was spent in the base year', () => {
    given(...saved)
      .when(cost('500000.00'))
      .thenPosts('cost 2009/10 cashable claimed -500000.00');
    given(...saved)
      .when({ ...cost('1.00', 'one-off'), year: '2008/09' as never })
      .thenPosts('one-off cost 2008/09 cashable claimed -1.00');
  });

  it('takes off no less than a penny', () => {
    given(...saved)
      .when(cost('0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The cost is 0.00; an amount must move.');
  });

  it('refuses more ongoing cost than was gained', () => {
    given(...saved)
      .when(cost('500000.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line IT-PROCUREMENT has achieved 500000.00 net, cashable, first in 2009/10; a cost of 500000.01 is more than it gained.',
      );
  });
});

describe('reclassifying', () => {
  const saved = [...measured, achieve()];

  it('is zero-sum: 100 less cashable, 100 more non-cashable, claimed anew', () => {
    given(...saved)
      .when(reclassify())
      .thenPosts('achieved 2009/10 cashable claimed -100000.00', 'achieved 2009/10 non-cashable claimed 100000.00');
    given(...saved, verify(4))
      .when(reclassify('100000.00', { status: 'verified' }))
      .thenPosts('achieved 2009/10 cashable verified -100000.00', 'achieved 2009/10 non-cashable claimed 100000.00');
  });

  it('moves a gain from the years it takes effect from: its own first, then those of its full-year effect', () => {
    const { story } = given(...saved, on('2010-05-10', fullYear('50000.00'))).when(reclassify('220000.00'));
    const { facts, postings } = story.entries.at(-1)!;
    expect(facts).toMatchObject({ amount: '220000.00' });
    expect(postings.map(({ class: of, from, amount }) => [of, from, amount])).toEqual([
      ['cashable', '2009/10', '-200000.00'],
      ['non-cashable', '2009/10', '200000.00'],
      ['cashable', '2010/11', '-20000.00'],
      ['non-cashable', '2010/11', '20000.00'],
    ]);
  });

  it('says how much the class holds where that is too little', () => {
    expect(given(...saved).story.ask(reclassify('200000.01'))).toMatchObject({ detail: { held: '200000.00' } });
  });

  it('moves a plan as well, of the one year that is named', () => {
    given(...measured)
      .when(reclassify('50000.00', { measure: 'plan', status: null, tranche: '2011/12' }))
      .thenPosts('plan 2011/12 cashable -50000.00', 'plan 2011/12 non-cashable 50000.00');
    given(...measured)
      .when(reclassify('50000.00', { measure: 'plan', status: null }))
      .thenPosts('plan 2009/10 cashable -50000.00', 'plan 2009/10 non-cashable 50000.00');
  });

  it('may take what was carried forward out of the cashable class, though never into it', () => {
    given(opened, line(CARRIED), carryForward())
      .when(reclassify('1.00', { tranche: 'opening', line: CARRIED }))
      .thenPosts(
        'GERSHON-CASHABLE achieved opening cashable claimed -1.00',
        'GERSHON-CASHABLE achieved opening non-cashable claimed 1.00',
      );
  });

  it('cannot move more than the class holds net', () => {
    given(...saved)
      .when(reclassify('200000.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line IT-PROCUREMENT holds 200000.00 cashable there; 200000.01 cannot be reclassified.',
      );
    given(...saved)
      .when(reclassify('1.00', { tranche: '2010/11' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...saved)
      .when(reclassify('1.00', { tranche: 'unphased' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...saved)
      .when(reclassify('1.00', { status: 'verified' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });

  it('refuses a move that would leave a plan below nought in a later year', () => {
    given(opened, line(), plan({ '2009/10': '519000.00', '2010/11': '494000.00' }))
      .when(reclassify('519000.00', { measure: 'plan', status: null }))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The cashable plan of line IT-PROCUREMENT would fall below nought, or below what it contributes to a budget.',
      );
  });

  it('needs a reason, another class, an amount, and a status where there is one', () => {
    given(...saved)
      .when(reclassify('1.00', { recording: by }))
      .thenRefuses('REASON_REQUIRED', 'Say why: a reclassification needs a reason.');
    given(...saved)
      .when({ ...reclassify(), to: 'cashable' })
      .thenRefuses('RECLASS_SAME', 'The amount is cashable already; name the other class.');
    given(...saved)
      .when(reclassify('0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The amount reclassified is 0.00; an amount must move.');
    given(...saved)
      .when(reclassify('1.00', { status: null }))
      .thenRefuses(
        'CHOICE_UNKNOWN',
        'Name the status, claimed, verified or certified, of an achieved amount; a plan has none.',
      );
    given(...saved)
      .when(reclassify('1.00', { measure: 'plan' }))
      .thenRefuses('CHOICE_UNKNOWN');
    given(opened)
      .when(reclassify('1.00', { line: IT }))
      .thenRefuses('LINE_NOT_FOUND');
  });
});
