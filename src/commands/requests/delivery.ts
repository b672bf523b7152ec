import type { CommandOf } from '../../domain/commands';
import { classes, statuses, type Class, type Status, type Tranche } from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { Pounds } from '../../domain/money';
import { LineRequest, type Recorder } from './base';
import { Amount, Flag, Nested, OneOf, Optional, Text, TrancheName, Year } from './fields';
import { spanOf, SpanPart } from './parts';

export class SavingAchievedRequest extends LineRequest {
  @Year('The year in which the rise was first felt') public year!: FinancialYear;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Amount('The rise of the yearly level before cost') public gross!: Pounds;
  @Optional() @Amount('The yearly cost it brings with it') public ongoingCost?: Pounds | null;
  @Optional() @Text('How it was measured', 200) public method?: string | null;
  @Optional()
  @Amount('What of the net rise is felt in that very year, where the saving starts within it; all of it where left out')
  public inYear?: Pounds | null;

  public toCommand(recorder: Recorder): CommandOf<'AchieveSaving'> {
    const { line, year, class: of, gross, ongoingCost, method } = this;
    const inYear = this.inYear ?? null;
    return {
      verb: 'AchieveSaving',
      by: this.by(recorder),
      line,
      year,
      class: of,
      gross,
      ongoingCost: ongoingCost ?? null,
      method: method ?? null,
      ...(inYear === null ? {} : { inYear }),
    };
  }
}

export class CostNettedRequest extends LineRequest {
  @Year('The year whose saving it belongs to') public year!: FinancialYear;
  @OneOf('The class of the saving', classes, 'CLASS_UNKNOWN') public class!: Class;
  @OneOf('Whether it recurs', ['ongoing', 'one-off']) public cost!: 'ongoing' | 'one-off';
  @Amount('The cost, as a positive amount') public amount!: Pounds;
  @Flag('Whether it counts; false for cost that would have arisen anyway') public included!: boolean;

  public toCommand(recorder: Recorder): CommandOf<'NetCost'> {
    const { line, year, class: of, cost, amount, included } = this;
    return { verb: 'NetCost', by: this.by(recorder), line, year, class: of, cost, amount, included };
  }
}

export class SavingCarriedForwardRequest extends LineRequest {
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Amount('What is carried forward') public amount!: Pounds;
  @Nested(() => SpanPart, 'The closed period it was achieved in') public closed!: SpanPart;
  @Nested(() => SpanPart, 'The period it is carried into') public into!: SpanPart;
  @Amount("The closed period's target") public closedTarget!: Pounds;
  @Amount("The closed period's cashable achievement") public closedCashableAchieved!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'CarryForwardSaving'> {
    const { line, class: of, amount, closed, into, closedTarget, closedCashableAchieved } = this;
    const spans = { closed: spanOf(closed), into: spanOf(into) };
    return {
      verb: 'CarryForwardSaving',
      by: this.by(recorder),
      line,
      class: of,
      amount,
      ...spans,
      closedTarget,
      closedCashableAchieved,
    };
  }
}

export class SavingReclassifiedRequest extends LineRequest {
  @OneOf('The measure', ['plan', 'achieved']) public measure!: 'plan' | 'achieved';
  @TrancheName('The tranche it is taken from') public tranche!: Tranche;
  @Optional() @OneOf('The status it has now; none for a plan', statuses) public status?: Status | null;
  @OneOf('The class it has now', classes, 'CLASS_UNKNOWN') public from!: Class;
  @OneOf('The class it is to have', classes, 'CLASS_UNKNOWN') public to!: Class;
  @Amount('The amount moved') public amount!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'ReclassifySaving'> {
    const { line, measure, tranche, status, from, to, amount } = this;
    return {
      verb: 'ReclassifySaving',
      by: this.by(recorder),
      line,
      measure,
      tranche,
      status: status ?? null,
      from,
      to,
      amount,
    };
  }
}
