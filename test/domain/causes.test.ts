import type { Command } from '../../src/domain/commands';
import { isRefusal } from '../../src/domain/refusals';
import {
  achieve,
  ADULT,
  allocate,
  baseline,
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
  reprofile,
  reverse,
  stage,
  target,
  verify,
} from '../support/july';
import {
  certify,
  close,
  confirm,
  declareOverlap,
  eliminate,
  evidence,
  forecast,
  fullYear,
  importOf,
  inBatch,
  lapse,
  query,
  reopen,
  reverseBatch,
  revise,
  substitute,
  withdraw,
} from '../support/later';
import { asAt, because, by, given, on, type Told } from '../support/story';

const told: readonly Told[] = [opened, line(), baseline(), plan(), achieve('200000.00', null)];
const late: readonly Told[] = [...told.slice(0, 4), on('2010-05-10', achieve('200000.00', null))];
const batch: readonly Told[] = [opened, importOf(), { ...line(), by: inBatch }, { ...plan(), by: inBatch }];

describe('a consequence', () => {
  it.each<[what: string, before: readonly Told[], command: Command, day?: string]>([
    ['a re-profile of the plan', told, reprofile({ '2009/10': '150000.00' })],
    ['a budget contribution of the plan', told, contribution({ '2009/10': '100000.00' })],
    ['a withdrawal of the plan', told, withdraw(IT)],
    ['a stage of the plan', told, stage('in design')],
    ['a lapse of the gain', told, lapse('1.00')],
    ['a cost of the gain', told, cost('1.00')],
    ['a reclassification of the gain', told, reclassify()],
    ['a confirmation of the gain', late, confirm('2010/11'), '2010-05-09'],
    ['a full-year effect of the gain', late, fullYear('1.00'), '2010-05-09'],
    ['a forecast of the one before it', [...told, forecast({ '2009/10': '1.00' })], forecast({ '2009/10': '2.00' })],
    ['evidence of the entry it is about', told, evidence(4)],
    ['a query of the entry it is about', told, query(4)],
    ['a certificate of what was verified', [...told, verify(4)], certify()],
    [
      'an elimination of the overlap',
      [...told, line(ADULT), plan({ '2009/10': '100.00' }, ADULT), declareOverlap(ADULT, IT)],
      eliminate(ADULT, IT, '50.00'),
    ],
    ['a reversal of the batch', batch, reverseBatch()],
    [
      'an allocation of the pot',
      [opened, line(POT, 'unidentified'), line(ADULT), potPlan, pot([ADULT])],
      allocate({ '2009/10': '1.00' }),
    ],
    ['a revision of the target', [opened, target()], revise('1.00')],
    ['a re-opening of the close', [opened, on('2009-08-03', close('2009-07'))], reopen('2009-07'), '2009-08-02'],
  ])('does not hold from before its cause: %s', (_what, before, command, day = '2009-07-12') => {
    const early = given(...before).story.ask({ ...command, by: { ...command.by, effective: day as never } });
    expect(early).toMatchObject({ code: 'DATE_PERIOD' });
    expect(isRefusal(given(...before).story.ask(command))).toBe(false);
  });

  it('may hold from the very day of its cause, and says from when that holds', () => {
    const slower = because('Slower (invented)');
    given(...told)
      .when({ ...reprofile({ '2009/10': '150000.00' }), by: { ...slower, effective: '2009-07-13' as never } })
      .thenPosts('plan 2009/10 cashable -50000.00', 'plan 2010/11 cashable 50000.00');
    given(...told)
      .when({ ...reprofile({ '2009/10': '150000.00' }), by: { ...slower, effective: '2009-07-12' as never } })
      .thenRefuses(
        'DATE_PERIOD',
        'The effective date 2009-07-12 is before 2009-07-13, from when that holds which it is about.',
      );
  });
});

