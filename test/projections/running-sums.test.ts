import type { IsoDate } from '../../src/domain/dates';
import type { Entry } from '../../src/domain/entries';
import type { LineId } from '../../src/domain/identifiers';
import { pence } from '../../src/domain/money';
import { allBuiltIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { Projection } from '../../projections/projection';
import { isAtRisk } from '../../projections/standings';
import type { Moment } from '../../projections/timeline';
import { tracePage } from '../../projections/trace-page';

const LINES = ['IT-PROCUREMENT', 'ADULT-SOCIAL-CARE', 'ONE-COUNCIL'] as LineId[];
const question = { by: '2010/11', definition: allBuiltIn[0]!, baseYear: '2008/09' } as Question;
const BATCHES = 170;
const RECORDED = '2009-07-13T09:00:00.000Z';

const entryOf = (seq: number, day: string, said: object): Entry =>
  ({
    seq,
    facts: {},
    line: null,
    batch: null,
    postings: [],
    effective: day,
    recordedAt: RECORDED,
    ...said,
  }) as unknown as Entry;

const register = (line: LineId, place: number) => ({
  kind: 'LineRegistered',
  line,
  facts: {
    title: line,
    section: `Section ${String(place % 2)}`,
    group: null,
    tags: [],
    stage: 'identified',
    ruling: null,
  },
});
const rate = (line: LineId, rating: string) => ({
  kind: 'RiskRated',
  line,
  facts: { rating, test: 'invented', likelihood: null },
});

const postingOf = (place: number, measure = 'plan') => ({
  line: LINES[place % 3],
  measure,
  tranche: '2009/10',
  from: '2009/10',
  class: place % 5 === 0 ? 'non-cashable' : 'cashable',
  status: null,
  identified: true,
  amount: `${String(place)}.00`,
  cell: null,
});

/** Three lines, a hundred postings an entry (invented), and a rating after each fortieth of these. */
function historyOf(measure?: string): readonly Entry[] {
  const said: object[] = [{ kind: 'LedgerOpened' }, ...LINES.map(register)];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const postings = Array.from({ length: 100 }, (_, place) =>
      postingOf(place + batch, place === 7 ? measure : undefined),
    );
    said.push({ kind: 'SavingPlanned', postings });
    if (batch % 40 === 39) said.push(rate(LINES[batch < 100 ? 0 : 1]!, batch % 80 === 79 ? 'green' : 'red'));
  }
  return said.map((each, seq) => entryOf(seq, seq === 150 ? '2010-01-01' : '2009-07-13', each));
}

function built(entries: readonly Entry[], cut = 0): Projection {
  const first = new Projection();
  for (const entry of entries.slice(0, cut)) first.append(entry);
  const projection = Projection.fromParts(structuredClone(first.toParts()));
  for (const entry of entries.slice(cut)) projection.append(entry);
  return projection;
}

type Held = Readonly<Record<string, number>>;

/** What stands of each class and measure in each section, at risk or not, as the running sums say. */
function summed({ sums, standings, table }: Projection, moment: Moment): Held {
  const held: Record<string, number> = {};
  sums.visit(moment, standings.at(moment), (number, shape, amount) => {
    const standing = standings.all[number];
    const { measure, class: of } = table.shapes[shape]!;
    const key = [standing?.section, standing?.isAtRisk, measure, of].join(' ');
    held[key] = (held[key] ?? 0) + amount;
  });
  return held;
}

/** The same from the postings of the entries, one after the other. */
function added(projection: Projection, entries: readonly Entry[], moment: Moment): Held {
  const held: Record<string, number> = {};
  const parts = new Map(
    projection.register.lines(moment).map((at) => [at.id, `${at.section} ${String(isAtRisk(at))}`]),
  );
  for (const { effective, postings } of entries.slice(0, moment.size)) {
    if (effective > moment.asAt) continue;
    for (const { line, measure, class: of, amount } of postings) {
      const key = [parts.get(line!), measure, of].join(' ');
      held[key] = (held[key] ?? 0) + pence(amount);
    }
  }
  return held;
}

const SIZES = [4, 5, 44, 45, 60, 87, 88, 89, 120, 150, 151, 171, 172, 178, 500];

