/** Random ledgers: sequences of commands over a few lines, of which the decider records some and refuses the rest. */
import fc from 'fast-check';

import type { IsoDate } from '../../src/domain/dates';
import type { Class, Status } from '../../src/domain/entries';
import { yearStarting } from '../../src/domain/financial-year';
import type { LineId } from '../../src/domain/identifiers';
import { NIL, pence, pounds, type Pence, type Pounds } from '../../src/domain/money';
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
  ONE_COUNCIL,
  opened,
  owner,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reject,
  reprofile,
  reverse,
  stage,
  target,
  verify,
} from './july';
import { asAt, because, by, bySecond, Story, type Told } from './story';

const lines = [IT, ADULT, ONE_COUNCIL, POT, CARRIED] as const;
const aLine = fc.constantFrom<LineId>(IT, IT, IT, ...lines);
const anAmount = fc.integer({ min: 1, max: 500_000 }).map((whole) => pounds((whole * 100) as Pence));
const aClass = fc.constantFrom<Class>('cashable', 'non-cashable');
const aStatus = fc.constantFrom<Status>('claimed', 'verified');
const aSeq = fc.integer({ min: 10, max: 60 });
const inJuly = (day: number): IsoDate => `2009-07-${String(day).padStart(2, '0')}` as IsoDate;
const aDay = fc.integer({ min: 1, max: 13 }).map(inJuly);

/** Levels that mostly rise from year to year, as plans do, and sometimes fall. */
const rising = (
  years: readonly number[],
  amounts: readonly Pounds[],
  falls: boolean,
): Readonly<Record<string, Pounds>> => {
  const sorted = falls ? amounts : [...amounts].sort((one, other) => pence(one) - pence(other));
  return Object.fromEntries([...years].sort().map((year, index) => [yearStarting(year), sorted[index] ?? pounds(NIL)]));
};

const someLevels = fc
  .uniqueArray(fc.integer({ min: 2008, max: 2012 }), { minLength: 1, maxLength: 4 })
  .chain((years) =>
    fc
      .tuple(fc.array(anAmount, { minLength: years.length, maxLength: years.length }), fc.nat({ max: 4 }))
      .map(([amounts, chance]) => rising(years, amounts, chance === 0)),
  );

const verifyIfThere =
  (seq: number): Told =>
  (story) =>
    verify(seq < story.entries.length ? seq : 0)(story);
const rejectIfThere =
  (seq: number): Told =>
  (story) =>
    reject(seq < story.entries.length ? seq : 0)(story);

const aCommand: fc.Arbitrary<Told> = fc.oneof(
  fc
    .tuple(someLevels, aLine, fc.option(anAmount), aClass)
    .map(([levels, id, total, of]): Told => plan(levels, id, total === null ? null : ['2010/11', total], of)),
  fc.tuple(someLevels, aLine).map(([levels, id]): Told => reprofile(levels, id)),
  fc.tuple(someLevels, aLine).map(([levels, id]): Told => contribution(levels, id)),
  fc
    .tuple(anAmount, fc.option(anAmount), fc.constantFrom('2008/09', '2009/10', '2009/10', '2010/11'), aLine)
    .map(([gross, ongoing, year, id]): Told => ({
      ...achieve(gross, ongoing, year, id),
      by,
    })),
  fc
    .tuple(anAmount, fc.constantFrom('ongoing' as const, 'one-off' as const), fc.boolean())
    .map(([amount, kind, included]): Told => cost(amount, kind, included, because('invented'))),
  fc.tuple(anAmount, aClass).map(([amount, of]): Told => carryForward(amount, of)),
  fc
    .record({
      measure: fc.constantFrom('plan' as const, 'achieved' as const),
      tranche: fc.constantFrom('2008/09', '2009/10', '2009/10', '2010/11', 'opening', 'unphased'),
      status: aStatus,
      to: fc.constantFrom<Class>('non-cashable', 'non-cashable', 'cashable'),
      line: aLine,
      amount: fc.integer({ min: 1, max: 500 }).map((small) => pounds(small as Pence)),
    })
    .map(({ amount, ...options }): Told => {
      const status = options.measure === 'plan' ? null : options.status;
      return reclassify(amount, { ...options, status });
    }),
  fc
    .tuple(someLevels, fc.option(anAmount), fc.constantFrom(ADULT, ONE_COUNCIL))
    .map(([levels, rest, to]): Told => allocate(levels, rest, to)),
  fc.tuple(fc.constantFrom('identified' as const, 'approved' as const), aLine).map(([to, id]): Told => stage(to, id)),
  aSeq.map(verifyIfThere),
  aSeq.map(rejectIfThere),
  aSeq.map((seq): Told => reverse(seq)),
  aLine.map((id): Told => owner(id)),
);

/**
 * A ledger of random history. Most entries are in effect from the days of July one after the other, some from any day:
 * what only adds is then taken all the same, and what builds on something later is refused.
 */
export const aLedger: fc.Arbitrary<Story> = fc
  .array(fc.tuple(aCommand, fc.option(aDay, { freq: 1 }), fc.boolean()), { minLength: 25, maxLength: 60, size: 'max' })
  .map((asked) => {
    const story = new Story();
    const groundwork = [
      opened,
      target(),
      target('77400000.00', 'partnership'),
      ...lines.flatMap((id) => [line(id, id === POT ? 'unidentified' : 'identified'), baseline(id)]),
      potPlan,
      pot(),
    ];
    for (const command of groundwork) story.tell({ ...command, by: asAt('2009-07-01') });
    asked.forEach(([told, anyDay, second], place) => {
      const command = typeof told === 'function' ? told(story) : told;
      const recorder = second ? { officer: bySecond.officer } : {};
      const effective = anyDay ?? inJuly(1 + Math.floor((place * 13) / asked.length));
      story.ask({ ...command, by: { ...command.by, effective, ...recorder } });
    });
    return story;
  });
