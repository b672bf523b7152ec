/**
 * What an entry builds on, and from when that holds. A consequence dated before its cause would, as at a day between the
 * two, take away what was not there yet; so it is refused. That a line was registered is no cause: the ledger may hear of
 * a line long after it began to save.
 */
import type { IsoDate } from './dates';
import type { Draft } from './drafts';
import type { Posting } from './entries';
import type { LineId } from './identifiers';
import type { LedgerState } from './state';

/** What later entries build on: a plan, a forecast, one tranche of what a line achieved, a target, a close. */
type Basis = string;

const planOf = (line: LineId): Basis => `plan ${line}`;
const overlapOf = (later: LineId | null, earlier: LineId): Basis => `overlap ${later ?? ''} ${earlier}`;
const CLOSED: Basis = 'closed';

function basisOf({ line, measure, tranche, class: of }: Posting): Basis {
  if (line === null) return measure;
  if (measure === 'plan' || measure === 'budget contribution') return planOf(line);
  if (measure === 'forecast' || measure === 'one-off cover') return `${measure} ${line}`;
  return `achieved ${line} ${of ?? ''} ${tranche}`;
}

/** What holds from the day of such an entry on, for later ones to build on. */
export function basesOf(made: Draft): readonly Basis[] {
  const { kind, line, facts, postings } = made;
  const bases = postings.map(basisOf);
  if (line !== null && (kind === 'StageAdvanced' || kind === 'PotCreated')) bases.push(planOf(line));
  if (kind === 'OverlapDeclared') bases.push(overlapOf(line, facts.other));
  if (kind === 'PeriodClosed') bases.push(CLOSED);
  return bases;
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
  if (line !== null && kind === 'SustainmentConfirmed') causes.push(`achieved ${line} ${facts.class} ${facts.tranche}`);
  if (kind === 'OverlapEliminated') causes.push(overlapOf(line, facts.other));
  // A pot was one while parts of it were allocated, though all of them came back.
  if (line !== null && kind === 'EntryReversed' && facts.kind === 'PotCreated') causes.push(planOf(line));
  if (kind === 'PeriodReopened') causes.push(CLOSED);
  return causes;
}

/** The latest day from which any of what an entry builds on holds; null where it builds on nothing. */
export function latestCause(state: LedgerState, made: Draft): IsoDate | null {
  const days = causesOf(made).flatMap((basis) => state.since.get(basis) ?? []);
  return days.reduce<IsoDate | null>((latest, day) => (latest === null || day > latest ? day : latest), null);
}
