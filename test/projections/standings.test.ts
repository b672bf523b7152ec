import fc from 'fast-check';

import type { FinancialYear } from '../../src/domain/financial-year';
import type { IsoDate } from '../../src/domain/dates';
import { isReversible } from '../../src/domain/decide/corrections';
import { allBuiltIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { position } from '../../projections/position';
import { LineNumbers } from '../../projections/cells';
import { Projection } from '../../projections/projection';
import { Register } from '../../projections/register';
import { isAtRisk, OF_NO_LINE, Standings, UNKNOWN, waitsForRuling } from '../../projections/standings';
import { Timeline, type Moment } from '../../projections/timeline';
import { tracePage } from '../../projections/trace-page';
import { tranchesOf } from '../../projections/tranches';
import { wholesBy } from '../../projections/wholes';
import { ADULT, IT, line, ONE_COUNCIL, opened, plan, target } from '../support/july';
import { amend, quality, rate } from '../support/later';
import { aLedger } from '../support/random-ledger';
import { asAt, given, on, type Told } from '../support/story';

const question: Question = {
  by: '2010/11' as FinancialYear,
  definition: allBuiltIn[0]!,
  baseYear: '2008/09' as FinancialYear,
};

/** What the line is said to be is recorded in another order than it took effect: rated from January, moved from September. */
const told: readonly Told[] = [
  opened,
  target(),
  line(),
  plan({ '2010/11': '200000.00' }),
  on('2010-02-01', { ...rate('amber'), by: asAt('2010-01-01') }),
  on('2010-02-01', { ...amend('IT procurement'), section: 'Planned activity in 2010/11', by: asAt('2009-09-01') }),
];
const { entries } = given(...told).story;

/** As a process that has just started, and was asked nothing yet. */
const started = (size = entries.length): Projection => {
  const projection = new Projection();
  for (const entry of entries.slice(0, size)) projection.append(entry);
  return projection;
};
const between = { size: entries.length, asAt: '2009-10-01' as IsoDate };

describe('what a line was at a moment of its own, moved and not yet rated', () => {
  test('is known to the first question a process is asked, whichever it is', () => {
    const page = { start: 0, most: 10 };
    expect(position(started(), question, between, {}).amounts.plan).toBe(20_000_000);
    expect(tracePage(started(), 'plan', question, between, {}, page)).toMatchObject({ amount: 20_000_000, count: 1 });
    expect(tranchesOf(started(), between)).toHaveLength(1);
  });

  test('is no part of the ledger before it was said', () => {
    const early = { size: 5, asAt: '2010-01-01' as IsoDate };
    const section = started(5).register.line('IT-PROCUREMENT' as never, early)?.section;
    const parts = (projection: Projection) => [
      ...wholesBy(projection, early, {}, (standing) => standing?.section ?? null).keys(),
    ];
    expect(parts(started())).toEqual([section]);
    expect(parts(started(5))).toEqual([section]);
  });
});

test('what was asked about the past leaves nothing behind that is put away', () => {
  const later = given(...told, on('2010-03-01', { ...amend('IT'), section: 'Another', by: asAt('2010-02-01') }));
  const putAway = (days: readonly string[]) => {
    const projection = new Projection();
    for (const [seq, entry] of later.story.entries.entries()) {
      projection.append(entry);
      for (const asAt of days) projection.standings.knownAt({ size: seq + 1, asAt: asAt as IsoDate });
    }
    return projection.toParts();
  };
  const asked = putAway(['2009-07-31', '2009-10-01', '2010-01-15', '2010-02-15']);
  expect(asked).toEqual(putAway([]));
});

/** The same from the lines themselves, one after the other. */
function byLine({ register, lines }: Projection, moment: Moment) {
  const numbers = Array.from({ length: lines.length }, (_, number) => number);
  const all = numbers.flatMap((number) => {
    const id = lines.id(number);
    const at = id === null ? null : register.line(id, moment);
    if (at === null) return [];
    const { section, group, tags } = at;
    return [JSON.stringify({ section, group, tags, waitsForRuling: waitsForRuling(at), isAtRisk: isAtRisk(at) })];
  });
  return [...new Set(all)];
}

test('the standings known at any moment are those of its lines, asked after every entry, put away and taken back', () => {
  const aDay = fc.constantFrom<IsoDate>(...(['2009-01-31', '2009-07-31', '2010-04-01', '2030-01-01'] as IsoDate[]));
  fc.assert(
    fc.property(aLedger, aDay, fc.double({ min: 0, max: 1, noNaN: true }), (ledger, asAt, share) => {
      let projection = new Projection();
      for (const [seq, entry] of ledger.entries.entries()) {
        if (seq === Math.floor(share * ledger.entries.length))
          projection = Projection.fromParts(structuredClone(projection.toParts()));
        projection.append(entry);
        for (const moment of [projection.table.now(), { size: Math.ceil(share * (seq + 1)), asAt }]) {
          const known = projection.standings.knownAt(moment).map((standing) => JSON.stringify(standing));
          expect(known).toEqual(byLine(projection, moment));
        }
      }
    }),
    { numRuns: 40 },
  );
});

describe.each([0, 3, 7])('two lines rated, moved and ruled on, put away after %i entries', (cut) => {
  const SECTION = 'Activity in 2009/10';
  const story: readonly Told[] = [
    opened,
    { ...line(), ruling: 'income' },
    on('2009-07-14', { ...line(ADULT), group: 'Care (invented)', by: asAt('2009-07-10') }),
    on('2009-07-20', rate('amber')),
    on('2009-07-21', { ...rate('green', null, ADULT), by: asAt('2009-07-15') }),
    on('2009-07-22', quality()),
    on('2009-07-22', { ...rate('red', null, ADULT), by: asAt('2009-07-05') }),
  ];

  function build(): { readonly projection: Projection; readonly changed: readonly (number | null)[] } {
    const first = new Projection();
    const { entries: all } = given(...story).story;
    for (const entry of all.slice(0, cut)) first.append(entry);
    const projection = Projection.fromParts(structuredClone(first.toParts()));
    const changed = all.slice(cut).map((entry) => {
      const { lines, standings } = projection;
      const numbers = [IT, ADULT].map((id) => lines.find(id) ?? 9);
      const before = numbers.map((number) => standings.of(number));
      projection.append(entry);
      return [IT, ADULT].findIndex((id, place) => standings.of(lines.find(id) ?? 9) !== before[place]);
    });
    return { projection, changed };
  }

  test('change their standing with what says so, and with nothing else', () => {
    expect(build().changed).toEqual([-1, 0, 1, 0, -1, 0, 1].slice(cut));
  });

  test.each([
    [7, '2009-07-22', ['at risk', 'at risk']],
    [9, '2010-01-01', ['at risk', 'at risk']],
    [6, '2009-07-22', ['at risk', 'settled']],
    [5, '2009-07-22', ['waits and is at risk', 'settled']],
    [3, '2009-07-22', ['waits', 'settled']],
    [2, '2009-07-22', ['waits', 'unknown']],
    [1, '2009-07-22', ['unknown', 'unknown']],
    [7, '2009-07-21', ['waits and is at risk', 'at risk']],
    [7, '2009-07-19', ['waits', 'at risk']],
    [6, '2009-07-12', ['unknown', 'settled']],
    [7, '2009-07-13', ['waits', 'at risk']],
    [7, '2009-07-12', ['unknown', 'at risk']],
    [7, '2009-07-10', ['unknown', 'at risk']],
    [7, '2009-07-09', ['unknown', 'unknown']],
  ] as const)('as known on %i entries as at %s are %j', (size, day, expected) => {
    const { standings, lines } = build().projection;
    const moment = { size, asAt: day as IsoDate };
    const inWords = (number: number): string => {
      const standing = standings.all[number];
      if (standing === null || standing === undefined) return number === UNKNOWN ? 'unknown' : 'of no line';
      const words = [standing.waitsForRuling ? 'waits' : [], standing.isAtRisk ? 'is at risk' : []].flat();
      return words.length === 0 ? 'settled' : words.join(' and ').replace(/^is /, '');
    };
    const numbers = [IT, ADULT].map((id) => lines.find(id)!);
    expect(numbers.map((number) => inWords(standings.ofLineAt(number, moment)))).toEqual(expected);
    const ofLines = standings.at(moment);
    expect([0, ...numbers].map((number) => inWords(ofLines[number]!))).toEqual(['of no line', ...expected]);
    const all = [...standings.numbersAt(moment, ofLines)].filter((number) => number !== UNKNOWN).map(inWords);
    expect(all).toEqual(expected.filter((word) => word !== 'unknown'));
    expect(standings.knownAt(moment)).toHaveLength(all.length);
    // What was asked about the past changes nothing of the present.
    expect(numbers.map((number) => inWords(standings.of(number)))).toEqual(['at risk', 'at risk']);
  });

  test('say of which section and group they are, and nothing of what no line is', () => {
    const { standings } = build().projection;
    const [it, adult] = [1, 2].map((number) => standings.all[standings.of(number)]);
    expect(it).toEqual({ section: SECTION, group: null, tags: [], waitsForRuling: false, isAtRisk: true });
    expect(adult).toEqual({ ...it, group: 'Care (invented)' });
    expect([0, 3, 99].map((line) => standings.of(line))).toEqual([OF_NO_LINE, UNKNOWN, UNKNOWN]);
    expect(standings.ofLineAt(3, { size: 7, asAt: '2009-07-22' as IsoDate })).toBe(UNKNOWN);
  });
});

describe('how many lines are looked up in the register', () => {
  class CountedRegister extends Register {
    public asked = 0;

    public override line(...of: Parameters<Register['line']>): ReturnType<Register['line']> {
      this.asked += 1;
      return super.line(...of);
    }
  }

  /** Three lines of 1, 10 and 20 July: the first one rated on the 15th, the second one as at the 5th. */
  const story: readonly Told[] = [
    opened,
    { ...line(), by: asAt('2009-07-01') },
    { ...line(ADULT), by: asAt('2009-07-10') },
    on('2009-07-15', rate('amber')),
    on('2009-07-20', line(ONE_COUNCIL)),
    on('2009-07-20', { ...rate('red', null, ADULT), by: asAt('2009-07-11') }),
  ];

  const ways = ['as built', 'taken back'] as const;
  function asking(way: (typeof ways)[number], ask: (standings: Standings) => unknown): number {
    const numbers = new LineNumbers();
    const timeline = new Timeline();
    const register = new CountedRegister(timeline, numbers);
    let standings = new Standings(numbers, register);
    for (const entry of given(...story).story.entries) {
      timeline.append(entry);
      register.append(entry);
      standings.append(entry);
    }
    if (way === 'taken back') {
      const parts = structuredClone(standings.toParts());
      standings = new Standings(numbers, register);
      standings.restore(parts);
    }
    register.asked = 0;
    ask(standings);
    return register.asked;
  }

  const at = (size: number, day: string): Moment => ({ size, asAt: day as IsoDate });

  test.each(ways)('is none where all that was said is known, %s', (way) => {
    for (const moment of [at(6, '2009-07-20'), at(7, '2010-01-01')])
      expect(asking(way, (standings) => standings.at(moment))).toBe(0);
  });

  test.each(ways)('is that of the lines of which something is known and something is not, %s', (way) => {
    const asked = ([size, day]: readonly [number, string]) => asking(way, (each) => each.at(at(size, day)));
    expect(
      (
        [
          [5, '2009-07-20'],
          [6, '2009-07-19'],
          [6, '2009-07-14'],
          [3, '2009-07-20'],
        ] as const
      ).map(asked),
    ).toEqual([1, 0, 1, 2]);
    expect(
      (
        [
          [1, '2009-07-20'],
          [6, '2009-06-30'],
          [6, '2009-07-10'],
          [2, '2009-07-20'],
        ] as const
      ).map(asked),
    ).toEqual([0, 0, 2, 1]);
  });

  test.each(ways)('is one or none where one line is asked about, %s', (way) => {
    const asked = (number: number, moment: Moment) => asking(way, (each) => each.ofLineAt(number, moment));
    expect([1, 2, 3].map((number) => asked(number, at(6, '2009-07-20')))).toEqual([0, 0, 0]);
    expect([1, 2].map((number) => asked(number, at(6, '2009-07-11')))).toEqual([1, 0]);
    expect([1, 2].map((number) => asked(number, at(5, '2009-07-20')))).toEqual([0, 1]);
  });

  test.each(ways)('lists what stands now once for all who ask, %s', (way) => {
    asking(way, (standings) => {
      const [now, earlier] = [at(6, '2009-07-20'), at(5, '2009-07-20')];
      const listed = (moment: Moment) => standings.numbersAt(moment, standings.at(moment));
      expect(listed(now)).toBe(listed(now));
      expect(listed(earlier)).not.toBe(listed(now));
      expect(listed(earlier)).toHaveLength(2);
    });
  });
});

test('what says any of it is never taken back by a reversal', () => {
  const kinds = ['LineRegistered', 'LineAmended', 'QualityChecked', 'RiskRated'] as const;
  expect(kinds.map(isReversible)).toEqual([false, false, false, false]);
});
