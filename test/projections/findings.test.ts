import { findings } from '../../projections/findings/findings';
import { viewOf, type Finding, type FindingKind } from '../../projections/findings/view';
import type { Moment } from '../../projections/posting-table';
import {
  achieve,
  ADULT,
  baseline,
  CARRIED,
  carryForward,
  IT,
  line,
  opened,
  owner,
  plan,
  reclassify,
  reject,
  reprofile,
  reverse,
  target,
  verify,
} from '../support/july';
import { answer, close, importOf, inBatch, printed, query, reopen, reverseBatch, settle } from '../support/later';
import { because, bySecond, given, on, type Story, type Told } from '../support/story';

const set: readonly Told[] = [opened, line(), owner(), baseline()];

const found = (story: Story, kind: FindingKind, moment: Moment = story.projection.table.now()): readonly Finding[] =>
  findings(story.projection, moment, new Map()).filter((finding) => finding.kind === kind);

const shown = (story: Story, kind: FindingKind, moment?: Moment): readonly unknown[] =>
  found(story, kind, moment).map(({ lines, amount, message }) => [lines[0], amount, /\d{4}\/\d{2}/.exec(message)?.[0]]);

describe('above the plan', () => {
  const early = plan({ '2009/10': '100.00', '2010/11': '300.00' });

  test('is found in the year it was, although the plan catches up later (amounts invented)', () => {
    const { story } = given(
      ...set,
      early,
      achieve('260.00', null),
      on('2010-06-01', line(ADULT)),
      baseline(ADULT),
      achieve('10.00', null, '2010/11', ADULT),
    );

    expect(shown(story, 'above-plan')).toEqual([
      [IT, 16_000, '2009/10'],
      [ADULT, 1_000, '2010/11'],
    ]);
  });

  test('is told once a line, at the year of the largest excess', () => {
    const { story } = given(
      ...set,
      plan({ '2009/10': '100.00', '2010/11': '150.00' }),
      achieve('130.00', null),
      on('2010-06-01', achieve('100.00', null, '2010/11')),
    );

    expect(shown(story, 'above-plan')).toEqual([[IT, 8_000, '2010/11']]);
  });

  test('as known on a past moment does not change with what is recorded later', () => {
    const told: readonly Told[] = [...set, plan({ '2009/10': '100.00', '2010/11': '50.00' }), achieve('100.00', null)];
    const { story: before } = given(...told);
    const { story: after } = given(...told, on('2010-06-01', achieve('10.00', null, '2010/11')));

    expect(found(after, 'above-plan', before.projection.table.now())).toEqual(found(before, 'above-plan'));
    expect(shown(after, 'above-plan')).toEqual([[IT, 6_000, '2010/11']]);
  });
});

describe('a plan that falls', () => {
  test('within the clock of a gain is found, with the gain and the entries of the fall', () => {
    const { story } = given(...set, plan(), reprofile({ '2010/11': '175000.00' }));

    expect(shown(story, 'plan-falls')).toEqual([[IT, 2_500_000, '2009/10']]);
    expect(found(story, 'plan-falls')[0]!.entries).toEqual([4, 5]);
  });

  test('after the clock of a gain has ended is none: it lasted', () => {
    const levels = { '2008/09': '500.00', '2009/10': '500.00', '2010/11': '500.00', '2011/12': '100.00' };

    expect(shown(given(...set, plan(levels)).story, 'plan-falls')).toEqual([]);
  });

  test('is not hidden by another class that rises', () => {
    const falling = plan({ '2009/10': '500.00', '2010/11': '100.00' });
    const rising = plan({ '2009/10': '100.00', '2010/11': '900.00' }, IT, null, 'non-cashable');

    expect(shown(given(...set, falling, rising).story, 'plan-falls')).toEqual([[IT, 40_000, '2009/10']]);
  });
});

