import fc from 'fast-check';

import { allBuiltIn } from '../../projections/definitions';
import type { Question } from '../../projections/figure';
import { position, type Filter } from '../../projections/position';
import { wholeOf, wholesBy } from '../../projections/wholes';
import { classes, statuses } from '../../src/domain/entries';
import { yearStarting, type FinancialYear } from '../../src/domain/financial-year';
import { aLedger } from '../support/random-ledger';

const questions: readonly Question[] = allBuiltIn.flatMap((definition) =>
  [2008, 2009, 2010, 2011].map((start) => ({
    by: yearStarting(start),
    definition: { ...definition, oneOff: 'in its year' as const },
    baseYear: '2008/09' as FinancialYear,
  })),
);
const narrower: readonly Pick<Filter, 'class' | 'status'>[] = [
  {},
  ...classes.map((of) => ({ class: of })),
  ...statuses.map((status) => ({ status })),
];

describe('many questions asked at once', () => {
  it('are answered as each is answered alone, of the whole and of each section, for any class or status', () => {
    fc.assert(
      fc.property(aLedger, fc.nat(), fc.nat(), (story, atSize, atNarrower) => {
        const { projection, entries } = story;
        const size = 1 + (atSize % entries.length);
        const moment = { size, asAt: projection.table.latestEffective(size) };
        const only = narrower[atNarrower % narrower.length]!;
        const whole = wholeOf(projection, moment);
        const sections = wholesBy(projection, moment, {}, (line) => line?.section ?? null);

        for (const question of questions) {
          expect(whole(question, only)).toEqual(position(projection, question, moment, only).amounts);
          for (const [section, asker] of sections)
            expect(asker(question, only)).toEqual(position(projection, question, moment, { section, ...only }).amounts);
        }
      }),
      { numRuns: 60 },
    );
  });
});
