// cspell:ignore PRОCUREMENT
import fc from 'fast-check';

import { dateOfDay, dayNumber, readDate, readInstant, readMonth, type IsoDate } from '../../src/domain/dates';
import { inAddress, nextYear, readYear, startOf, yearOf, yearStarting } from '../../src/domain/financial-year';
import { readIdempotencyKey, readLineId, readOfficerId, readSeq } from '../../src/domain/identifiers';
import {
  add,
  addAll,
  negate,
  pence,
  percentage,
  shareOf,
  pounds,
  readPounds,
  subtract,
  type Pence,
  type Pounds,
} from '../../src/domain/money';
import { isRefusal } from '../../src/domain/refusals';
import { readText } from '../../src/domain/text';

const codeOf = (value: unknown): unknown => (isRefusal(value) ? value.code : value);

describe('an amount', () => {
  it.each([
    ['200000.00', '200000.00'],
    ['-0.01', '-0.01'],
    ['0.00', '0.00'],
    ['9999999999.99', '9999999999.99'],
    ['1e3', 'AMOUNT_FORMAT'],
    ['NaN', 'AMOUNT_FORMAT'],
    ['Infinity', 'AMOUNT_FORMAT'],
    ['0x10', 'AMOUNT_FORMAT'],
    ['1_000', 'AMOUNT_FORMAT'],
    ['+5', 'AMOUNT_FORMAT'],
    ['.5', 'AMOUNT_FORMAT'],
    ['5.', 'AMOUNT_FORMAT'],
    ['-0.00', 'AMOUNT_FORMAT'],
    ['00012.50', 'AMOUNT_FORMAT'],
    ['5(200)', 'AMOUNT_FORMAT'],
    ['(200)5', 'AMOUNT_FORMAT'],
    ['x1,234.50', 'AMOUNT_FORMAT'],
    ['x10000000000.00', 'AMOUNT_FORMAT'],
    ['10000000000.00x', 'AMOUNT_FORMAT'],
    ['5', 'AMOUNT_PENCE'],
    ['12', 'AMOUNT_PENCE'],
    ['123', 'AMOUNT_PENCE'],
    ['12.5', 'AMOUNT_PENCE'],
    ['12.345', 'AMOUNT_PENCE'],
    ['(200)', 'AMOUNT_BRACKETS'],
    ['(1,234.50)', 'AMOUNT_BRACKETS'],
    ['1,234.50', 'AMOUNT_SEPARATORS'],
    ['1.234,50', 'AMOUNT_SEPARATORS'],
    ['1 234.50', 'AMOUNT_SEPARATORS'],
    ['12 345.50', 'AMOUNT_SEPARATORS'],
    ['123 456.50', 'AMOUNT_SEPARATORS'],
    ['-1 234.50', 'AMOUNT_SEPARATORS'],
    ['1,234,567.50', 'AMOUNT_SEPARATORS'],
    ['1,23.4', 'AMOUNT_SEPARATORS'],
    ['−5.00', 'AMOUNT_CHARACTERS'],
    ['٢٠٠.٠٠', 'AMOUNT_CHARACTERS'],
    ['1.50\u200b', 'AMOUNT_CHARACTERS'],
    ['1\u00a0000.00', 'AMOUNT_CHARACTERS'],
    ['10000000000.00', 'AMOUNT_RANGE'],
    ['', 'AMOUNT_REQUIRED'],
    ['  ', 'AMOUNT_REQUIRED'],
    [undefined, 'AMOUNT_REQUIRED'],
    [null, 'AMOUNT_REQUIRED'],
    [200, 'AMOUNT_NOT_STRING'],
    [['1.00'], 'AMOUNT_NOT_STRING'],
  ])('reads %p as %p', (given, expected) => {
    expect(codeOf(readPounds(given))).toBe(expected);
  });

  it.each([
    [undefined, 'An amount is needed, such as "200000.00".'],
    ['', 'An amount is needed, such as "200000.00".'],
    [200, 'Write the amount as text in pounds and pence, such as "200000.00", not as a number.'],
    [
      '−5.00',
      'The amount "−5.00" holds a character that is not a plain digit, full stop or minus sign; type it again.',
    ],
    [
      '(200)',
      'The amount "(200)" is in brackets, which papers use for savings and for costs alike; a saving is positive here, so write it without brackets.',
    ],
    ['1,234.50', 'The amount "1,234.50" has separators; write it without them, such as "1234.50".'],
    ['12.5', 'The amount "12.5" needs exactly two digits of pence, such as "12.00".'],
    ['10000000000.00', 'The amount "10000000000.00" is beyond 9999999999.99, the largest one the ledger takes.'],
    ['1e3', 'The amount "1e3" is not in pounds and pence; write it as "200000.00" or "-200000.00".'],
    [
      'x'.repeat(41),
      `The amount "${'x'.repeat(40)}" is not in pounds and pence; write it as "200000.00" or "-200000.00".`,
    ],
  ])('where it is %p, says what to do', (given, message) => {
    const refusal = readPounds(given);
    expect(isRefusal(refusal) && refusal.message).toBe(message);
  });

  it('is whole pence inside and the same text outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), (amount) => {
        const text = pounds(amount as Pence);
        expect(readPounds(text)).toBe(text);
        expect(pence(text)).toBe(amount);
      }),
    );
  });

  it('is added up however many amounts there are: more than a call can have arguments', () => {
    expect(addAll(Array.from({ length: 200_000 }, () => 1_50 as Pence))).toBe(30_000_000);
  });

  it('never becomes minus nought, and never loses a penny unseen', () => {
    expect(Object.is(negate(0 as Pence), 0)).toBe(true);
    expect(subtract(100 as Pence, 1 as Pence)).toBe(99);
    expect(() => add(Number.MAX_SAFE_INTEGER as Pence, 1 as Pence)).toThrow(
      new RangeError('a sum beyond what whole pence can hold exactly'),
    );
    expect(() => pounds(0.5 as Pence)).toThrow(new RangeError('not a whole number of pence: 0.5'));
    expect(() => pence('90071992547409.92' as Pounds)).toThrow(
      new RangeError('not an amount the ledger can hold exactly: 90071992547409.92'),
    );
  });

  it('gives shares in per cent, half up: 19,725 of 37,443 is 52.7', () => {
    expect(percentage(1_972_500_000 as Pence, 3_744_300_000 as Pence)).toBe('52.7');
    expect(percentage(5 as Pence, 10_000 as Pence)).toBe('0.1');
    expect(percentage(1 as Pence, 0 as Pence)).toBeNull();
  });

  test('a share is rounded half up to the penny, away from nought', () => {
    const share = (amount: number, part: number, whole: number): number =>
      shareOf(amount as Pence, part as Pence, whole as Pence);
    expect([share(101, 1, 2), share(-101, 1, 2), share(100, 1, 3), share(0, 1, 3)]).toEqual([51, -51, 33, 0]);
    expect(Object.is(share(0, -1, 3), 0)).toBe(true);
  });
});

