/**
 * What an entry builds on, and from when that holds. A consequence dated before its cause would, as at a day between the
 * two, take away what was not there yet; so it is refused. That a line was registered is no cause: the ledger may hear of
 * a line long after it began to save.
 */
import { measureNumber, trancheNumber } from './cell-number';
import { dateOfDay, dayNumber, type IsoDate } from './dates';
import type { Draft } from './drafts';
import type { Entry, Posting } from './entries';
import type { LineId } from './identifiers';
import type { LedgerState } from './state';

/** What later entries build on: a plan, a forecast, one tranche of what a line achieved, a target, a close. */
type Basis = readonly [about: string, place: number];

/** Places below a tranche's; the measures of what belongs to no line have places of their own. */
const [PLAN, OVERLAP, CLOSED_MONTHS, MEASURES, TRANCHES] = [0, 1, 2, 32, 1_024];

const planOf = (line: LineId): Basis => [line, PLAN];
const overlapOf = (later: LineId | null, earlier: LineId): Basis => [`${later ?? ''} ${earlier}`, OVERLAP];
const achievedOf = (line: LineId, cell: Pick<Posting, 'tranche' | 'class'>): Basis => [
  line,
  TRANCHES + trancheNumber(cell),
];
const CLOSED: Basis = ['', CLOSED_MONTHS];

function basisOf(posting: Posting): Basis {
  const { line, measure } = posting;
  if (line === null) return ['', MEASURES + measureNumber(measure)];
  if (measure === 'plan' || measure === 'budget contribution') return planOf(line);
  if (measure === 'forecast' || measure === 'one-off cover') return [line, MEASURES + measureNumber(measure)];
  return achievedOf(line, posting);
}

/** What holds from the day of such an entry on, for later ones to build on. */
function basesOf(made: Draft): readonly Basis[] {
  const { kind, line, facts, postings } = made;
  const bases = postings.map(basisOf);
  if (line !== null && (kind === 'StageAdvanced' || kind === 'PotCreated')) bases.push(planOf(line));
  if (kind === 'OverlapDeclared') bases.push(overlapOf(line, facts.other));
  if (kind === 'PeriodClosed') bases.push(CLOSED);
  return bases;
}

/** Keeps in mind the latest day from which what an entry makes holds. */
export function noteBases(state: LedgerState, entry: Entry): void {
  const bases = basesOf(entry);
  if (bases.length === 0) return;
  const day = dayNumber(entry.effective);
  for (const [about, place] of bases) {
    const since = state.since.get(about, place);
    if (since === undefined || since < day) state.since.set(about, place, day);
  }
}

/** Whether it stands by itself, so that a late one may hold from before others in its tranche. */
const onlyAdds = ({ kind, facts }: Draft): boolean =>
  kind === 'SavingAchieved' ||
  kind === 'SavingSubstituted' ||
  (kind === 'CostNetted' && (facts.cost === 'one-off' || !facts.included));

/** What such an entry builds on itself. */
function causesOf(made: Draft): readonly Basis[] {
  const { kind, line, facts } = made;
  const causes = onlyAdds(made) ? [] : made.postings.map(basisOf);
  if (line !== null && (kind === 'StageAdvanced' || kind === 'PotCreated')) causes.push(planOf(line));
  if (line !== null && kind === 'SustainmentConfirmed') causes.push(achievedOf(line, facts));
  if (kind === 'OverlapEliminated') causes.push(overlapOf(line, facts.other));
  // A pot was one while parts of it were allocated, though all of them came back.
  if (line !== null && kind === 'EntryReversed' && facts.kind === 'PotCreated') causes.push(planOf(line));
  if (kind === 'PeriodReopened') causes.push(CLOSED);
  return causes;
}

/** The latest day from which any of what an entry builds on holds; null where it builds on nothing. */
export function latestCause(state: LedgerState, made: Draft): IsoDate | null {
  const days = causesOf(made).flatMap(([about, place]) => state.since.get(about, place) ?? []);
  return days.length === 0 ? null : dateOfDay(Math.max(...days));
}
