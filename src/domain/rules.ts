/** What the rules ask again and again: is there such a line, is the amount more than nought, does a class hold enough. */
import type { Recording } from './commands';
import { statuses, type Class, type Level, type Posting, type Status, type Tranche } from './entries';
import { startOf, type FinancialYear } from './financial-year';
import type { LineId } from './identifiers';
import { add, addAll, NIL, pence, pounds, subtract, type Pence, type Pounds } from './money';
import { refuse, type Refusal } from './refusals';
import type { LedgerState, LevelMeasure, Line } from './state';

/** The line a command is about. Refuses: LINE_NOT_FOUND. */
export function requireLine(state: LedgerState, id: LineId): Line | Refusal {
  return (
    state.lines.get(id) ??
    refuse('LINE_NOT_FOUND', `There is no line ${id} in this ledger; register it first, or check its code.`)
  );
}

/** Refuses amounts of nought (AMOUNT_ZERO) and below (AMOUNT_SIGN). */
export function requirePositive(amount: Pounds, what: string): Refusal | null {
  const value = pence(amount);
  if (value === 0) return refuse('AMOUNT_ZERO', `The ${what} is 0.00; an amount must move.`);
  return value < 0 ? refuse('AMOUNT_SIGN', `The ${what} is ${amount}; it is entered as a positive amount here.`) : null;
}

/** Refuses amounts below nought (AMOUNT_SIGN). */
export const requireNotNegative = (amount: Pounds, what: string): Refusal | null =>
  pence(amount) < 0 ? refuse('AMOUNT_SIGN', `The ${what} is ${amount}; it cannot be below 0.00.`) : null;

/** Refuses a missing reason (REASON_REQUIRED), for the acts that must say why. */
export const requireReason = (by: Recording, act: string): Refusal | null =>
  by.reason === null ? refuse('REASON_REQUIRED', `Say why: ${act} needs a reason.`) : null;

/** The first refusal of several checks, so that a rule reads as a list of what it asks for. */
export const firstRefusal = (...checks: readonly (Refusal | null)[]): Refusal | null =>
  checks.find((check) => check !== null) ?? null;

/** A posting to the plan or to the budget contribution, which have no status. */
export const planned = (
  line: Line,
  measure: LevelMeasure,
  of: Class,
  tranche: Tranche,
  from: Posting['from'],
  amount: Pence,
  cell: string | null = null,
): Posting => ({
  line: line.id,
  measure,
  tranche,
  from,
  class: of,
  status: null,
  identified: line.stage !== 'unidentified',
  amount: pounds(amount),
  cell,
});

/** A posting to what was achieved, or to a cost of it. */
export const achieved = (
  line: Line,
  measure: 'achieved' | 'cost' | 'one-off cost' | 'excluded cost' | 'part-year shortfall',
  of: Class,
  tranche: FinancialYear | 'opening',
  status: Status,
  amount: Pence,
): Posting => ({
  line: line.id,
  measure,
  tranche,
  from: tranche,
  class: of,
  status,
  identified: true,
  amount: pounds(amount),
  cell: null,
});

/** The posting that takes exactly this one back. */
export const opposite = (posting: Posting): Posting => ({
  ...posting,
  amount: pounds(subtract(NIL, pence(posting.amount))),
});

/**
 * The tranches that turn standing levels into stated ones: each the rise over the year before. A year stated as nought
 * posts nought where nothing stood, so that the printed nought keeps its source cell; a dash or a blank posts nothing.
 * A year that is not stated keeps its level where the plan changes in it, and otherwise follows the year before.
 */
export function tranchesTowards(
  state: LedgerState,
  line: Line,
  measure: LevelMeasure,
  of: Class,
  levels: readonly Level[],
): readonly Posting[] | Refusal {
  const problem = checkLevels(levels, state.baseYear);
  if (problem !== null) return problem;
  const stated = new Map(
    levels.flatMap((at) => (at.level === null ? [] : [[at.year, { level: at.level, cell: at.cell }]])),
  );
  const standing = state.plannedYears().filter((year) => state.tranche(line.id, measure, year, of) !== 0);
  const years = [...new Set([...standing, ...stated.keys()])].sort();
  const postings: Posting[] = [];
  let before: Pence = NIL;
  for (const year of years) {
    const statement = stated.get(year);
    const level = statement === undefined ? state.level(line.id, measure, year, of) : pence(statement.level);
    const rise = subtract(subtract(level, before), state.tranche(line.id, measure, year, of));
    before = level;
    if (rise !== 0 || (measure === 'plan' && statement !== undefined && level === 0 && line.plans[of] === undefined)) {
      postings.push(planned(line, measure, of, year, year, rise, statement?.cell ?? null));
    }
  }
  return postings;
}

