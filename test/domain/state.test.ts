import { decide } from '../../src/domain/decider';
import { isRefusal } from '../../src/domain/refusals';
import { LedgerState } from '../../src/domain/state';
import type { Instant, IsoDate } from '../../src/domain/dates';
import type { OfficerId } from '../../src/domain/identifiers';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
  CARRIED,
  carryForward,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  stage,
  target,
  verify,
} from '../support/july';
import {
  adopt,
  answer,
  close,
  declareOverlap,
  eliminate,
  importOf,
  inBatch,
  lapse,
  query,
  reopen,
  rotate,
} from '../support/later';
import { given, on, type Story, type Told } from '../support/story';

/** A bit of everything, so that no map and no number of the state is empty. */
const told: readonly Told[] = [
  opened,
  target(),
  adopt('cashable-only'),
  importOf(),
  { ...line(), by: inBatch },
  { ...plan(undefined, IT, ['2011/12', '600000.00']), by: inBatch },
  baseline(),
  achieve('200000.00', null),
  line(ADULT),
  line(ONE_COUNCIL, 'unidentified'),
  line(POT, 'unidentified'),
  potPlan,
  pot([ONE_COUNCIL]),
  allocate({ '2009/10': '100000.00' }, '5000.00', ONE_COUNCIL),
  plan({ '2009/10': '200000.00' }, ADULT),
  declareOverlap(ADULT, IT),
  eliminate(ADULT, IT, '50.00'),
  line(CARRIED),
  carryForward(),
  query(),
  answer(19),
  rotate('ledger+1', 'ledger+2'),
  on('2009-08-03', close('2009-07')),
  reopen('2009-07'),
  verify(23),
  on('2010-06-10', lapse('25000.00')),
  verify(7),
];

const told27 = (): Story => given(...told).story;

describe('given the state of a ledger with a bit of everything', () => {
  test('then it knows of each what was told, of each line what the rules ask, and who did what to an entry', () => {
    const { state } = told27();
    const { lines, lapsesTaken, ...known } = Object.fromEntries(
      Object.entries(state).flatMap(([name, held]) =>
        held !== null && typeof held === 'object' && 'all' in held ? [[name, [...(held as Maps).all()]]] : [],
      ),
    );
    expect(known).toEqual({
      targets: [['council', { seq: 1, amount: '37443000.00', deadline: '2010/11' }]],
      definitions: [['cashable-only', 2]],
      batches: [['TRACKER-1', { first: 3, last: 5 }]],
      carried: [
        [
          '2005/06 to 2007/08, cashable',
          { seq: 18, standing: true, closed: { first: '2005/06', last: '2007/08' }, class: 'cashable' },
        ],
      ],
      overlaps: [[`${ADULT} ${IT}`, { seq: 15, standing: true, amount: 10_000_000, eliminated: 5_000 }]],
      settled: [[19, 20]],
      reopened: [['2009-07', 23]],
      reopenings: [[23, { month: '2009-07', pending: true }]],
      allocated: [
        [`${POT}|${ONE_COUNCIL}|2009/10|cashable`, 10_000_000],
        [`${POT}|${ONE_COUNCIL}|unphased|cashable`, 500_000],
      ],
      eliminations: [[16, { overlap: `${ADULT} ${IT}`, amount: 5_000 }]],
    });
    expect(lines).toHaveLength(5);
    expect(lapsesTaken).toEqual([[`${IT}|2009/10|cashable`, { seq: 26, before: null }]]);
    expect(state.toParts().lapsesTaken).toEqual([[`${IT}|2009/10|cashable`, [26]]]);
    expect({ ...state.toParts().head, recordedAt: null, posted: 0 }).toEqual({
      size: 27,
      recordedAt: null,
      closedThrough: '2009-07',
      opened: { ledger: opened.ledger, baseYear: '2008/09' },
      signingKey: 'ledger+2',
      lastPlanned: 2011,
      posted: 0,
    });
    expect(state.lines.get(IT)).toEqual({
      id: IT,
      stage: 'identified',
      owner: null,
      hasBaseline: true,
      registered: 4,
      version: 26,
      plans: { cashable: { seq: 5, totalBy: '2011/12' } },
      planEntries: { seq: 5, before: null },
      pot: null,
      potOf: null,
    });
    expect(state.lines.get(ONE_COUNCIL)).toMatchObject({
      plans: { cashable: { seq: 13, totalBy: '2010/11' } },
      planEntries: { seq: 13, before: null },
      potOf: POT,
      version: 13,
    });
    expect(state.lines.get(POT)).toMatchObject({
      plans: { cashable: { seq: 11, totalBy: '2010/11' } },
      pot: { programmes: [ONE_COUNCIL], allocateBy: '2009-11-30' },
      version: 13,
    });
    expect([state.mark(7), state.mark(8)]).toEqual([
      { verified: 26, rejected: null, reversed: null },
      { verified: null, rejected: null, reversed: null },
    ]);
    state.setMark(7, 'verified', null);
    state.setMark(0, 'rejected', 0);
    expect([state.mark(7).verified, state.mark(0).rejected]).toEqual([null, 0]);
  });

  test('when it is stored and taken back, then it is the same and goes on alike', () => {
    const first = told27();
    const again = first.reopened();
    expect(again.state.toParts()).toEqual(first.state.toParts());
    for (const story of [first, again]) {
      story.tell(owner());
      story.tell(stage('in design'));
      story.tell(achieve('1.00', null));
      story.tell(lapse('1.00', { status: 'verified' }));
    }
    expect(again.state.toParts()).toEqual(first.state.toParts());
  });

  test('when things are tried on a fork, then it is as it was, and as if they were told once the fork is adopted', () => {
    const [story, plain] = [told27(), told27()];
    const before = structuredClone(story.state.toParts());
    const fork = story.state.fork();
    tellMore(Object.assign(Object.create(story) as Story, { state: fork, entries: [...story.entries] }));
    tellMore(plain);
    expect(story.state.toParts()).toEqual(before);
    expect(() => fork.toParts()).toThrow('a fork does not hold all');
    story.state.adopt(fork);
    expect(story.state.toParts()).toEqual(plain.state.toParts());
    expect(plain.state.toParts()).not.toEqual(before);
  });
});

