import { findings } from '../../projections/findings/findings';
import type { FindingKind } from '../../projections/findings/view';
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
  reclassify,
  reprofile,
  reverse,
  target,
  verify,
} from '../support/july';
import {
  answer,
  close,
  confirm,
  declareOverlap,
  eliminate,
  evidence,
  importOf,
  inBatch,
  lapse,
  printed,
  quality,
  query,
  reopen,
  reverseBatch,
  settle,
} from '../support/later';
import { given, on, type Told } from '../support/story';

const names = new Map([
  ['off-103', 'Anna Bell (invented)'],
  ['off-105', 'A Bell (invented)'],
]) as never;

const found = (told: readonly Told[], kind: FindingKind): readonly unknown[] => {
  const { projection } = given(...told).story;
  return findings(projection, projection.table.now(), names).filter((finding) => finding.kind === kind);
};

const it = { title: 'IT Procurement' };
const set: readonly Told[] = [opened, target(), { ...line(), ...it }, owner(), baseline()];
const delivered: readonly Told[] = [...set, plan(), achieve('200000.00', null)];
const potted: readonly Told[] = [
  opened,
  target(),
  line(POT, 'unidentified', 'Transformation'),
  line(ADULT),
  line(ONE_COUNCIL),
  potPlan,
  pot(),
];
const allocated = [...potted, allocate({ '2010/11': '1000000.00' })];
const inDecember = on('2009-12-01', query());

const blank = (year: string) => ({ year, level: null, printed: '', cell: null });
const dash = (year: string) => ({ year, level: null, printed: '-', cell: null });
const inDocument = {
  ...plan(),
  classAssumed: true,
  levels: [blank('2009/10'), dash('2010/11'), { year: '2011/12', level: '1.50', printed: '', cell: null }],
} as never;

/** What is said, of which lines, by how much in pence, and from which entries. */
type Said = readonly [message: string, lines: readonly string[], amount: number | null, entries: readonly number[]];

