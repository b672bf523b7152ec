import type { IsoDate } from '../../src/domain/dates';
import type { BatchId, LineId } from '../../src/domain/identifiers';
import { Projection } from '../../projections/projection';
import { isAtRisk, waitsForRuling } from '../../projections/standings';
import type { Moment } from '../../projections/timeline';
import {
  achieve,
  ADULT,
  baseline,
  carryForward,
  CARRIED,
  IT,
  line,
  ONE_COUNCIL,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reject,
  reverse,
  stage,
  verify,
} from '../support/july';
import {
  adopt,
  amend,
  amendReturn,
  answer,
  declareOverlap,
  eliminate,
  importOf,
  inBatch,
  lapse,
  printed,
  quality,
  query,
  rate,
  reverseBatch,
  settle,
  submit,
} from '../support/later';
import { asAt, given, on, type Told } from '../support/story';

const started = (...told: readonly Told[]): Projection => {
  const projection = new Projection();
  for (const entry of given(...told).story.entries) projection.append(entry);
  return projection;
};

/** As it is, and as it is after it was put away and taken back. */
const ways: readonly (readonly [string, (projection: Projection) => Projection])[] = [
  ['in memory', (projection) => projection],
  ['taken back', (projection) => Projection.fromParts(structuredClone(projection.toParts()))],
];
const known = (size: number, day = '2010-12-31'): Moment => ({ size, asAt: day as IsoDate });
const seqsOf = (found: readonly { readonly seq: number }[]): readonly number[] => found.map(({ seq }) => seq);

