import type { CommandOf } from '../../domain/commands';
import type { Month } from '../../domain/dates';
import type { FinancialYear } from '../../domain/financial-year';
import type { BatchId, LineId, OfficerId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { EntryRequest, type Recorder } from './base';
import {
  Amount,
  BatchCode,
  DefinitionCode,
  LineCodes,
  Nested,
  Officer,
  OneOf,
  Optional,
  PostingPeriod,
  Seq,
  Text,
  Year,
} from './fields';

export class TargetRevisedRequest extends EntryRequest {
  @OneOf('The scope of the target', ['council', 'partnership']) public scope!: 'council' | 'partnership';
  @Amount('What is to be saved a year from now on') public amount!: Pounds;
  @Year('The year by which it is to be saved') public deadline!: FinancialYear;

  public toCommand(recorder: Recorder): CommandOf<'ReviseTarget'> {
    return {
      verb: 'ReviseTarget',
      by: this.by(recorder),
      scope: this.scope,
      amount: this.amount,
      deadline: this.deadline,
    };
  }
}

export class PositionCertifiedRequest extends EntryRequest {
  @Year('The year by which it was achieved') public year!: FinancialYear;
  @Optional() @LineCodes('The lines; all that are not your own where it is left out') public lines?:
    readonly LineId[] | null;

  public toCommand(recorder: Recorder): CommandOf<'CertifyPosition'> {
    return { verb: 'CertifyPosition', by: this.by(recorder), year: this.year, lines: this.lines ?? [] };
  }
}

class ApprovalPart {
  @Officer('The leader of the council') public leader!: OfficerId;
  @Officer('The chief executive') public chiefExecutive!: OfficerId;
  @Officer('The chief finance officer') public chiefFinanceOfficer!: OfficerId;
}

export class ReturnSubmittedRequest extends EntryRequest {
  @Text('What the return is called', 200) public name!: string;
  @DefinitionCode('The definition it is made under') public definition!: string;
  @Year('The year it is made by') public year!: FinancialYear;
  @Nested(() => ApprovalPart, 'Those who approved it') public approvedBy!: ApprovalPart;

  public toCommand(recorder: Recorder): CommandOf<'SubmitReturn'> {
    const { leader, chiefExecutive, chiefFinanceOfficer } = this.approvedBy;
    const { name, definition, year } = this;
    return {
      verb: 'SubmitReturn',
      by: this.by(recorder),
      name,
      definition,
      year,
      approvedBy: { leader, chiefExecutive, chiefFinanceOfficer },
    };
  }
}

export class ReturnAmendedRequest extends EntryRequest {
  @Seq('The return that is amended, by its seq') public entry!: string | number;
  @Text('What the return is called', 200) public name!: string;
  @DefinitionCode('The definition it is made under') public definition!: string;
  @Year('The year it is made by') public year!: FinancialYear;
  @Nested(() => ApprovalPart, 'Those who approved it') public approvedBy!: ApprovalPart;

  public toCommand(recorder: Recorder): CommandOf<'AmendReturn'> {
    const { leader, chiefExecutive, chiefFinanceOfficer } = this.approvedBy;
    const { name, definition, year } = this;
    const approvedBy = { leader, chiefExecutive, chiefFinanceOfficer };
    return {
      verb: 'AmendReturn',
      by: this.by(recorder),
      entry: Number(this.entry),
      name,
      definition,
      year,
      approvedBy,
    };
  }
}

export class AuditQueryRaisedRequest extends EntryRequest {
  @Optional() @Seq('The entry it is about, by its seq') public about?: string | number | null;
  @Optional() @Text('The figure it is about', 200) public figure?: string | null;
  @Text('The question', 2_000) public question!: string;

  public toCommand(recorder: Recorder): CommandOf<'RaiseAuditQuery'> {
    const seen = this.about ?? null;
    const about = seen === null ? null : Number(seen);
    return {
      verb: 'RaiseAuditQuery',
      by: this.by(recorder),
      about,
      figure: this.figure ?? null,
      question: this.question,
    };
  }
}

export class AuditQueryAnsweredRequest extends EntryRequest {
  @Seq('The query, by its seq') public entry!: string | number;
  @Text('The answer', 2_000) public answer!: string;

  public toCommand(recorder: Recorder): CommandOf<'AnswerAuditQuery'> {
    return { verb: 'AnswerAuditQuery', by: this.by(recorder), entry: Number(this.entry), answer: this.answer };
  }
}

export class PeriodClosedRequest extends EntryRequest {
  @PostingPeriod('The last month that is closed') public through!: Month;
  @OneOf('What is closed', ['month', 'quarter', 'year']) public of!: 'month' | 'quarter' | 'year';

  public toCommand(recorder: Recorder): CommandOf<'ClosePeriod'> {
    return { verb: 'ClosePeriod', by: this.by(recorder), through: this.through, of: this.of };
  }
}

export class PeriodReopenedRequest extends EntryRequest {
  @PostingPeriod('The month that is to be open again') public reopened!: Month;

  public toCommand(recorder: Recorder): CommandOf<'ReopenPeriod'> {
    return { verb: 'ReopenPeriod', by: this.by(recorder), reopened: this.reopened };
  }
}

export class BatchReversedRequest extends EntryRequest {
  @BatchCode('The batch that is taken back') public reversed!: BatchId;

  public toCommand(recorder: Recorder): CommandOf<'ReverseBatch'> {
    return { verb: 'ReverseBatch', by: this.by(recorder), reversed: this.reversed };
  }
}

export class DiscrepancyResolvedRequest extends EntryRequest {
  @Seq('The printed total, by the seq of its entry') public entry!: string | number;
  @Text('What was decided', 2_000) public decision!: string;

  public toCommand(recorder: Recorder): CommandOf<'ResolveDiscrepancy'> {
    return { verb: 'ResolveDiscrepancy', by: this.by(recorder), entry: Number(this.entry), decision: this.decision };
  }
}
