import type { LineId } from '../../src/domain/identifiers';
import { position } from '../../projections/position';
import { builtIn } from '../../projections/definitions';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  CARRIED,
  carryForward,
  contribution,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  plan,
  POT,
  pot,
  potPlan,
  reprofile,
  reverse,
  target,
} from '../support/july';
import {
  amend,
  declareOverlap,
  eliminate,
  evidence,
  forecast,
  giveBack,
  importOf,
  inBatch,
  quality,
  rate,
  reverseBatch,
  revise,
  substitute,
  withdraw,
} from '../support/later';
import { because, by, given, type Story } from '../support/story';

const GREY = 'GREY-FLEET' as LineId;
const AGENCY = 'AGENCY-PROJECT' as LineId;
const HOUSING = 'HOUSING-BENEFITS' as LineId;

const planned = [opened, target(), line(), plan()];

const amountsOf = ({ projection }: Story, by = '2010/11', definition = 'published') =>
  position(
    projection,
    { by: by as never, definition: builtIn(definition)!, baseYear: '2008/09' as never },
    projection.table.now(),
    {},
  ).amounts;

describe('revising a target', () => {
  it('posts the difference', () => {
    given(opened, target()).when(revise('38000000.00')).thenPosts('target opening 557000.00');
    given(opened, target()).when(revise('37000000.00')).thenPosts('target opening -443000.00');
  });

  it('moves the whole target where its deadline moves', () => {
    given(opened, target())
      .when(revise('37443000.00', '2011/12'))
      .thenPosts('target opening -37443000.00', 'target opening 37443000.00');
  });

  it('refuses without a reason, before a target is set, and where nothing changes', () => {
    given(opened, target())
      .when(revise('38000000.00', '2010/11', by))
      .thenRefuses('REASON_REQUIRED', 'Say why: revising a target needs a reason.');
    given(opened)
      .when(revise('38000000.00'))
      .thenRefuses('TARGET_MISSING', 'No target is set for the council yet; set it first.');
    given(opened, target())
      .when(revise('37443000.00'))
      .thenRefuses('NOTHING_CHANGES', "The council's target is 37443000.00 by 2010/11 already.");
    given(opened, target()).when(revise('0.00')).thenRefuses('AMOUNT_ZERO', 'The target is 0.00; an amount must move.');
    given(opened, target())
      .when(revise('-1.00'))
      .thenRefuses('AMOUNT_SIGN', 'The target is -1.00; it is entered as a positive amount here.');
  });
});

describe('amending a line', () => {
  it('gives it another title, section, group and tags from then on, and posts nothing', () => {
    const { story } = given(opened, line()).when(amend('IT Procurement, all of it (invented)'));
    const { register } = story.projection;
    const names = [2, 3].map((size) => register.line(IT, { size, asAt: '2009-07-13' as never })!.title);
    expect(names).toEqual(['IT-PROCUREMENT', 'IT Procurement, all of it (invented)']);
    expect(story.entries.at(-1)!.postings).toEqual([]);
    given(opened).when(amend('x')).thenRefuses('LINE_NOT_FOUND');
  });
});

describe('forecasting', () => {
  it('stands beside the plan and moves on by the difference (amounts invented)', () => {
    given(...planned)
      .when(forecast({ '2009/10': '150000.00', '2010/11': '300000.00' }))
      .thenPosts('forecast 2009/10 cashable 150000.00', 'forecast 2010/11 cashable 150000.00');
    const { story } = given(...planned, forecast({ '2009/10': '150000.00' })).when(
      forecast({ '2009/10': '120000.00' }),
    );
    expect(amountsOf(story)).toMatchObject({ forecast: 12_000_000, plan: 30_000_000 });
  });

  it('refuses what a plan refuses of levels, and a forecast that changes nothing', () => {
    given(...planned, forecast({ '2009/10': '150000.00' }))
      .when(forecast({ '2009/10': '150000.00' }))
      .thenRefuses('NOTHING_CHANGES', 'Line IT-PROCUREMENT is forecast at these levels already.');
    given(...planned)
      .when(forecast({ '2009/10': '-1.00' }))
      .thenRefuses('AMOUNT_SIGN', 'The level of 2009/10 is -1.00; it cannot be below 0.00.');
    given(...planned)
      .when(forecast({}))
      .thenRefuses('LEVEL_MISSING', 'State the level of at least one year.');
    given(opened)
      .when(forecast({ '2009/10': '1.00' }))
      .thenRefuses('LINE_NOT_FOUND');
  });
});

