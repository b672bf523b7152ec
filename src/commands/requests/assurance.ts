import type { CommandOf } from '../../domain/commands';
import type { AssertedFigure, ImportedFile, Scope } from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { LineId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { EntryRequest, type Recorder } from './base';
import {
  Amount,
  Leaf,
  LineCode,
  Nested,
  NestedList,
  OneOf,
  Optional,
  Printed,
  Seq,
  Sha256,
  Text,
  Year,
} from './fields';

abstract class CheckRequest extends EntryRequest {
  @Seq('The entry, by its seq') public entry!: string | number;
  @Leaf('The leaf hash of the entry as you were shown it') public leaf!: string;
}

export class EntryVerifiedRequest extends CheckRequest {
  public toCommand(recorder: Recorder): CommandOf<'VerifyEntry'> {
    return { verb: 'VerifyEntry', by: this.by(recorder), entry: Number(this.entry), leaf: this.leaf };
  }
}

export class EntryRejectedRequest extends CheckRequest {
  public toCommand(recorder: Recorder): CommandOf<'RejectEntry'> {
    return { verb: 'RejectEntry', by: this.by(recorder), entry: Number(this.entry), leaf: this.leaf };
  }
}

export class EntryReversedRequest extends EntryRequest {
  @Seq('The entry, by its seq') public entry!: string | number;

  public toCommand(recorder: Recorder): CommandOf<'ReverseEntry'> {
    return { verb: 'ReverseEntry', by: this.by(recorder), entry: Number(this.entry) };
  }
}

class ScopePart {
  @OneOf('What it adds up', ['ledger', 'section', 'group', 'tag', 'line']) public of!: Scope['of'];
  @Optional() @Text('The name of the section, group or tag', 200) public name?: string | null;
  @Optional() @LineCode('The line') public line?: LineId | null;
}

export class TotalAssertedRequest extends EntryRequest {
  @Text('What the total is called', 200) public label!: string;
  @Nested(() => ScopePart, 'The part of the ledger it claims to add up') public scope!: ScopePart;
  @OneOf('The column it stands in', ['plan', 'level', 'budgetContribution', 'carriedForward'], 'FIGURE_UNKNOWN')
  public figure!: AssertedFigure;
  @Year('The year') public year!: FinancialYear;
  @Amount('The printed amount') public amount!: Pounds;
  @Printed('The text as printed') public printed!: string;

  public toCommand(recorder: Recorder): CommandOf<'AssertTotal'> {
    const { label, figure, year, amount, printed } = this;
    return {
      verb: 'AssertTotal',
      by: this.by(recorder),
      label,
      scope: scopeOf(this.scope),
      figure,
      year,
      amount,
      printed,
    };
  }
}

function scopeOf({ of, name, line }: ScopePart): Scope {
  if (of === 'ledger') return { of };
  return of === 'line' ? { of, line: line ?? ('' as LineId) } : { of, name: name ?? '' };
}

class FilePart {
  @Text('The name of the file', 200) public name!: string;
  @Sha256('The SHA-256 of the file') public sha256!: string;
  @Seq('How many rows were read from it') public rows!: string | number;
}

export class BatchImportedRequest extends EntryRequest {
  @Text('What was imported', 200) public title!: string;
  @NestedList(() => FilePart, 'The files it was read from') public files!: FilePart[];
  @Text('How the files were read: unit, signs, what blank and dash mean', 2_000) public mapping!: string;
  @Amount('The sum of all amounts that were read') public controlTotal!: Pounds;

  public toCommand(recorder: Recorder): CommandOf<'ImportBatch'> {
    const { title, mapping, controlTotal } = this;
    const files = this.files.map(({ name, sha256, rows }): ImportedFile => ({ name, sha256, rows: String(rows) }));
    return { verb: 'ImportBatch', by: this.by(recorder), title, files, mapping, controlTotal };
  }
}
