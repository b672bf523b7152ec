import { isRefusal, refuse, Refusal, refuseFields } from '../../src/domain/refusals';

describe('a refusal', () => {
  it('has its code, its sentence and why, and is told from what was asked for', () => {
    const refusal = refuse('LINE_NOT_FOUND', 'There is no line IT-PROCUREMENT in this ledger.');
    const { code, message, detail, problems, because } = refusal;
    expect({ code, message, detail, problems, because }).toEqual({
      code: 'LINE_NOT_FOUND',
      message: 'There is no line IT-PROCUREMENT in this ledger.',
      detail: {},
      problems: [],
      because: 'missing',
    });
    expect([isRefusal(refusal), isRefusal({ code, message, detail, problems }), isRefusal('200000.00')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('keeps what else a program may want to know', () => {
    expect(refuse('LINE_VERSION_STALE', 'It has changed.', { current: '7' }).detail).toEqual({ current: '7' });
  });

  it('of several fields speaks of the first and lists them all', () => {
    const problems = [
      { pointer: '/year', code: 'YEAR_FORMAT', message: '"2009" is not a financial year; write it as 2009/10.' },
      { pointer: '/gross', code: 'AMOUNT_REQUIRED', message: 'An amount is needed, such as "200000.00".' },
    ] as const;
    expect(refuseFields(problems)).toEqual(
      new Refusal('YEAR_FORMAT', problems[0].message, { field: '/year' }, problems),
    );
  });
});
