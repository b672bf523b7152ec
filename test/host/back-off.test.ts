import { BackOff } from '../../src/host/back-off';

describe('How long a ledger that failed is left alone', () => {
  let now = 1_000_000;
  const backOff = new BackOff(() => now);

  test('not at all at first, then one second, two, four, and never more than a minute', () => {
    const waits = Array.from({ length: 9 }, () => {
      backOff.failed('oadby');
      return backOff.secondsLeft('oadby');
    });

    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
    expect(backOff.secondsLeft('leicester')).toBe(0);
  });

  test('so long and no longer', () => {
    now += 59_001;
    expect(backOff.secondsLeft('oadby')).toBe(1);
    now += 999;
    expect(backOff.secondsLeft('oadby')).toBe(0);
  });

  test('from the beginning, once it ran well', () => {
    backOff.ranWell('oadby');
    backOff.failed('oadby');
    expect(backOff.secondsLeft('oadby')).toBe(0);
  });
});
