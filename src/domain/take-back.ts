/** What a reversal takes back of the state; its postings take back the amounts. */
import { without } from './chain';
import type { EntryOf } from './entries';
import { seqOf, type LineId } from './identifiers';
import { subtract } from './money';
import type { LedgerState, Line } from './state';

/** Replaces a line by a changed one; nothing where there is no such line. */
export function changeLine(state: LedgerState, id: LineId | null, change: Partial<Line>): void {
  const line = id === null ? undefined : state.lines.get(id);
  if (line !== undefined) state.lines.set(line.id, { ...line, ...change });
}

/** What an elimination took off can be taken off again once it is reversed. */
function bringOverlapBack(state: LedgerState, reversed: number): void {
  const gone = state.eliminations.get(reversed);
  const overlap = gone === undefined ? undefined : state.overlaps.get(gone.overlap);
  if (gone === undefined || overlap === undefined) return;
  state.overlaps.set(gone.overlap, { ...overlap, eliminated: subtract(overlap.eliminated, gone.amount) });
}

/** Nothing suspects an overlap any more whose declaration is reversed; it can be declared anew. */
function withdrawOverlap(state: LedgerState, reversed: number): void {
  for (const key of [...state.overlaps.keys()]) {
    const overlap = state.overlaps.get(key);
    if (overlap?.seq === reversed) state.overlaps.set(key, { ...overlap, standing: false });
  }
}

/** The line is one like any other again, and its programmes are free. */
function unmakePot(state: LedgerState, pot: LineId | null): void {
  const programmes = (pot === null ? null : state.lines.get(pot)?.pot?.programmes) ?? [];
  for (const programme of programmes) changeLine(state, programme, { potOf: null });
  changeLine(state, pot, { pot: null });
}

/** A reversal takes back what the reversed entry did to the state; its postings take back the amounts. */
export function takeBack(state: LedgerState, { line: id, facts, seq }: EntryOf<'EntryReversed'>): void {
  const reversed = seqOf(facts.entry);
  state.setMark(reversed, 'reversed', seq);
  takeCheckBack(state, facts);
  bringOverlapBack(state, reversed);
  if (facts.kind === 'OverlapDeclared') withdrawOverlap(state, reversed);
  if (facts.kind === 'PotCreated') unmakePot(state, id);
  const carried = facts.carried === null ? undefined : state.carried.get(facts.carried);
  if (carried !== undefined && facts.carried !== null)
    state.carried.set(facts.carried, { ...carried, standing: false });
  const line = id === null ? undefined : state.lines.get(id);
  if (line === undefined) return;
  const plans = Object.fromEntries(Object.entries(line.plans).filter(([, plan]) => plan.seq !== reversed));
  const planEntries = line.planEntries?.seq === reversed ? line.planEntries.before : line.planEntries;
  changeLine(state, id, { plans, planEntries, stage: facts.stage ?? line.stage });
}

/** What a verification or rejection did to the entry it was about is undone with it. */
function takeCheckBack(state: LedgerState, facts: EntryOf<'EntryReversed'>['facts']): void {
  if (facts.about === null) return;
  const about = seqOf(facts.about);
  state.setMark(about, facts.kind === 'EntryVerified' ? 'verified' : 'rejected', null);
  // A re-opening holds only while its verification does.
  const month = state.reopenings.get(about)?.month;
  if (month !== undefined && state.reopened.get(month) === about) state.reopened.set(month, null);
}

/** The plans, their history and the carry-forwards that the batch made are gone; whoever made them later stays. */
export function takeBatchBack(state: LedgerState, { facts, seq }: EntryOf<'BatchReversed'>): void {
  const reversed = new Set(facts.entries.map(seqOf));
  for (const entry of reversed) {
    state.setMark(entry, 'reversed', seq);
    bringOverlapBack(state, entry);
  }
  for (const [key, carried] of [...state.carried.keys()].map((key) => [key, state.carried.get(key)] as const)) {
    if (carried !== undefined && reversed.has(carried.seq)) state.carried.set(key, { ...carried, standing: false });
  }
  for (const id of state.lines.keys()) {
    const line = state.lines.get(id);
    if (line === undefined) continue;
    const plans = Object.fromEntries(Object.entries(line.plans).filter(([, plan]) => !reversed.has(plan.seq)));
    changeLine(state, id, { plans, planEntries: without(line.planEntries, reversed) });
  }
}
