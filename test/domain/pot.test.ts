import {
  ADULT,
  allocate,
  contribution,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  plan,
  pot,
  POT,
  potPlan,
  reprofile,
  reverse,
  stage,
} from '../support/july';
import { giveBack } from '../support/later';
import { because, given, on, type Told } from '../support/story';

const ready = [
  opened,
  line(POT, 'unidentified'),
  line(ADULT, 'unidentified'),
  line(ONE_COUNCIL, 'unidentified'),
  potPlan,
  pot(),
];

describe('allocating the pot', () => {
  it('moves every cell: pot minus, programme plus (amounts invented)', () => {
    given(...ready)
      .when(allocate({ '2009/10': '500000.00', '2010/11': '800000.00', '2011/12': '1600000.00' }, '2000000.00'))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable -500000.00',
        'ADULT-SOCIAL-CARE plan 2009/10 unidentified cashable 500000.00',
        'TRANSFORMATION plan 2010/11 unidentified cashable -300000.00',
        'ADULT-SOCIAL-CARE plan 2010/11 unidentified cashable 300000.00',
        'TRANSFORMATION plan 2011/12 unidentified cashable -800000.00',
        'ADULT-SOCIAL-CARE plan 2011/12 unidentified cashable 800000.00',
        'TRANSFORMATION plan unphased unidentified cashable -2000000.00',
        'ADULT-SOCIAL-CARE plan unphased unidentified cashable 2000000.00',
      );
  });

  it('gives an identified programme identified plans', () => {
    given(...ready, stage('identified', ADULT))
      .when(allocate({ '2009/10': '500000.00' }))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable -500000.00',
        'ADULT-SOCIAL-CARE plan 2009/10 cashable 500000.00',
      );
  });

  it('refuses where a cell has less left', () => {
    given(...ready, allocate({ '2009/10': '2000000.00' }))
      .when(allocate({ '2009/10': '500000.01' }, null, ONE_COUNCIL))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION has 500000.00 left first in 2009/10; 500000.01 cannot be allocated from it.',
      );
    given(...ready)
      .when(allocate({ '2010/11': '1500000.01' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...ready)
      .when(allocate({}, '10368000.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION has 10368000.00 left without a year; 10368000.01 cannot be allocated from it.',
      );
  });

  it('refuses an allocation that the pot, falling later, cannot spare in a later year', () => {
    given(...ready, reprofile({ '2010/11': '1.00' }, POT))
      .when(allocate({ '2009/10': '2.00' }))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION falls in a later year; so much cannot be allocated from it.',
      );
  });

  it('allocates the very last penny and leaves the pot at nought', () => {
    const { story } = given(...ready).when(
      allocate({ '2009/10': '2500000.00', '2010/11': '4000000.00', '2011/12': '8000000.00' }, '10368000.00'),
    );
    expect(story.state.level(POT, 'plan', '2011/12' as never, 'cashable')).toBe(0);
    expect(story.state.tranche(POT, 'plan', 'unphased', 'cashable')).toBe(0);
  });

  it('refuses nothing, falling levels, lines that are no pot, and programmes that do not share it', () => {
    given(...ready)
      .when(allocate({}))
      .thenRefuses('AMOUNT_ZERO', 'The allocation is 0.00; an amount must move.');
    given(...ready)
      .when(allocate({ '2009/10': '2.00', '2010/11': '1.00' }))
      .thenRefuses(
        'AMOUNT_SIGN',
        'The level of 2010/11 is less than that of the year before; an allocation does not fall.',
      );
    given(...ready)
      .when(allocate({ '2009/10': '1.00' }, null, ADULT, ONE_COUNCIL))
      .thenRefuses('NOT_A_POT', 'Line ONE-COUNCIL is not a pot; there is nothing to allocate from it.');
    given(...ready, line(IT))
      .when(allocate({ '2009/10': '1.00' }, null, IT))
      .thenRefuses(
        'NOT_A_PROGRAMME',
        'Line IT-PROCUREMENT is not one of the programmes that share the pot TRANSFORMATION.',
      );
    given(...ready)
      .when(allocate({ '2009/10': '1.00' }, '-1.00'))
      .thenRefuses('AMOUNT_SIGN', 'The unphased amount is -1.00; it cannot be below 0.00.');
  });

  it('leaves the budget contribution with the pot: 4,000 of a pot that is partly allocated', () => {
    given(...ready, contribution({ '2010/11': '4000000.00' }, POT))
      .when(allocate({ '2010/11': '800000.00' }))
      .thenPosts(
        'TRANSFORMATION plan 2010/11 unidentified cashable -800000.00',
        'ADULT-SOCIAL-CARE plan 2010/11 unidentified cashable 800000.00',
      );
  });

  it('can be taken back in any order', () => {
    given(...ready, allocate({ '2009/10': '500000.00' }), allocate({ '2009/10': '700000.00' }, null, ONE_COUNCIL))
      .when(reverse(6))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable 500000.00',
        'ADULT-SOCIAL-CARE plan 2009/10 unidentified cashable -500000.00',
      );
  });

  it('keeps the pot from being unplanned while it is allocated', () => {
    given(...ready, allocate({ '2009/10': '500000.00' }))
      .when(reverse(4))
      .thenRefuses('BUILT_UPON');
  });
});