describe('of several causes, the one from 10 August 2009 counts:', () => {
  const later = (command: Told): Told => on('2009-08-10', command);
  const asked = (before: readonly Told[], command: Command, day: string): unknown => {
    const { story } = given(...before);
    story.goOn('2009-09-01');
    const outcome = story.ask({ ...command, by: { ...because('Invented'), ...command.by, effective: day as never } });
    return isRefusal(outcome) ? outcome.message : 'recorded';
  };
  const tooEarly = 'The effective date 2009-08-09 is before 2009-08-10, from when that holds which it is about.';
  const both = [...told, line(ADULT), plan({ '2009/10': '100.00' }, ADULT)];
  const covered = substitute({ oneOff: 'General reserve' }, { of: '2009/10', amount: '1.00' });
  const pots = [opened, line(POT, 'unidentified'), line(ADULT), potPlan];

  it.each<[what: string, before: readonly Told[], cause: Told, command: Command]>([
    ['the plan, for a re-profile', [opened, line()], plan(), reprofile({ '2009/10': '1.00' })],
    ['a stage, for a re-profile', [...told, owner()], stage('in design'), reprofile({ '2009/10': '1.00' })],
    ['a re-profile, for a stage', [...told, owner()], reprofile({ '2009/10': '150000.00' }), stage('in design')],
    ['a contribution, for a withdrawal', told, contribution({ '2010/11': '1.00' }), withdraw()],
    ['the plan, for a contribution', [opened, line()], plan(), contribution({ '2010/11': '1.00' })],
    ['a contribution, for a re-profile', told, contribution({ '2010/11': '1.00' }), reprofile({ '2009/10': '1.00' })],
    ['a pot, for an allocation', pots, pot([ADULT]), allocate({ '2009/10': '1.00' })],
    ['the plan of a pot, for making it one', pots.slice(0, 3), potPlan, pot([ADULT])],
    ['a pot, for its reversal', pots, pot([ADULT]), reverse(4)],
    ['an overlap, for its elimination', both, declareOverlap(ADULT, IT), eliminate(ADULT, IT, '50.00')],
    ['a gain, for its cost', told.slice(0, 4), achieve('1.00', null), cost('0.50')],
    ['a gain, for a lapse', told.slice(0, 4), achieve('1.00', null), lapse('1.00')],
    ['a lapse, for a reclassification', told, lapse('1.00'), reclassify('2.00')],
    ['a forecast, for the next', told, forecast({ '2009/10': '1.00' }), forecast({ '2009/10': '2.00' })],
    ['a target, for its revision', [opened], target(), revise('1.00')],
    ['a close, for a re-opening', [opened], close('2009-07'), reopen('2009-07')],
  ])('%s', (_what, before, cause, command) => {
    const all = [...before, later(cause)];
    expect([asked(all, command, '2009-08-09'), asked(all, command, '2009-08-10')]).toEqual([tooEarly, 'recorded']);
  });

  it.each<[what: string, before: readonly Told[], other: Told, command: Command]>([
    ['a forecast, for a re-profile', told, forecast({ '2009/10': '1.00' }), reprofile({ '2009/10': '1.00' })],
    ['a re-profile, for a forecast', told, reprofile({ '2009/10': '1.00' }), forecast({ '2009/10': '1.00' })],
    ['a target, for a plan', [opened, line()], target(), plan()],
    [
      'the target of the partnership, for that of the council',
      [opened, target()],
      target('1.00', 'partnership'),
      revise('1.00'),
    ],
    ['the plan of another line', both, reprofile({ '2009/10': '1.00' }, ADULT), reprofile({ '2009/10': '1.00' })],
    ['a stage of another line', [...both, owner(ADULT)], stage('in design', ADULT), reprofile({ '2009/10': '1.00' })],
    ['a re-profile, for a lapse', told, reprofile({ '2009/10': '1.00' }), lapse('1.00')],
    [
      'a reclassification of part of the plan, for a lapse',
      told,
      reclassify('1.00', { measure: 'plan', status: null }),
      lapse('1.00'),
    ],
    ['a gain, for another of its year', told, achieve('1.00', null), achieve('2.00', null)],
    ['a gain, for its one-off cost', told, achieve('1.00', null), cost('1.00', 'one-off')],
    [
      'a gain, for a cost that would have arisen anyway',
      told,
      achieve('1.00', null),
      cost('1.00', 'ongoing', false, because('x')),
    ],
    ['a forecast, for a cost in its year', told, forecast({ '2009/10': '1.00' }), cost('0.50')],
    ['a cover, for a cost in its year', told, covered, cost('0.50')],
    ['a cover, for another', told, covered, covered],
    [
      'an overlap, for one with another line',
      [...told, line(ONE_COUNCIL), ...both.slice(-2), declareOverlap(ADULT, IT)],
      declareOverlap(ADULT, ONE_COUNCIL),
      eliminate(ADULT, IT, '50.00'),
    ],
    [
      'an overlap, for one of another line',
      [...both, line(ONE_COUNCIL), plan({ '2009/10': '100.00' }, ONE_COUNCIL), declareOverlap(ADULT, IT)],
      declareOverlap(ONE_COUNCIL, IT),
      eliminate(ADULT, IT, '50.00'),
    ],
    ['a re-profile, for the reversal of a gain', told, reprofile({ '2009/10': '1.00' }), reverse(4)],
    ['a target, for a re-opening', [opened, on('2009-08-03', close('2009-07'))], target(), reopen('2009-07')],
    ['a close, for a target', [opened], close('2009-07'), { ...target(), by: { ...by, period: '2009-08' as never } }],
    ['a stage, for a forecast', [...told, owner()], stage('in design'), forecast({ '2009/10': '1.00' })],
  ])('and it is none: %s', (_what, before, other, command) => {
    expect(asked([...before, later(other)], command, '2009-08-09')).toBe('recorded');
  });

  it('an earlier one recorded later changes nothing', () => {
    const early = {
      ...reprofile({ '2009/10': '150000.00' }),
      by: { ...because('x'), effective: '2009-08-10' as never },
    };
    const gains = [...told, later(achieve('1.00', null)), { ...achieve('2.00', null), by: asAt('2009-07-20') }];
    expect(asked(gains, cost('1.00'), '2009-08-09')).toBe(tooEarly);
    expect(asked([...told, later(early)], reprofile({ '2009/10': '1.00' }), '2009-08-09')).toBe(tooEarly);
  });
});

it('what only adds may hold from any day: a late saving, on a line the ledger heard of later', () => {
  given(...told)
    .when({ ...achieve('1.00', null), by: asAt('2009-05-31') })
    .thenPosts('achieved 2009/10 cashable claimed 1.00');
});
