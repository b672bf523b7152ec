/** What no sequence of accepted commands may leave behind. Each was once possible. */
import type { CommandOf } from '../../src/domain/commands';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  CARRIED,
  carryForward,
  contribution,
  cost,
  IT,
  line,
  money,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reject,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import { because, by, bySecond, given, on } from '../support/story';

const year = (text: string): never => text as never;
const batch: CommandOf<'ImportBatch'> = {
  verb: 'ImportBatch',
  by: { ...by, batch: 'TRACKER' as never },
  title: 'A tracker (invented)',
  files: [],
  mapping: 'none',
  controlTotal: money('0.00'),
};
const returned = (levels: Readonly<Record<string, string>>): CommandOf<'ReturnAllocation'> => ({
  ...allocate(levels),
  verb: 'ReturnAllocation',
  by: because('Given back (invented)'),
});
const lapse = (amount: string, status: 'claimed' | 'verified' = 'claimed'): CommandOf<'LapseGain'> => ({
  verb: 'LapseGain',
  by: because('It did not hold (invented)'),
  line: IT,
  tranche: year('2009/10'),
  class: 'cashable',
  status,
  from: year('2010/11'),
  amount: money(amount),
});
const withdraw = (id = ADULT): CommandOf<'WithdrawSaving'> => ({
  verb: 'WithdrawSaving',
  by: because('Undeliverable (invented)'),
  line: id,
  class: 'cashable',
  decision: 'Cabinet (invented)',
});

describe('a batch', () => {
  it('is not reversed while it holds a check of another entry', () => {
    given(opened, line(), baseline(), achieve(), batch, (story) => ({
      ...verify(3)(story),
      by: { ...bySecond, batch: 'TRACKER' as never },
    }))
      .when({ verb: 'ReverseBatch', by: because('Imported by mistake (invented)'), reversed: 'TRACKER' as never })
      .thenRefuses('NOT_REVERSIBLE');
  });
});

describe('a pot', () => {
  const ready = [opened, line(POT, 'unidentified'), line(ADULT, 'unidentified'), potPlan, pot([ADULT])];

  it('takes back from a programme no more than it gave', () => {
    given(...ready, plan({ '2009/10': '500000.00' }, ADULT), allocate({ '2009/10': '100000.00' }))
      .when(returned({ '2009/10': '100000.01' }))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...ready, plan({ '2009/10': '500000.00' }, ADULT), allocate({ '2009/10': '100000.00' }))
      .when(returned({ '2009/10': '100000.00' }))
      .thenPosts(
        'ADULT-SOCIAL-CARE plan 2009/10 unidentified cashable -100000.00',
        'TRANSFORMATION plan 2009/10 unidentified cashable 100000.00',
      );
  });

  it('gives nothing without a year where it has nothing without a year', () => {
    given(opened, line(POT), line(ADULT), plan({ '2009/10': '500000.00' }, POT), pot([ADULT]))
      .when(allocate({ '2009/10': '1.00' }, '1.00'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The pot TRANSFORMATION has no plan without a year; all it holds is allocated by levels.',
      );
  });

  it('contributes to a budget once, through itself or through its programmes', () => {
    const contributed = [
      ...ready,
      contribution({ '2010/11': '4000000.00' }, POT),
      allocate({ '2009/10': '2500000.00', '2010/11': '4000000.00' }),
    ];
    given(...contributed)
      .when(contribution({ '2010/11': '1.00' }, ADULT))
      .thenRefuses('CONTRIBUTION_ABOVE_LEVEL');
    given(...contributed)
      .when(withdraw())
      .thenRefuses(
        'CONTRIBUTION_ABOVE_LEVEL',
        'The pot of line ADULT-SOCIAL-CARE contributes more to a budget than would be left of it; lower that contribution first.',
      );
  });

  it('leaves what it gave without a year where it was posted, when the programme is withdrawn or identified', () => {
    const given50 = [...ready, plan({ '2009/10': '500000.00' }, ADULT), allocate({}, '50000.00')];
    given(...given50)
      .when(withdraw())
      .thenPosts(
        'ADULT-SOCIAL-CARE plan 2009/10 unidentified cashable -500000.00',
        'ADULT-SOCIAL-CARE plan unphased unidentified cashable -50000.00',
      );
    const { story } = given(...given50).when(stage('identified', ADULT));
    const unphased = story.entries.at(-1)!.postings.filter(({ tranche }) => tranche === 'unphased');
    expect(unphased.map(({ from }) => from)).toEqual(['2010/11', '2010/11']);
  });
});

describe('a carry-forward', () => {
  it('is made once, by whatever span the closed years are named', () => {
    const part = carryForward('7598000.00');
    given(opened, line(CARRIED), carryForward())
      .when({ ...part, closed: { first: year('2006/07'), last: year('2007/08') } })
      .thenRefuses(
        'CARRY_TWICE',
        'The cashable saving of 2005/06 to 2007/08 was carried forward by entry 2; that is done once.',
      );
    given(opened, line(CARRIED))
      .when(carryForward('1.00', 'non-cashable', { achieved: '10474999.99' }))
      .thenRefuses(
        'CARRY_NOT_HALF_CASHABLE',
        'The closed period achieved 10474999.99 cashable of a target of 20950000.00, less than half; nothing can be carried forward from it.',
      );
  });
});

