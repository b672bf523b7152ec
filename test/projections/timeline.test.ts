import fc from 'fast-check';

import type { Instant, IsoDate } from '../../src/domain/dates';
import { firstWhere, Timeline } from '../../projections/timeline';

interface When {
  readonly effective: IsoDate;
  readonly recordedAt: Instant;
}

const day = (of: number): IsoDate => `2009-07-${String(of).padStart(2, '0')}` as IsoDate;
const nine = (minute: number): Instant => `2009-07-31T09:${String(minute).padStart(2, '0')}:00.000Z` as Instant;

/** Effective on these days of July, recorded on the last of them from nine o'clock on, two in each minute. */
function whenOf(days: readonly number[]): readonly When[] {
  return days.map((of, seq) => ({ effective: day(of), recordedAt: nine(Math.floor(seq / 2)) }));
}

function timelineOf(all: readonly When[]): Timeline {
  const timeline = new Timeline();
  for (const each of all) timeline.append(each);
  return timeline;
}

describe('entries effective on 13, 1, 13 and 20 July, recorded two a minute', () => {
  let timeline = new Timeline();

  beforeEach(() => {
    timeline = timelineOf(whenOf([13, 1, 13, 20]));
  });

  test('are as many as were taken in, each from its own day', () => {
    expect(timeline.size).toBe(4);
    expect([0, 1, 2, 3].map((seq) => timeline.effectiveOf(seq))).toEqual([13, 1, 13, 20].map(day));
    expect(timeline.now()).toEqual({ size: 4, asAt: '2009-07-20' });
  });

  test.each([
    [0, '1970-01-01'],
    [1, '2009-07-13'],
    [3, '2009-07-13'],
    [4, '2009-07-20'],
    [9, '2009-07-20'],
  ])('the latest day among the first %i is %s', (size, latest) => {
    expect(timeline.latestEffective(size)).toBe(latest);
  });

  test.each([
    ['2009-07-31T08:59:59.999Z', 0],
    ['2009-07-31T09:00:00.000Z', 2],
    ['2009-07-31T09:00:59.999Z', 2],
    ['2009-07-31T09:01:00.000Z', 4],
  ])('by %s there were %i', (time, size) => {
    expect(timeline.sizeAt(time as Instant)).toBe(size);
  });

  test.each([
    [4, 20, [0, 1, 2, 3], true],
    [4, 19, [0, 1, 2], false],
    [3, 13, [0, 1, 2], true],
    [3, 12, [1], false],
    [1, 13, [0], true],
    [0, 13, [], true],
    [9, 31, [0, 1, 2, 3], true],
  ])('the first %i, as at %i July, are the entries %j', (size, of, seqs, all) => {
    const moment = { size, asAt: day(of) };
    expect(timeline.seqs(moment, 0, 10)).toEqual(seqs);
    expect(timeline.countAt(moment)).toBe(seqs.length);
    expect([0, 1, 2, 3].filter((seq) => timeline.knows(moment, seq))).toEqual(seqs);
    expect(timeline.knowsAll(moment)).toBe(all);
  });

  test('are listed from one on, and no more than are wanted', () => {
    const moment = { size: 4, asAt: day(19) };
    expect(timeline.seqs(moment, 1, 10)).toEqual([1, 2]);
    expect(timeline.seqs(moment, 0, 2)).toEqual([0, 1]);
    expect(timeline.seqs(moment, 0, 0)).toEqual([]);
  });
});

test('of entries asked about on one day and then on another, each answer is that of its own day', () => {
  const timeline = timelineOf(whenOf([10, 20]));
  const known = [9, 10, 10, 20, 9].map((of) => [0, 1].filter((seq) => timeline.knows({ size: 2, asAt: day(of) }, seq)));
  expect(known).toEqual([[], [0], [0], [0, 1], []]);
});

test('an entry before 1970 is known from its own day on', () => {
  const timeline = timelineOf([{ effective: '1969-12-31' as IsoDate, recordedAt: nine(0) }]);
  expect(timeline.now()).toEqual({ size: 1, asAt: '1969-12-31' });
  expect(timeline.knowsAll({ size: 1, asAt: '1969-12-30' as IsoDate })).toBe(false);
});

test('any entries answer as a list of them does, put away and taken back at any time', () => {
  const someDays = fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 30 });
  fc.assert(
    fc.property(someDays, fc.nat(30), fc.integer({ min: 1, max: 31 }), fc.nat(40), (days, cut, of, size) => {
      const all = whenOf(days);
      const timeline = new Timeline();
      timeline.restoreTime(structuredClone(timelineOf(all.slice(0, cut)).timeToParts()));
      for (const each of all.slice(cut)) timeline.append(each);

      const moment = { size, asAt: day(of) };
      const first = days.slice(0, size);
      const seqs = first.flatMap((each, seq) => (each <= of ? [seq] : []));
      expect(timeline.seqs(moment, 0, 100)).toEqual(seqs);
      expect(timeline.countAt(moment)).toBe(seqs.length);
      expect(timeline.knowsAll(moment)).toBe(seqs.length === first.length);
      if (first.length > 0) expect(timeline.latestEffective(size)).toBe(day(Math.max(...first)));
      const by = nine(of);
      expect(timeline.sizeAt(by)).toBe(all.filter(({ recordedAt }) => recordedAt <= by).length);
    }),
    { numRuns: 100 },
  );
});

test.each([
  [0, 0, 0],
  [1, 0, 0],
  [1, 5, 1],
  [7, 3, 3],
  [8, 7, 7],
  [8, 8, 8],
])('of %i numbers, the first that is at least %i is %i', (length, least, first) => {
  const asked: number[] = [];
  expect(firstWhere(length, (index) => asked.push(index) > 0 && index >= least)).toBe(first);
  expect(asked.every((index) => index < length)).toBe(true);
});
