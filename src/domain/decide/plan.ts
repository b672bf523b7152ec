import type { CommandOf } from '../commands';
import type { Decision } from '../drafts';
import { classes, stages, type Class, type Level, type Posting, type TotalBy } from '../entries';
import type { FinancialYear } from '../financial-year';
import { pence, pounds, subtract, add, negate, type Pounds } from '../money';
import { isRefusal, refuse, type Refusal } from '../refusals';
import {
  contributable,
  firstRefusal,
  intoCell,
  planned,
  plannedCells,
  requireLine,
  requireNotNegative,
  requirePositive,
  requireReason,
  takeFromCells,
  tranchesTowards,
  unsoundPlan,
} from '../rules';
import type { LedgerState, Line } from '../state';

/**
 * Plans a saving by its yearly levels. Each rise of the level is a tranche; where the "total by" is more than the level
 * of its year, the rest is planned but has no year and is held as unphased.
 * Refuses: LINE_NOT_FOUND, PLAN_EXISTS, LEVEL_MISSING, LEVEL_ORDER, LEVEL_BLANK, AMOUNT_SIGN, TOTAL_BELOW_LEVEL.
 */
export function planSaving(command: CommandOf<'PlanSaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { class: of, classAssumed, levels, totalBy } = command;
  const standing = line.plans[of];
  if (standing !== undefined) {
    return refuse(
      'PLAN_EXISTS',
      `Line ${line.id} has a ${of} plan since entry ${String(standing.seq)}; re-profile it instead.`,
    );
  }
  const tranches = tranchesTowards(state, line, 'plan', of, levels);
  if (isRefusal(tranches)) return tranches;
  const rest = totalBy === null ? [] : unphasedRest(state, line, of, totalBy, tranches);
  if (isRefusal(rest)) return rest;
  const facts = { class: of, classAssumed, levels, totalBy };
  return [{ kind: 'SavingPlanned', line: line.id, facts, postings: [...tranches, ...rest] }];
}

function unphasedRest(
  state: LedgerState,
  line: Line,
  of: Class,
  totalBy: TotalBy,
  tranches: readonly Posting[],
): readonly Posting[] | Refusal {
  const phased = add(
    state.level(line.id, 'plan', totalBy.year, of),
    ...tranches.filter(({ from }) => from <= totalBy.year).map(({ amount }) => pence(amount)),
  );
  const rest = subtract(pence(totalBy.amount), phased);
  if (rest < 0) {
    return refuse(
      'TOTAL_BELOW_LEVEL',
      `The total by ${totalBy.year}, ${totalBy.amount}, is less than the level of that year, ${pounds(phased)}.`,
    );
  }
  return rest === 0 ? [] : [planned(line, 'plan', of, 'unphased', totalBy.year, rest, totalBy.cell)];
}

/**
 * Moves a plan to other levels; the entry says why and posts only the differences. Years not stated keep their level.
 * Refuses: LINE_NOT_FOUND, REASON_REQUIRED, PLAN_MISSING, NOTHING_CHANGES, WITHDRAW_INSTEAD, CONTRIBUTION_ABOVE_LEVEL, and
 * what planSaving refuses of levels. Source: R23; what a year loses stands apart from what the target loses.
 */
export function reprofileSaving(command: CommandOf<'ReprofileSaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { class: of, levels, unphased } = command;
  const noReason = requireReason(command.by, 're-profiling a plan');
  if (noReason !== null) return noReason;
  const plan = line.plans[of];
  if (plan === undefined)
    return refuse('PLAN_MISSING', `Line ${line.id} has no ${of} plan to re-profile; plan the saving first.`);
  const tranches = tranchesTowards(state, line, 'plan', of, levels);
  if (isRefusal(tranches)) return tranches;
  const rest = unphased === null ? [] : unphasedTowards(state, line, of, unphased, plan.totalBy);
  if (isRefusal(rest)) return rest;
  const postings = [...tranches, ...rest];
  if (postings.length === 0) return refuse('NOTHING_CHANGES', `Line ${line.id} is planned at these levels already.`);
  if (leavesNothing(state, line, of, postings)) {
    return refuse(
      'WITHDRAW_INSTEAD',
      `Nothing of the ${of} plan of line ${line.id} would be left; withdraw the saving, with the decision that says so.`,
    );
  }
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'CONTRIBUTION_ABOVE_LEVEL',
      `Line ${line.id} contributes more to a budget than it would save then; lower its budget contribution first.`,
    );
  }
  return [{ kind: 'SavingReprofiled', line: line.id, facts: { class: of, levels, unphased }, postings }];
}

