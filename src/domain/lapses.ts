/**
 * Lapses that a later check took along. Whoever checks a claim of which a part has lapsed moves the claim with its lapse,
 * so the lapse cannot be taken back by itself any more: the check is reversed first.
 */
import { without } from './chain';
import type { Entry, Posting } from './entries';
import { seqOf } from './identifiers';
import { pence } from './money';
import type { LedgerState } from './state';

const cellOf = ({ line, tranche, class: of }: Pick<Posting, 'line' | 'tranche' | 'class'>): string =>
  `${line ?? ''}|${tranche}|${of ?? ''}`;

/** The cells from which a check took a claim and, from a later year on, its lapse. */
function cellsTaken({ kind, postings }: Entry): readonly string[] {
  if (kind !== 'EntryVerified' && kind !== 'EntryRejected') return [];
  const claimed = postings.filter(({ measure, status }) => measure === 'achieved' && status === 'claimed');
  const lapsed = claimed.filter(({ amount }) => pence(amount) > 0);
  if (lapsed.length === 0) return [];
  const taken = new Set(claimed.filter(({ amount }) => pence(amount) < 0).map(cellOf));
  return lapsed.map(cellOf).filter((cell) => taken.has(cell));
}

/** Keeps in mind which checks took a lapse along, and forgets those that are reversed. */
export function noteLapses(state: LedgerState, entry: Entry): void {
  for (const cell of cellsTaken(entry)) {
    state.lapsesTaken.set(cell, { seq: entry.seq, before: state.lapsesTaken.get(cell) ?? null });
  }
  if (entry.kind !== 'EntryReversed') return;
  const reversed = seqOf(entry.facts.entry);
  for (const cell of new Set(entry.postings.map(cellOf))) {
    const chain = state.lapsesTaken.get(cell) ?? null;
    if (chain !== null) state.lapsesTaken.set(cell, without(chain, new Set([reversed])));
  }
}

/** The check that took a lapse along, or null. */
export function takenAlong(state: LedgerState, { kind, facts, line, seq }: Entry): number | null {
  if (kind !== 'GainLapsed' || facts.status !== 'claimed') return null;
  const chain = state.lapsesTaken.get(cellOf({ line, tranche: facts.tranche, class: facts.class })) ?? null;
  return chain === null || chain.seq < seq ? null : chain.seq;
}
