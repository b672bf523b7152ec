/**
 * What if some lines deliver only so much of their plan? Formula: the entries up to the moment are replayed, the very
 * rules that record a re-profile decide one for each chosen line, at N per cent of each planned level, rounded half up
 * to the penny, and the position with those entries stands beside the position without. Nothing is recorded.
 */
import { Decimal } from 'decimal.js';

import type { Command, Recording } from '../src/domain/commands';
import { dayOf, monthOf, type Instant, type IsoDate } from '../src/domain/dates';
import { decide } from '../src/domain/decider';
import { classes, type Class, type Entry, type Level } from '../src/domain/entries';
import { evolve } from '../src/domain/evolve';
import type { EntryId, IdempotencyKey, LineId, OfficerId } from '../src/domain/identifiers';
import { pounds, type Pence, type Pounds } from '../src/domain/money';
import { isRefusal, type Refusal } from '../src/domain/refusals';
import { LedgerState, type LevelMeasure, type Line } from '../src/domain/state';
import type { Question } from './figure';
import { position, type Amounts } from './position';
import type { Moment } from './posting-table';
import { Projection } from './projection';

/** A line the rules do not let be re-profiled so. */
interface NotMoved {
  readonly line: LineId;
  readonly refusal: Refusal;
}

/** The position without and with what would be recorded, in pence. */
export interface Scenario {
  readonly before: Amounts;
  readonly after: Amounts;
  /** What would be recorded. It never is. */
  readonly entries: readonly Entry[];
  readonly notMoved: readonly NotMoved[];
}

const WHY = 'scenario';

/** The officer of entries that nobody records. */
const NOBODY = 'off-scenario' as OfficerId;

/** The share of an amount in whole per cent, rounded half up to the penny. */
export const shareOf = (amount: Pence, percent: number): Pounds =>
  pounds(
    new Decimal(amount).times(percent).dividedBy(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber() as Pence,
  );

/** Entries are those of the ledger from seq 0 on; lines are the chosen ones. */
export function scenario(
  entries: readonly Entry[],
  question: Question,
  moment: Moment,
  lines: readonly LineId[],
  percent: number,
): Scenario {
  const trial = new Trial(entries, moment);
  const before = position(trial.projection, question, trial.moment(), {}).amounts;
  const notMoved = lines.flatMap((line) => deliver(trial, line, percent));
  const after = position(trial.projection, question, trial.moment(), {}).amounts;
  return { before, after, entries: trial.decided, notMoved };
}

/** A copy of the ledger at a moment, in memory, that takes in what is decided on it. */
class Trial {
  public readonly state = LedgerState.empty();
  public readonly projection = new Projection();
  public readonly decided: Entry[] = [];
  private readonly recording: Recording;
  private readonly recordedAt: Instant;

  public constructor(
    entries: readonly Entry[],
    private readonly at: Moment,
  ) {
    for (const entry of entries.slice(0, at.size)) {
      this.projection.append(entry);
      if (entry.effective <= at.asAt) evolve(this.state, entry);
    }
    this.recordedAt = entries[at.size - 1]?.recordedAt ?? (`${at.asAt}T00:00:00.000Z` as Instant);
    const today = dayOf(this.recordedAt);
    const effective: IsoDate = at.asAt < today ? at.asAt : today;
    const nothing = { source: null, batch: null, lineVersion: null, confirmed: null };
    // Posted in the month of the last entry, which cannot be closed yet: a month is closed once it is over.
    const period = monthOf(today);
    this.recording = { officer: NOBODY, role: 'finance officer', effective, period, reason: WHY, ...nothing };
  }

  /** Everything so far, what was decided on the copy included. */
  public moment(): Moment {
    return { size: this.projection.table.size, asAt: this.at.asAt };
  }

  /** Decides a command and takes in what it gives, as entries that are never recorded. */
  public try(make: (by: Recording) => Command): Refusal | null {
    const command = make(this.recording);
    const { recordedAt } = this;
    const circumstances = { recordedAt, about: null, batch: [], figures: null, chiefFinanceOfficers: [] };
    const drafts = decide(command, this.state, circumstances);
    if (isRefusal(drafts)) return drafts;
    drafts.forEach((draft, part) => {
      const seq = this.projection.table.size;
      const { officer, role, effective, period, reason, source, batch } = this.recording;
      if (effective === null || period === null) throw new Error('a scenario says when it holds');
      const place = { v: '1', seq, id: `${WHY}-${String(seq)}` as EntryId, part } as const;
      const when = { effective, period, recordedAt, clock: 'held' } as const;
      const who = { officer, role, reason, source, batch, key: WHY as IdempotencyKey, requestHash: '' };
      const entry: Entry = { ...draft, ...place, ...when, ...who };
      this.projection.append(entry);
      evolve(this.state, entry);
      this.decided.push(entry);
    });
    return null;
  }
}

/** Re-profiles what a line plans, in every class it plans. */
function deliver(trial: Trial, id: LineId, percent: number): readonly NotMoved[] {
  return classes.flatMap((of) => {
    const line = trial.state.lines.get(id);
    if (line === undefined) return [];
    const refusal = deliverClass(trial, line, of, percent);
    return refusal === null || refusal.code === 'NOTHING_CHANGES' ? [] : [{ line: id, refusal }];
  });
}

function deliverClass(trial: Trial, line: Line, of: Class, percent: number): Refusal | null {
  const levels = levelsAt(trial.state, line.id, 'plan', of, percent);
  const unphased = trial.state.tranche(line.id, 'plan', 'unphased', of);
  if (levels.length === 0 && unphased === 0) return null;
  const stated = levels.length > 0 ? levels : nothingIn(trial.state, line, of);
  const reprofile = (): Refusal | null =>
    trial.try((by) => ({
      verb: 'ReprofileSaving',
      by,
      line: line.id,
      class: of,
      levels: stated,
      unphased: unphased === 0 ? null : shareOf(unphased, percent),
    }));
  const refusal = reprofile();
  // What a line gives to a budget follows what it saves, so it is lowered first where it would be more.
  if (refusal?.code === 'CONTRIBUTION_ABOVE_LEVEL') return lowerContribution(trial, line, of, percent) ?? reprofile();
  if (refusal?.code !== 'WITHDRAW_INSTEAD') return refusal;
  return trial.try((by) => ({ verb: 'WithdrawSaving', by, line: line.id, class: of, decision: WHY }));
}

const lowerContribution = (trial: Trial, line: Line, of: Class, percent: number): Refusal | null =>
  trial.try((by) => ({
    verb: 'SetBudgetContribution',
    by,
    line: line.id,
    class: of,
    levels: levelsAt(trial.state, line.id, 'budget contribution', of, percent),
  }));

/** The line's levels from its first year to the last, each at the share; none where it has no year at all. */
function levelsAt(
  state: LedgerState,
  line: LineId,
  measure: LevelMeasure,
  of: Class,
  percent: number,
): readonly Level[] {
  const years = state.plannedYears();
  const first = years.findIndex((year) => state.tranche(line, measure, year, of) !== 0);
  if (first < 0) return [];
  return years.slice(first).map((year) => ({
    year,
    level: shareOf(state.level(line, measure, year, of), percent),
    printed: null,
    cell: null,
  }));
}

/** A plan without any year is re-profiled in its own deadline, where its level is and stays nought. */
function nothingIn(state: LedgerState, line: Line, of: Class): readonly Level[] {
  const year = line.plans[of]?.totalBy ?? state.baseYear;
  return [{ year, level: pounds(0 as Pence), printed: null, cell: null }];
}