describe('a finding says what is odd, on which lines, by how much, and from which entries', () => {
  test.each<[FindingKind, readonly Told[], ...Said[]]>([
    [
      'printed-total-differs',
      [...set, plan(), printed('250000.00')],
      [
        '"Full year savings from activity in 2008/09" (2010/11) is printed as £250,000; its rows add up to £300,000.',
        [],
        -5_000_000,
        [6],
      ],
    ],
    [
      'unphased',
      allocated,
      [
        '£10,368,000 of "Transformation" is planned without any year in which it is to be saved.',
        [POT],
        1_036_800_000,
        [5],
      ],
    ],
    [
      'pot-unallocated',
      allocated,
      [
        '£13,368,000 of the pot "Transformation" is not allocated to any of its 2 programmes.',
        [POT],
        1_336_800_000,
        [5, 7],
      ],
    ],
    [
      'pot-overdue',
      [...allocated, inDecember],
      [
        'The pot "Transformation" was to be allocated by 2009-11-30; £13,368,000 still is not.',
        [POT],
        1_336_800_000,
        [5, 7],
      ],
    ],
    [
      'outside-ni179',
      [...set, plan(), reclassify('50000.00', { measure: 'plan', status: null })],
      [
        '£50,000 of "IT Procurement" is non-cashable: in the plan as published, not counted by NI 179.',
        [IT],
        5_000_000,
        [6],
      ],
    ],
    [
      'plan-falls',
      [...set, plan(), reprofile({ '2010/11': '174999.50' })],
      [
        'The plan of "IT Procurement" lets £25,000.50 of its cashable gain of 2009/10 fall again by 2011/12; a gain has to last two full years after the one it began in.',
        [IT],
        2_500_050,
        [5, 6],
      ],
    ],
    [
      'blank-level',
      [...set, inDocument],
      [
        'The 2009/10 level of "IT Procurement" is blank in the document; it is read as nothing stated.',
        [IT],
        null,
        [5],
      ],
    ],
    [
      'unidentified',
      allocated,
      [
        '£13,368,000 of "Transformation" is planned without it being known where it is to come from.',
        [POT],
        1_336_800_000,
        [5, 7],
      ],
    ],
    [
      'no-accountable-officer',
      allocated,
      ['"ADULT-SOCIAL-CARE" has no accountable officer.', [ADULT], null, [3]],
      ['"ONE-COUNCIL" has no accountable officer.', [ONE_COUNCIL], null, [4]],
    ],
    [
      'class-assumed',
      [
        ...set,
        inDocument,
        importOf(),
        { ...line(ADULT), by: inBatch },
        { ...(inDocument as object), line: ADULT, by: inBatch } as never,
      ],
      ['1 line recorded by hand is taken as cashable because the document gives no class.', [IT], null, [5]],
      ['1 line of batch TRACKER-1 is taken as cashable because the document gives no class.', [ADULT], null, [8]],
    ],
    [
      'no-baseline',
      [
        opened,
        line(),
        line(ONE_COUNCIL),
        plan(),
        plan({ '2009/10': '5.00' }, ONE_COUNCIL),
        line(ADULT),
        line(CARRIED),
        carryForward(),
      ],
      [
        '2 lines recorded by hand are without a baseline, so nothing can be recorded as achieved on them.',
        [IT, ONE_COUNCIL],
        null,
        [1, 2],
      ],
    ],
    [
      'carry-forward-not-verified',
      [opened, line(CARRIED), carryForward()],
      [
        'The carry-forward of £7,598,000 in entry 2 has not been verified by a second officer.',
        [CARRIED],
        759_800_000,
        [2],
      ],
    ],
    [
      'reclassification-not-verified',
      [...delivered, reclassify()],
      ['The reclassification of £100,000 in entry 7 has not been verified by a second officer.', [IT], 10_000_000, [7]],
    ],
    [
      'reversal-not-verified',
      [
        ...delivered,
        reverse(6),
        importOf(),
        { ...line(ADULT), by: inBatch },
        { ...plan({ '2009/10': '1.00' }, ADULT), by: inBatch },
        reverseBatch(),
      ],
      ['The reversal in entry 7 has not been verified by a second officer.', [IT], null, [7]],
      ['The reversal of a batch in entry 11 has not been verified by a second officer.', [], null, [11]],
    ],
    [
      'reopening-not-verified',
      [opened, on('2009-08-01', close('2009-07')), reopen('2009-07')],
      ['The re-opening of a period in entry 2 has not been verified by a second officer.', [], null, [2]],
    ],
    [
      'audit-query-open',
      [...delivered, query(), query(6), query(), answer(9)],
      ['An auditor asks: What is the baseline of this saving? (invented)', [], null, [7]],
      ['An auditor asks: What is the baseline of this saving? (invented)', [], null, [8, 6]],
    ],
    [
      'overlap-suspected',
      [
        ...set,
        line(ADULT),
        line(ONE_COUNCIL),
        declareOverlap(ADULT, IT),
        { ...declareOverlap(ONE_COUNCIL, IT), amount: null },
      ],
      [
        'Lines ADULT-SOCIAL-CARE and IT-PROCUREMENT may count the same pound by up to £100,000.',
        [ADULT, IT],
        10_000_000,
        [7],
      ],
      ['Lines ONE-COUNCIL and IT-PROCUREMENT may count the same pound.', [ONE_COUNCIL, IT], null, [8]],
    ],
    [
      'not-an-efficiency',
      [...delivered, quality('not an efficiency')],
      [
        'The quality check of "IT Procurement" found a cut, not an efficiency; withdraw or reverse what it counts.',
        [IT],
        50_000_000,
        [5],
      ],
    ],
    [
      'no-quality-check',
      delivered,
      ['Savings are recorded on "IT Procurement" without a check that the service did not get worse.', [IT], null, [6]],
    ],
    [
      'no-evidence',
      delivered,
      ['Savings are recorded on "IT Procurement" without any evidence attached.', [IT], null, [6]],
    ],
    [
      'above-plan',
      [...delivered, achieve('0.01', null), on('2010-06-01', achieve('1.00', null, '2010/11'))],
      ['"IT Procurement" is recorded with £0.01 more than it plans by 2009/10.', [IT], 1, [6, 7]],
    ],
    [
      'tranche-not-confirmed',
      [...delivered, on('2012-03-31', query())],
      [
        'The 2009/10 cashable gain of "IT Procurement" ended its clock on 2012-03-31 without being confirmed for 2010/11 and 2011/12.',
        [IT],
        20_000_000,
        [6],
      ],
    ],
    [
      'tranche-not-confirmed',
      [...delivered, on('2011-04-02', confirm('2010/11')), on('2012-03-31', query())],
      [
        'The 2009/10 cashable gain of "IT Procurement" ended its clock on 2012-03-31 without being confirmed for 2011/12.',
        [IT],
        20_000_000,
        [6],
      ],
    ],
    [
      'needs-a-ruling',
      [opened, target(), { ...line(), ...it, ruling: 'volume' }, plan(), { ...line(ADULT), ruling: 'income' }],
      [
        '"IT Procurement" needs a ruling whether it is an efficiency: less is bought or done.',
        [IT],
        30_000_000,
        [2, 3],
      ],
      ['"ADULT-SOCIAL-CARE" needs a ruling whether it is an efficiency: more is earned.', [ADULT], 0, [4]],
    ],
    [
      'similar-names',
      [
        opened,
        line(IT, 'identified', 'Review of management costs'),
        owner(),
        line(ADULT, 'identified', 'Review of all Management Costs'),
        owner(ADULT, 'off-104'),
        owner(ADULT, 'off-105'),
        line(ONE_COUNCIL),
        owner(ONE_COUNCIL, 'off-104'),
      ],
      ['2 lines have nearly one name: IT-PROCUREMENT, ADULT-SOCIAL-CARE.', [IT, ADULT], null, [1, 3]],
      [
        'The accountable officers off-103 and off-105 have nearly one name and may be one person.',
        [IT, ADULT],
        null,
        [2, 5],
      ],
    ],
    [
      'partnership-incomplete',
      [opened, target(), target('50000000.00', 'partnership')],
      [
        "The partnership's target of £50,000,000 has one member here; £12,557,000 is for its other partners, whose ledgers are not added.",
        [],
        5_000_000_000,
        [2],
      ],
    ],
  ])('%s', (kind, told, ...said) => {
    expect(found(told, kind)).toEqual(
      said.map(([message, lines, amount, entries]) => ({ kind, message, lines, amount, entries })),
    );
  });
});

