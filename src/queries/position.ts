import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

import { startOf, type FinancialYear } from '../domain/financial-year';
import { percentage, pounds, type Pence, type Pounds } from '../domain/money';
import { isRefusal, type Refusal } from '../domain/refusals';
import { targetDeadline } from '../../projections/findings/view';
import { namesPart, position, type Amounts, type Part } from '../../projections/position';
import { LedgerView } from './ledger-view';
import {
  figureParameters,
  headOf,
  readQuestion,
  type Asked,
  type Parameters,
  type QuestionHead,
} from './read-question';

/** The figures that every part of the ledger has, in pounds. */
export interface PartAnswer {
  readonly name: string;
  readonly plan: Pounds;
  readonly originalPlan: Pounds;
  readonly carriedForward: Pounds;
  readonly fullYearEffects: Pounds;
  readonly level: Pounds;
  readonly newInYear: Pounds;
  readonly unphased: Pounds;
  readonly identified: Pounds;
  readonly unidentified: Pounds;
  readonly subjectToRulings: Pounds;
  readonly atRisk: Pounds;
  readonly forecast: Pounds;
  readonly budgetContribution: Pounds;
  readonly achieved: AchievedAnswer;
  readonly outstanding: Pounds;
  readonly oneOffCost: Pounds;
  readonly excludedCost: Pounds;
  readonly oneOffCover: Pounds;
}

export interface AchievedAnswer {
  readonly total: Pounds;
  readonly claimed: Pounds;
  readonly verified: Pounds;
  readonly certified: Pounds;
  readonly gross: Pounds;
  readonly inYear: Pounds;
  readonly ongoingCost: Pounds;
}

/** Where the plan stands: what was asked, then the figures of the whole and of its parts. */
export interface PositionAnswer extends QuestionHead, Omit<PartAnswer, 'name'> {
  /** Null, like the gap and all that is measured by it, where the filter names a part: only the whole has a target. */
  readonly target: Pounds | null;
  readonly partnershipTarget: Pounds | null;
  readonly deadline: FinancialYear | null;
  readonly gap: Pounds | null;
  /** What the gap is in words: `gap`, `surplus` or `none`; a sign alone is easily misread. */
  readonly gapIs: 'gap' | 'surplus' | 'none' | null;
  /** `not yet due` before the deadline, `due` in its year, `1 year late` after it. */
  readonly due: string | null;
  /** Identified plan in per cent of the target. */
  readonly identifiedShare: string | null;
  readonly sections: readonly PartAnswer[];
  readonly groups: readonly PartAnswer[];
  readonly tags: readonly PartAnswer[];
}

export class PositionQuery extends Query<PositionAnswer | Refusal> {
  public constructor(public readonly parameters: Parameters) {
    super();
  }
}

@QueryHandler(PositionQuery)
export class PositionHandler implements IQueryHandler<PositionQuery> {
  public constructor(private readonly view: LedgerView) {}

  public async execute({ parameters }: PositionQuery): Promise<PositionAnswer | Refusal> {
    const asked = await readQuestion(this.view, parameters, figureParameters);
    return isRefusal(asked) ? asked : answer(asked);
  }
}

/** The position as every front door gives it. */
function answer(asked: Asked): PositionAnswer {
  const { projection, moment, question, filter } = asked;
  const { amounts, sections, groups, tags } = position(projection, question, moment, filter);
  const deadline = targetDeadline(projection, moment);
  return {
    ...headOf(asked),
    deadline,
    ...(namesPart(filter) ? withoutTarget : againstTarget(amounts, question.by, deadline)),
    ...figuresOf(amounts),
    sections: sections.map(partOf),
    groups: groups.map(partOf),
    tags: tags.map(partOf),
  };
}

type AgainstTarget = Pick<PositionAnswer, 'target' | 'partnershipTarget' | 'gap' | 'gapIs' | 'due' | 'identifiedShare'>;

const withoutTarget: AgainstTarget = {
  target: null,
  partnershipTarget: null,
  gap: null,
  gapIs: null,
  due: null,
  identifiedShare: null,
};

const againstTarget = (amounts: Amounts, by: FinancialYear, deadline: FinancialYear | null): AgainstTarget => ({
  target: pounds(amounts.target),
  partnershipTarget: pounds(amounts.partnershipTarget),
  gap: pounds(amounts.gap),
  gapIs: wordOf(amounts.gap),
  due: deadline === null ? null : dueIn(by, deadline),
  identifiedShare: percentage(amounts.identified, amounts.target),
});

export const partOf = ({ name, amounts }: Part): PartAnswer => ({ name, ...figuresOf(amounts) });

const figuresOf = (amounts: Amounts): Omit<PartAnswer, 'name'> => ({
  plan: pounds(amounts.plan),
  originalPlan: pounds(amounts.originalPlan),
  carriedForward: pounds(amounts.carriedForward),
  fullYearEffects: pounds(amounts.fullYearEffects),
  level: pounds(amounts.level),
  newInYear: pounds(amounts.newInYear),
  unphased: pounds(amounts.unphased),
  identified: pounds(amounts.identified),
  unidentified: pounds(amounts.unidentified),
  subjectToRulings: pounds(amounts.subjectToRulings),
  atRisk: pounds(amounts.atRisk),
  forecast: pounds(amounts.forecast),
  budgetContribution: pounds(amounts.budgetContribution),
  achieved: {
    total: pounds(amounts.achieved),
    claimed: pounds(amounts['achieved.claimed']),
    verified: pounds(amounts['achieved.verified']),
    certified: pounds(amounts['achieved.certified']),
    gross: pounds(amounts['achieved.gross']),
    inYear: pounds(amounts['achieved.inYear']),
    ongoingCost: pounds(amounts['achieved.ongoingCost']),
  },
  outstanding: pounds(amounts.outstanding),
  oneOffCost: pounds(amounts.oneOffCost),
  excludedCost: pounds(amounts.excludedCost),
  oneOffCover: pounds(amounts.oneOffCover),
});

function wordOf(gap: Pence): NonNullable<PositionAnswer['gapIs']> {
  if (gap === 0) return 'none';
  return gap > 0 ? 'gap' : 'surplus';
}

function dueIn(by: FinancialYear, deadline: FinancialYear): string {
  const late = startOf(by) - startOf(deadline);
  if (late < 0) return 'not yet due';
  if (late === 0) return 'due';
  return late === 1 ? '1 year late' : `${String(late)} years late`;
}
