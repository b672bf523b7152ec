/** Random ledgers of thousands of entries over forty lines, told to the decider over more than three years. */
import fc from 'fast-check';

import type { Command } from '../../src/domain/commands';
import { dayOf, instant, type IsoDate } from '../../src/domain/dates';
import type { Class, Status } from '../../src/domain/entries';
import { yearStarting } from '../../src/domain/financial-year';
import type { LineId } from '../../src/domain/identifiers';
import { pounds, type Pence, type Pounds } from '../../src/domain/money';
import {
  achieve,
  allocate,
  baseline,
  carryForward,
  CARRIED,
  contribution,
  cost,
  line,
  opened,
  owner,
  plan,
  pot,
  POT,
  potPlan,
  reclassify,
  reject,
  reprofile,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import { certify, forecast, fullYear, giveBack, lapse, quality, rate, substitute, withdraw } from '../support/later';
import { because, bySecond, Story, type Told } from '../support/story';

const lines = Array.from({ length: 40 }, (_, number) => `LINE-${String(number)}` as LineId);
const PROGRAMMES = lines.slice(0, 3);

const aLine = fc.constantFrom(...lines);
const anAmount = fc.integer({ min: 1, max: 30_000_000 }).map((small) => pounds(small as Pence));
const aYear = fc.integer({ min: 2008, max: 2012 }).map(yearStarting);
const aClass = fc.constantFrom<Class>('cashable', 'non-cashable');
const aStatus = fc.constantFrom<Status>('claimed', 'verified');
const levels = fc
  .tuple(fc.uniqueArray(aYear, { minLength: 1, maxLength: 4 }), fc.array(anAmount, { minLength: 4, maxLength: 4 }))
  .map(([years, amounts]): Readonly<Record<string, Pounds>> =>
    Object.fromEntries(years.sort().map((year, index) => [year, amounts[index]!])),
  );

/** An entry among the last sixty, of whatever story it is told in. */
const recent =
  (back: number, ask: (seq: number) => Told): Told =>
  (story) => {
    const told = ask(Math.max(0, story.entries.length - 1 - back));
    return typeof told === 'function' ? told(story) : told;
  };
const aRecent = fc.nat({ max: 60 });

const planning = fc.oneof(
  fc
    .tuple(levels, aLine, fc.option(anAmount), aClass)
    .map(([stated, id, rest, of]): Told => plan(stated, id, rest === null ? null : ['2010/11', rest], of)),
  fc.tuple(levels, aLine).map(([stated, id]): Told => reprofile(stated, id)),
  fc.tuple(levels, aLine).map(([stated, id]): Told => forecast(stated, id)),
  fc.tuple(levels, aLine).map(([stated, id]): Told => contribution(stated, id)),
  fc.tuple(levels, fc.constantFrom(...PROGRAMMES)).map(([stated, id]): Told => allocate(stated, null, id)),
  fc.tuple(levels, fc.constantFrom(...PROGRAMMES)).map(([stated, id]): Told => giveBack(stated, null, id)),
  fc.tuple(fc.constantFrom('identified' as const, 'approved' as const), aLine).map(([to, id]): Told => stage(to, id)),
  fc
    .tuple(fc.constantFrom('green' as const, 'amber' as const, 'red' as const), aLine)
    .map(([to, id]): Told => rate(to, null, id)),
  fc
    .tuple(aLine, anAmount, aYear)
    .map(([id, amount, of]): Told => substitute({ oneOff: 'Reserves (invented)' }, { id, amount, of })),
  aLine.map((id): Told => quality('efficiency', id)),
  aLine.map((id): Told => withdraw(id)),
);

const delivering = fc.oneof(
  fc
    .tuple(anAmount, fc.option(anAmount), aYear, aLine, aClass, fc.option(anAmount))
    .map(([gross, ongoing, of, id, to, inYear]): Told => ({
      ...achieve(gross, ongoing, of, id),
      class: to,
      ...(inYear === null ? {} : { inYear }),
    })),
  fc
    .tuple(anAmount, fc.constantFrom('ongoing' as const, 'one-off' as const), fc.boolean(), aYear, aLine)
    .map(([amount, kind, included, year, id]): Told => ({
      ...cost(amount, kind, included, because('Staff who are there anyway (invented)')),
      line: id,
      year,
    })),
  fc
    .tuple(anAmount, aYear, aYear, aLine)
    .map(([amount, tranche, of, id]): Told => fullYear(amount, { tranche, of, id })),
  fc
    .tuple(anAmount, aYear, aYear, aStatus, aLine)
    .map(([amount, tranche, from, status, id]): Told => lapse(amount, { tranche, from, status, id })),
  fc
    .record({ measure: fc.constantFrom('plan' as const, 'achieved' as const), tranche: aYear, to: aClass, line: aLine })
    .chain((where) => fc.tuple(fc.constant(where), aStatus, anAmount))
    .map(([where, status, amount]): Told =>
      reclassify(amount, { ...where, status: where.measure === 'plan' ? null : status }),
    ),
);

const checking = fc.oneof(
  aRecent.map((back): Told => recent(back, (seq) => verify(seq))),
  aRecent.map((back): Told => recent(back, (seq) => verify(seq))),
  aRecent.map((back): Told => recent(back, (seq) => reject(seq))),
  aRecent.map((back): Told => recent(back, (seq) => reverse(seq))),
  fc.tuple(aYear, aLine).map(([of, id]): Told => certify(of, [id])),
);

const aStep = fc.oneof(
  { weight: 4, arbitrary: planning },
  { weight: 6, arbitrary: delivering },
  { weight: 4, arbitrary: checking },
);

const START = Date.parse('2009-07-14T00:00:00.000Z');
/** A step forward in time every so many entries, so that they stretch over about three and a half years. */
const ENTRIES_A_DAY = 4;
/** So many of the steps are refused that this many are enough in any ledger, and a bound where they were not. */
const MOST_STEPS = 40;

/** A ledger of at least `size` entries; the same one for the same seed. */
export function largeLedger(size: number, seed: number): Story {
  const story = new Story();
  for (const told of [opened, target(), target('77400000.00', 'partnership')]) story.tell(told);
  for (const [number, id] of [...lines, CARRIED].entries()) {
    story
      .tell({ ...line(id), ruling: number % 7 === 0 ? 'income' : null })
      .tell(baseline(id))
      .tell(owner(id));
  }
  story.tell(line(POT, 'unidentified')).tell(potPlan).tell(pot(PROGRAMMES)).tell(carryForward());
  for (let round = 0; round < MOST_STEPS && story.entries.length < size; round += 1) {
    for (const told of fc.sample(aStep, { numRuns: size, seed: seed + round })) {
      if (story.entries.length >= size) break;
      const day = dayOf(instant(START + Math.floor(story.entries.length / ENTRIES_A_DAY) * 86_400_000));
      story.goOn(day);
      story.ask(dated(typeof told === 'function' ? told(story) : told, day));
    }
  }
  if (story.entries.length < size) throw new Error(`only ${String(story.entries.length)} entries came about`);
  return story;
}

const dated = (command: Command, effective: IsoDate): Command => {
  const recorder =
    command.verb === 'VerifyEntry' || command.verb === 'RejectEntry' ? { officer: bySecond.officer } : {};
  return { ...command, by: { ...command.by, effective, ...recorder } };
};
