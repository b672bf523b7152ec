import type { CommandOf } from '../../domain/commands';
import {
  classes,
  ratings,
  statuses,
  verdicts,
  type Class,
  type Rating,
  type Status,
  type Verdict,
} from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { LineId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { LineRequest, type Recorder } from './base';
import { Amount, LineCode, NestedList, OneOf, Optional, Percent, Seq, Sha256, Tags, Text, Year } from './fields';
import { LevelPart, levelsOf } from './parts';

export class LineAmendedRequest extends LineRequest {
  @Text('The title of the line', 200) public title!: string;
  @Text('The section of the plan it stands in', 200) public section!: string;
  @Optional() @Text('The group of lines it belongs to', 200) public group?: string | null;
  @Optional() @Tags('Its tags') public tags?: readonly string[] | null;

  public toCommand(recorder: Recorder): CommandOf<'AmendLine'> {
    const { line, title, section, group, tags } = this;
    return { verb: 'AmendLine', by: this.by(recorder), line, title, section, group: group ?? null, tags: tags ?? [] };
  }
}

export class ForecastSubmittedRequest extends LineRequest {
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @NestedList(() => LevelPart, 'The levels expected now, one a year') public levels!: LevelPart[];

  public toCommand(recorder: Recorder): CommandOf<'SubmitForecast'> {
    return {
      verb: 'SubmitForecast',
      by: this.by(recorder),
      line: this.line,
      class: this.class,
      levels: levelsOf(this.levels),
    };
  }
}

export class RiskRatedRequest extends LineRequest {
  @OneOf('How likely the line is to deliver', ratings) public rating!: Rating;
  @Text('The test that was applied', 200) public test!: string;
  @Optional() @Percent('How likely it is, in whole per cent') public likelihood?: string | null;

  public toCommand(recorder: Recorder): CommandOf<'RateRisk'> {
    const { line, rating, test, likelihood } = this;
    return { verb: 'RateRisk', by: this.by(recorder), line, rating, test, likelihood: likelihood ?? null };
  }
}

export class SavingSubstitutedRequest extends LineRequest {
  @Optional() @LineCode('The line that takes over') public replacement?: LineId | null;
  @Optional() @Text('The one-off source that covers the year', 200) public oneOffSource?: string | null;
  @Year('The year') public year!: FinancialYear;
  @Amount('What is covered') public amount!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'SubstituteSaving'> {
    const { line, replacement, oneOffSource, year, amount } = this;
    const cover = { replacement: replacement ?? null, oneOffSource: oneOffSource ?? null };
    return { verb: 'SubstituteSaving', by: this.by(recorder), line, ...cover, year, amount };
  }
}

export class SavingWithdrawnRequest extends LineRequest {
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Text('The decision that withdraws it', 200) public decision!: string;

  public toCommand(recorder: Recorder): CommandOf<'WithdrawSaving'> {
    return {
      verb: 'WithdrawSaving',
      by: this.by(recorder),
      line: this.line,
      class: this.class,
      decision: this.decision,
    };
  }
}

export class FullYearEffectRecognisedRequest extends LineRequest {
  @Year('The year the gain first accrued in') public tranche!: FinancialYear;
  @Year('The year the full-year effect is first felt in') public year!: FinancialYear;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Amount('By how much the yearly level rises') public amount!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'RecogniseFullYearEffect'> {
    const { line, tranche, year, class: of, amount } = this;
    return { verb: 'RecogniseFullYearEffect', by: this.by(recorder), line, tranche, year, class: of, amount };
  }
}

export class QualityCheckedRequest extends LineRequest {
  @Text('What was measured', 200) public measure!: string;
  @Text('What it was before', 200) public before!: string;
  @Text('What it is after', 200) public after!: string;
  @OneOf('What that says', verdicts) public verdict!: Verdict;

  public toCommand(recorder: Recorder): CommandOf<'CheckQuality'> {
    const { line, measure, before, after, verdict } = this;
    return { verb: 'CheckQuality', by: this.by(recorder), line, measure, before, after, verdict };
  }
}

export class EvidenceAttachedRequest extends LineRequest {
  @Optional() @Seq('The entry it is evidence for, by its seq') public about?: string | number | null;
  @Sha256('The SHA-256 of the file') public sha256!: string;
  @Text('What kind of evidence it is', 200) public kindOfEvidence!: string;
  @Text('What it shows', 200) public description!: string;

  public toCommand(recorder: Recorder): CommandOf<'AttachEvidence'> {
    const { line, sha256, kindOfEvidence: kind, description } = this;
    const seen = this.about ?? null;
    return {
      verb: 'AttachEvidence',
      by: this.by(recorder),
      line,
      about: seen === null ? null : Number(seen),
      sha256,
      kind,
      description,
    };
  }
}

export class OverlapDeclaredRequest extends LineRequest {
  @LineCode('The earlier line') public other!: LineId;
  @Optional() @Amount('What may be counted twice') public amount?: Pounds | null;

  public toCommand(recorder: Recorder): CommandOf<'DeclareOverlap'> {
    return {
      verb: 'DeclareOverlap',
      by: this.by(recorder),
      line: this.line,
      other: this.other,
      amount: this.amount ?? null,
    };
  }
}

export class OverlapEliminatedRequest extends LineRequest {
  @LineCode('The earlier line') public other!: LineId;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Year('The year whose tranche it is taken off') public tranche!: FinancialYear;
  @Amount('What is taken off') public amount!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'EliminateOverlap'> {
    const { line, other, class: of, tranche, amount } = this;
    return { verb: 'EliminateOverlap', by: this.by(recorder), line, other, class: of, tranche, amount };
  }
}

export class SustainmentConfirmedRequest extends LineRequest {
  @Year('The year the gain first accrued in') public tranche!: FinancialYear;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @Year('The year in which it still held') public year!: FinancialYear;

  public toCommand(recorder: Recorder): CommandOf<'ConfirmSustainment'> {
    const { line, tranche, class: of, year } = this;
    return { verb: 'ConfirmSustainment', by: this.by(recorder), line, tranche, class: of, year };
  }
}

export class GainLapsedRequest extends LineRequest {
  @Year('The year the gain first accrued in') public tranche!: FinancialYear;
  @OneOf('The class', classes, 'CLASS_UNKNOWN') public class!: Class;
  @OneOf('The status it has now', statuses) public status!: Status;
  @Year('The first year in which it no longer holds') public from!: FinancialYear;
  @Amount('What no longer holds') public amount!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'LapseGain'> {
    const { line, tranche, class: of, status, from, amount } = this;
    return { verb: 'LapseGain', by: this.by(recorder), line, tranche, class: of, status, from, amount };
  }
}