describe('what was achieved', () => {
  const saved = [opened, line(), baseline(), plan(), achieve('260000.00', null)];

  it('never falls below its cost by a lapse', () => {
    given(...saved, cost('60000.00'), verify(4))
      .when(on('2010-07-10', lapse('260000.00', 'verified')))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line IT-PROCUREMENT has costs in 2009/10 that would be left alone; reverse them first.',
      );
  });

  it('is not reversed while a cost of it stands, and says so', () => {
    given(...saved, cost('60000.00'))
      .when(reverse(4))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 4 cannot be reversed yet: a cost was netted against it, which would be left alone; reverse that first.',
      );
  });

  it('comes back when the lapse is rejected', () => {
    given(...saved, on('2010-07-10', lapse('25000.00')))
      .when(reject(5))
      .thenPosts('achieved 2009/10 cashable claimed 25000.00');
  });

  it('can be lessened by a cost after it was verified', () => {
    given(...saved, verify(4))
      .when(cost('60000.00'))
      .thenPosts('cost 2009/10 cashable claimed -60000.00');
  });
});

describe('a plan', () => {
  it('holds as unphased only what its level does not reach, whoever raised the level', () => {
    given(opened, line(), plan(), reclassify('100000.00', { measure: 'plan', status: null }))
      .when(plan({ '2009/10': '300000.00' }, IT, ['2009/10', '300000.00'], 'non-cashable'))
      .thenPosts('plan 2009/10 non-cashable 200000.00');
  });

  it('contributes in no year more than it saves in it, stated or not', () => {
    given(opened, line(), plan({ '2010/11': '500000.00', '2011/12': '300000.00' }))
      .when(contribution({ '2010/11': '500000.00' }))
      .thenRefuses(
        'CONTRIBUTION_ABOVE_LEVEL',
        'A contribution goes on in the years that are not stated, and in one of them line IT-PROCUREMENT saves less; state that year too.',
      );
    given(opened, line(), plan({ '2010/11': '500000.00', '2011/12': '300000.00' }))
      .when(contribution({ '2010/11': '500000.00', '2011/12': '300000.00' }))
      .thenPosts('budget contribution 2010/11 cashable 500000.00', 'budget contribution 2011/12 cashable -200000.00');
  });

  it('is not approved by registering it so', () => {
    given(opened)
      .when(line(IT, 'approved'))
      .thenRefuses(
        'OWNER_MISSING',
        'Line IT-PROCUREMENT cannot begin as approved: it has no accountable officer yet; register it, assign one, and advance its stage.',
      );
    given(opened, line(), owner()).when(stage('approved')).thenPosts();
  });

  it('loses no more by an overlap than was declared', () => {
    const declared: CommandOf<'DeclareOverlap'> = {
      verb: 'DeclareOverlap',
      by,
      line: ADULT,
      other: IT,
      amount: money('100.00'),
    };
    const eliminated = (amount: string): CommandOf<'EliminateOverlap'> => ({
      verb: 'EliminateOverlap',
      by: because('Counted twice (invented)'),
      line: ADULT,
      other: IT,
      class: 'cashable',
      tranche: year('2009/10'),
      amount: money(amount),
    });
    const both = [opened, line(), line(ADULT), plan(undefined, ADULT), declared];
    given(...both)
      .when(eliminated('100.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The overlap of line ADULT-SOCIAL-CARE with line IT-PROCUREMENT was declared as 100.00; 100.00 of it is left to take off.',
      );
    given(...both, eliminated('60.00'))
      .when(eliminated('40.01'))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });
});

describe('a consequence', () => {
  it('does not hold from before its cause', () => {
    const revised: CommandOf<'ReviseTarget'> = {
      verb: 'ReviseTarget',
      by: { ...because('Revised (invented)'), effective: '2009-07-12' as never },
      scope: 'council',
      amount: money('1.00'),
      deadline: year('2010/11'),
    };
    given(opened, target()).when(revised).thenRefuses('DATE_PERIOD');
    given(opened, line(), baseline(), achieve())
      .when((story) => ({ ...verify(3)(story), by: { ...bySecond, effective: '2009-07-12' as never } }))
      .thenRefuses('DATE_PERIOD');
  });

  it('does not open again a month that was closed after it was asked for', () => {
    const reopen: CommandOf<'ReopenPeriod'> = {
      verb: 'ReopenPeriod',
      by: because('Late invoice (invented)'),
      reopened: '2009-07' as never,
    };
    const close: CommandOf<'ClosePeriod'> = { verb: 'ClosePeriod', by, through: '2009-07' as never, of: 'month' };
    // Two requests wait at once where the rejection of the first was taken back.
    const asked = [reopen, reject(2), reopen, reverse(3)];
    const closed = [opened, on('2009-08-03', close), ...asked, verify(2), close];
    const { story } = given(...closed).when(verify(4));
    expect(story.state.isClosed('2009-07' as never)).toBe(true);
  });
});

describe('a baseline', () => {
  it('was spent, in a year that has begun', () => {
    given(opened, line())
      .when(baseline(IT, '0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The baseline is 0.00; an amount must move.');
    given(opened, line())
      .when({ ...baseline(), year: year('2010/11') })
      .thenRefuses('NOT_YET_FELT', '2010/11 has not begun on the effective date; a baseline is what was spent before.');
  });
});