describe('an allocation without a year', () => {
  it('is by the deadline of the pot, and needs one; nothing without a year needs none', () => {
    const { story } = given(...ready).when(allocate({}, '2000000.00'));
    expect(story.entries.at(-1)!.postings.map(({ from }) => from)).toEqual(['2010/11', '2010/11']);
    const undated = [opened, line(POT), line(ADULT), plan({ '2009/10': '100.00' }, POT), pot([ADULT])];
    given(...undated)
      .when(allocate({ '2009/10': '100.00' }, '0.00'))
      .thenPosts('TRANSFORMATION plan 2009/10 cashable -100.00', 'ADULT-SOCIAL-CARE plan 2009/10 cashable 100.00');
    given(...undated)
      .when(allocate({ '2009/10': '100.00' }, '0.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION has no plan without a year; all it holds is allocated by levels.',
      );
  });

  it('is of a class that the pot plans', () => {
    given(...ready)
      .when({ ...allocate({}, '0.01'), class: 'non-cashable' })
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION has no plan without a year; all it holds is allocated by levels.',
      );
  });

  it('tells a program how much is left of the cell that has too little', () => {
    expect(given(...ready).story.ask(allocate({ '2009/10': '2500000.01' }))).toMatchObject({
      detail: { left: '2500000.00' },
    });
  });

  it('moves what is stated only: a level that is left out at first, or that stays, moves nothing', () => {
    const stated = { ...allocate({ '2010/11': '1.00', '2011/12': '1.00' }) };
    given(...ready)
      .when({
        ...stated,
        levels: [{ year: '2009/10' as never, level: null, printed: '', cell: null }, ...stated.levels],
      })
      .thenPosts(
        'TRANSFORMATION plan 2010/11 unidentified cashable -1.00',
        'ADULT-SOCIAL-CARE plan 2010/11 unidentified cashable 1.00',
      );
  });

  it('is refused as levels are: out of order, or below nought; and from a pot that is not in the ledger', () => {
    given(...ready)
      .when(allocate({ '2010/11': '1.00', '2009/10': '1.00' }))
      .thenRefuses('LEVEL_ORDER');
    given(...ready)
      .when(allocate({ '2009/10': '1.00' }, null, ADULT, IT))
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line IT-PROCUREMENT in this ledger; register it first, or check its code.',
      );
  });
});