describe.each([0, 100])('seventeen thousand postings, put away after %i entries', (cut) => {
  const entries = historyOf();

  test('come by standing and shape to what they are one after the other, as known on any entry', () => {
    const projection = built(entries, cut);
    for (const size of SIZES) {
      const moment = { size, asAt: '2010-01-01' as IsoDate };
      expect([size, summed(projection, moment)]).toEqual([size, added(projection, entries, moment)]);
    }
  });

  test('leave out what is not in effect yet', () => {
    const projection = built(entries, cut);
    for (const size of [120, 160, 178]) {
      const moment = { size, asAt: '2009-12-31' as IsoDate };
      expect([size, summed(projection, moment)]).toEqual([size, added(projection, entries, moment)]);
    }
  });

  test('are the same where one-off cost is among them, which is held line by line', () => {
    const withCost = historyOf('one-off cost');
    const projection = built(withCost, cut);
    for (const asAt of ['2009-12-31', '2010-01-01'] as IsoDate[])
      for (const size of [60, 120, 178]) {
        const moment = { size, asAt };
        expect([size, summed(projection, moment)]).toEqual([size, added(projection, withCost, moment)]);
      }
    const oneOff: number[] = [];
    const moment = projection.table.now();
    projection.sums.visit(moment, projection.standings.at(moment), (_standing, shape, amount) => {
      if (projection.table.shapes[shape]!.measure === 'one-off cost') oneOff.push(amount);
    });
    expect(oneOff).toHaveLength(6);
  });

  test('keep their sums once for about eight thousand postings', () => {
    const { kept } = built(entries, cut).sums.toParts();
    expect(kept.map(({ size, postings, moves }) => [size, postings, moves])).toEqual([
      [88, 8_200, 8],
      [172, 16_400, 16],
    ]);
  });
});

test('what stands now, or stood after an entry, is told without a look at any line', () => {
  const projection = built(historyOf());
  const { sums, table, standings } = projection;
  for (const moment of [table.now(), { ...table.now(), size: 151 }]) {
    const visited = (ofLines: Uint16Array | Uint32Array): number[][] => {
      const seen: number[][] = [];
      sums.visit(moment, ofLines, (...held) => seen.push(held));
      return seen;
    };
    expect(visited(new Uint16Array(0))).toEqual(visited(standings.at(moment)));
    expect(visited(new Uint16Array(0))).toHaveLength(4);
  }
});

test('what lines alike hold as at a day is told together', () => {
  const { sums, standings } = built(historyOf());
  const moment = { size: 178, asAt: '2009-12-31' as IsoDate };
  let visits = 0;
  sums.visit(moment, standings.at(moment), () => (visits += 1));
  // Two sections and two classes of three lines.
  expect(visits).toBe(4);
});

test('sums are kept as soon as 8,192 postings have come', () => {
  const postings = Array.from({ length: 8_192 }, (_, place) => postingOf(place));
  const keptAfter = (many: number): number => {
    const planned = entryOf(4, '2009-07-13', { kind: 'SavingPlanned', postings: postings.slice(0, many) });
    const next = entryOf(5, '2009-07-13', { kind: 'OwnerAssigned' });
    return built([...historyOf().slice(0, 4), planned, next]).sums.toParts().kept.length;
  };
  expect([8_191, 8_192].map(keptAfter)).toEqual([0, 1]);
});

test('a rating that leaves a line as it was moves nothing', () => {
  const ready = historyOf().slice(0, 5);
  const moves = (...ratings: readonly string[]) =>
    built([...ready, ...ratings.map((rating, place) => entryOf(5 + place, '2009-07-13', rate(LINES[0]!, rating)))]);
  const moved = (projection: Projection) => projection.sums.toParts().moved.length;
  // Two classes, each taken off one sum and added to another.
  expect([moves(), moves('green'), moves('amber'), moves('amber', 'red')].map(moved)).toEqual([0, 0, 4, 4]);
});

describe('postings to a line that nobody registered', () => {
  const stranger = { ...postingOf(3), line: 'NOWHERE' };
  const withStranger = [
    entryOf(0, '2009-07-13', { kind: 'LedgerOpened' }),
    entryOf(1, '2009-07-13', register(LINES[0]!, 0)),
    entryOf(2, '2009-07-13', { kind: 'SavingPlanned', postings: [postingOf(3), stranger] }),
    entryOf(3, '2009-07-13', { kind: 'CostNetted', postings: [{ ...stranger, measure: 'one-off cost' }] }),
  ];

  test.each([0, 4])('are in no part of the ledger, and known to be there, put away after %i entries', (cut) => {
    const projection = built(withStranger, cut);
    for (const size of [3, 4])
      expect(summed(projection, { size, asAt: '2009-07-13' as IsoDate })).toEqual({
        'Section 0 false plan cashable': 300,
      });
    const page = tracePage(projection, 'plan', question, projection.table.now(), {}, { start: 0, most: 9 });
    expect(page).toEqual({ amount: 300, count: 1, rows: [{ seq: 2, place: 0, cell: 0, pence: 300 }] });
    expect(projection.sums.areOfKnownLines).toBe(false);
    expect(built(historyOf().slice(0, 5), cut).sums.areOfKnownLines).toBe(true);
  });
});