/** Rule 10 and R25: a line cannot go quietly to nothing. */
function leavesNothing(state: LedgerState, line: Line, of: Class, postings: readonly Posting[]): boolean {
  const trial = state.fork();
  for (const posting of postings) trial.hold(posting, pence(posting.amount));
  return [...trial.plannedYears(), 'unphased' as const, 'opening' as const].every(
    (tranche) => trial.tranche(line.id, 'plan', tranche, of) === 0,
  );
}

function unphasedTowards(
  state: LedgerState,
  line: Line,
  of: Class,
  wanted: Pounds,
  deadline: FinancialYear | null,
): readonly Posting[] | Refusal {
  const negative = requireNotNegative(wanted, 'unphased amount');
  if (negative !== null) return negative;
  const change = subtract(pence(wanted), state.tranche(line.id, 'plan', 'unphased', of));
  if (change === 0) return [];
  if (change < 0) {
    const cells = plannedCells(state, line, 'plan', of).filter(({ tranche }) => tranche === 'unphased');
    return takeFromCells(cells, negate(change)).map((cell) => intoCell(line, 'plan', of, cell, negate(cell.amount)));
  }
  if (deadline === null) {
    return refuse(
      'PLAN_MISSING',
      `The plan of line ${line.id} names no year for its total, so nothing of it can be without a year.`,
    );
  }
  return [planned(line, 'plan', of, 'unphased', deadline, change)];
}

/**
 * Rule 12: what a line contributes to a budget is a measure of its own and at most the line's level of that year.
 * Refuses: LINE_NOT_FOUND, CONTRIBUTION_ABOVE_LEVEL, NOTHING_CHANGES, and what planSaving refuses of levels.
 * Source: Appendix Two, 8,050 for 2010/11 is 4,000 + 2,200 + 1,850.
 */
export function setBudgetContribution(command: CommandOf<'SetBudgetContribution'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { class: of, levels } = command;
  const above = firstRefusal(...levels.map((level) => withinLevel(state, line, of, level)));
  if (above !== null) return above;
  const postings = tranchesTowards(state, line, 'budget contribution', of, levels);
  if (isRefusal(postings)) return postings;
  if (postings.length === 0) return refuse('NOTHING_CHANGES', `Line ${line.id} contributes these amounts already.`);
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'CONTRIBUTION_ABOVE_LEVEL',
      `A contribution goes on in the years that are not stated, and in one of them line ${line.id} saves less; state that year too.`,
    );
  }
  return [{ kind: 'BudgetContributionSet', line: line.id, facts: { class: of, levels }, postings }];
}

function withinLevel(state: LedgerState, line: Line, of: Class, { year, level }: Level): Refusal | null {
  if (level === null) return null;
  const most = contributable(state, line, year, of);
  if (pence(level) <= most) return null;
  return refuse(
    'CONTRIBUTION_ABOVE_LEVEL',
    `Line ${line.id} saves ${pounds(most)} in ${year}; it cannot contribute ${level} to that year's budget.`,
  );
}

/**
 * Takes the whole plan of a class off, and what it was to contribute to budgets: the saving will not be made. The entry
 * says why and names the decision. What was achieved stays achieved.
 * Refuses: LINE_NOT_FOUND, REASON_REQUIRED, PLAN_MISSING, CONTRIBUTION_ABOVE_LEVEL. Source: R25; Policy Officers 200 withdrawn opens the gap by 200.
 */
