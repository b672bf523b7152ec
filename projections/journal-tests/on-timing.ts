/** Journal tests on time: late, back-dated, at odd hours, at the turn of a period. */
import { dayOf, monthOf, timeOf } from '../../src/domain/dates';
import type { Entry } from '../../src/domain/entries';
import { seqOf } from '../../src/domain/identifiers';
import { daysBetween, lastDay, ofKind, type Context, type JournalTest } from './context';

/** An entry this many days after its effective date is late. Source: monthly closing. */
const LATE_DAYS = 30;

/** Office hours in London: from this hour, to before that one. */
const OPENS = 7;
const CLOSES = 19;

/** A correction this soon after the end of a period is a sign that the period was made to look well. */
const TURN_DAYS = 30;

/** The last days of a period, in which results are most often touched up. */
const LAST_DAYS = 10;

// The clock of the council's officers, summer time included; the recorded time itself is in UTC.
const inLondon = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});

function isOutOfHours(at: number): boolean {
  const parts = inLondon.formatToParts(at);
  const part = (type: 'weekday' | 'hour'): string => parts.find((each) => each.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  return hour < OPENS || hour >= CLOSES || ['Sat', 'Sun'].includes(part('weekday'));
}

function afterClose({ money, entries }: Context): readonly Entry[] {
  const closes = ofKind(entries, 'PeriodClosed');
  return money.filter(({ seq, effective }) =>
    closes.some((close) => close.seq < seq && close.facts.through >= monthOf(effective)),
  );
}

/** Source: ISA 240, entries recorded at the end of the period or after closing, and adjustments made then. */
export const timingTests: readonly JournalTest[] = [
  {
    test: 'after-close',
    looksFor: 'recorded after the month of its effective date had been closed',
    flags: afterClose,
  },
  {
    test: 'recorded-late',
    looksFor: `recorded more than ${String(LATE_DAYS)} days after its effective date`,
    flags: ({ money }) =>
      money.filter(({ effective, recordedAt }) => daysBetween(effective, dayOf(recordedAt)) > LATE_DAYS),
  },
  {
    test: 'out-of-hours',
    looksFor: `recorded before ${String(OPENS)}.00 or from ${String(CLOSES)}.00 on, or at a weekend, by the clock in London`,
    flags: ({ money }) => money.filter(({ recordedAt }) => isOutOfHours(timeOf(recordedAt))),
  },
  {
    test: 'reversed-after-period-end',
    looksFor: `reversed within ${String(TURN_DAYS)} days after the end of the period it was posted in`,
    flags: ({ entries, at }) =>
      ofKind(entries, 'EntryReversed').flatMap(({ facts, recordedAt }) => {
        const reversed = at(seqOf(facts.entry));
        if (reversed === null) return [];
        const days = daysBetween(lastDay(reversed.period), dayOf(recordedAt));
        return days >= 1 && days <= TURN_DAYS ? [reversed] : [];
      }),
  },
  {
    test: 'to-cashable-at-period-end',
    looksFor: `reclassified to cashable in the last ${String(LAST_DAYS)} days of a period`,
    flags: ({ entries }) =>
      ofKind(entries, 'SavingReclassified').filter(({ facts, effective }) => {
        const left = daysBetween(effective, lastDay(monthOf(effective)));
        return facts.to === 'cashable' && left < LAST_DAYS;
      }),
  },
];
