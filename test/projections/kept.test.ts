import fc from 'fast-check';

import type { Entry, EntryKind } from '../../src/domain/entries';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { Chains } from '../../projections/chains';
import { KeptLog, type Kept } from '../../projections/kept';
import { goldenLines } from '../support/signed-ledger';

const golden = goldenLines.map(decodeEntry);
/** The seq in a row, where one in two has something to be found by. */
const seqAt = (row: number): number => row * 2 + 1;
const keptOf = ({ seq, kind, line, batch, facts }: Entry) => ({ seq, kind, line, batch, facts });

test('seqs are found by whom they belong to as in a list for each, stored and taken back at any time', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 9 })), { maxLength: 60 }), (owners) => {
      let chains = new Chains();
      const lists = new Map<number, number[]>();
      let rows = 0;
      for (const owner of owners) {
        if (owner === null) {
          const parts = structuredClone(chains.toParts());
          chains = new Chains();
          chains.restore(parts);
        } else {
          expect(chains.add(owner, seqAt(rows))).toBe(rows);
          lists.set(owner, [...(lists.get(owner) ?? []), rows]);
          rows += 1;
        }
      }
      for (let owner = 0; owner < 12; owner += 1) {
        const list = lists.get(owner) ?? [];
        expect(chains.of(owner)).toEqual(list);
        const last = list.findLast((row) => row % 3 === 0);
        expect(list.map((row) => chains.seq(row))).toEqual(list.map(seqAt));
        expect(chains.findLast(owner, (seq, row) => row % 3 === 0 && seq === seqAt(row))).toBe(last ?? null);
        expect(chains.findLastSeq(owner, (seq) => seq % 6 === 1)).toBe(last === undefined ? null : seqAt(last));
      }
    }),
    { numRuns: 300 },
  );
});

describe('A log of the recorded history, by the day of the month each entry was recorded on', () => {
  const ownerOf = ({ recordedAt }: Entry): number => Number(recordedAt.slice(8, 10));
  const kinds = [...new Set(golden.map(({ kind }) => kind))];

  function logged(entries: readonly Entry[], cut: number): KeptLog {
    let log = new KeptLog();
    entries.forEach((entry, place) => {
      if (place === cut) {
        const parts = structuredClone(log.toParts());
        log = new KeptLog();
        log.restore(parts);
      }
      log.push(ownerOf(entry), entry);
    });
    return log;
  }

  test('gives the entries of an owner and a kind as they were, wherever it was put away', () => {
    fc.assert(
      fc.property(fc.nat({ max: golden.length }), fc.constantFrom<EntryKind>(...kinds), fc.nat(), (cut, kind, most) => {
        const log = logged(golden, cut);
        const holds = (seq: number): boolean => seq <= most % golden.length;
        for (let owner = 0; owner <= 31; owner += 1) {
          const own = golden.filter((entry) => ownerOf(entry) === owner && holds(entry.seq));
          const ofKind = own.filter((entry) => entry.kind === kind).map(keptOf);
          expect(log.filter(owner, null, holds)).toEqual(own.map(keptOf));
          expect(log.filter(owner, kind, holds)).toEqual(ofKind);
          expect(log.findLast(owner, kind, holds)).toEqual(ofKind.at(-1) ?? null);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('names each kind once, in the order they first come', () => {
    expect(logged(golden, 0).toParts().kindNames).toEqual(kinds);
  });

  test('gives each as it was where there are more than it remembers, asked twice', () => {
    const log = new KeptLog();
    const [first] = golden;
    const many = 40_000;
    for (let seq = 0; seq < many; seq += 1) log.push(seq % 2, { ...first!, seq });
    for (let again = 0; again < 2; again += 1) {
      const seqs = log.filter(1, null, (seq) => seq % 1_001 === 0).map((kept: Kept<EntryKind>) => kept.seq);
      expect(seqs).toEqual(
        Array.from({ length: many }, (_, seq) => seq).filter((seq) => seq % 2 === 1 && seq % 1_001 === 0),
      );
    }
  });
});
