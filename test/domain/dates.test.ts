import {
  dateOfDay,
  dayNumber,
  dayOf,
  instant,
  monthOf,
  readDate,
  readInstant,
  readMonth,
} from '../../src/domain/dates';
import { readYear, yearOf } from '../../src/domain/financial-year';
import { isRefusal } from '../../src/domain/refusals';

const said = (value: unknown): unknown => (isRefusal(value) ? `${value.code}: ${value.message}` : value);
const noDate = (shown: string): string =>
  `DATE_FORMAT: ${shown} is not a date; write year, month and day, such as 2009-07-13.`;
const noMoment = (shown: string): string =>
  `DATE_FORMAT: ${shown} is not a moment; write date, time and zone, such as 2009-07-13T09:00:00Z.`;
const noMonth = (shown: string): string =>
  `PERIOD_FORMAT: ${shown} is not a posting period; write year and month, such as 2009-07.`;
const noYear = (shown: string): string => `YEAR_FORMAT: ${shown} is not a financial year; write it as 2009/10.`;

describe('a date, a moment, a month and a year', () => {
  it.each([
    [readDate, '2008-02-29', '2008-02-29'],
    [readDate, '2009-02-29', noDate('"2009-02-29"')],
    [readDate, '2009-13-01', noDate('"2009-13-01"')],
    [readDate, '2009-7-13', noDate('"2009-7-13"')],
    [readDate, '2009-07-13 ', noDate('"2009-07-13 "')],
    [readDate, '+012009-07', noDate('"+012009-07"')],
    [readDate, ['2009-07-13'], noDate('This')],
    [readDate, '9'.repeat(41), noDate(`"${'9'.repeat(40)}"`)],
    [readInstant, '2009-07-13T09:00Z', '2009-07-13T09:00:00.000Z'],
    [readInstant, '2009-07-13T09:00:07Z', '2009-07-13T09:00:07.000Z'],
    [readInstant, '2009-07-13T09:00:07.5Z', '2009-07-13T09:00:07.500Z'],
    [readInstant, '2009-07-13T09:00:07.125Z', '2009-07-13T09:00:07.125Z'],
    [readInstant, '2009-07-13T09:00:07.1234Z', noMoment('"2009-07-13T09:00:07.1234Z"')],
    [readInstant, '2009-07-13T09:00:00-01:30', '2009-07-13T10:30:00.000Z'],
    [readInstant, '2009-07-13T23:30:00-01:00', '2009-07-14T00:30:00.000Z'],
    [readInstant, '2009-07-13', noMoment('"2009-07-13"')],
    [readInstant, '13 July 2009 09:00 GMT', noMoment('"13 July 2009 09:00 GMT"')],
    [readInstant, '2009-07-13T25:00:00Z', noMoment('"2009-07-13T25:00:00Z"')],
    [readInstant, '2009-02-29T09:00:00Z', noMoment('"2009-02-29T09:00:00Z"')],
    [readInstant, ['2009-07-13T09:00:00Z'], noMoment('This')],
    [readInstant, 1_247_475_600_000, noMoment('This')],
    [readMonth, '2009-01', '2009-01'],
    [readMonth, '2009-09', '2009-09'],
    [readMonth, '2009-10', '2009-10'],
    [readMonth, '2009-12', '2009-12'],
    [readMonth, '2009-00', noMonth('"2009-00"')],
    [readMonth, '2009-13', noMonth('"2009-13"')],
    [readMonth, '2009-07-13', noMonth('"2009-07-13"')],
    [readMonth, '12009-07', noMonth('"12009-07"')],
    [readMonth, ['2009-07'], noMonth('This')],
    [readYear, '1990/91', '1990/91'],
    [readYear, '1989/90', noYear('"1989/90"')],
    [readYear, '2089/90', '2089/90'],
    [readYear, '2090/91', noYear('"2090/91"')],
    [readYear, '2009/10 ', noYear('"2009/10 "')],
    [readYear, '12009/10', noYear('"12009/10"')],
    [readYear, '2009/10/11 and later years', noYear('"2009/10/11 and later"')],
    [readYear, ['2009/10'], noYear('This')],
  ])('%p reads %p as %p', (read, given, expected) => {
    expect(said(read(given))).toBe(expected);
  });

  it('belong to each other: 31 March 2010 is of March 2010 and of 2009/10', () => {
    const at = instant(Date.parse('2010-03-31T23:59:59.999Z'));
    expect([at, dayOf(at), monthOf(dayOf(at)), yearOf(dayOf(at))]).toEqual([
      '2010-03-31T23:59:59.999Z',
      '2010-03-31',
      '2010-03',
      '2009/10',
    ]);
  });

  it('are counted from 1 January 1970: 13 July 2009 is day 14438, and the day before the first is -1', () => {
    expect([dayNumber(dateOfDay(14_438)), dateOfDay(14_438), dateOfDay(-1)]).toEqual([
      14_438,
      '2009-07-13',
      '1969-12-31',
    ]);
  });
});
