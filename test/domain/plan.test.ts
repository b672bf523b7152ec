import {
  achieve,
  ADULT,
  allocate,
  baseline,
  contribution,
  IT,
  line,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reprofile,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import { certify, importOf, inBatch, query, rotate } from '../support/later';
import { because, by, given } from '../support/story';

describe('planning a saving', () => {
  const ready = [opened, line()];

  it('turns yearly levels into tranches: 200 / 300 / 500 is 200, and 100 more, and 200 more', () => {
    given(...ready)
      .when(plan())
      .thenPosts(
        'plan 2009/10 cashable 200000.00',
        'plan 2010/11 cashable 100000.00',
        'plan 2011/12 cashable 200000.00',
      );
  });

  it('has nothing without a year where the total is the level of its year', () => {
    given(...ready)
      .when(plan({ '2009/10': '200000.00' }, IT, ['2010/11', '200000.00']))
      .thenPosts('plan 2009/10 cashable 200000.00');
  });

  it('posts nothing for a year whose level stays', () => {
    given(...ready)
      .when(plan({ '2009/10': '300000.00', '2010/11': '300000.00', '2011/12': '300000.00' }))
      .thenPosts('plan 2009/10 cashable 300000.00');
  });

  it('keeps a level that is stated as nought, and leaves out one that is not stated', () => {
    given(...ready)
      .when(plan({ '2009/10': '0.00', '2010/11': '100000.00' }))
      .thenPosts('plan 2009/10 cashable 0.00', 'plan 2010/11 cashable 100000.00');
    given(...ready)
      .when(plan({ '2009/10': null, '2010/11': '1850000.00', '2011/12': '2000000.00' }))
      .thenPosts('plan 2010/11 cashable 1850000.00', 'plan 2011/12 cashable 150000.00');
  });

  it('lets a plan fall: 519 / 494 / 494 loses 25', () => {
    given(...ready)
      .when(plan({ '2009/10': '519000.00', '2010/11': '494000.00', '2011/12': '494000.00' }))
      .thenPosts('plan 2009/10 cashable 519000.00', 'plan 2010/11 cashable -25000.00');
  });

  it('holds what "total by" says beyond the level as unphased: 14,368 less 4,000', () => {
    given(opened, line(POT, 'unidentified'))
      .when(potPlan)
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable 2500000.00',
        'TRANSFORMATION plan 2010/11 unidentified cashable 1500000.00',
        'TRANSFORMATION plan 2011/12 unidentified cashable 4000000.00',
        'TRANSFORMATION plan unphased unidentified cashable 10368000.00',
      );
  });

  it('refuses a total that is less than the level of its year', () => {
    given(...ready)
      .when(plan(undefined, IT, ['2010/11', '299999.99']))
      .thenRefuses(
        'TOTAL_BELOW_LEVEL',
        'The total by 2010/11, 299999.99, is less than the level of that year, 300000.00.',
      );
  });

  it('refuses a second plan of the same class, and takes one of the other', () => {
    given(...ready, plan())
      .when(plan())
      .thenRefuses('PLAN_EXISTS', 'Line IT-PROCUREMENT has a cashable plan since entry 2; re-profile it instead.');
    given(...ready, plan())
      .when(plan({ '2009/10': '50000.00' }, IT, null, 'non-cashable'))
      .thenPosts('plan 2009/10 non-cashable 50000.00');
  });

  it('refuses levels out of order, twice the same year, before the base year, with a gap, below nought, or none', () => {
    given(...ready)
      .when(plan({ '2010/11': '1.00', '2009/10': '1.00' }))
      .thenRefuses('LEVEL_ORDER', 'State each year once, in order, from the base year on; 2009/10 does not follow.');
    given(...ready)
      .when(plan({ '2007/08': '1.00' }))
      .thenRefuses('LEVEL_ORDER');
    given(...ready)
      .when(plan({ '2009/10': '1.00', '2010/11': null }))
      .thenRefuses(
        'LEVEL_BLANK',
        'The level of 2010/11 is left out after an earlier one; state it, and write 0.00 if nothing is left.',
      );
    given(...ready)
      .when(plan({ '2009/10': '-1.00' }))
      .thenRefuses('AMOUNT_SIGN');
    given(...ready)
      .when(plan({ '2009/10': null }))
      .thenRefuses('LEVEL_MISSING');
  });

  it('refuses a line that is not in the ledger', () => {
    given(opened)
      .when(plan())
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line IT-PROCUREMENT in this ledger; register it first, or check its code.',
      );
  });
});