describe('rating a risk', () => {
  it('puts the plan of an amber or red line at risk, and a green one not', () => {
    expect(amountsOf(given(...planned).when(rate('amber', '50')).story).atRisk).toBe(30_000_000);
    expect(amountsOf(given(...planned, rate('red')).when(rate('green', '100')).story).atRisk).toBe(0);
    for (const likelihood of ['0', '7', '10', '99'])
      given(...planned)
        .when(rate('amber', likelihood))
        .thenPosts();
  });

  it('refuses a likelihood that is no whole per cent', () => {
    for (const likelihood of ['101', '-1', '05', '5.5', '']) {
      given(...planned)
        .when(rate('amber', likelihood))
        .thenRefuses('PARAM_RANGE', 'A likelihood is in whole per cent, from 0 to 100.');
    }
    given(opened).when(rate('red')).thenRefuses('LINE_NOT_FOUND');
  });
});

describe('substituting a saving that fails', () => {
  const grey = [opened, target(), line(GREY), plan({ '2009/10': '100000.00', '2010/11': '200000.00' }, GREY)];

  it('covers a budget once: Grey Fleet 200 from reserves is no saving (invented)', () => {
    const { story } = given(...grey, withdraw(GREY)).when(substitute({ oneOff: 'General reserve' }, { id: GREY }));
    expect(amountsOf(story)).toMatchObject({ oneOffCover: 20_000_000, plan: 0, gap: 3_744_300_000 });
    expect(amountsOf(story, '2011/12').oneOffCover).toBe(0);
    expect(amountsOf(story, '2010/11', 'ni179').plan).toBe(0);
  });

  it('is posted beside the plan, in the one year it covers', () => {
    const { story, thenPosts } = given(...grey).when(substitute({ oneOff: 'General reserve' }, { id: GREY }));
    thenPosts('GREY-FLEET one-off cover 2010/11 non-cashable 200000.00');
    expect(story.entries.at(-1)!.postings[0]).toMatchObject({ from: '2010/11', identified: true, status: null });
  });

  it('names another line, which counts by its own plan', () => {
    given(...grey, line())
      .when(substitute({ replacement: IT }, { id: GREY }))
      .thenPosts();
  });

  it('refuses both, neither, the line itself, an unknown line, nothing, and no reason', () => {
    const refused = given(...grey, line());
    refused.when(substitute({ replacement: IT, oneOff: 'Reserve' }, { id: GREY })).thenRefuses('SUBSTITUTE_ONE');
    refused
      .when(substitute({}, { id: GREY }))
      .thenRefuses(
        'SUBSTITUTE_ONE',
        'Name either another line that takes over, or the one-off source that covers the year.',
      );
    refused.when(substitute({ replacement: GREY }, { id: GREY })).thenRefuses('SUBSTITUTE_ONE');
    refused
      .when(substitute({ replacement: AGENCY }, { id: GREY }))
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line AGENCY-PROJECT in this ledger; register it first, or check its code.',
      );
    refused
      .when(substitute({ oneOff: 'Reserve' }, { id: GREY, amount: '0.00' }))
      .thenRefuses('AMOUNT_ZERO', 'The amount covered is 0.00; an amount must move.');
    refused
      .when(substitute({ oneOff: 'Reserve' }, { id: GREY, recording: by }))
      .thenRefuses('REASON_REQUIRED', 'Say why: a substitution needs a reason.');
  });
});