export function withdrawSaving(command: CommandOf<'WithdrawSaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const noReason = requireReason(command.by, 'withdrawing a saving');
  if (noReason !== null) return noReason;
  const { class: of, decision } = command;
  const postings = (['plan', 'budget contribution'] as const).flatMap((measure) =>
    plannedCells(state, line, measure, of)
      .filter(({ tranche }) => tranche !== 'opening')
      .map((cell) => intoCell(line, measure, of, cell, negate(cell.amount))),
  );
  if (postings.length === 0)
    return refuse('PLAN_MISSING', `Line ${line.id} has no ${of} plan that could be withdrawn.`);
  if (unsoundPlan(state, postings) !== null) {
    return refuse(
      'CONTRIBUTION_ABOVE_LEVEL',
      `The pot of line ${line.id} contributes more to a budget than would be left of it; lower that contribution first.`,
    );
  }
  return [{ kind: 'SavingWithdrawn', line: line.id, facts: { class: of, decision }, postings }];
}

/**
 * R24: names what covers a saving that fails: another line, which counts by its own plan, or money that is there once,
 * which covers the budget of one year and is never a saving.
 * Refuses: LINE_NOT_FOUND, AMOUNT_ZERO, AMOUNT_SIGN, SUBSTITUTE_ONE, REASON_REQUIRED.
 */
export function substituteSaving(command: CommandOf<'SubstituteSaving'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { replacement, oneOffSource, year, amount } = command;
  const other = replacement === null ? null : requireLine(state, replacement);
  if (isRefusal(other)) return other;
  const problem = firstRefusal(
    requirePositive(amount, 'amount covered'),
    requireReason(command.by, 'a substitution'),
    (replacement === null) === (oneOffSource === null) || replacement === line.id
      ? refuse(
          'SUBSTITUTE_ONE',
          'Name either another line that takes over, or the one-off source that covers the year.',
        )
      : null,
  );
  if (problem !== null) return problem;
  const cover: Posting = {
    line: line.id,
    measure: 'one-off cover',
    tranche: year,
    from: year,
    class: 'non-cashable',
    status: null,
    identified: true,
    amount,
    cell: null,
  };
  const facts = { replacement, oneOffSource, year, amount };
  return [{ kind: 'SavingSubstituted', line: line.id, facts, postings: oneOffSource === null ? [] : [cover] }];
}

/**
 * Rules 2 and 10: identified or not is a stage, and no line is approved without an accountable officer. A later stage
 * than `unidentified` moves all the line plans to identified.
 * Refuses: LINE_NOT_FOUND, STAGE_ORDER, OWNER_MISSING.
 */
export function advanceStage(command: CommandOf<'AdvanceStage'>, state: LedgerState): Decision {
  const line = requireLine(state, command.line);
  if (isRefusal(line)) return line;
  const { to, gateway } = command;
  if (stages.indexOf(to) <= stages.indexOf(line.stage)) {
    return refuse(
      'STAGE_ORDER',
      `Line ${line.id} is at the stage ${line.stage}; it only advances, and ${to} is no later stage.`,
    );
  }
  if (stages.indexOf(to) >= stages.indexOf('approved') && line.owner === null) {
    return refuse('OWNER_MISSING', `Line ${line.id} has no accountable officer; assign one before it is approved.`);
  }
  return [
    { kind: 'StageAdvanced', line: line.id, facts: { from: line.stage, to, gateway }, postings: identify(state, line) },
  ];
}

const identify = (state: LedgerState, line: Line): readonly Posting[] =>
  classes.flatMap((of) =>
    (['plan', 'budget contribution'] as const).flatMap((measure) =>
      plannedCells(state, line, measure, of)
        .filter(({ identified }) => !identified)
        .flatMap((cell) => [
          intoCell(line, measure, of, cell, negate(cell.amount)),
          intoCell(line, measure, of, { ...cell, identified: true }, cell.amount),
        ]),
    ),
  );
