import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Entry } from '../../src/domain/entries';
import type { LineId } from '../../src/domain/identifiers';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { allBuiltIn } from '../../projections/definitions';
import { figureNames, type Question } from '../../projections/figure';
import type { Filter } from '../../projections/filter';
import { position, trace } from '../../projections/position';
import { Projection } from '../../projections/projection';
import type { Moment } from '../../projections/timeline';
import { tracePage } from '../../projections/trace-page';
import { fill } from '../bench/history';

const SIZE = 14_000;
const question = { by: '2014/15', definition: allBuiltIn[0]!, baseYear: '2008/09' } as Question;
const filters: readonly Filter[] = [{}, { section: 'Section 3' }, { tag: 'moved' }, { class: 'non-cashable' }];

/** Between the entries of a history, some that change what figures look at in a line. */
function withChanges(history: readonly Entry[]): readonly Entry[] {
  const entries: Entry[] = [];
  const add = (entry: Entry, change: object): void => {
    entries.push({ ...entry, ...change, seq: entries.length });
  };
  history.forEach((entry, place) => {
    add(entry, {});
    if (place < 600 || place % 90 !== 0) return;
    const line = `LINE-${String(place % 500)}` as LineId;
    const said = { line, postings: [], batch: null };
    const rating = ['green', 'amber', 'red'][place % 3];
    if (place % 180 === 0)
      add(entry, { ...said, kind: 'RiskRated', facts: { rating, test: 'invented', likelihood: null } });
    else {
      const names = { title: 'Moved', section: `Section ${String(place % 7)}`, group: null, tags: ['moved'] };
      add(entry, { ...said, kind: 'LineAmended', facts: names });
    }
  });
  return entries;
}

const build = (entries: readonly Entry[]): Projection => {
  const projection = new Projection();
  for (const entry of entries) projection.append(entry);
  return projection;
};

describe('a ledger of many thousand entries', () => {
  const directory = mkdtempSync(join(tmpdir(), 'long-ledger-'));
  let entries: readonly Entry[] = [];
  let projection = new Projection();

  beforeAll(async () => {
    const store = await SqliteEventStore.open({ directory });
    await fill(store, SIZE, 37_443);
    entries = withChanges((await store.read({ from: 0, limit: SIZE })).map(({ bytes }) => decodeEntry(bytes)));
    await store.close();
    projection = build(entries);
  }, 60_000);

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([1, 700, 5_003, 8_191, 9_000, 11_111, 14_100])(
    'answers as known on %i entries as it did when these were all',
    (size) => {
      const then = build(entries.slice(0, size));
      const moment = { size, asAt: projection.table.latestEffective(size) };
      for (const filter of filters) {
        const [now, before] = [projection, then].map((each) => position(each, question, moment, filter));
        expect([now!.amounts, now!.sections, now!.groups, now!.tags]).toEqual([
          before!.amounts,
          before!.sections,
          before!.groups,
          before!.tags,
        ]);
      }
    },
  );

  it.each<Moment>([
    { size: 9_000, asAt: '2030-01-01' as never },
    { size: 14_000, asAt: '2014-06-30' as never },
    { size: 20_000, asAt: '2030-01-01' as never },
  ])('shows a page of every trace as the whole trace has it: %j', (moment) => {
    for (const filter of filters) {
      const { amounts } = position(projection, question, moment, filter);
      for (const name of figureNames) {
        const whole = trace(projection, name, question, moment, filter);
        const start = Math.floor(whole.rows.length / 3);
        const page = tracePage(projection, name, question, moment, filter, { start, most: 7 });
        expect([name, page]).toEqual([
          name,
          { amount: amounts[name], count: whole.rows.length, rows: whole.rows.slice(start, start + 7) },
        ]);
      }
    }
  });
});
