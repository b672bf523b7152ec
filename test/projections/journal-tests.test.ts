import fc from 'fast-check';

import type { Entry, Facts } from '../../src/domain/entries';
import { contextOf } from '../../projections/journal-tests/context';
import { journalTests } from '../../projections/journal-tests/journal-tests';
import { amountTests } from '../../projections/journal-tests/on-amounts';
import { Projection } from '../../projections/projection';
import {
  achieve,
  baseline,
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
import { importOf, inBatch, reverseBatch } from '../support/later';
import { aLedger } from '../support/random-ledger';
import { because, by, given, type Story, type Told } from '../support/story';

const set: readonly Told[] = [opened, line(), owner(), baseline(), plan(), achieve()];

/** The same entries as if they had been recorded otherwise: what the tests look at is data, not the clock. */
const flaggedIn = (story: Story, change: (entry: Entry) => Partial<Entry> = () => ({})) => {
  const projection = new Projection();
  const entries = story.entries.map((entry) => ({ ...entry, ...change(entry) }) as Entry);
  for (const entry of entries) projection.append(entry);
  const { flagged, complete } = journalTests(projection, entries, projection.table.now());
  expect(complete).toBe(true);
  return (test: string): readonly number[] => flagged.find((each) => each.test === test)!.entries.map(({ seq }) => seq);
};
const at = (seq: number, change: Partial<Entry>) => (entry: Entry) => (entry.seq === seq ? change : {});

describe('the journal tests flag', () => {
  test('what was recorded after the month of its effective date was closed', () => {
    const { story } = given(...set, achieve('1.00', null));
    const close: Facts['PeriodClosed'] = { through: '2009-07' as never, of: 'month' };
    const closed = at(3, { kind: 'PeriodClosed', line: null, facts: close, postings: [] });
    expect(flaggedIn(story, closed)('after-close')).toEqual([4, 5, 6]);
    expect(flaggedIn(story)('after-close')).toStrictEqual([]);
  });

  test('what was recorded more than 30 days after its effective date', () => {
    const { story } = given(...set);
    expect(flaggedIn(story, at(4, { effective: '2009-06-13' as never }))('recorded-late')).toStrictEqual([]);
    expect(flaggedIn(story, at(4, { effective: '2009-06-12' as never }))('recorded-late')).toEqual([4]);
  });

  test.each([
    ['2009-07-13T05:59:00.000Z', true, 'a Monday, 6.59 in summer time'],
    ['2009-07-13T06:00:00.000Z', false, 'a Monday, 7.00 in summer time'],
    ['2009-07-13T17:59:00.000Z', false, 'a Monday, 18.59'],
    ['2009-07-13T18:00:00.000Z', true, 'a Monday, 19.00'],
    ['2009-01-13T07:00:00.000Z', false, 'a Tuesday, 7.00 in winter'],
    ['2009-07-18T12:00:00.000Z', true, 'a Saturday'],
  ])('out of hours at %s: %s, %s', (recordedAt, odd) => {
    const { story } = given(...set);
    const flagged = flaggedIn(story, at(5, { recordedAt: recordedAt as never }));
    expect(flagged('out-of-hours')).toEqual(odd ? [5] : []);
  });

  test('amounts that are all multiples of 10,000, or of 1,000', () => {
    const { story } = given(...set, achieve('3000.00', null), achieve('3000.50', null));
    expect(flaggedIn(story)('round-to-10000')).toEqual([4, 5]);
    expect(flaggedIn(story)('round-to-1000')).toEqual([6]);
  });

  test('an ending of pence that comes back again and again', () => {
    const five = ['11.37', '12.37', '13.37', '14.37', '15.37'].map((amount) => achieve(amount, null));
    expect(flaggedIn(given(...set, ...five).story)('repeated-pence')).toEqual([6, 7, 8, 9, 10]);
    expect(flaggedIn(given(...set, ...five.slice(1)).story)('repeated-pence')).toStrictEqual([]);
  });

  test('an officer who records for the first time, or rarely', () => {
    const { story } = given(...set, ...['1.00', '2.00', '3.00', '4.00'].map((amount) => achieve(amount, null)));
    expect(flaggedIn(story)('rare-preparer')).toEqual([4]);
    expect(flaggedIn(story, at(7, { officer: 'off-299' as never }))('rare-preparer')).toEqual([4, 7]);
  });

  test('a line that is seldom used, and a reason that explains nothing', () => {
    const { story } = given(...set, { ...achieve('1.00', null), by: because('as agreed') });
    expect(flaggedIn(story)('seldom-used-line')).toStrictEqual([]);
    expect(flaggedIn(given(...set).story)('seldom-used-line')).toEqual([4, 5]);
    expect(flaggedIn(story)('short-reason')).toEqual([6]);
  });

  test('what was reversed within 30 days after its period', () => {
    const { story } = given(...set, reverse(5));
    const on = (recordedAt: string) => flaggedIn(story, at(6, { recordedAt: recordedAt as never }));
    expect(on('2009-07-31T12:00:00.000Z')('reversed-after-period-end')).toStrictEqual([]);
    expect(on('2009-08-03T12:00:00.000Z')('reversed-after-period-end')).toEqual([5]);
    expect(on('2009-08-30T12:00:00.000Z')('reversed-after-period-end')).toEqual([5]);
    expect(on('2009-08-31T12:00:00.000Z')('reversed-after-period-end')).toStrictEqual([]);
  });

  test('what became cashable in the last ten days of a period', () => {
    const { story } = given(...set, reclassify(), reclassify('50.00', { to: 'cashable' }));
    expect(flaggedIn(story)('to-cashable-at-period-end')).toStrictEqual([]);
    expect(flaggedIn(story, at(7, { effective: '2009-07-22' as never }))('to-cashable-at-period-end')).toEqual([7]);
    expect(flaggedIn(story, at(7, { effective: '2009-07-21' as never }))('to-cashable-at-period-end')).toStrictEqual(
      [],
    );
    expect(flaggedIn(story, at(6, { effective: '2009-07-31' as never }))('to-cashable-at-period-end')).toStrictEqual(
      [],
    );
  });

  test('a plan that was raised after savings had been achieved on it', () => {
    const raised = reprofile({ '2009/10': '200000.00', '2010/11': '300000.00', '2011/12': '600000.00' });
    const lowered = reprofile({ '2009/10': '200000.00', '2010/11': '300000.00', '2011/12': '400000.00' });
    expect(flaggedIn(given(...set, lowered, raised).story)('plan-raised-after-achieved')).toEqual([7]);
  });

  test('the same saving achieved twice, by its day or by its cell, unless it was taken back', () => {
    const twice = given(...set, achieve()).story;
    expect(flaggedIn(twice)('achieved-twice')).toEqual([5, 6]);
    expect(flaggedIn(given(...set, achieve('260000.01')).story)('achieved-twice')).toStrictEqual([]);
    expect(flaggedIn(given(...set, achieve(), reverse(6)).story)('achieved-twice')).toStrictEqual([]);
    const rejected = [...set, achieve(), reject(6)];
    expect(flaggedIn(given(...rejected).story)('achieved-twice')).toStrictEqual([]);
    expect(flaggedIn(given(...rejected, reverse(7)).story)('achieved-twice')).toEqual([5, 6]);
    const read = (document: string, effective: string) => (entry: Entry) =>
      entry.seq < 5
        ? {}
        : {
            source: { document: entry.seq === 5 ? 'July return' : document, sheet: null, row: null, cell: 'C4' },
            effective: (entry.seq === 5 ? '2009-07-13' : effective) as never,
          };
    expect(flaggedIn(twice, read('July return', '2009-08-01'))('achieved-twice')).toEqual([5, 6]);
    expect(flaggedIn(twice, read('August return', '2009-08-01'))('achieved-twice')).toStrictEqual([]);
  });

  test('every saving of one that was achieved again and again, be they 60,000', () => {
    const [entry] = given(...set).story.entries.slice(-1);
    const many = Array.from({ length: 60_000 }, (_, seq) => ({ ...entry!, seq }));
    const { flags } = amountTests.find(({ test }) => test === 'achieved-twice')!;
    expect(flags(contextOf(many))).toHaveLength(60_000);
  });

  test('one pair of officers that does most of the checks, and nobody who checked their own', () => {
    const achieved = ['1.00', '2.00', '3.00', '4.00'].map((amount) => achieve(amount, null));
    const { story } = given(...set, ...achieved, ...[5, 6, 7, 8, 9].map((seq) => verify(seq)));
    expect(flaggedIn(story)('one-pair')).toEqual([10, 11, 12, 13, 14]);
    expect(flaggedIn(story)('self-approved')).toStrictEqual([]);
    expect(flaggedIn(story, at(12, { officer: by.officer }))('self-approved')).toEqual([12]);
    expect(story.entries[5]!.line).toBe(IT);
  });
});

describe('the journal tests leave alone', () => {
  test('what was recorded before the close, or in a month that is open', () => {
    const { story } = given(...set, achieve('1.00', null), achieve('2.00', null));
    const closed = (through: string): Partial<Entry> => {
      const facts: Facts['PeriodClosed'] = { through: through as never, of: 'month' };
      return { kind: 'PeriodClosed', line: null, facts, postings: [] };
    };
    expect(flaggedIn(story, at(6, closed('2009-07')))('after-close')).toEqual([7]);
    expect(flaggedIn(story, at(6, closed('2009-08')))('after-close')).toEqual([7]);
    expect(flaggedIn(story, at(6, closed('2009-06')))('after-close')).toStrictEqual([]);
  });

  test.each([
    ['2009-07-17T12:00:00.000Z', false, 'a Friday'],
    ['2009-07-19T12:00:00.000Z', true, 'a Sunday'],
    ['2009-01-13T06:59:00.000Z', true, 'a Tuesday, 6.59 in winter'],
    ['2009-01-13T18:59:59.000Z', false, 'a Tuesday, 18.59 in winter'],
    ['2009-07-13T23:30:00.000Z', true, 'half past midnight in summer time'],
  ])('office hours: at %s out of hours is %s, %s', (recordedAt, odd) => {
    const { story } = given(...set);
    expect(flaggedIn(story, at(5, { recordedAt: recordedAt as never }))('out-of-hours')).toEqual(odd ? [5] : []);
  });

  test('amounts of which one is not round, and an entry of nought', () => {
    const { story } = given(...set, achieve('20000.00', '1.00'), plan({ '2009/10': '0.00' }, IT, null, 'non-cashable'));
    expect(flaggedIn(story)('round-to-10000')).toEqual([4, 5]);
    expect(flaggedIn(story)('round-to-1000')).toStrictEqual([]);
  });

  test('an ending of pence that is shared by less than a tenth of all that have pence', () => {
    const endings = Array.from({ length: 50 }, (_, each) => `${String(each + 1)}.${String(each + 10)}`);
    const rare = [...endings, '1.99', '2.99', '3.99', '4.99', '5.99'].map((amount) => achieve(amount, null));
    const { story } = given(...set, ...rare);
    expect(flaggedIn(story)('repeated-pence')).toStrictEqual([]);
    expect(flaggedIn(given(...set, ...rare.slice(5)).story)('repeated-pence')).toEqual([51, 52, 53, 54, 55]);
  });

  test('an officer of five entries but for the first of them', () => {
    const { story } = given(...set, ...['1.00', '2.00', '3.00'].map((amount) => achieve(amount, null)));
    expect(flaggedIn(story)('rare-preparer')).toEqual([4]);
    expect(flaggedIn(given(...set).story)('rare-preparer')).toEqual([4, 5]);
  });

  test('a reason of fifteen characters, and an entry without any', () => {
    const told = [...set, { ...achieve('1.00', null), by: because('fifteen letters') }];
    expect(flaggedIn(given(...told).story)('short-reason')).toStrictEqual([]);
    const short = [...set, { ...achieve('1.00', null), by: because('fourteen chars') }];
    expect(flaggedIn(given(...short).story)('short-reason')).toEqual([6]);
  });

  test('a pair of officers that does half of the checks, or most of only four', () => {
    const achieved = ['1.00', '2.00', '3.00', '4.00', '5.00'].map((amount) => achieve(amount, null));
    const checks = [5, 6, 7, 8, 9, 10].map((seq) => verify(seq));
    const { story } = given(...set, ...achieved, ...checks);
    const other = (entry: Entry) => (entry.seq > 13 ? { officer: 'off-299' as never } : {});
    expect(flaggedIn(story, other)('one-pair')).toStrictEqual([]);
    expect(flaggedIn(given(...set, ...achieved, ...checks.slice(0, 4)).story)('one-pair')).toStrictEqual([]);
    expect(flaggedIn(given(...set, ...achieved, ...checks.slice(0, 5)).story)('one-pair')).toEqual([
      11, 12, 13, 14, 15,
    ]);
  });

  test('a plan that was raised before anything was achieved, or only moved from year to year', () => {
    const raised = reprofile({ '2011/12': '600000.00' });
    expect(flaggedIn(given(...set.slice(0, 5), raised, achieve()).story)('plan-raised-after-achieved')).toStrictEqual(
      [],
    );
    const moved = reclassify('1.00', { measure: 'plan', status: null });
    expect(flaggedIn(given(...set, moved).story)('plan-raised-after-achieved')).toStrictEqual([]);
    expect(flaggedIn(given(...set, raised).story)('plan-raised-after-achieved')).toEqual([6]);
  });

  test('what was reversed on the last day of its period, and what became non-cashable at its end', () => {
    const { story } = given(...set, reverse(5));
    const onLastDay = flaggedIn(story, at(6, { recordedAt: '2009-12-31T12:00:00.000Z' as never }));
    expect(onLastDay('reversed-after-period-end')).toStrictEqual([]);
    const december = (entry: Entry) => ({
      ...(entry.seq === 5 ? { period: '2009-12' as never } : {}),
      ...(entry.seq === 6 ? { recordedAt: '2010-01-01T12:00:00.000Z' as never } : {}),
    });
    expect(flaggedIn(story, december)('reversed-after-period-end')).toEqual([5]);
  });
});

describe('the journal tests do without', () => {
  test('a line: a target is on none that is seldom used, and raises no plan', () => {
    const { story } = given(...set, target());
    expect(flaggedIn(story)('seldom-used-line')).toEqual([4, 5]);
    expect(flaggedIn(story)('plan-raised-after-achieved')).toStrictEqual([]);
  });

  test('a cell: one amount on two days is one saving twice only where both were read from one cell', () => {
    const { story } = given(...set, achieve());
    const nextDay = at(6, { effective: '2009-07-14' as never });
    expect(flaggedIn(story, nextDay)('achieved-twice')).toStrictEqual([]);
    const typed = { document: 'July return', sheet: null, row: null, cell: null };
    const read = (entry: Entry) => ({ ...nextDay(entry), source: typed });
    expect(flaggedIn(story, read)('achieved-twice')).toStrictEqual([]);
  });

  test('a saving that was taken back with its batch', () => {
    const { story } = given(...set, importOf(), { ...achieve(), by: inBatch }, reverseBatch());
    expect(flaggedIn(story)('achieved-twice')).toStrictEqual([]);
  });

  test('an entry that was only effective after the moment, though its check or its reversal was before', () => {
    const checks = [achieve('1.00', null), achieve('2.00', null), achieve('3.00', null), achieve('4.00', null)];
    const { story } = given(...set, ...checks, ...[5, 6, 7, 8, 9].map((seq) => verify(seq)), reverse(4));
    const early = (entry: Entry) => (entry.seq === 9 || entry.seq === 4 ? '2009-07-14' : '2009-07-13');
    const entries = story.entries.map((entry) => ({ ...entry, effective: early(entry) }) as Entry);
    const onThe = (asAt: string) => {
      const { flagged } = journalTests(story.projection, entries, { size: entries.length, asAt: asAt as never });
      return (test: string) => flagged.find((each) => each.test === test)!.entries.map(({ seq }) => seq);
    };
    expect(onThe('2009-07-13')('one-pair')).toStrictEqual([]);
    expect(onThe('2009-07-13')('self-approved')).toStrictEqual([]);
    expect(onThe('2009-07-13')('reversed-after-period-end')).toStrictEqual([]);
    expect(onThe('2009-07-14')('one-pair')).toEqual([10, 11, 12, 13, 14]);
  });
});

describe('the journal tests say what they read', () => {
  test('how many entries and postings, and what these add up to, as read and as every figure sums them', () => {
    const { projection, entries } = given(...set).story;
    const now = projection.table.now();
    const whole = { entries: 6, postings: 5, sum: 70_000_000 };
    expect(journalTests(projection, entries, now)).toMatchObject({ tested: whole, ledger: whole, complete: true });
    const known = { entries: 5, postings: 3, sum: 50_000_000 };
    expect(journalTests(projection, entries, { ...now, size: 5 })).toMatchObject({ tested: known, ledger: known });
    expect(journalTests(projection, entries.slice(0, 5), now)).toMatchObject({ tested: known, complete: false });
    const none = { entries: 0, postings: 0, sum: 0 };
    expect(journalTests(projection, entries, { ...now, asAt: '2009-07-12' as never })).toMatchObject({ tested: none });
  });

  test('are not complete where an entry without amounts was left out', () => {
    const { projection, entries } = given(...set).story;
    const { complete, tested, ledger } = journalTests(
      projection,
      entries.filter(({ kind }) => kind !== 'OwnerAssigned'),
      projection.table.now(),
    );
    expect(tested).toEqual({ ...ledger, entries: 5 });
    expect(complete).toBe(false);
  });

  test('are not complete where one posting was read as two of the same sum', () => {
    const { projection, entries } = given(...set).story;
    const split = entries.map((entry) => ({
      ...entry,
      postings: entry.postings.flatMap((posting) =>
        posting.amount === '260000.00'
          ? ['200000.00', '60000.00'].map((amount) => ({ ...posting, amount: amount as never }))
          : [posting],
      ),
    })) as Entry[];
    const { complete, tested, ledger } = journalTests(projection, split, projection.table.now());
    expect(tested).toEqual({ ...ledger, postings: 6 });
    expect(complete).toBe(false);
  });

  test('are not complete where one amount was read a penny too high', () => {
    const { projection, entries } = given(...set).story;
    const changed = entries.map((entry) => ({
      ...entry,
      postings: entry.postings.map((posting) =>
        posting.amount === '260000.00' ? { ...posting, amount: '260000.01' as never } : posting,
      ),
    })) as Entry[];
    expect(journalTests(projection, changed, projection.table.now()).complete).toBe(false);
  });
});

describe('the journal tests of a random ledger', () => {
  test('read every entry the moment knows, and nobody verified their own', () => {
    fc.assert(
      fc.property(aLedger, fc.nat(), fc.integer({ min: 1, max: 13 }), ({ projection, entries }, pick, day) => {
        const moment = { size: pick % (entries.length + 1), asAt: `2009-07-${String(day).padStart(2, '0')}` as never };
        const { complete, flagged } = journalTests(projection, entries, moment);
        expect(complete).toBe(true);
        expect(flagged.find(({ test }) => test === 'self-approved')!.entries).toStrictEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
