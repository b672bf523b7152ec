/**
 * Who recorded or verified what was achieved. R29: recorder, verifier and certifier are three people. Roles keep them
 * apart while nobody changes office; a finance officer who becomes chief finance officer meets her own entries again.
 */
import { trancheNumber } from './cell-number';
import type { Entry, Posting } from './entries';
import type { LineId, OfficerId } from './identifiers';
import type { LedgerState } from './state';

type Cell = Pick<Posting, 'line' | 'tranche' | 'class'>;

const handsOn = (line: LineId | null, officer: OfficerId): string => `${line ?? ''} ${officer}`;

const isSame = (one: Cell, other: Cell): boolean =>
  one.line === other.line && one.tranche === other.tranche && one.class === other.class;

/** Keeps in mind whose hands an entry's amounts went through. Those who certify do not count: they move what others checked. */
export function noteHandled(state: LedgerState, { officer, role, postings }: Entry): void {
  if (role !== 'finance officer') return;
  let noted: Cell | null = null;
  for (const posting of postings) {
    // Most entries move amounts within one cell.
    if (posting.status === null || (noted !== null && isSame(noted, posting))) continue;
    state.handled.set(handsOn(posting.line, officer), trancheNumber(posting), 1);
    noted = posting;
  }
}

/** Whether an officer ever recorded or verified something in one of the cells, by line, tranche and class, of these postings. */
export const hasHandled = (state: LedgerState, officer: OfficerId, postings: readonly Cell[]): boolean =>
  postings.some((posting) => state.handled.get(handsOn(posting.line, officer), trancheNumber(posting)) !== undefined);