describe('re-profiling a plan', () => {
  const planned = [opened, line(), plan()];

  it('posts only the differences: 200 / 300 / 500 to 150 / 300 / 500', () => {
    given(...planned)
      .when(reprofile({ '2009/10': '150000.00', '2010/11': '300000.00', '2011/12': '500000.00' }))
      .thenPosts('plan 2009/10 cashable -50000.00', 'plan 2010/11 cashable 50000.00');
  });

  it('keeps the level of years that are not stated', () => {
    given(...planned)
      .when(reprofile({ '2010/11': '250000.00' }))
      .thenPosts('plan 2010/11 cashable -50000.00', 'plan 2011/12 cashable 50000.00');
  });

  it('phases what had no year', () => {
    given(opened, line(POT, 'unidentified'), potPlan)
      .when({ ...reprofile({ '2010/11': '14368000.00', '2011/12': '18368000.00' }, POT), unphased: '0.00' as never })
      .thenPosts(
        'TRANSFORMATION plan 2010/11 unidentified cashable 10368000.00',
        'TRANSFORMATION plan unphased unidentified cashable -10368000.00',
      );
  });

  it('takes a part of what had no year off, adds to it by the same deadline, or leaves it', () => {
    const ready = [opened, line(), plan({ '2009/10': '100.00' }, IT, ['2010/11', '500.00'])];
    const towards = (unphased: string) => ({ ...reprofile({ '2009/10': '150.00' }), unphased: unphased as never });
    given(...ready)
      .when(towards('350.00'))
      .thenPosts('plan 2009/10 cashable 50.00', 'plan unphased cashable -50.00');
    given(...ready)
      .when(towards('400.00'))
      .thenPosts('plan 2009/10 cashable 50.00');
    const { story, thenPosts } = given(...ready).when(towards('450.00'));
    thenPosts('plan 2009/10 cashable 50.00', 'plan unphased cashable 50.00');
    expect(story.entries.at(-1)!.postings.map(({ from }) => from)).toEqual(['2009/10', '2010/11']);
    given(...ready)
      .when(towards('-0.01'))
      .thenRefuses('AMOUNT_SIGN', 'The unphased amount is -0.01; it cannot be below 0.00.');
  });

  it('never goes quietly to nothing: that is a withdrawal, with its decision', () => {
    const nothing = { '2009/10': '0.00', '2010/11': '0.00', '2011/12': '0.00' };
    given(...planned)
      .when(reprofile(nothing))
      .thenRefuses(
        'WITHDRAW_INSTEAD',
        'Nothing of the cashable plan of line IT-PROCUREMENT would be left; withdraw the saving, with the decision that says so.',
      );
    given(opened, line(), plan({ '2009/10': '100.00' }, IT, ['2010/11', '500.00']))
      .when(reprofile({ '2009/10': '0.00' }))
      .thenPosts('plan 2009/10 cashable -100.00');
  });

  it('takes off what had no year by the deadlines it was planned for', () => {
    const ready = [
      opened,
      line(POT),
      line(),
      plan({ '2009/10': '100.00' }, POT, ['2010/11', '500.00']),
      pot([IT], POT),
      plan({ '2009/10': '100.00' }, IT, ['2011/12', '500.00']),
      allocate({}, '50.00', IT),
    ];
    const { story } = given(...ready).when({ ...reprofile({ '2009/10': '100.00' }), unphased: '0.00' as never });
    expect(story.entries.at(-1)!.postings.map(({ tranche, from, amount }) => [tranche, from, amount])).toEqual([
      ['unphased', '2010/11', '-50.00'],
      ['unphased', '2011/12', '-400.00'],
    ]);
  });

  it('refuses levels as a plan does', () => {
    given(...planned)
      .when(reprofile({ '2010/11': '1.00', '2009/10': '1.00' }))
      .thenRefuses('LEVEL_ORDER', 'State each year once, in order, from the base year on; 2009/10 does not follow.');
  });

  it('refuses one without a reason, without a plan, or that changes nothing', () => {
    given(...planned)
      .when(reprofile({ '2009/10': '1.00' }, IT, by))
      .thenRefuses('REASON_REQUIRED', 'Say why: re-profiling a plan needs a reason.');
    given(opened, line())
      .when(reprofile({ '2009/10': '1.00' }))
      .thenRefuses('PLAN_MISSING', 'Line IT-PROCUREMENT has no cashable plan to re-profile; plan the saving first.');
    given(...planned)
      .when(reprofile({ '2009/10': '200000.00' }))
      .thenRefuses('NOTHING_CHANGES', 'Line IT-PROCUREMENT is planned at these levels already.');
    given(...planned)
      .when({ ...reprofile({ '2009/10': '1.00' }), unphased: '5.00' as never })
      .thenRefuses(
        'PLAN_MISSING',
        'The plan of line IT-PROCUREMENT names no year for its total, so nothing of it can be without a year.',
      );
  });
});

