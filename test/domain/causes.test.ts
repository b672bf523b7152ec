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
  opened,
  plan,
  POT,
  pot,
  potPlan,
  reclassify,
  reprofile,
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
  withdraw,
} from '../support/later';
import { asAt, because, given, on, type Told } from '../support/story';

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

it('what only adds may hold from any day: a late saving, on a line the ledger heard of later', () => {
  given(...told)
    .when({ ...achieve('1.00', null), by: asAt('2009-05-31') })
    .thenPosts('achieved 2009/10 cashable claimed 1.00');
});