describe('what waits for a second officer', () => {
  const carried: readonly Told[] = [opened, line(CARRIED), carryForward()];

  test('no longer waits once it was rejected, and waits again when the rejection is reversed', () => {
    const { story } = given(...carried);
    expect(found(story, 'carry-forward-not-verified')).toHaveLength(1);
    story.tell(reject(2)(story));
    expect(found(story, 'carry-forward-not-verified')).toEqual([]);
    story.tell(reverse(3, { ...because('Rejected by mistake (invented)'), officer: bySecond.officer }));
    expect(found(story, 'carry-forward-not-verified')).toHaveLength(1);
  });

  test('is no rejected reversal either', () => {
    const { story } = given(...set, plan(), reverse(4));
    expect(found(story, 'reversal-not-verified')).toHaveLength(1);
    story.tell(reject(5)(story));
    expect(found(story, 'reversal-not-verified')).toEqual([]);
  });

  test('is a reclassification, and the reversal of a batch: found until someone else has verified it', () => {
    const waiting = given(...set, achieve(), reclassify()).story;
    expect(shown(waiting, 'reclassification-not-verified')).toEqual([[IT, 10_000_000, undefined]]);
    waiting.tell(verify(5)(waiting));
    expect(found(waiting, 'reclassification-not-verified')).toEqual([]);
    const { story } = given(...set, importOf(), { ...plan(), by: inBatch }, reverseBatch());
    expect(found(story, 'reversal-not-verified').map(({ entries }) => entries)).toEqual([[6]]);
    story.tell(verify(6)(story));
    expect(found(story, 'reversal-not-verified')).toEqual([]);
  });

  test('is no rejected re-opening either', () => {
    const { story } = given(...set, on('2009-08-01', close('2009-07')), reopen('2009-07'));
    expect(found(story, 'reopening-not-verified')).toHaveLength(1);
    story.tell(reject(5)(story));
    expect(found(story, 'reopening-not-verified')).toEqual([]);
  });
});

describe('a printed total', () => {
  test('is held against the rows as they stood when it was asserted: what is re-planned since does not make it wrong', () => {
    const { story } = given(...set, target(), plan(), printed('300000.00'));
    expect(found(story, 'printed-total-differs')).toEqual([]);
    story.tell(reprofile({ '2010/11': '250000.00' }));
    expect(found(story, 'printed-total-differs')).toEqual([]);
    story.tell(printed('300000.00'));
    expect(found(story, 'printed-total-differs').map(({ amount, entries }) => [amount, entries])).toEqual([
      [5_000_000, [8]],
    ]);
  });
});

describe('a line that an import registers as approved', () => {
  test('is accepted without an accountable officer, and a finding until it has one', () => {
    const { story } = given(opened, importOf(), { ...line(IT, 'approved'), by: inBatch });
    expect(shown(story, 'no-accountable-officer')).toEqual([[IT, null, undefined]]);
    story.tell(owner());
    expect(found(story, 'no-accountable-officer')).toEqual([]);
  });
});

test('a cell names an entry once that posted into it twice: two savings of an import that were taken back together', () => {
  const imported = ['200.00', '70.00'].map((amount) => ({ ...achieve(amount, null), by: inBatch }));
  const { projection } = given(...set, importOf(), ...imported, reverseBatch()).story;
  const { achievements } = viewOf(projection, projection.table.now(), new Map());
  expect(achievements.get(IT)).toMatchObject([
    { pence: 27_000, entries: [5, 6] },
    { pence: -27_000, entries: [7] },
  ]);
});

describe('what was done about an entry', () => {
  const none = { verified: null, rejected: null, reversed: null, settled: null };
  const marks = ({ projection }: Story, seq: number, moment = projection.table.now()): unknown =>
    projection.register.marksOf(seq, moment);

  test('is its verification, until that is reversed', () => {
    const { story } = given(opened, target(), verify(1));
    expect(marks(story, 1)).toEqual({ ...none, verified: 2 });
    expect(marks(story, 1, { ...story.projection.table.now(), size: 2 })).toEqual(none);
    story.tell(reverse(2, { ...because('Verified by mistake (invented)'), officer: bySecond.officer }));
    expect([marks(story, 1), marks(story, 2)]).toEqual([none, { ...none, reversed: 3 }]);
  });

  test('is the reversal of the batch it came in', () => {
    const { story } = given(...set, importOf(), { ...plan(), by: inBatch }, reverseBatch());
    expect(marks(story, 5)).toEqual({ ...none, reversed: 6 });
  });

  test('is the answer to a query and the resolution of a printed total', () => {
    const { story } = given(opened, query(), answer(1), printed(), settle(3));
    expect([marks(story, 1), marks(story, 3)]).toEqual([
      { ...none, settled: 2 },
      { ...none, settled: 4 },
    ]);
  });

  test('is nothing where nobody did anything', () => {
    const { story } = given(...set, plan(), achieve());
    expect(marks(story, 4)).toEqual(none);
  });
});
