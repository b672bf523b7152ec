/**
 * Who recorded or verified what was achieved. R29: recorder, verifier and certifier are three people. Roles keep them
 * apart while nobody changes office; a finance officer who becomes chief finance officer meets her own entries again.
 */
import type { Entry, Posting } from './entries';
import type { OfficerId } from './identifiers';
import type { LedgerState } from './state';

type Cell = Pick<Posting, 'line' | 'tranche' | 'class'>;

const keyOf = ({ line, tranche, class: of }: Cell, officer: OfficerId): string =>
  `${line ?? ''}|${tranche}|${of ?? ''}|${officer}`;

/** Keeps in mind whose hands an entry's amounts went through. Those who certify do not count: they move what others checked. */
export function noteHandled(state: LedgerState, { officer, role, postings }: Entry): void {
  if (role !== 'finance officer') return;
  for (const posting of postings) if (posting.status !== null) state.handled.set(keyOf(posting, officer), true);
}

/** Whether an officer ever recorded or verified something in one of the cells, by line, tranche and class, of these postings. */
export const hasHandled = (state: LedgerState, officer: OfficerId, postings: readonly Cell[]): boolean =>
  postings.some((posting) => state.handled.has(keyOf(posting, officer)));
