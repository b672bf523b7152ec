import { MOST_POSTED } from '../../src/domain/range';
import { add, LARGEST, pence, pounds, readPounds, type Pence } from '../../src/domain/money';
import { achieve, ADULT, baseline, line, opened, plan, verify } from '../support/july';
import { certify, submit } from '../support/later';
import { given, on, type Told } from '../support/story';

const most = pounds(LARGEST);
const ready: readonly Told[] = [opened, line(), baseline(), line(ADULT), baseline(ADULT)];

describe('an amount that is too large', () => {
  it('is refused where a cell would hold more than can be written, one penny above', () => {
    expect(readPounds(most)).toBe('9999999999.99');
    given(...ready, achieve('9999999999.98', null))
      .when(achieve('0.01', null))
      .thenPosts('achieved 2009/10 cashable claimed 0.01');
    given(...ready, achieve(most, null))
      .when(achieve('0.01', null))
      .thenRefuses(
        'AMOUNT_RANGE',
        'With this the achieved of IT-PROCUREMENT would be beyond 9999999999.99, the largest amount there is; check the unit.',
      );
  });

  it('never comes about by a later check of what was recorded', () => {
    const verified = [...ready, achieve(most, null), verify(5)];
    given(...verified)
      .when(certify())
      .thenPosts(`achieved 2009/10 cashable verified -${most}`, `achieved 2009/10 cashable certified ${most}`);
    // A second one fits while it is claimed, and is refused when both would be verified.
    given(...verified, achieve('0.01', null))
      .when(verify(7))
      .thenRefuses('AMOUNT_RANGE');
  });

  it('is refused in the figures of a return, one penny above', () => {
    given(...ready, plan({ '2009/10': most }))
      .when(submit('phased'))
      .thenPosts();
    given(...ready, plan({ '2009/10': most }), on('2009-07-14', plan({ '2009/10': '0.01' }, ADULT)))
      .when(submit('phased'))
      .thenRefuses(
        'AMOUNT_RANGE',
        'The figure plan is 10000000000.00, beyond 9999999999.99, the largest amount a return can state; check the unit of what was recorded.',
      );
  });

  it('is refused where the ledger could not be added up exactly any more: no sum ever fails later', () => {
    const { story } = given(...ready);
    while (story.state.posted + LARGEST <= MOST_POSTED) {
      story.state.hold({ ...cell, line: `L-${String(story.state.posted)}` as never }, LARGEST);
    }
    const outcome = story.ask(achieve(most, null));
    expect(outcome).toMatchObject({
      code: 'AMOUNT_RANGE',
      message:
        'With this the amounts of the ledger could not be added up exactly any more; check the unit of the amounts.',
    });
    expect(add(...Array.from({ length: 8 }, () => MOST_POSTED as Pence))).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
    expect(pence(pounds(MOST_POSTED as Pence))).toBe(MOST_POSTED);
  });
});

const cell = {
  measure: 'achieved',
  tranche: '2009/10' as never,
  class: 'cashable',
  status: 'claimed',
  identified: true,
} as const;
