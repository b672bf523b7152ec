import fc from 'fast-check';

import { classes, statuses, type Definition } from '../../src/domain/entries';
import { yearStarting, type FinancialYear } from '../../src/domain/financial-year';
import { allBuiltIn } from '../../projections/definitions';
import { figureNames, figures, type Question } from '../../projections/figure';
import { position, trace, type Amounts, type Filter } from '../../projections/position';
import type { Moment } from '../../projections/posting-table';
import { Projection } from '../../projections/projection';
import { aLedger } from '../support/random-ledger';
import type { Story } from '../support/story';

const baseYear = '2008/09' as FinancialYear;
const years = [2008, 2009, 2010, 2011].map(yearStarting);
/** What was verified at least, and less of the one-off cost of the year as well. */
const verifiedOnly: Definition = { ...allBuiltIn[0]!, name: 'verified', status: 'verified', oneOff: 'in its year' };
/** Before any cost. */
const beforeCost: Definition = { ...allBuiltIn[0]!, name: 'gross', net: false };
const questions: readonly Question[] = [...allBuiltIn, verifiedOnly, beforeCost].flatMap((definition) =>
  years.map((by) => ({ by, definition, baseYear })),
);
const filters: readonly Filter[] = [
  {},
  { section: 'Activity in 2009/10' },
  ...classes.map((of) => ({ class: of })),
  ...statuses.map((status) => ({ status })),
  { line: 'TRANSFORMATION' as never },
];

/** The one-off cost that is part of what was achieved, because the definition takes it off in its year. */
function oneOffTaken({ projection }: Story, question: Question): number {
  const { cells, shapes } = projection.table;
  const { rows } = trace(projection, 'achieved', question, projection.table.now(), {});
  return rows
    .filter(({ cell }) => shapes[cells[cell]!.shape]!.measure === 'one-off cost')
    .reduce((sum, { pence: amount }) => sum + amount, 0);
}

const momentsOf = ({ projection, entries }: Story): readonly Moment[] =>
  entries.flatMap((_, seq) => {
    const size = seq + 1;
    return [
      { size, asAt: projection.table.latestEffective(size) },
      { size, asAt: '2009-07-06' as never },
    ];
  });

describe('every figure', () => {
  it('is the sum of its trace, at every seq, in every year, under every definition, for every part', () => {
    fc.assert(
      fc.property(aLedger, fc.nat(), fc.nat(), fc.nat(), (story, atMoment, atQuestion, atFilter) => {
        const moments = momentsOf(story);
        const moment = moments[atMoment % moments.length]!;
        const question = questions[atQuestion % questions.length]!;
        const filter = filters[atFilter % filters.length]!;
        const { amounts } = position(story.projection, question, moment, filter);
        for (const name of figureNames) {
          const { rows, amount } = trace(story.projection, name, question, moment, filter);
          expect([name, amount]).toEqual([name, amounts[name]]);
          expect(rows.reduce((sum, row) => sum + row.pence, 0)).toBe(amounts[name]);
          expect(rows.every(({ seq }) => seq < moment.size)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same at every seq of one ledger, one after the other', () => {
    fc.assert(
      fc.property(aLedger, (story) => {
        const question = questions[2]!;
        for (const moment of momentsOf(story)) {
          const { amounts } = position(story.projection, question, moment, {});
          for (const name of figureNames) {
            expect(trace(story.projection, name, question, moment, {}).amount).toBe(amounts[name]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('as known on a seq is what it was when that was the last entry', () => {
    fc.assert(
      fc.property(aLedger, (story) => {
        const question = questions[5]!;
        const growing = new Projection();
        for (const entry of story.entries) {
          growing.append(entry);
          const then = position(growing, question, growing.table.now(), {});
          const size = entry.seq + 1;
          const now = position(
            story.projection,
            question,
            { size, asAt: story.projection.table.latestEffective(size) },
            {},
          );
          expect(now.amounts).toEqual(then.amounts);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('counts prefix and rest apart as it counts them together', () => {
    fc.assert(
      fc.property(aLedger, fc.nat(), (story, cut) => {
        const { table } = story.projection;
        const size = cut % table.size;
        const everyDay = table.now().asAt;
        const [all, prefix] = [table.amountsAt(table.now()), table.amountsAt({ size, asAt: everyDay })];
        const rest = new Float64Array(table.cells.length);
        for (const row of table.list(table.now(), () => true)) {
          if (row.seq >= size) rest[row.cell] = (rest[row.cell] ?? 0) + row.pence;
        }
        expect(Array.from(rest, (amount, cell) => amount + (prefix[cell] ?? 0))).toEqual(Array.from(all));
      }),
      { numRuns: 100 },
    );
  });

  it('adds up to itself: sections, definitions and statuses are parts of the whole', () => {
    fc.assert(
      fc.property(aLedger, fc.nat(), (story, atQuestion) => {
        const question = questions[atQuestion % questions.length]!;
        const { amounts, sections } = position(story.projection, question, story.projection.table.now(), {});
        const summed = (name: keyof Amounts): number => sections.reduce((sum, part) => sum + part.amounts[name], 0);
        expect(summed('plan')).toBe(amounts.plan);
        expect(amounts.target - amounts.plan).toBe(amounts.gap);
        expect(amounts.plan - amounts.achieved).toBe(amounts.outstanding);
        expect(amounts.identified + amounts.unidentified).toBe(amounts.plan);
        expect(amounts['achieved.claimed'] + amounts['achieved.verified'] + amounts['achieved.certified']).toBe(
          amounts.achieved,
        );
        expect(amounts['achieved.gross'] + amounts['achieved.ongoingCost'] + oneOffTaken(story, question)).toBe(
          amounts.achieved,
        );
        const atDeadline =
          question.definition.unphased === 'at the deadline' && question.by === '2010/11' ? amounts.unphased : 0;
        expect(amounts.carriedForward + amounts.fullYearEffects + amounts.level + atDeadline).toBe(amounts.plan);
      }),
      { numRuns: 200 },
    );
  });

  it('says in a sentence how it is made', () => {
    for (const name of figureNames) expect(figures[name].formula).toMatch(/^[A-Z].*\.$/);
  });
});
