// cspell:ignore cashablf
import { readFileSync } from 'node:fs';

import type { FinancialYear } from '../../src/domain/financial-year';
import { evolve } from '../../src/domain/evolve';
import { LedgerState } from '../../src/domain/state';
import { decodeEntry, encodeEntry } from '../../src/event-store/entry-bytes';
import { leafHash, sha256 } from '../../src/tamper-evidence/leaf';
import { allBuiltIn } from '../../projections/definitions';
import { findings } from '../../projections/findings/findings';
import { position } from '../../projections/position';
import { Projection } from '../../projections/projection';

const lines = readFileSync('test/history/golden-history.jsonl', 'utf8').split('\n').slice(0, -1);
const entries = lines.map(decodeEntry);

const replayed = (): Projection => {
  const projection = new Projection();
  for (const entry of entries) projection.append(entry);
  return projection;
};

/** Some figures by 2010/11 in thousands: published, phased, NI 179. */
const figuresOf = (projection: Projection) =>
  allBuiltIn.map((definition) => {
    const asked = { by: '2010/11' as FinancialYear, definition, baseYear: '2008/09' as FinancialYear };
    const { amounts } = position(projection, asked, projection.table.now(), {});
    const { target, plan, gap, unphased, identified, achieved, outstanding } = amounts;
    const checked = [amounts['achieved.claimed'], amounts['achieved.verified'], amounts['achieved.certified']];
    return [target, plan, gap, unphased, identified, achieved, ...checked, outstanding].map((pence) => pence / 100_000);
  });

describe('the history recorded in November 2026', () => {
  test('has 277 entries of all 44 kinds, each of which reads back to its very bytes', () => {
    expect(lines).toHaveLength(277);
    expect(new Set(entries.map(({ kind }) => kind)).size).toBe(44);
    entries.forEach((entry, seq) => {
      expect(entry.seq).toBe(seq);
      expect(encodeEntry(entry)).toBe(lines[seq]);
    });
  });

  test('has the leaf hashes it had', () => {
    expect(sha256(lines.map(leafHash).join('\n'))).toBe(
      '0947633fe5eaa26fc16dc82e6e139f4b48611f4f8ebda365120d0926d4dbfae7',
    );
  });

  test('comes to the figures it came to', () => {
    expect(figuresOf(replayed())).toEqual([
      [38_000, 37_143, 857, 10_368, 22_925, 12_076, 9_420, 0, 2_656, 25_067],
      [38_000, 26_775, 11_225, 10_368, 20_425, 12_076, 9_420, 0, 2_656, 14_699],
      [38_000, 24_853, 13_147, 10_368, 18_503, 10_154, 7_598, 0, 2_556, 14_699],
    ]);
  });

  test('raises findings, as many as at its end, without anyone’s name', () => {
    const projection = replayed();
    const found = findings(projection, projection.table.now(), new Map());
    expect(found).toHaveLength(64);
  });

  test('is understood by the rules as it was: what is closed, what is checked, what the pot has left', () => {
    const state = LedgerState.empty();
    for (const entry of entries) evolve(state, entry);
    expect([state.size, state.closedThrough, state.lastPlanned]).toEqual([277, '2011-03', 2011]);
    expect(state.tranche('TRANSFORMATION-POT' as never, 'plan', 'unphased', 'cashable')).toBe(10_000_000);
    expect(entries.filter(({ seq }) => state.mark(seq).verified !== null)).toHaveLength(18);
  });

  test('a single changed letter in it would be found', () => {
    const changed = lines.with(100, lines[100]!.replace('cashable', 'cashablf'));
    expect(sha256(changed.map(leafHash).join('\n'))).not.toBe(sha256(lines.map(leafHash).join('\n')));
  });
});
