import type { CommandOf } from '../../domain/commands';
import {
  classes,
  oneOffs,
  rulings,
  stages,
  statuses,
  type Class,
  type Definition,
  type OneOff,
  type Ruling,
  type Stage,
  type Status,
} from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { OfficerId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { EntryRequest, LineRequest, type Recorder } from './base';
import { Amount, DefinitionCode, Flag, Nested, Officer, OneOf, Optional, Seq, Tags, Text, Words, Year } from './fields';

export class TargetSetRequest extends EntryRequest {
  @OneOf('The scope of the target', ['council', 'partnership']) public scope!: 'council' | 'partnership';
  @Amount('What is to be saved a year') public amount!: Pounds;
  @Year('The year by which it is to be saved') public deadline!: FinancialYear;

  public toCommand(recorder: Recorder): CommandOf<'SetTarget'> {
    return {
      verb: 'SetTarget',
      by: this.by(recorder),
      scope: this.scope,
      amount: this.amount,
      deadline: this.deadline,
    };
  }
}

class DefinitionPart implements Omit<Definition, 'oneOffYears'> {
  @DefinitionCode('The name of the definition') public name!: string;
  @Text('What it counts, in a sentence', 200) public title!: string;
  @Words('The classes that count', classes, 'CLASS_UNKNOWN') public classes!: readonly Class[];
  @Words('The classes of the carry-forward that count', classes, 'CLASS_UNKNOWN')
  public carryForward!: readonly Class[];
  @OneOf('Whether what has no year counts', ['at the deadline', 'never']) public unphased!: 'at the deadline' | 'never';
  @Flag('Whether ongoing cost is taken off what was achieved') public net!: boolean;
  @Optional() @Year('The first year whose gains count') public since!: FinancialYear | null;
  @Optional() @OneOf('The least status an achieved amount must have to count', statuses) public status?: Status | null;
  @Optional()
  @Flag('Whether only tranches whose two-year clock has run out count')
  public sustainedOnly?: boolean;
  @Optional()
  @OneOf(
    'How one-off cost is treated: beside what was achieved, taken off it in its year, or spread over years',
    oneOffs,
  )
  public oneOff?: OneOff;
  @Optional()
  @Seq('Where it is spread: over how many years, from the one it is spent in')
  public oneOffYears?: string | number;
}

export class DefinitionAdoptedRequest extends EntryRequest {
  @Nested(() => DefinitionPart, 'The definition') public definition!: DefinitionPart;

  public toCommand(recorder: Recorder): CommandOf<'AdoptDefinition'> {
    const { name, title, classes: counted, carryForward, unphased, net } = this.definition;
    const since = (this.definition.since as FinancialYear | null | undefined) ?? null;
    const { status = null, sustainedOnly = null, oneOff = null, oneOffYears = null } = this.definition;
    return {
      verb: 'AdoptDefinition',
      by: this.by(recorder),
      definition: {
        ...{ name, title, classes: counted, carryForward, unphased, net, since },
        // Left out where they were not given: an entry says only what was said, and old ones keep their bytes.
        ...(status === null ? {} : { status }),
        ...(sustainedOnly === null ? {} : { sustainedOnly }),
        ...(oneOff === null ? {} : { oneOff }),
        ...(oneOffYears === null ? {} : { oneOffYears: String(oneOffYears) }),
      },
    };
  }
}

export class LineRegisteredRequest extends LineRequest {
  @Text('The title of the line', 200) public title!: string;
  @Text('The section of the plan it stands in', 200) public section!: string;
  @Optional() @Text('The group of lines it belongs to', 200) public group?: string | null;
  @Optional() @Tags('Its tags') public tags?: readonly string[] | null;
  @Optional()
  @OneOf('The stage it has reached; unidentified where it is left out', stages, 'STAGE_UNKNOWN')
  public stage?: Stage | null;
  @Optional() @OneOf('Why a ruling is needed whether it is an efficiency', rulings) public ruling?: Ruling | null;

  public toCommand(recorder: Recorder): CommandOf<'RegisterLine'> {
    return {
      verb: 'RegisterLine',
      by: this.by(recorder),
      line: this.line,
      title: this.title,
      section: this.section,
      group: this.group ?? null,
      tags: this.tags ?? [],
      stage: this.stage ?? 'unidentified',
      ruling: this.ruling ?? null,
    };
  }
}

export class OwnerAssignedRequest extends LineRequest {
  @Officer('The accountable officer') public owner!: OfficerId;

  public toCommand(recorder: Recorder): CommandOf<'AssignOwner'> {
    return { verb: 'AssignOwner', by: this.by(recorder), line: this.line, owner: this.owner };
  }
}

export class BaselineSetRequest extends LineRequest {
  @Year('The year the baseline was spent in') public year!: FinancialYear;
  @Amount('What was spent in that year') public amount!: Pounds;
  @Text('Where the amount comes from', 200) public dataSource!: string;

  public toCommand(recorder: Recorder): CommandOf<'SetBaseline'> {
    const { line, year, amount, dataSource } = this;
    return { verb: 'SetBaseline', by: this.by(recorder), line, year, amount, dataSource };
  }
}
