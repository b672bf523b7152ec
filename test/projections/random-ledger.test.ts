import fc from 'fast-check';

import { classes } from '../../src/domain/entries';
import { pence } from '../../src/domain/money';
import { aLedger } from '../support/random-ledger';

describe('the postings of a random ledger', () => {
  const inReach = (amount: number): boolean => amount >= 0;

  it('never move the gross total when reclassified, and cancel exactly when reversed', () => {
    fc.assert(
      fc.property(aLedger, ({ entries }) => {
        for (const entry of entries) {
          const sum = entry.postings.reduce((total, { amount }) => total + pence(amount), 0);
          if (entry.kind === 'SavingReclassified' || entry.kind === 'PotAllocated' || entry.kind === 'EntryVerified') {
            expect(sum).toBe(0);
          }
          if (entry.kind === 'EntryReversed') {
            const reversed = entries[Number(entry.facts.entry)];
            expect(sum).toBe(-(reversed?.postings.reduce((total, { amount }) => total + pence(amount), 0) ?? 0) + 0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never leave what was achieved below nought, nor the pot overdrawn, in any line, class, status and year', () => {
    fc.assert(
      fc.property(aLedger, ({ state, projection }) => {
        projection.table.cells.forEach(({ line, shape: number }) => {
          const shape = projection.table.shapes[number];
          if (shape?.measure !== 'achieved') return;
          expect(inReach(state.held({ ...shape, line }))).toBe(true);
        });
        for (const year of state.plannedYears()) {
          for (const of of classes) {
            for (const line of ['IT-PROCUREMENT', 'TRANSFORMATION', 'ADULT-SOCIAL-CARE'] as never[]) {
              expect(inReach(state.level(line, 'plan', year, of))).toBe(true);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('include every kind of entry often enough to mean something', () => {
    const kinds = new Map<string, number>();
    for (const { entries } of fc.sample(aLedger, { numRuns: 300, seed: 37_443 })) {
      for (const { kind } of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    for (const kind of [
      'SavingReprofiled',
      'SavingAchieved',
      'SavingReclassified',
      'PotAllocated',
      'EntryVerified',
      'EntryRejected',
      'EntryReversed',
      'SavingCarriedForward',
      'BudgetContributionSet',
      'CostNetted',
      'StageAdvanced',
    ]) {
      expect([kind, (kinds.get(kind) ?? 0) > 20]).toEqual([kind, true]);
    }
  });
});