describe('a financial year', () => {
  it.each([
    ['2009/10', '2009/10'],
    ['2009-10', '2009/10'],
    ['1999/00', '1999/00'],
    ['2009/11', 'YEAR_FORMAT'],
    ['2009', 'YEAR_FORMAT'],
    ['09/10', 'YEAR_FORMAT'],
    ['2009/2010', 'YEAR_FORMAT'],
    ['1066/67', 'YEAR_FORMAT'],
    [2009, 'YEAR_FORMAT'],
  ])('reads %p as %p', (given, expected) => {
    expect(codeOf(readYear(given))).toBe(expected);
  });

  it('runs from 1 April to 31 March', () => {
    expect(yearOf('2010-03-31' as IsoDate)).toBe('2009/10');
    expect(yearOf('2010-04-01' as IsoDate)).toBe('2010/11');
    expect(nextYear(yearStarting(1999))).toBe('2000/01');
    expect(startOf(yearStarting(2009))).toBe(2009);
    expect(inAddress(yearStarting(2009))).toBe('2009-10');
  });
});

describe('dates, names and texts', () => {
  it.each([
    [readDate, '2009-07-13', '2009-07-13'],
    [readDate, '2009-02-29', 'DATE_FORMAT'],
    [readDate, '13/07/2009', 'DATE_FORMAT'],
    [readDate, 40007, 'DATE_FORMAT'],
    [readInstant, '2009-07-13T10:00:00+01:00', '2009-07-13T09:00:00.000Z'],
    [readInstant, '2009-07-13T10:00:00', 'DATE_FORMAT'],
    [readMonth, '2009-07', '2009-07'],
    [readMonth, '2009-13', 'PERIOD_FORMAT'],
    [readLineId, 'IT-PROCUREMENT', 'IT-PROCUREMENT'],
    [readLineId, 'IT-PRОCUREMENT', 'CODE_FORMAT'],
    [readLineId, 'it', 'CODE_FORMAT'],
    [readOfficerId, 'off-101', 'off-101'],
    [readOfficerId, 'Jill Craig', 'OFFICER_FORMAT'],
    [readIdempotencyKey, undefined, 'IDEMPOTENCY_REQUIRED'],
    [readIdempotencyKey, 'two words', 'IDEMPOTENCY_FORMAT'],
    [readIdempotencyKey, 'k'.repeat(201), 'IDEMPOTENCY_FORMAT'],
    [readSeq, '12', 12],
    [readSeq, 12, 12],
    [readSeq, '-1', 'PARAM_RANGE'],
    [readSeq, 1.5, 'PARAM_RANGE'],
  ])('%p reads %p as %p', (read, given, expected) => {
    expect(codeOf(read(given))).toBe(expected);
  });

  it.each([
    ['  a saving  ', 'a saving'],
    ['cafe\u0301', 'café'],
    ['', 'TEXT_REQUIRED'],
    [7, 'TEXT_REQUIRED'],
    ['x'.repeat(51), 'TEXT_LENGTH'],
    ['a\u202eb', 'TEXT_INVISIBLE'],
    ['a\u200bb', 'TEXT_INVISIBLE'],
    ['a\u0000b', 'TEXT_CHARACTERS'],
    ['a\ud800b', 'TEXT_CHARACTERS'],
    ['two\nlines', 'two\nlines'],
  ])('reads the text %p as %p', (given, expected) => {
    expect(codeOf(readText(given, 50))).toBe(expected);
  });

  it('counts days and gives them back', () => {
    expect(dateOfDay(dayNumber('2009-07-13' as IsoDate))).toBe('2009-07-13');
  });
});
