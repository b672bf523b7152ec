import { pence } from '../../src/domain/money';
import { figureNames } from '../../projections/figure';
import { partnership, type Member } from '../../projections/partnership';
import type { Amounts } from '../../projections/position';
import { money } from '../support/july';

const member = (name: string, target: string, plan: string): Member => ({
  ledger: name as never,
  name,
  size: 10,
  amounts: {
    ...(Object.fromEntries(figureNames.map((figure) => [figure, 0])) as Amounts),
    target: pence(money(target)),
    plan: pence(money(plan)),
  },
});
const council = member('Leicester City Council', '37443000.00', '37443000.00');

describe('a partnership of 77,400', () => {
  const target = pence(money('77400000.00'));

  test('adds its members up, each part beside the sum, and names what no member covers', () => {
    const police = member('Police (invented)', '9957000.00', '5000000.00');
    const { figures, gap, missing, finding } = partnership(target, [council, police]);
    expect(figures.find(({ figure }) => figure === 'plan')).toEqual({
      figure: 'plan',
      amount: 4_244_300_000,
      parts: [3_744_300_000, 500_000_000],
    });
    expect([gap, missing]).toEqual([3_495_700_000, 3_000_000_000]);
    expect(finding).toBe(
      "£30,000,000 of the partnership's target of £77,400,000 is for partners whose ledgers are not added; added are: Leicester City Council, Police (invented).",
    );
  });

  test('with all its partners lacks nobody', () => {
    const others = member('All others (invented)', '39957000.00', '0.00');
    expect(partnership(target, [council, others])).toMatchObject({ missing: 0, finding: null });
  });

  test('without any of them lacks all of it', () => {
    const { missing, finding } = partnership(target, []);
    expect(missing).toBe(target);
    expect(finding).toBe(
      "£77,400,000 of the partnership's target of £77,400,000 is for partners whose ledgers are not added; added are: none.",
    );
  });

  test('adds neither the common target nor the gaps of the members', () => {
    const added = partnership(target, [council]).figures.map(({ figure }) => figure);
    expect(added).not.toContain('partnershipTarget');
    expect(added).not.toContain('gap');
  });
});