interface Maps {
  all(): ReadonlyMap<unknown, unknown>;
}

/** Something of everything once more. */
function tellMore(story: Story): void {
  for (const more of [
    target('1000000.00', 'partnership'),
    adopt('another'),
    { ...line('LATER' as never), by: inBatch },
    { ...plan({ '2012/13': '1.00' }, 'LATER' as never), by: inBatch },
    owner(),
    carryForward('1.00', 'non-cashable'),
    query(),
    answer(story.entries.length + 6),
    close('2009-08'),
    reopen('2009-07'),
    allocate({ '2009/10': '200000.00' }, '6000.00', ONE_COUNCIL),
    declareOverlap('LATER' as never, IT),
    rotate('ledger+2', 'ledger+3'),
    achieve('300000.00', null),
  ] as const)
    story.tell(more);
}

describe('given a ledger that was not opened', () => {
  test('then nothing is planned, and what has no base year says so', () => {
    const state = LedgerState.empty();
    expect(() => state.baseYear).toThrow(new Error('the ledger has not been opened'));
    expect([state.size, state.posted, state.recordedAt, state.mark(0).verified]).toEqual([0, 0, null, null]);
  });

  test('when it is opened, then it may have been so for a while: from 1 April 2009 on', () => {
    const { story } = given({ ...opened, by: { ...opened.by, effective: '2009-04-01' as IsoDate } });
    expect(story.entries).toMatchObject([{ kind: 'LedgerOpened', effective: '2009-04-01' }]);
  });

  test('when anything but its opening is asked, then it says so', () => {
    const asked = decide(line(), LedgerState.empty(), {
      recordedAt: '2009-07-13T09:00:00.000Z' as Instant,
      about: null,
      batch: [],
      figures: null,
      chiefFinanceOfficers: ['off-204' as OfficerId],
    });
    expect(isRefusal(asked) && [asked.code, asked.message]).toEqual([
      'LEDGER_NOT_OPENED',
      'This ledger has not been opened yet; run init first.',
    ]);
  });
});

describe('given a plan of 2009/10, 2010/11 and 2011/12 of a ledger with base year 2008/09', () => {
  const planned = () => given(opened, line(), plan(undefined, IT, ['2011/12', '600000.00'])).story;

  test('then plans can be of four years, and its levels are 0, 200,000, 300,000 and 500,000', () => {
    const { state } = planned();
    const years = state.plannedYears();
    expect(years).toEqual(['2008/09', '2009/10', '2010/11', '2011/12']);
    expect(years.map((year) => state.level(IT, 'plan', year, 'cashable') / 100)).toEqual([
      0, 200_000, 300_000, 500_000,
    ]);
    expect(years.map((year) => state.tranche(IT, 'plan', year, 'cashable') / 100)).toEqual([
      0, 200_000, 100_000, 200_000,
    ]);
    expect(state.level(IT, 'plan', '2012/13' as never, 'cashable')).toBe(50_000_000);
    expect(state.level(IT, 'plan', '2011/12' as never, 'non-cashable')).toBe(0);
  });

  test('then what has no year is 100,000 by 2011/12, of what is identified', () => {
    const { state } = planned();
    expect([true, false].map((identified) => state.unphasedParts(IT, 'cashable', identified))).toEqual([
      [{ from: '2011/12', amount: 10_000_000 }],
      [],
    ]);
    expect(state.tranche(IT, 'plan', 'unphased', 'cashable')).toBe(10_000_000);
  });
});

test('months up to the last closed one are closed but for those re-opened', () => {
  const { state } = given(opened, on('2009-09-03', close('2009-08'))).story;
  const closed = (): readonly boolean[] =>
    ['2009-06', '2009-07', '2009-08', '2009-09'].map((month) => state.isClosed(month as never));
  expect(LedgerState.empty().isClosed('2009-06' as never)).toBe(false);
  expect(closed()).toEqual([true, true, true, false]);
  state.reopened.set('2009-07' as never, 4);
  expect(closed()).toEqual([true, false, true, false]);
  state.reopened.set('2009-07' as never, null);
  expect(closed()).toEqual([true, true, true, false]);
});
