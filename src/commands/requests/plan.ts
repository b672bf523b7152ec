import type { CommandOf } from '../../domain/commands';
import type { IsoDate } from '../../domain/dates';
import { classes, stages, type Class, type Facts, type Stage } from '../../domain/entries';
import type { LineId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { LineRequest, type Recorder } from './base';
import { Amount, Day, Flag, LineCode, LineCodes, Nested, NestedList, OneOf, Optional, Text } from './fields';
import { LevelPart, levelsOf, totalByOf, TotalByPart } from './parts';

abstract class LevelsRequest extends LineRequest {
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @NestedList(() => LevelPart, 'The levels, one a year') public levels!: LevelPart[];
}

export class SavingPlannedRequest extends LevelsRequest {
  @Optional() @Flag('Whether the document gives no class and it is taken to be this one') public classAssumed?:
    boolean | null;
  @Optional() @Nested(() => TotalByPart, 'What is planned in total by a year') public totalBy?: TotalByPart | null;

  public toCommand(recorder: Recorder): CommandOf<'PlanSaving'> {
    return {
      verb: 'PlanSaving',
      by: this.by(recorder),
      line: this.line,
      class: this.class,
      classAssumed: this.classAssumed ?? false,
      levels: levelsOf(this.levels),
      totalBy: this.totalBy ? totalByOf(this.totalBy) : null,
    };
  }
}

export class SavingReprofiledRequest extends LevelsRequest {
  @Optional()
  @Amount('What is left without a year after it; unchanged where it is left out')
  public unphased?: Pounds | null;

  public toCommand(recorder: Recorder): CommandOf<'ReprofileSaving'> {
    const { line, class: of, levels, unphased } = this;
    return {
      verb: 'ReprofileSaving',
      by: this.by(recorder),
      line,
      class: of,
      levels: levelsOf(levels),
      unphased: unphased ?? null,
    };
  }
}

export class BudgetContributionSetRequest extends LevelsRequest {
  public toCommand(recorder: Recorder): CommandOf<'SetBudgetContribution'> {
    const { line, class: of, levels } = this;
    return { verb: 'SetBudgetContribution', by: this.by(recorder), line, class: of, levels: levelsOf(levels) };
  }
}

export class StageAdvancedRequest extends LineRequest {
  @OneOf('The stage the line has reached', stages, 'STAGE_UNKNOWN') public to!: Stage;
  @Optional() @Text('The gateway review it passed', 200) public gateway?: string | null;

  public toCommand(recorder: Recorder): CommandOf<'AdvanceStage'> {
    return { verb: 'AdvanceStage', by: this.by(recorder), line: this.line, to: this.to, gateway: this.gateway ?? null };
  }
}

export class PotCreatedRequest extends LineRequest {
  @LineCodes('The programmes that share the pot') public programmes!: readonly LineId[];
  @Day('The last day by which it is to be allocated') public allocateBy!: IsoDate;

  public toCommand(recorder: Recorder): CommandOf<'CreatePot'> {
    const { line, programmes, allocateBy } = this;
    return { verb: 'CreatePot', by: this.by(recorder), line, programmes, allocateBy };
  }
}

/** A part of a pot, by yearly levels and what has no year: given to a programme, or given back. */
abstract class PartOfPotRequest extends LineRequest {
  @LineCode('The pot') public pot!: LineId;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Optional()
  @NestedList(() => LevelPart, 'The levels of the part, one a year')
  public levels?: LevelPart[] | null;
  @Optional() @Amount('What of the part has no year') public unphased?: Pounds | null;

  protected part(): Facts['PotAllocated'] {
    const { pot, class: of, levels, unphased } = this;
    return { pot, class: of, levels: levelsOf(levels ?? []), unphased: unphased ?? null };
  }
}

export class PotAllocatedRequest extends PartOfPotRequest {
  public toCommand(recorder: Recorder): CommandOf<'AllocatePot'> {
    return { verb: 'AllocatePot', by: this.by(recorder), line: this.line, ...this.part() };
  }
}

export class PotAllocationReturnedRequest extends PartOfPotRequest {
  public toCommand(recorder: Recorder): CommandOf<'ReturnAllocation'> {
    return { verb: 'ReturnAllocation', by: this.by(recorder), line: this.line, ...this.part() };
  }
}