describe('contributing to a budget', () => {
  const planned = [opened, line(), plan()];

  it('is a measure of its own, by levels of its own', () => {
    given(...planned)
      .when(contribution({ '2010/11': '250000.00', '2011/12': '500000.00' }))
      .thenPosts('budget contribution 2010/11 cashable 250000.00', 'budget contribution 2011/12 cashable 250000.00');
  });

  it('posts the difference when it is set again', () => {
    given(...planned, contribution({ '2010/11': '250000.00' }))
      .when(contribution({ '2010/11': '300000.00' }))
      .thenPosts('budget contribution 2010/11 cashable 50000.00');
  });

  it('is at most the level of the line in that year', () => {
    given(...planned)
      .when(contribution({ '2010/11': '300000.01' }))
      .thenRefuses(
        'CONTRIBUTION_ABOVE_LEVEL',
        "Line IT-PROCUREMENT saves 300000.00 in 2010/11; it cannot contribute 300000.01 to that year's budget.",
      );
    given(...planned, contribution({ '2010/11': '300000.00' }))
      .when(contribution({ '2010/11': '300000.00' }))
      .thenRefuses('NOTHING_CHANGES', 'Line IT-PROCUREMENT contributes these amounts already.');
  });

  it('is stated as levels are, from the first year in which there is one', () => {
    given(...planned)
      .when(contribution({ '2009/10': null, '2010/11': '250000.00' }))
      .thenPosts('budget contribution 2010/11 cashable 250000.00');
    given(...planned)
      .when(contribution({ '2010/11': '1.00', '2009/10': '1.00' }))
      .thenRefuses('LEVEL_ORDER');
  });

  it('cannot be undercut by a later re-profile', () => {
    given(...planned, contribution({ '2010/11': '300000.00' }))
      .when(reprofile({ '2010/11': '100000.00' }))
      .thenRefuses(
        'CONTRIBUTION_ABOVE_LEVEL',
        'Line IT-PROCUREMENT contributes more to a budget than it would save then; lower its budget contribution first.',
      );
  });
});

describe('advancing the stage of a line', () => {
  it('moves all it plans from unidentified to identified', () => {
    given(opened, line(POT, 'unidentified'), potPlan)
      .when(stage('identified', POT))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable -2500000.00',
        'TRANSFORMATION plan 2009/10 cashable 2500000.00',
        'TRANSFORMATION plan 2010/11 unidentified cashable -1500000.00',
        'TRANSFORMATION plan 2010/11 cashable 1500000.00',
        'TRANSFORMATION plan 2011/12 unidentified cashable -4000000.00',
        'TRANSFORMATION plan 2011/12 cashable 4000000.00',
        'TRANSFORMATION plan unphased unidentified cashable -10368000.00',
        'TRANSFORMATION plan unphased cashable 10368000.00',
      );
  });

  it('moves what came back unidentified since with the next stage', () => {
    const allocated = [opened, line(POT, 'unidentified'), line(ADULT, 'unidentified'), potPlan, pot([ADULT])];
    given(...allocated, allocate({ '2009/10': '500.00' }), stage('identified', POT), reverse(5))
      .when(stage('in design', POT))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 unidentified cashable -500.00',
        'TRANSFORMATION plan 2009/10 cashable 500.00',
      );
  });

  it('posts nothing later on', () => {
    given(opened, line(), owner(), plan()).when(stage('approved')).thenPosts();
  });

  it('refuses to approve a line without an accountable officer', () => {
    given(opened, line())
      .when(stage('approved'))
      .thenRefuses(
        'OWNER_MISSING',
        'Line IT-PROCUREMENT has no accountable officer; assign one before it is approved.',
      );
  });

  it('never goes back', () => {
    given(opened, line(), owner(), stage('approved'))
      .when(stage('approved'))
      .thenRefuses(
        'STAGE_ORDER',
        'Line IT-PROCUREMENT is at the stage approved; it only advances, and approved is no later stage.',
      );
    given(opened, line(), owner(), stage('approved'))
      .when(stage('identified'))
      .thenRefuses(
        'STAGE_ORDER',
        'Line IT-PROCUREMENT is at the stage approved; it only advances, and identified is no later stage.',
      );
  });
});