describe('withdrawing a saving', () => {
  const POLICY = 'POLICY-OFFICERS' as LineId;
  const policy = [
    opened,
    target(),
    line(POLICY),
    plan({ '2009/10': '100000.00', '2010/11': '200000.00', '2011/12': '200000.00' }, POLICY),
  ];

  it('opens the gap by what was planned: Policy Officers 200', () => {
    const before = amountsOf(given(...policy).story).gap;
    const { story } = given(...policy).when(withdraw(POLICY));
    expect(amountsOf(story).gap - before).toBe(20_000_000);
    expect(story.entries.at(-1)!.postings.map(({ tranche, amount }) => [tranche, amount])).toEqual([
      ['2009/10', '-100000.00'],
      ['2010/11', '-100000.00'],
    ]);
  });

  it('leaves what was carried forward', () => {
    given(opened, line(CARRIED), carryForward(), plan({ '2009/10': '100.00' }, CARRIED))
      .when(withdraw(CARRIED))
      .thenPosts('GERSHON-CASHABLE plan 2009/10 cashable -100.00');
    given(opened, line(CARRIED), carryForward())
      .when(withdraw(CARRIED))
      .thenRefuses('PLAN_MISSING', 'Line GERSHON-CASHABLE has no cashable plan that could be withdrawn.');
  });

  it('takes off what it was to contribute to budgets, what has no year, and leaves what was achieved', () => {
    given(opened, line(POT), potPlan, contribution({ '2010/11': '4000000.00' }, POT))
      .when(withdraw(POT))
      .thenPosts(
        'TRANSFORMATION plan 2009/10 cashable -2500000.00',
        'TRANSFORMATION plan 2010/11 cashable -1500000.00',
        'TRANSFORMATION plan 2011/12 cashable -4000000.00',
        'TRANSFORMATION plan unphased cashable -10368000.00',
        'TRANSFORMATION budget contribution 2010/11 cashable -4000000.00',
      );
    const { story } = given(opened, line(), baseline(), plan(), achieve()).when(withdraw());
    expect(amountsOf(story)).toMatchObject({ plan: 0, achieved: 20_000_000 });
  });

  it('can be reversed, and comes before the plan it withdrew', () => {
    given(...planned, withdraw())
      .when(reverse(3))
      .thenRefuses(
        'BUILT_UPON',
        'Entry 3 cannot be reversed yet: entry 4 changed the plan after it; reverse that first.',
      );
    given(...planned, withdraw())
      .when(reverse(4))
      .thenPosts(
        'plan 2009/10 cashable 200000.00',
        'plan 2010/11 cashable 100000.00',
        'plan 2011/12 cashable 200000.00',
      );
  });

  it('refuses without a reason and where nothing is planned', () => {
    given(...planned)
      .when(withdraw(IT, by))
      .thenRefuses('REASON_REQUIRED', 'Say why: withdrawing a saving needs a reason.');
    given(...planned, withdraw())
      .when(withdraw())
      .thenRefuses('PLAN_MISSING', 'Line IT-PROCUREMENT has no cashable plan that could be withdrawn.');
    given(opened).when(withdraw()).thenRefuses('LINE_NOT_FOUND');
  });

  it('is the only way to nothing: a re-profile that leaves nothing is refused', () => {
    given(...planned)
      .when(reprofile({ '2009/10': '0.00', '2010/11': '0.00', '2011/12': '0.00' }))
      .thenRefuses(
        'WITHDRAW_INSTEAD',
        'Nothing of the cashable plan of line IT-PROCUREMENT would be left; withdraw the saving, with the decision that says so.',
      );
  });

  it('re-profiles without touching the target: Procurement 1,000 to 600 in 2009/10, still 2,200 (invented)', () => {
    given(opened, line(), plan({ '2009/10': '1000000.00', '2010/11': '2200000.00' }))
      .when(reprofile({ '2009/10': '600000.00', '2010/11': '2200000.00' }))
      .thenPosts('plan 2009/10 cashable -400000.00', 'plan 2010/11 cashable 400000.00');
  });
});

describe('returning a part of the pot', () => {
  const split = [
    opened,
    line(POT, 'unidentified'),
    line(ADULT),
    line(ONE_COUNCIL),
    potPlan,
    pot(),
    allocate({ '2009/10': '500000.00', '2010/11': '800000.00' }, '2000000.00'),
  ];

  it('moves every cell back: programme minus, pot plus (amounts invented)', () => {
    given(...split)
      .when(giveBack({ '2009/10': '100000.00', '2010/11': '300000.00' }, '2000000.00'))
      .thenPosts(
        'ADULT-SOCIAL-CARE plan 2009/10 cashable -100000.00',
        'TRANSFORMATION plan 2009/10 unidentified cashable 100000.00',
        'ADULT-SOCIAL-CARE plan 2010/11 cashable -200000.00',
        'TRANSFORMATION plan 2010/11 unidentified cashable 200000.00',
        'ADULT-SOCIAL-CARE plan unphased cashable -2000000.00',
        'TRANSFORMATION plan unphased unidentified cashable 2000000.00',
      );
  });

  it('refuses more than the programme was given, no reason, no amount, and strangers', () => {
    given(...split)
      .when(giveBack({ '2009/10': '500000.01' }))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Programme ADULT-SOCIAL-CARE does not hold that much of the pot TRANSFORMATION; it can only return what it was given.',
      );
    given(...split)
      .when(giveBack({}, '2000000.01'))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...split)
      .when(giveBack({ '2009/10': '1.00' }, null, ADULT, by))
      .thenRefuses('REASON_REQUIRED', 'Say why: returning an allocation needs a reason.');
    given(...split)
      .when(giveBack({}))
      .thenRefuses('AMOUNT_ZERO');
    given(...split, line(IT))
      .when(giveBack({ '2009/10': '1.00' }, null, IT))
      .thenRefuses('NOT_A_PROGRAMME');
  });
});