/** Levels are stated once a year, in order, from the base year on, with no gap after the first; the detail names the year. */
export function checkLevels(levels: readonly Level[], baseYear: FinancialYear): Refusal | null {
  if (levels.every(({ level }) => level === null)) {
    return refuse('LEVEL_MISSING', 'State the level of at least one year.');
  }
  let stated = false;
  let last = startOf(baseYear) - 1;
  for (const { year, level } of levels) {
    if (startOf(year) <= last) {
      return refuse('LEVEL_ORDER', `State each year once, in order, from the base year on; ${year} does not follow.`);
    }
    last = startOf(year);
    if (level === null && stated) {
      return refuse(
        'LEVEL_BLANK',
        `The level of ${year} is left out after an earlier one; state it, and write 0.00 if nothing is left.`,
        { year },
      );
    }
    if (level !== null) {
      const negative = requireNotNegative(level, `level of ${year}`);
      if (negative !== null) return refuse(negative.code, negative.message, { year });
      stated = true;
    }
  }
  return null;
}

/** One cell of what a line plans or contributes: where exactly the amount was posted. */
export interface PlannedCell {
  readonly tranche: Tranche;
  readonly from: Posting['from'];
  readonly identified: boolean;
  readonly amount: Pence;
}

/** All a line plans or contributes in one class, cell by cell; what has no year by the deadline it was planned for. */
export const plannedCells = (
  state: LedgerState,
  line: Line,
  measure: 'plan' | 'budget contribution',
  of: Class,
): readonly PlannedCell[] =>
  [true, false].flatMap((identified) => {
    const held = (tranche: FinancialYear | 'opening'): PlannedCell => ({
      tranche,
      from: tranche,
      identified,
      amount: state.held({ line: line.id, measure, tranche, class: of, status: null, identified }),
    });
    const unphased = measure === 'plan' ? state.unphasedParts(line.id, of, identified) : [];
    return [
      ...[...state.plannedYears(), 'opening' as const].map(held).filter(({ amount }) => amount !== 0),
      ...unphased.map((part) => ({ tranche: 'unphased' as const, identified, ...part })),
    ];
  });

/** A posting of an amount into a cell of a line's plan, as it lies there. */
export const intoCell = (
  line: Line,
  measure: 'plan' | 'budget contribution',
  of: Class,
  { tranche, from, identified }: PlannedCell,
  amount: Pence,
): Posting => ({ ...planned(line, measure, of, tranche, from, amount), identified });

/** Takes an amount from the cells of one tranche of a plan, one after the other. */
export function takeFromCells(cells: readonly PlannedCell[], amount: Pence): readonly PlannedCell[] {
  let left = amount;
  return cells.flatMap((cell) => {
    const taken = Math.min(left, Math.max(cell.amount, 0)) as Pence;
    left = subtract(left, taken);
    return taken === 0 ? [] : [{ ...cell, amount: taken }];
  });
}

/** Whether postings would leave less achieved than it cost, over all statuses, in one of the cells they touch. */
export function leavesCostAlone(state: LedgerState, postings: readonly Posting[]): boolean {
  const trial = state.fork();
  for (const posting of postings) trial.hold(posting, pence(posting.amount));
  const net = (posting: Posting): Pence =>
    add(
      ...statuses.flatMap((status) => [
        trial.held({ ...posting, status, measure: 'achieved' }),
        trial.held({ ...posting, status, measure: 'cost' }),
      ]),
    );
  return postings.some((posting) => posting.measure === 'achieved' && net(posting) < 0);
}

/** A pot and its programmes, or a line alone: they contribute together, however the pot is allocated. */
const familyOf = (state: LedgerState, line: Line): readonly LineId[] => {
  const pot = line.pot === null && line.potOf !== null ? (state.lines.get(line.potOf) ?? line) : line;
  return [pot.id, ...(pot.pot?.programmes ?? [])];
};

/** The most a line can contribute to a year's budget: its own level, and no more than its pot has not contributed yet. */
export function contributable(state: LedgerState, line: Line, year: FinancialYear, of: Class): Pence {
  const family = familyOf(state, line);
  const saved = addAll(family.map((id) => state.level(id, 'plan', year, of)));
  const others = family.filter((id) => id !== line.id);
  const left = subtract(saved, addAll(others.map((id) => state.level(id, 'budget contribution', year, of))));
  return line.pot === null ? (Math.min(left, state.level(line.id, 'plan', year, of)) as Pence) : left;
}

/** A class of a plan that postings would leave unsound: below nought somewhere, or below what it contributes. */
export function unsoundPlan(state: LedgerState, postings: readonly Posting[]): Posting | null {
  const trial = state.fork();
  for (const posting of postings) trial.hold(posting, pence(posting.amount));
  const levelled = postings.filter(({ measure }) => measure === 'plan' || measure === 'budget contribution');
  return levelled.find((posting) => isUnsound(trial, posting)) ?? null;
}

function isUnsound(state: LedgerState, { line: id, class: of }: Posting): boolean {
  const line = id === null ? undefined : state.lines.get(id);
  if (line === undefined || of === null) return false;
  return (
    state.tranche(line.id, 'plan', 'unphased', of) < 0 ||
    state.tranche(line.id, 'plan', 'opening', of) < 0 ||
    state.plannedYears().some((year) => {
      const contributed = state.level(line.id, 'budget contribution', year, of);
      return state.level(line.id, 'plan', year, of) < 0 || contributable(state, line, year, of) < contributed;
    })
  );
}
