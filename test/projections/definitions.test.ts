import type { Definition } from '../../src/domain/entries';
import { builtIn } from '../../projections/definitions';
import { weighed } from '../../projections/figure';
import { movement } from '../../projections/movement';
import { position, trace } from '../../projections/position';
import { achieve, baseline, carryForward, CARRIED, cost, line, opened, plan, verify } from '../support/july';
import { given } from '../support/story';

const own = (parameters: Partial<Definition>): Definition => ({
  ...builtIn('published')!,
  name: 'own',
  title: 'Of the council (invented)',
  ...parameters,
});

// Amounts invented: 500 gross and 60 ongoing verified, 100.01 and 40.00 one-off, 30 claimed.
const { story } = given(
  opened,
  line(),
  line(CARRIED),
  baseline(),
  plan(),
  carryForward(),
  achieve('500.00', '60.00'),
  verify(6),
  cost('100.01', 'one-off'),
  cost('40.00', 'one-off'),
).when(achieve('30.00', null));
const now = story.projection.table.now();

const question = (definition: Definition, by: string) => ({
  definition,
  by: by as never,
  baseYear: '2008/09' as never,
});

/** What a line achieved by each year, in pence, each time held against its trace. */
const achieved = (definition: Definition, filter: object = { line: 'IT-PROCUREMENT' }): readonly number[] =>
  ['2009/10', '2010/11', '2011/12', '2012/13'].map((by) => {
    const asked = question(definition, by);
    const { amount, rows } = trace(story.projection, 'achieved', asked, now, filter);
    expect(rows.reduce((sum, { pence }) => sum + pence, 0)).toBe(amount);
    const { amounts } = position(story.projection, asked, now, filter);
    expect(amounts.achieved).toBe(amount);
    return amount;
  });

describe('one history under definitions of the council', () => {
  it('is net of ongoing cost, or gross', () => {
    expect(achieved(own({}))).toEqual([47_000, 47_000, 47_000, 47_000]);
    expect(achieved(own({ net: false }))).toEqual([53_000, 53_000, 53_000, 53_000]);
  });

  it('has one-off cost beside, in its year, or spread over years in parts that add up to the penny', () => {
    expect(achieved(own({ oneOff: 'beside' }))).toEqual([47_000, 47_000, 47_000, 47_000]);
    expect(achieved(own({ oneOff: 'in its year' }))).toEqual([32_999, 47_000, 47_000, 47_000]);
    // 140.01 over three years: 46.67 a year.
    expect(achieved(own({ oneOff: 'spread', oneOffYears: '3' }))).toEqual([42_333, 42_333, 42_333, 47_000]);
    const two = achieved(own({ oneOff: 'spread', oneOffYears: '2' }));
    expect(two.map((amount) => 47_000 - amount)).toEqual([7_001, 7_000, 0, 0]);
  });

  it('explains by a movement what a spread cost takes off', () => {
    const asked = question(own({ oneOff: 'spread', oneOffYears: '2' }), '2009/10');
    const before = { ...now, size: 8 };
    const { opening, steps, closing } = movement(story.projection, 'achieved', asked, before, now, {});
    expect(steps.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['CostNetted', -7_001],
      ['SavingAchieved', 3_000],
    ]);
    expect(steps.reduce((sum, { amount }) => sum + amount, Number(opening))).toBe(closing);
  });

  it('counts from a status on, what has lasted only, some classes only, and from a year on', () => {
    expect(achieved(own({ status: 'verified' }))).toEqual([44_000, 44_000, 44_000, 44_000]);
    expect(achieved(own({ sustainedOnly: true }))).toEqual([0, 0, 47_000, 47_000]);
    expect(achieved(own({ classes: ['non-cashable'] }))).toEqual([0, 0, 0, 0]);
    expect(achieved(own({ since: '2010/11' as never }))).toEqual([0, 0, 0, 0]);
    expect(achieved(own({ carryForward: [] }), {})).toEqual(achieved(own({})));
    expect(achieved(own({}), {})[0]).toBe(759_800_000 + 47_000);
  });
});

describe('the parts of an amount', () => {
  it.each([
    [100, 3, [33, 33, 34]],
    [-14_001, 2, [-7_001, -7_000]],
    [1, 4, [0, 0, 0, 1]],
    [999_999_999_999, 7, null],
  ])('of %i pence in %i add up to it', (amount, parts, expected) => {
    const all = Array.from({ length: parts }, (_, part) => weighed(amount, { sign: 1, part, parts }));
    expect(all.reduce((sum, each) => sum + each, 0)).toBe(amount);
    expect(all.every((each) => Math.abs(each - amount / parts) < 1)).toBe(true);
    if (expected !== null) expect(all).toEqual(expected);
    expect(all.map((each) => 0 - each)).toEqual(all.map((_, part) => 0 + weighed(amount, { sign: -1, part, parts })));
  });
});
