import type { Command } from '../../src/domain/commands';
import { checkConfirmed } from '../../src/domain/confirmation';
import type { Pounds } from '../../src/domain/money';
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
  opened,
  plan,
  POT,
  reprofile,
  reverse,
  target,
} from '../support/july';
import { forecast, fullYear, substitute } from '../support/later';
import { by, given, on, type Told } from '../support/story';

const LARGE = '200000000.00' as Pounds;

const ready: readonly Told[] = [opened, line(), baseline(), line(ADULT), baseline(ADULT)];
const confirmed = (amount: string): typeof by => ({ ...by, confirmed: amount as Pounds });

describe('an amount of more than three times the target, 112,329,000.00', () => {
  test('is refused, as it is more likely in the wrong unit: 200,000 taken for thousands', () => {
    given(...ready, target())
      .when(achieve('200000000.00', null))
      .thenRefuses(
        'AMOUNT_CONFIRM',
        '200000000.00 is more than three times the target of 37443000.00. Check whether it is in pounds; if it is right, give the amount once more (confirmAmount).',
      );
  });

  test('begins a penny above it', () => {
    given(...ready, target())
      .when(achieve('112329000.00', null))
      .thenPosts('achieved 2009/10 cashable claimed 112329000.00');
    given(...ready, target())
      .when(achieve('112329000.01', null))
      .thenRefuses('AMOUNT_CONFIRM');
  });

  test('is recorded where it is sent once more, exactly', () => {
    given(...ready, target())
      .when({ ...achieve('200000000.00', null), by: confirmed('200000000.00') })
      .thenPosts('achieved 2009/10 cashable claimed 200000000.00');
    given(...ready, target())
      .when({ ...achieve('200000000.00', null), by: confirmed('20000000.00') })
      .thenRefuses('AMOUNT_CONFIRM');
  });

  test('is a level as it is said, not what it rises by from one year to the next', () => {
    const rising = plan({ '2009/10': '100000000.00', '2010/11': '200000000.00', '2011/12': '300000000.00' });
    given(...ready, target())
      .when(rising)
      .thenRefuses(
        'AMOUNT_CONFIRM',
        '300000000.00 is more than three times the target of 37443000.00. Check whether it is in pounds; if it is right, give the amount once more (confirmAmount).',
      );
    given(...ready, target())
      .when({ ...plan({ '2009/10': '100000.00', '2010/11': '200000000.00' }), by: confirmed('200000000.00') })
      .thenPosts('plan 2009/10 cashable 100000.00', 'plan 2010/11 cashable 199900000.00');
  });

  test('is not what a plan falls by', () => {
    const large = { ...plan({ '2009/10': '200000000.00' }), by: confirmed('200000000.00') };
    given(...ready, target(), large)
      .when(reprofile({ '2009/10': '100000.00' }))
      .thenPosts('plan 2009/10 cashable -199900000.00');
  });

  test('is taken back without being sent again', () => {
    const large = { ...plan({ '2009/10': '200000000.00' }), by: confirmed('200000000.00') };
    given(...ready, target(), large)
      .when(reverse(6))
      .thenPosts('plan 2009/10 cashable -200000000.00');
  });

  test('is compared with nothing where there is no target', () => {
    given(...ready)
      .when(achieve('200000000.00', null))
      .thenPosts('achieved 2009/10 cashable claimed 200000000.00');
  });

  const planned: readonly Told[] = [...ready, target(), plan()];
  const saved: readonly Told[] = [...planned, on('2010-05-10', achieve('200000.00', null))];
  test.each<[what: string, before: readonly Told[], command: Command]>([
    ['a plan by a year', ready, plan({ '2009/10': '1.00' }, IT, ['2010/11', '200000000.00'])],
    ['a re-profile', planned, reprofile({ '2009/10': '200000000.00' })],
    ['what a re-profile leaves without a year', planned, { ...reprofile({ '2009/10': '1.00' }), unphased: LARGE }],
    ['a budget contribution', planned, contribution({ '2009/10': '200000000.00' })],
    ['a forecast', planned, forecast({ '2009/10': '1.00', '2010/11': '200000000.00' })],
    ['a substitute', planned, substitute({ oneOff: 'General reserve' }, { amount: '200000000.00' })],
    ['the ongoing cost of a saving', planned, achieve('1.00', '200000000.00')],
    ['a cost', saved, cost('200000000.00')],
    ['a carry-forward', [...ready, line(CARRIED)], carryForward('200000000.00')],
    ['an allocation', [...ready, line(POT, 'unidentified')], allocate({ '2009/10': '200000000.00' })],
    ['an allocation without a year', [...ready, line(POT, 'unidentified')], allocate({}, '200000000.00')],
    ['a full-year effect', saved, fullYear('200000000.00')],
  ])('is asked for once more wherever it is said: %s', (_what, before, command) => {
    const { story } = given(...before);
    if (story.state.targets.get('council') === undefined) story.tell(target());
    const outcome = checkConfirmed(command, story.state);
    expect(outcome).toMatchObject({
      code: 'AMOUNT_CONFIRM',
      detail: { amount: '200000000.00', target: '37443000.00' },
    });
    expect(checkConfirmed({ ...command, by: confirmed('200000000.00') }, story.state)).toBeNull();
  });

  test('is a budget and no saving where a baseline says it', () => {
    given(...ready, target())
      .when(baseline(IT, '200000000.00'))
      .thenPosts();
  });

  test('is not compared with the target of the partnership', () => {
    given(...ready, target('1.00', 'partnership'))
      .when(achieve('200000000.00', null))
      .thenPosts('achieved 2009/10 cashable claimed 200000000.00');
  });
});