describe('a programme gives back', () => {
  const allocated = [...ready, allocate({ '2009/10': '5.00', '2010/11': '8.00' }, '2.00')];

  it('all it was given, to the penny', () => {
    given(...allocated)
      .when(giveBack({ '2009/10': '5.00', '2010/11': '8.00' }, '2.00'))
      .thenPosts(
        'ADULT-SOCIAL-CARE plan 2009/10 unidentified cashable -5.00',
        'TRANSFORMATION plan 2009/10 unidentified cashable 5.00',
        'ADULT-SOCIAL-CARE plan 2010/11 unidentified cashable -3.00',
        'TRANSFORMATION plan 2010/11 unidentified cashable 3.00',
        'ADULT-SOCIAL-CARE plan unphased unidentified cashable -2.00',
        'TRANSFORMATION plan unphased unidentified cashable 2.00',
      );
  });

  it('no more than it was given, though it plans more of its own', () => {
    const sentence =
      'Programme ADULT-SOCIAL-CARE does not hold that much of the pot TRANSFORMATION; it can only return what it was given.';
    given(...allocated, reprofile({ '2009/10': '100.00', '2010/11': '103.00' }, ADULT))
      .when(giveBack({ '2009/10': '5.01' }))
      .thenRefuses('INSUFFICIENT_BALANCE', sentence);
    given(...allocated)
      .when(giveBack({}, '2.01'))
      .thenRefuses('INSUFFICIENT_BALANCE', sentence);
  });

  it('nothing that it contributes to a budget', () => {
    given(...allocated, contribution({ '2009/10': '5.00' }, ADULT))
      .when(giveBack({ '2009/10': '5.00' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });

  it('no more than it still plans first in that year, though it plans more in another', () => {
    given(...allocated, reprofile({ '2009/10': '8.00', '2010/11': '8.00' }, ADULT))
      .when(giveBack({ '2010/11': '3.00' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });

  it('no more than it still plans', () => {
    given(...allocated, reprofile({ '2009/10': '4.00' }, ADULT))
      .when(giveBack({ '2009/10': '5.00' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });
});

describe('a pot that was created by mistake', () => {
  it('is a line like any other once that is reversed, and its programmes are free', () => {
    given(...ready, reverse(5))
      .when(allocate({ '2009/10': '1.00' }))
      .thenRefuses('NOT_A_POT');
    given(...ready, reverse(5))
      .when(pot([POT, ADULT], ONE_COUNCIL))
      .thenPosts();
    const { story } = given(...ready).when(reverse(5));
    expect(story.projection.register.line(POT, story.projection.table.now())!.pot).toBeNull();
  });

  it('was one for as long as parts of it were allocated, though all of them came back (amounts invented)', () => {
    const backAgain = [
      ...ready,
      on('2009-10-01', allocate({ '2009/10': '500000.00' })),
      on('2009-11-01', giveBack({ '2009/10': '500000.00' })),
    ];
    const reversed = (effective: string): Told =>
      on('2009-12-01', {
        ...reverse(5),
        by: { ...because('Created by mistake (invented)'), effective: effective as never },
      });
    given(...backAgain)
      .when(reversed('2009-09-01'))
      .thenRefuses('DATE_PERIOD');
    given(...backAgain)
      .when(reversed('2009-11-01'))
      .thenPosts();
  });

  it('is reversed though it contributes what it saves by itself, and though a part of another pot is allocated', () => {
    given(...ready, contribution({ '2010/11': '4000000.00' }, POT))
      .when(reverse(5))
      .thenPosts();
    const other = [line(IT), line('ANOTHER-POT' as never), pot([IT], 'ANOTHER-POT' as never)];
    given(...ready, allocate({ '2009/10': '500000.00' }), ...other)
      .when(reverse(9))
      .thenPosts();
  });

  it('lets what was recorded on it be reversed while a part of it is allocated', () => {
    given(...ready, allocate({ '2009/10': '500000.00' }), contribution({ '2010/11': '1.00' }, POT))
      .when(reverse(7))
      .thenPosts('TRANSFORMATION budget contribution 2010/11 unidentified cashable -1.00');
  });

  it('stays one while a part of it is allocated, or it contributes more than it saves by itself', () => {
    const part = [...ready, allocate({ '2009/10': '500000.00' })];
    given(...part)
      .when(reverse(5))
      .thenRefuses('BUILT_UPON', 'Entry 5 cannot be reversed yet: a part of the pot is allocated; reverse that first.');
    given(...part, reverse(6))
      .when(reverse(5))
      .thenPosts();
    const shared = [...ready, plan({ '2010/11': '100.00' }, ADULT), contribution({ '2010/11': '4000000.01' }, POT)];
    given(...shared)
      .when(reverse(5))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 5 cannot be reversed yet: it contributes more to a budget than it would save without them; reverse that first.',
      );
  });
});

describe('creating a pot', () => {
  it('refuses a second time, without programmes, with itself or with unknown lines', () => {
    given(...ready)
      .when(pot())
      .thenRefuses('POT_EXISTS', 'Line TRANSFORMATION is a pot already.');
    given(opened, line(POT))
      .when(pot([]))
      .thenRefuses('NOT_A_PROGRAMME', 'A pot is shared by at least one other line; name the programmes.');
    given(opened, line(POT))
      .when(pot([POT]))
      .thenRefuses('NOT_A_PROGRAMME', 'A pot is shared by at least one other line; name the programmes.');
    given(opened, line(POT), line(ADULT))
      .when(pot([ADULT, POT]))
      .thenRefuses('NOT_A_PROGRAMME', 'A pot is shared by at least one other line; name the programmes.');
    given(opened, line(POT))
      .when(pot([ADULT]))
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line ADULT-SOCIAL-CARE in this ledger; register it first, or check its code.',
      );
  });

  it('gives each programme one pot and names it once, so that no pound of it contributes to a budget twice', () => {
    const lines = [opened, line(POT), line(ADULT), line(ONE_COUNCIL), line(IT)];
    given(...lines)
      .when(pot([ADULT, ADULT]))
      .thenRefuses('NOT_A_PROGRAMME', 'Line ADULT-SOCIAL-CARE is named twice; name each programme once.');
    given(...lines, pot([ADULT]))
      .when(pot([ADULT, IT], ONE_COUNCIL))
      .thenRefuses(
        'NOT_A_PROGRAMME',
        'Line ADULT-SOCIAL-CARE is a programme of the pot TRANSFORMATION already; a programme shares one pot.',
      );
    given(...lines, pot([ADULT]))
      .when(pot([POT, IT], ONE_COUNCIL))
      .thenRefuses('NOT_A_PROGRAMME', 'Line TRANSFORMATION is a pot itself; name its programmes.');
    given(...lines, pot([ADULT]))
      .when(pot([IT], ADULT))
      .thenRefuses(
        'NOT_A_PROGRAMME',
        'Line ADULT-SOCIAL-CARE is a programme of the pot TRANSFORMATION already; a programme shares one pot.',
      );
  });
});
