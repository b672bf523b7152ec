import type { Pounds } from '../../src/domain/money';
import { achieve, ADULT, baseline, line, opened, plan, reprofile, reverse, target } from '../support/july';
import { by, given, type Told } from '../support/story';

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
});