describe('what stands before any rule', () => {
  it('refuses everything until the ledger is opened, and opening it twice', () => {
    given().when(line()).thenRefuses('LEDGER_NOT_OPENED', 'This ledger has not been opened yet; run init first.');
    given(opened).when(opened).thenRefuses('LEDGER_ALREADY_OPENED', 'This ledger has been opened already.');
  });

  it('lets nobody but finance officers record', () => {
    for (const role of ['auditor', 'chief finance officer', 'deputy chief finance officer', 'administrator'] as const) {
      given(opened)
        .when({ ...line(), by: { ...by, role } })
        .thenRefuses('ROLE_NOT_ALLOWED');
    }
  });

  it('says who may do what was asked, and as whom the officer is signed in', () => {
    const auditor = { ...by, role: 'auditor' as const };
    given(opened)
      .when({ ...line(), by: auditor })
      .thenRefuses('ROLE_NOT_ALLOWED', 'This (RegisterLine) is for the finance officer; you are signed in as auditor.');
    given(opened, target())
      .when(verify(1, auditor))
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'This (VerifyEntry) is for the finance officer or the chief finance officer or the deputy chief finance officer; you are signed in as auditor.',
      );
    given(opened)
      .when(certify('2009/10', [], by))
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'This (CertifyPosition) is for the chief finance officer or the deputy chief finance officer; you are signed in as finance officer.',
      );
    given(opened)
      .when({ ...query(), by })
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'This (RaiseAuditQuery) is for the auditor; you are signed in as finance officer.',
      );
    given(opened)
      .when({ ...rotate('ledger+1', 'ledger+2'), by: auditor })
      .thenRefuses(
        'ROLE_NOT_ALLOWED',
        'This (RotateKey) is for the administrator or the finance officer; you are signed in as auditor.',
      );
    given(opened)
      .when({ ...rotate('ledger+1', 'ledger+2'), by: { ...by, role: 'administrator', reason: 'It is a year old' } })
      .thenPosts();
  });

  it('tells a program which version of the line there is, and knows no version still to come', () => {
    const seen = (lineVersion: number) => ({
      ...reprofile({ '2009/10': '1.00' }),
      by: { ...because('x'), lineVersion },
    });
    expect(given(opened, line(), plan()).story.ask(seen(1))).toMatchObject({ detail: { current: '2', seen: '1' } });
    given(opened, line(), plan())
      .when(seen(3))
      .thenRefuses(
        'LINE_VERSION_STALE',
        'Line IT-PROCUREMENT has no version 3; its latest entry is 2. Look at the line again and send the command with the version you are shown.',
      );
    given(opened).when(seen(1)).thenRefuses('LINE_NOT_FOUND');
  });

  it('takes what holds from the first day of the base year, or from today', () => {
    for (const effective of ['2008-04-01', '2009-07-13'])
      given(opened)
        .when({ ...line(), by: { ...by, effective: effective as never } })
        .thenPosts();
  });

  it('takes an entry of a batch whose import is recorded, and no posting period still to come', () => {
    given(opened, importOf())
      .when({ ...line(), by: inBatch })
      .thenPosts();
    given(opened)
      .when({ ...line(), by: { ...by, period: '2009-08' as never } })
      .thenRefuses(
        'DATE_PERIOD',
        'The posting period 2009-08 is not between the month of the effective date 2009-07-13 and this month.',
      );
    given(opened)
      .when({ ...line(), by: { ...by, effective: '2009-06-30' as never, period: '2009-07' as never } })
      .thenPosts();
  });

  it('refuses a line that was changed since the officer saw it', () => {
    given(opened, line(), plan())
      .when({ ...reprofile({ '2009/10': '1.00' }), by: { ...because('x'), lineVersion: 1 } })
      .thenRefuses('LINE_VERSION_STALE');
    given(opened, line(), plan())
      .when({ ...reprofile({ '2009/10': '1.00' }), by: { ...because('x'), lineVersion: 2 } })
      .thenPosts('plan 2009/10 cashable -199999.00', 'plan 2010/11 cashable 199999.00');
  });

  it('refuses an effective date still to come or before the base year, and a batch nobody imported', () => {
    given(opened)
      .when({ ...line(), by: { ...by, effective: '2009-07-14' as never } })
      .thenRefuses('DATE_PERIOD', 'The effective date 2009-07-14 is still to come; record the fact when it holds.');
    given(opened)
      .when({ ...line(), by: { ...by, effective: '2008-03-31' as never } })
      .thenRefuses('DATE_PERIOD', 'The effective date 2008-03-31 is before the base year 2008/09.');
    given(opened)
      .when({ ...line(), by: { ...by, batch: 'NOWHERE' as never } })
      .thenRefuses('BATCH_NOT_FOUND', 'There is no import batch NOWHERE in this ledger; record the import first.');
  });

  it('refuses a line, an owner or a target that is there already', () => {
    given(opened, line())
      .when(line())
      .thenRefuses('LINE_EXISTS', 'There is a line IT-PROCUREMENT already; give the new one a code of its own.');
    given(opened, line(), owner())
      .when(owner())
      .thenRefuses('NOTHING_CHANGES', 'off-103 is the accountable officer of line IT-PROCUREMENT already.');
    given(opened, line(), baseline(), achieve()).when(line()).thenRefuses('LINE_EXISTS');
  });
});
