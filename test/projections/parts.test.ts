import fc from 'fast-check';

import type { Entry } from '../../src/domain/entries';
import type { FinancialYear } from '../../src/domain/financial-year';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { hashOfPieces, pack, unpack } from '../../src/event-store/packed-parts';
import { allBuiltIn } from '../../projections/definitions';
import { findings } from '../../projections/findings/findings';
import { position } from '../../projections/position';
import { Projection } from '../../projections/projection';
import { aLedger } from '../support/random-ledger';
import { goldenLines } from '../support/signed-ledger';

const golden = goldenLines.map(decodeEntry);

const built = (entries: readonly Entry[], onto = new Projection()): Projection => {
  for (const entry of entries) onto.append(entry);
  return onto;
};

type Parts = ReturnType<Projection['toParts']>;

/** As a snapshot's file holds it. */
const putAway = (projection: Projection): readonly Uint8Array[] => pack(projection.toParts());

/** As the file gives it back: each piece in memory of its own, with room behind. */
const partsIn = (pieces: readonly Uint8Array[]): Parts =>
  unpack(
    pieces.map((piece) => {
      const block = Buffer.allocUnsafeSlow(piece.length + 24);
      block.set(piece);
      return block.subarray(0, piece.length);
    }),
  ) as Parts;

const takenBack = (pieces: readonly Uint8Array[]): Projection => Projection.fromParts(partsIn(pieces));

/** The same data has the same one: what was read back before is written otherwise the first time. */
const hashOf = (projection: Projection): string => hashOfPieces(pack(partsIn(putAway(projection))));

/** What a projection answers now, and as it was known on an earlier entry. */
const answers = (projection: Projection, known: number) =>
  [projection.table.now(), { ...projection.table.now(), size: known }].map((moment) => [
    findings(projection, moment, new Map()),
    ...allBuiltIn.map((definition) =>
      position(
        projection,
        { by: '2010/11' as FinancialYear, definition, baseYear: '2008/09' as FinancialYear },
        moment,
        {},
      ),
    ),
  ]);

describe('A projection that is put away after some entries and taken back', () => {
  test('is, after the rest of the recorded history, the one built from all of it, to the byte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: golden.length }), (cut) => {
        const whole = built(golden);
        const resumed = built(golden.slice(cut), takenBack(putAway(built(golden.slice(0, cut)))));
        expect(hashOf(resumed)).toBe(hashOf(whole));
        expect(answers(resumed, 100)).toEqual(answers(whole, 100));
      }),
      { numRuns: 12 },
    );
  });

  test('is so for random histories too', () => {
    fc.assert(
      fc.property(aLedger, fc.double({ min: 0, max: 1, noNaN: true }), ({ entries }, share) => {
        const cut = Math.floor(share * entries.length);
        const whole = built(entries);
        const resumed = built(entries.slice(cut), takenBack(putAway(built(entries.slice(0, cut)))));
        expect(hashOf(resumed)).toBe(hashOf(whole));
        expect(answers(resumed, cut)).toEqual(answers(whole, cut));
      }),
      { numRuns: 40 },
    );
  });

  test('would not be, had one amount been put away a penny too high', () => {
    const parts = partsIn(putAway(built(golden)));
    parts.table.amounts[200]! += 1;
    expect(hashOf(Projection.fromParts(parts))).not.toBe(hashOf(built(golden)));
  });
});