test('what was carried forward stands behind what is above the plan, and not behind what is no efficiency', () => {
  const carried = [opened, line(CARRIED), baseline(CARRIED), carryForward('7.00')];
  const above = [...carried, achieve('5.00', null, '2009/10', CARRIED)];
  expect(found(above, 'above-plan')).toMatchObject([{ amount: 500, entries: [3, 4] }]);
  const cut = [...carried, plan({ '2009/10': '100.00' }, CARRIED), quality('not an efficiency', CARRIED)];
  expect(found(cut, 'not-an-efficiency')).toMatchObject([{ amount: 10_000, entries: [4] }]);
});

describe('by the deadline of the target', () => {
  test('counts what no target sets a deadline for, what was carried forward and what has no year', () => {
    const untargeted = potted.filter((each) => each !== potted[1]);
    expect(found(untargeted, 'unidentified')).toMatchObject([{ amount: 1_836_800_000, entries: [4] }]);
    const carried = [opened, target(), { ...line(CARRIED), ruling: 'income' as const }, carryForward('7.00')];
    expect(found(carried, 'needs-a-ruling')).toMatchObject([{ amount: 700, entries: [2, 3] }]);
    expect(found(carried.toSpliced(1, 1), 'needs-a-ruling')).toMatchObject([{ amount: 700, entries: [1, 2] }]);
  });

  test('the entries behind an amount stand in the order in which they were recorded', () => {
    const told = [
      ...[opened, target(), { ...line(), ruling: 'volume' as const }, plan({ '2009/10': '5.00', '2010/11': '9.00' })],
      reprofile({ '2009/10': '6.00', '2010/11': '10.00' }),
      reprofile({ '2010/11': '12.00' }),
      reprofile({ '2009/10': '7.00', '2010/11': '13.00' }),
    ];
    expect(found(told, 'needs-a-ruling')).toMatchObject([{ amount: 1_300, entries: [2, 3, 4, 5, 6] }]);
  });
});