describe.each(ways)('a register, %s', (_way, as) => {
  test('describes a line by what was said of it last', () => {
    const { register } = as(
      started(
        opened,
        { ...line(IT, 'identified', 'IT Procurement'), ruling: 'volume', tags: ['new'], group: 'Resources (invented)' },
        owner(),
        baseline(),
        stage('in design'),
        rate('amber', '60'),
        quality(),
        amend('IT procurement, all departments'),
        owner(IT, 'off-104'),
        stage('approved'),
      ),
    );
    const asRegistered = {
      id: IT,
      title: 'IT Procurement',
      section: 'Activity in 2009/10',
      group: 'Resources (invented)',
      tags: ['new'],
      stage: 'identified',
      ruling: 'volume',
      quality: null,
      rating: null,
      owner: null,
      ownerSince: null,
      baseline: null,
      pot: null,
      batch: null,
      registered: 1,
      version: 1,
    };
    expect(register.line(IT, known(1))).toBeNull();
    expect(register.line(IT, known(2))).toEqual(asRegistered);
    expect(register.line(IT, known(2, '2009-07-12'))).toBeNull();
    expect(register.line(IT, known(6))).toMatchObject({
      stage: 'in design',
      ruling: 'volume',
      quality: null,
      rating: { rating: 'amber', likelihood: '60' },
      owner: 'off-103',
      ownerSince: 2,
      baseline: { year: '2008/09', amount: '5000000.00' },
      version: 5,
    });
    expect(register.line(IT, known(7))).toMatchObject({ ruling: null, quality: { verdict: 'efficiency' } });
    expect(register.line(IT, known(10))).toMatchObject({
      title: 'IT procurement, all departments',
      group: 'Procurement (invented)',
      tags: ['quick-win'],
      stage: 'approved',
      owner: 'off-104',
      ownerSince: 8,
      registered: 1,
      version: 9,
    });
    expect(register.line('NOWHERE' as LineId, known(10))).toBeNull();
    expect(register.lines(known(10)).map(({ id }) => id)).toEqual([IT]);
    expect(register.lines(known(1))).toEqual([]);
  });

  test('knows what the ledger was opened as, and refuses to say it before', () => {
    expect(as(started(opened, line())).register.ledger).toMatchObject({
      council: 'Leicester City Council',
      baseYear: '2008/09',
    });
    expect(as(new Projection()).register.opened).toBeNull();
    expect(() => new Projection().register.ledger).toThrow('the ledger has not been opened');
  });

  test('forgets what was reversed, as at the days after that', () => {
    const { register } = as(
      started(
        opened,
        line(IT, 'unidentified'),
        stage('identified'),
        stage('in design'),
        on('2009-07-20', reverse(3)),
        rate('red'),
      ),
    );
    const said = (size: number, day?: string) => {
      const at = register.line(IT, known(size, day))!;
      return [at.stage, at.rating?.rating ?? null, at.version];
    };
    expect(said(4)).toEqual(['in design', null, 3]);
    expect(said(5)).toEqual(['identified', null, 4]);
    expect(said(5, '2009-07-19')).toEqual(['in design', null, 3]);
    expect(said(6)).toEqual(['identified', 'red', 5]);
    expect(register.marksOf(3, known(5))).toEqual({ verified: null, rejected: null, reversed: 4, settled: null });
    expect(register.marksOf(3, known(4)).reversed).toBeNull();
    expect(register.marksOf(3, known(5, '2009-07-19')).reversed).toBeNull();
  });

  test('names the batch a line came in, and what of it was taken back together', () => {
    const imported = [opened, importOf(), { ...line(), by: inBatch }, { ...plan(), by: inBatch }];
    const { register } = as(started(...imported, { ...printed(), by: inBatch }, reverseBatch()));
    expect(register.line(IT, known(6))).toMatchObject({ batch: 'TRACKER-1' as BatchId, registered: 2 });
    expect([2, 3, 4].map((seq) => register.marksOf(seq, known(6)).reversed)).toEqual([null, 5, 5]);
    expect([2, 3, 4].map((seq) => register.marksOf(seq, known(5)).reversed)).toEqual([null, null, null]);
    const kept = (size: number) => [
      seqsOf(register.known('SavingPlanned', known(size))),
      seqsOf(register.known('TotalAsserted', known(size))),
      seqsOf(register.notVerified(known(size))),
    ];
    expect(kept(5)).toEqual([[3], [4], []]);
    expect(kept(6)).toEqual([[], [], [5]]);
  });

  test('lists the entries about a line, a pot and its programmes as well', () => {
    const { register } = as(
      started(
        opened,
        line(POT, 'unidentified'),
        line(ADULT),
        line(ONE_COUNCIL),
        potPlan,
        pot(),
        on('2009-07-20', owner(ADULT)),
      ),
    );
    const about = (id: LineId, ...moment: Parameters<typeof known>) => register.entriesOf(id, known(...moment));
    expect(about(POT, 7)).toEqual([1, 4, 5]);
    expect(about(ADULT, 7)).toEqual([2, 5, 6]);
    expect(about(ADULT, 7, '2009-07-19')).toEqual([2, 5]);
    expect(about(ADULT, 5)).toEqual([2]);
    expect(about('NOWHERE' as LineId, 7)).toEqual([]);
    expect(register.line(POT, known(7))?.pot).toMatchObject({ programmes: [ADULT, ONE_COUNCIL] });
    expect(register.line(ADULT, known(7))?.pot).toBeNull();
  });

  test('lists what is known of a line by its kind', () => {
    const { register } = as(
      started(
        opened,
        line(IT, 'unidentified'),
        stage('identified'),
        stage('in design'),
        line(ADULT),
        stage('in design', ADULT),
        reverse(3),
      ),
    );
    const advanced = (id: LineId, size: number) => seqsOf(register.knownOf(id, 'StageAdvanced', known(size)));
    expect(advanced(IT, 6)).toEqual([2, 3]);
    expect(advanced(IT, 3)).toEqual([2]);
    expect(advanced(IT, 7)).toEqual([2]);
    expect(advanced(ADULT, 7)).toEqual([5]);
    expect(register.knownOf('NOWHERE' as LineId, 'StageAdvanced', known(7))).toHaveLength(0);
    expect(seqsOf(register.knownOf(IT, 'RiskRated', known(7)))).toEqual([]);
  });

  test('lists the definitions the council adopted', () => {
    const { register } = as(started(opened, adopt('own'), adopt('other')));
    expect(register.adopted(known(3)).map(({ name }) => name)).toEqual(['own', 'other']);
    expect(register.adopted(known(2)).map(({ name }) => name)).toEqual(['own']);
  });

  test('lists what a second officer has to check until somebody did', () => {
    const { register } = as(
      started(
        opened,
        line(CARRIED),
        carryForward('7.00'),
        carryForward('9.00', 'non-cashable'),
        line(),
        stage('in design'),
        reverse(5),
        verify(2),
        reject(3),
        verify(6),
        reverse(7),
      ),
    );
    const waiting = (size: number) => seqsOf(register.notVerified(known(size)));
    expect([waiting(3), waiting(4), waiting(7), waiting(8)]).toEqual([[2], [2, 3], [2, 3, 6], [3, 6]]);
    expect([waiting(9), waiting(10)]).toEqual([[6], []]);
    expect(register.marksOf(2, known(8))).toEqual({ verified: 7, rejected: null, reversed: null, settled: null });
    expect(register.marksOf(3, known(9))).toEqual({ verified: null, rejected: 8, reversed: null, settled: null });
    // The verification was taken back: it waits again, though it was verified once.
    expect(waiting(11)).toEqual([2, 10]);
    expect(register.marksOf(2, known(11)).verified).toBeNull();
    expect([register.lastVerification(2, known(11)), register.lastVerification(2, known(7))]).toEqual([7, null]);
    expect(register.lastVerification(5, known(11))).toBeNull();
  });

  test('leaves a reversed entry to nobody to check', () => {
    const { register } = as(started(opened, line(CARRIED), carryForward('7.00'), reverse(2)));
    expect(seqsOf(register.notVerified(known(4)))).toEqual([3]);
  });

  test('lists overlaps until what is saved twice is taken off, on those very lines', () => {
    const ready = [
      opened,
      line(),
      line(ADULT),
      line(POT),
      baseline(POT),
      plan(undefined, POT),
      achieve(undefined, undefined, undefined, POT),
    ];
    const { register } = as(
      started(...ready, declareOverlap(POT, IT), declareOverlap(POT, ADULT), eliminate(POT, ADULT), eliminate(POT, IT)),
    );
    const open = (size: number) => seqsOf(register.overlaps(known(size)));
    expect([open(7), open(8), open(9), open(10), open(11)]).toEqual([[], [7], [7, 8], [7], []]);
  });

  test('lists an overlap of another line with the same one', () => {
    const ready = [
      opened,
      line(),
      line(ADULT),
      line(POT),
      baseline(POT),
      plan(undefined, POT),
      achieve(undefined, undefined, undefined, POT),
    ];
    const { register } = as(started(...ready, declareOverlap(POT, IT), declareOverlap(ADULT, IT), eliminate(POT, IT)));
    expect(seqsOf(register.overlaps(known(10)))).toEqual([8]);
  });

  test('lists returns and what amended them in the order they were made', () => {
    const { register } = as(started(opened, line(), submit(), amendReturn(2), submit('published')));
    const made = (size: number) =>
      register.returns(known(size)).map(({ entry, amendedBy }) => [entry.seq, entry.kind, amendedBy]);
    expect(made(3)).toEqual([[2, 'ReturnSubmitted', null]]);
    expect(made(5)).toEqual([
      [2, 'ReturnSubmitted', 3],
      [3, 'ReturnAmended', null],
      [4, 'ReturnSubmitted', null],
    ]);
  });

  test('lists the queries nobody has answered, and the totals somebody has settled', () => {
    const { register } = as(started(opened, line(), query(), query(1), answer(3), printed(), settle(5)));
    const open = (size: number) => seqsOf(register.openQueries(known(size)));
    expect([open(2), open(3), open(4), open(5)]).toEqual([[], [2], [2, 3], [2]]);
    expect([register.settledBy(3, known(5)), register.settledBy(2, known(5))]).toEqual([4, null]);
    expect(seqsOf(register.known('TotalAsserted', known(7)))).toEqual([5]);
    expect([register.settledBy(5, known(6)), register.settledBy(5, known(7))]).toEqual([null, 6]);
    expect(register.marksOf(5, known(7)).settled).toBe(6);
  });

  test('knows a lapse, and what checks it or takes it back', () => {
    const { register } = as(
      started(
        opened,
        line(),
        baseline(),
        plan(),
        achieve(),
        lapse('25000.00'),
        verify(5),
        reverse(6),
        reverse(5),
        verify(4),
      ),
    );
    expect([4, 5, 6, 7, 8, 9].map((seq) => register.isAboutLapse(seq))).toEqual([false, true, true, true, true, false]);
  });

  test('knows a lapse that went with its batch', () => {
    const ready = [opened, line(), baseline(), plan(), achieve(), importOf()];
    const { register } = as(
      started(...ready, lapse('25000.00', { recording: { ...inBatch, reason: 'It fell' } }), reverseBatch()),
    );
    expect([5, 6, 7].map((seq) => register.isAboutLapse(seq))).toEqual([false, true, true]);
  });

  test('keeps what was put off to a later day from the days before', () => {
    const { register } = as(
      started(opened, { ...line(), by: asAt('2009-07-01') }, { ...rate('red'), by: asAt('2009-07-05') }),
    );
    const rating = (day: string) => register.line(IT, known(3, day))?.rating?.rating ?? null;
    expect([rating('2009-07-04'), rating('2009-07-05')]).toEqual([null, 'red']);
    expect(register.line(IT, known(3, '2009-07-04'))?.version).toBe(1);
  });
});

test.each([
  ['volume', null, true, false],
  [null, 'green', false, false],
  ['income', 'amber', true, true],
  [null, 'red', false, true],
] as const)('a line of ruling %p rated %p waits: %p, is at risk: %p', (ruling, rating, waits, risky) => {
  expect(waitsForRuling({ ruling })).toBe(waits);
  expect(isAtRisk({ rating: rating === null ? null : { rating, test: 'invented', likelihood: null } })).toBe(risky);
});