describe('one pound counted twice', () => {
  const agencies = [
    opened,
    line(AGENCY),
    plan({ '2009/10': '400000.00', '2010/11': '500000.00' }, AGENCY),
    line(HOUSING),
    plan({ '2009/10': '100000.00' }, HOUSING),
  ];

  it('is declared on the later line: Housing Benefits agency 100 and Agency Project 500', () => {
    const { story } = given(...agencies).when(declareOverlap(HOUSING, AGENCY));
    expect(story.projection.register.overlaps(story.projection.table.now())).toHaveLength(1);
  });

  it('is taken off the plan of the later line, and then no longer suspected', () => {
    const { story, thenPosts } = given(...agencies, declareOverlap(HOUSING, AGENCY)).when(eliminate(HOUSING, AGENCY));
    thenPosts('HOUSING-BENEFITS plan 2009/10 cashable -100000.00');
    expect(story.projection.register.overlaps(story.projection.table.now())).toEqual([]);
  });

  it('refuses the earlier line, the line itself, a second declaration and unknown lines', () => {
    given(...agencies)
      .when(declareOverlap(AGENCY, HOUSING))
      .thenRefuses(
        'OVERLAP_ORDER',
        'An overlap is taken off the later line; record it on line HOUSING-BENEFITS, which was registered after line AGENCY-PROJECT.',
      );
    given(...agencies)
      .when(declareOverlap(AGENCY, AGENCY))
      .thenRefuses('OVERLAP_ORDER');
    given(...agencies)
      .when(declareOverlap(GREY, AGENCY))
      .thenRefuses('LINE_NOT_FOUND');
    given(...agencies, declareOverlap(HOUSING, AGENCY))
      .when(declareOverlap(HOUSING, AGENCY))
      .thenRefuses(
        'OVERLAP_DECLARED',
        'That line HOUSING-BENEFITS overlaps line AGENCY-PROJECT was declared by entry 5.',
      );
    given(...agencies)
      .when(declareOverlap(HOUSING, GREY))
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line GREY-FLEET in this ledger; register it first, or check its code.',
      );
    given(...agencies)
      .when(declareOverlap(HOUSING, AGENCY, '0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The overlap is 0.00; an amount must move.');
    given(...agencies)
      .when(declareOverlap(HOUSING, AGENCY, '-1.00'))
      .thenRefuses('AMOUNT_SIGN', 'The overlap is -1.00; it is entered as a positive amount here.');
  });

  it('can be taken off again once the elimination is reversed, alone or with its batch', () => {
    const gone = [...agencies, declareOverlap(HOUSING, AGENCY), eliminate(HOUSING, AGENCY)];
    given(...gone)
      .when(eliminate(HOUSING, AGENCY, '0.01'))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...gone, reverse(6))
      .when(eliminate(HOUSING, AGENCY))
      .thenPosts('HOUSING-BENEFITS plan 2009/10 cashable -100000.00');
    const imported = { ...eliminate(HOUSING, AGENCY), by: { ...because('Invented'), batch: inBatch.batch } };
    given(...agencies, declareOverlap(HOUSING, AGENCY), importOf(), imported, reverseBatch())
      .when(eliminate(HOUSING, AGENCY))
      .thenPosts('HOUSING-BENEFITS plan 2009/10 cashable -100000.00');
  });

  it('is no longer suspected once the declaration is reversed, which waits while something is taken off for it', () => {
    const declared = [...agencies, declareOverlap(HOUSING, AGENCY)];
    const { story } = given(...declared).when(reverse(5, because('Other staff (invented)')));
    expect(story.projection.register.overlaps(story.projection.table.now())).toEqual([]);
    given(...declared, reverse(5))
      .when(eliminate(HOUSING, AGENCY))
      .thenRefuses('OVERLAP_NOT_DECLARED');
    given(...declared, reverse(5))
      .when(declareOverlap(HOUSING, AGENCY))
      .thenPosts();
    given(...declared, eliminate(HOUSING, AGENCY))
      .when(reverse(5))
      .thenRefuses('BUILT_UPON', 'Entry 5 cannot be reversed yet: something was taken off for it; reverse that first.');
    given(...declared, eliminate(HOUSING, AGENCY), reverse(6))
      .when(reverse(5))
      .thenPosts();
  });

  it('is taken off in parts, up to what was declared, and to all that is planned where no amount was', () => {
    const half = [...agencies, declareOverlap(HOUSING, AGENCY), eliminate(HOUSING, AGENCY, '50000.00')];
    given(...half)
      .when(eliminate(HOUSING, AGENCY, '50000.00'))
      .thenPosts('HOUSING-BENEFITS plan 2009/10 cashable -50000.00');
    given(...half)
      .when(eliminate(HOUSING, AGENCY, '50000.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'The overlap of line HOUSING-BENEFITS with line AGENCY-PROJECT was declared as 100000.00; 50000.00 of it is left to take off.',
      );
    const unsaid = [...agencies, { ...declareOverlap(HOUSING, AGENCY), amount: null }];
    given(...unsaid)
      .when(eliminate(HOUSING, AGENCY, '100000.00'))
      .thenPosts('HOUSING-BENEFITS plan 2009/10 cashable -100000.00');
    const asked = eliminate(HOUSING, AGENCY, '100000.01');
    given(...unsaid)
      .when(asked)
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line HOUSING-BENEFITS plans 100000.00 cashable first in 2009/10; 100000.01 cannot be taken off it.',
      );
    expect(given(...unsaid).story.ask(asked)).toMatchObject({ detail: { held: '100000.00' } });
  });

  it('is taken off one year only as far as that year adds to the plan, however much was planned before it', () => {
    const earlier = plan({ '2008/09': '500.00', '2009/10': '600.00' }, HOUSING);
    given(...agencies.slice(0, 4), earlier, declareOverlap(HOUSING, AGENCY))
      .when(eliminate(HOUSING, AGENCY, '100.01'))
      .thenRefuses(
        'INSUFFICIENT_BALANCE',
        'Line HOUSING-BENEFITS plans 100.00 cashable first in 2009/10; 100.01 cannot be taken off it.',
      );
  });

  it('is not taken off what the line contributes to a budget', () => {
    given(...agencies, contribution({ '2009/10': '100000.00' }, HOUSING), declareOverlap(HOUSING, AGENCY))
      .when(eliminate(HOUSING, AGENCY, '1.00'))
      .thenRefuses('INSUFFICIENT_BALANCE');
  });

  it('refuses to take off what nobody declared, more than is planned, and without a reason', () => {
    given(...agencies)
      .when(eliminate(HOUSING, AGENCY))
      .thenRefuses(
        'OVERLAP_NOT_DECLARED',
        'No overlap of line HOUSING-BENEFITS with line AGENCY-PROJECT has been declared; declare it first.',
      );
    const declared = [...agencies, declareOverlap(HOUSING, AGENCY)];
    given(...declared)
      .when(eliminate(HOUSING, AGENCY, '100000.01'))
      .thenRefuses('INSUFFICIENT_BALANCE');
    given(...declared)
      .when(eliminate(HOUSING, AGENCY, '100000.00', by))
      .thenRefuses('REASON_REQUIRED', 'Say why: eliminating an overlap needs a reason.');
    given(...declared)
      .when(eliminate(HOUSING, AGENCY, '0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The overlap is 0.00; an amount must move.');
    given(...declared)
      .when(eliminate(AGENCY, HOUSING))
      .thenRefuses('OVERLAP_ORDER');
  });
});

describe('quality and evidence', () => {
  const CATERING = 'CATERING-BLOCK-1' as LineId;
  const catering = [opened, { ...line(CATERING), ruling: 'volume' as const }, plan({ '2009/10': '5000.00' }, CATERING)];

  it('settles the ruling a line waits for, whatever the check finds: catering 5', () => {
    expect(amountsOf(given(...catering).story).subjectToRulings).toBe(500_000);
    const { story } = given(...catering).when(quality('not an efficiency', CATERING));
    expect(amountsOf(story).subjectToRulings).toBe(0);
    expect(story.projection.register.line(CATERING, story.projection.table.now())).toMatchObject({
      ruling: null,
      quality: { verdict: 'not an efficiency' },
    });
    given(opened).when(quality()).thenRefuses('LINE_NOT_FOUND');
  });

  it('names a file by its digest as evidence, and refuses to name an entry that is not there', () => {
    given(opened, line()).when(evidence(1)).thenPosts();
    given(opened, line()).when(evidence(9)).thenRefuses('ENTRY_NOT_FOUND', 'There is no entry 9 in this ledger.');
    given(opened).when(evidence()).thenRefuses('LINE_NOT_FOUND');
  });
});
