import { CARRIED, carryForward, line, opened, reclassify, reverse } from '../support/july';
import { by, given } from '../support/story';

const ready = [opened, line(CARRIED)];

describe('carrying forward', () => {
  it('counts 7,598 in the plan and, claimed, in what was achieved: 28,548 less the target of 20,950', () => {
    given(...ready)
      .when(carryForward())
      .thenPosts(
        'GERSHON-CASHABLE plan opening cashable 7598000.00',
        'GERSHON-CASHABLE achieved opening cashable claimed 7598000.00',
      );
  });

  it('refuses a penny above the cap', () => {
    given(...ready)
      .when(carryForward('7598000.01'))
      .thenRefuses(
        'CARRY_CAP',
        'At most 7598000.00 can be carried forward, by which the cashable achievement 28548000.00 exceeds the target 20950000.00; 7598000.01 is more.',
      );
  });

  it('keeps the cell it was read from beside what it adds to the plan, which begins before the first year', () => {
    const source = { document: 'NI 179 return (invented)', sheet: null, row: null, cell: 'D7' };
    const { story } = given(...ready, { ...carryForward(), by: { ...by, source } });
    expect(story.entries.at(-1)!.postings.map(({ from, cell }) => [from, cell])).toEqual([
      ['opening', 'D7'],
      ['opening', null],
    ]);
  });

  it('takes the non-cashable 1,822 without a cap', () => {
    given(...ready, carryForward())
      .when(carryForward('1822000.00', 'non-cashable'))
      .thenPosts(
        'GERSHON-CASHABLE plan opening non-cashable 1822000.00',
        'GERSHON-CASHABLE achieved opening non-cashable claimed 1822000.00',
      );
    given(...ready)
      .when(carryForward('7598000.01', 'non-cashable'))
      .thenPosts(
        'GERSHON-CASHABLE plan opening non-cashable 7598000.01',
        'GERSHON-CASHABLE achieved opening non-cashable claimed 7598000.01',
      );
  });

  it('happens once, and again only when the first was reversed', () => {
    given(...ready, carryForward('1000.00'))
      .when(carryForward('1000.00'))
      .thenRefuses('CARRY_TWICE');
    given(...ready, carryForward('1000.00'), reverse(2))
      .when(carryForward('1000.00'))
      .thenPosts(
        'GERSHON-CASHABLE plan opening cashable 1000.00',
        'GERSHON-CASHABLE achieved opening cashable claimed 1000.00',
      );
  });

  it('needs a closed period that was at least half cashable', () => {
    given(...ready)
      .when(carryForward('1.00', 'cashable', { achieved: '10474999.99' }))
      .thenRefuses('CARRY_NOT_HALF_CASHABLE');
    given(...ready)
      .when(carryForward('1.00', 'cashable', { achieved: '10475000.00' }))
      .thenRefuses(
        'CARRY_CAP',
        'At most 0.00 can be carried forward, by which the cashable achievement 10475000.00 exceeds the target 20950000.00; 1.00 is more.',
      );
  });

  it('goes into the period that follows', () => {
    given(...ready)
      .when(carryForward('1.00', 'cashable', { last: '2006/07' }))
      .thenRefuses(
        'CARRY_PERIOD',
        'What 2005/06 to 2006/07 achieved is carried into the period that follows it, which begins in 2007/08.',
      );
  });

  it('goes from a period and into one that ends after it begins', () => {
    const backwards = { first: '2008/09' as never, last: '2007/08' as never };
    given(...ready)
      .when({ ...carryForward('1.00'), closed: backwards })
      .thenRefuses('CARRY_PERIOD');
    given(...ready)
      .when({ ...carryForward('1.00'), into: backwards })
      .thenRefuses('CARRY_PERIOD');
    const oneYear = { first: '2007/08' as never, last: '2007/08' as never };
    given(...ready)
      .when({ ...carryForward('1.00'), closed: oneYear, into: { first: '2008/09' as never, last: '2008/09' as never } })
      .thenPosts(
        'GERSHON-CASHABLE plan opening cashable 1.00',
        'GERSHON-CASHABLE achieved opening cashable claimed 1.00',
      );
  });

  it('happens once of each year of the closed period, and of each of two periods', () => {
    const of = (first: string, last: string, into: string) => ({
      ...carryForward('1.00'),
      closed: { first: first as never, last: last as never },
      into: { first: into as never, last: '2010/11' as never },
    });
    given(...ready, of('2005/06', '2007/08', '2008/09'))
      .when(of('2004/05', '2005/06', '2006/07'))
      .thenRefuses(
        'CARRY_TWICE',
        'The cashable saving of 2005/06 to 2007/08 was carried forward by entry 2; that is done once.',
      );
    given(...ready, of('2005/06', '2006/07', '2007/08'))
      .when(of('2006/07', '2007/08', '2008/09'))
      .thenRefuses('CARRY_TWICE');
    given(...ready, of('2007/08', '2007/08', '2008/09'))
      .when(of('2005/06', '2006/07', '2007/08'))
      .thenPosts(
        'GERSHON-CASHABLE plan opening cashable 1.00',
        'GERSHON-CASHABLE achieved opening cashable claimed 1.00',
      );
    given(...ready, of('2005/06', '2006/07', '2007/08'))
      .when(of('2007/08', '2007/08', '2008/09'))
      .thenPosts(
        'GERSHON-CASHABLE plan opening cashable 1.00',
        'GERSHON-CASHABLE achieved opening cashable claimed 1.00',
      );
  });

  it('cannot get round its cap by reclassification', () => {
    given(...ready, carryForward('1822000.00', 'non-cashable'))
      .when(reclassify('1822000.00', { line: CARRIED, tranche: 'opening', to: 'cashable' }))
      .thenRefuses(
        'CARRY_CAP',
        'What was carried forward as non-cashable cannot become cashable: the cashable part is capped by the closed period.',
      );
  });

  it('refuses nothing carried, and a target of nothing', () => {
    given(...ready)
      .when(carryForward('0.00'))
      .thenRefuses('AMOUNT_ZERO', 'The amount carried forward is 0.00; an amount must move.');
    given(...ready)
      .when(carryForward('1.00', 'cashable', { target: '0.00' }))
      .thenRefuses('AMOUNT_ZERO', "The closed period's target is 0.00; an amount must move.");
    given(opened)
      .when(carryForward())
      .thenRefuses(
        'LINE_NOT_FOUND',
        'There is no line GERSHON-CASHABLE in this ledger; register it first, or check its code.',
      );
  });
});