test('a plan that falls comes from the entries of its class, from its own year to the last of its clock', () => {
  const levels = { '2008/09': '100.00', '2009/10': '300.00', '2010/11': '250.00', '2011/12': '250.00' };
  const told = [
    ...set,
    plan(levels),
    reprofile({ '2008/09': '150.00', '2009/10': '350.00', '2010/11': '300.00', '2011/12': '300.00' }),
    reprofile({ '2009/10': '400.00', '2010/11': '350.00', '2011/12': '350.00' }),
    reprofile({ '2011/12': '340.00' }),
    reprofile({ '2012/13': '900.00' }),
    plan({ '2009/10': '7.00' }, IT, null, 'non-cashable'),
  ];
  expect(found(told, 'plan-falls')).toMatchObject([{ amount: 6_000, entries: [5, 7, 8] }]);
});

describe('there is nothing to find', () => {
  test('in a ledger that was just opened, and in one in which all is settled', () => {
    const all = (told: readonly Told[]) => {
      const { projection } = given(...told).story;
      return findings(projection, projection.table.now(), names);
    };
    expect(all([opened])).toEqual([]);
    expect(all([...delivered, quality(), evidence()])).toEqual([]);
  });

  test.each<[FindingKind, string, readonly Told[]]>([
    ['printed-total-differs', 'once it was resolved', [...set, plan(), printed('250000.00'), settle(6)]],
    ['pot-overdue', 'on the very day by which it is to be allocated', [...allocated, on('2009-11-30', query())]],
    ['pot-overdue', 'of a line that is no pot', [...set, plan(), inDecember]],
    ['pot-unallocated', 'of a line that is no pot', [...set, plan(undefined, IT, ['2010/11', '400000.00'])]],
    ['outside-ni179', 'of a plan that is cashable', [...set, plan()]],
    ['outside-ni179', 'of a target, which has no class', set],
    ['unidentified', 'of a plan of which it is known where it comes from', [...set, plan()]],
    ['unphased', 'of a plan by years', [...set, plan()]],
    [
      'blank-level',
      'in a dash, which says nil',
      [...set, { ...plan(), levels: [dash('2009/10'), ...plan().levels.slice(1)] } as never],
    ],
    ['class-assumed', 'where the document gives the class', [...set, plan()]],
    ['no-baseline', 'of a line with one', [...set, plan()]],
    ['no-baseline', 'of a pot', allocated.slice(0, 7)],
    ['no-baseline', 'of a line that only carries forward', [opened, line(CARRIED), carryForward(), verify(2)]],
    ['no-baseline', 'of a line without a plan', [opened, line()]],
    ['audit-query-open', 'once it is answered', [opened, query(), answer(1)]],
    [
      'overlap-suspected',
      'once something was taken off for it',
      [...set, line(ADULT), plan(undefined, ADULT), declareOverlap(ADULT, IT), eliminate(ADULT, IT)],
    ],
    ['not-an-efficiency', 'in a check that found one', [...delivered, quality()]],
    ['no-quality-check', 'once there is one', [...delivered, quality()]],
    ['no-evidence', 'once there is some', [...delivered, evidence()]],
    ['no-evidence', 'of what was carried forward', [opened, line(CARRIED), carryForward(), verify(2)]],
    ['above-plan', 'in what was planned to the penny', delivered],
    [
      'above-plan',
      'in a later year that nobody achieved anything in',
      [...set, plan({ '2009/10': '100.00', '2010/11': '50.00' }), achieve('100.00', null)],
    ],
    [
      'tranche-not-confirmed',
      'in a gain that lapsed as a whole',
      [...delivered, lapse('200000.00'), on('2012-03-31', query())],
    ],
    ['tranche-not-confirmed', 'while its clock runs', [...delivered, on('2012-03-30', query())]],
    [
      'tranche-not-confirmed',
      'where it was confirmed in both years',
      [...delivered, on('2011-04-02', confirm('2010/11')), on('2012-03-31', confirm('2011/12'))],
    ],
    ['tranche-not-confirmed', 'in a plan', [...set, plan(), on('2013-04-01', query())]],
    ['needs-a-ruling', 'where none is asked for', [...set, plan()]],
    ['partnership-incomplete', 'where the council has no target yet', [opened, target('50000000.00', 'partnership')]],
    ['partnership-incomplete', 'where the council is in none', [opened, target()]],
  ])('%s: %s', (kind, _why, told) => {
    expect(found(told, kind)).toEqual([]);
  });
});
