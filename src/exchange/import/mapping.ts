/**
 * How a tracker is to be read, as data: which sheets, which heading is which column, what the amounts mean, and what is
 * not in the file at all, such as the code of a line. It is remembered with the ledger's data and can be sent on.
 */
import { SpanPart } from '../../commands/requests/parts';
import {
  Amount,
  Day,
  LineCode,
  LineCodes,
  Nested,
  NestedList,
  OneOf,
  Optional,
  Seq,
  Tags,
  Text,
  Year,
} from '../../commands/requests/fields';
import type { IsoDate } from '../../domain/dates';
import { classes, rulings, stages, type Class, type Ruling, type Scope, type Stage } from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { LineId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { meanings, signs, units, type Meaning, type Sign, type Unit } from './amounts';

export const columnMeanings = [
  'id',
  'version',
  'class',
  'section',
  'group',
  'title',
  'tags',
  'stage',
  'officer',
  'level',
  'instalment',
  'total by',
  'budget contribution',
  'forecast',
  'ignored',
] as const;
export type ColumnMeaning = (typeof columnMeanings)[number];

/** The columns that hold an amount for a year. */
export const yearly: readonly ColumnMeaning[] = ['level', 'instalment', 'total by', 'budget contribution', 'forecast'];

export class ColumnPart {
  @Text('The heading of the column', 200) public header!: string;
  @OneOf('What the column holds', columnMeanings) public is!: ColumnMeaning;
  @Optional() @Year('The year its amounts are of') public year?: FinancialYear | null;
}

export const rowMeanings = ['line', 'carried forward', 'heading', 'total', 'target', 'ignored'] as const;
export type RowMeaning = (typeof rowMeanings)[number];

const scopes = ['ledger', 'section', 'group', 'tag', 'line'] as const;

class ScopePart {
  @OneOf('What the total adds up', scopes) public of!: Scope['of'];
  @Optional() @Text('The name of the section, group or tag', 200) public name?: string | null;
  @Optional() @LineCode('The line') public line?: LineId | null;
}

class CarriedPart {
  @Nested(() => SpanPart, 'The closed period') public closed!: SpanPart;
  @Nested(() => SpanPart, 'The period it is carried into') public into!: SpanPart;
  @Amount('The target of the closed period') public closedTarget!: Pounds;
  @Amount('What the closed period achieved that is cashable') public closedCashableAchieved!: Pounds;
}

class TargetPart {
  @OneOf('The scope of the target', ['council', 'partnership']) public scope!: 'council' | 'partnership';
  @Year('The year by which it is to be saved') public deadline!: FinancialYear;
}

class PotPart {
  @LineCodes('The programmes that share the pot') public programmes!: readonly LineId[];
  @Day('The last day by which it is to be allocated') public allocateBy!: IsoDate;
}

/** What is known of a row besides its cells. Chosen by its number, or by its title; `Total*` is any title that begins so. */
export class RowPart {
  @Optional() @Seq('The number of the row') public row?: string | number | null;
  @Optional() @Text('The title of the row', 200) public title?: string | null;
  @Optional() @OneOf('What the row is', rowMeanings) public is?: RowMeaning | null;
  @Optional() @LineCode('The code of its line') public code?: LineId | null;
  @Optional() @Text('The title of its line, where it is not the one in the row', 200) public called?: string | null;
  @Optional() @Text('The section', 200) public section?: string | null;
  @Optional() @Text('The group', 200) public group?: string | null;
  @Optional() @Tags('The tags') public tags?: readonly string[] | null;
  @Optional() @OneOf('The stage', stages) public stage?: Stage | null;
  @Optional() @OneOf('Why it waits for a ruling', rulings) public ruling?: Ruling | null;
  @Optional() @OneOf('The class', classes, 'CLASS_UNKNOWN') public class?: Class | null;
  @Optional() @NestedList(() => ColumnPart, 'Its columns, where they mean something else here') public columns?:
    ColumnPart[] | null;
  @Optional() @OneOf('The sign a saving has in this row', signs) public savings?: Sign | null;
  @Optional() @Nested(() => ScopePart, 'What a total adds up') public scope?: ScopePart | null;
  @Optional() @OneOf('The figure a total is of', ['plan', 'carriedForward']) public figure?:
    'plan' | 'carriedForward' | null;
  @Optional()
  @Nested(() => CarriedPart, 'The closed period behind a carry-forward')
  public carried?: CarriedPart | null;
  @Optional() @Nested(() => TargetPart, 'Which target it is') public target?: TargetPart | null;
  @Optional() @Nested(() => PotPart, 'The programmes, where the line is a pot') public pot?: PotPart | null;
}

/** How amounts are meant: said once for all sheets, or for one. */
abstract class ConventionPart {
  @Optional() @OneOf('The unit of the amounts', units) public unit?: Unit | null;
  @Optional() @OneOf('The sign a saving has', signs) public savings?: Sign | null;
  @Optional() @OneOf('What a blank cell means', meanings) public blank?: Meaning | null;
  @Optional() @OneOf('What a dash means', meanings) public dash?: Meaning | null;
}

export class SheetPart extends ConventionPart {
  @Text('The sheet; for a CSV file its file name', 200) public sheet!: string;
  @Optional() @Seq('The row of the headings; the first one that has them all where it is left out') public headerRow?:
    string | number | null;
  @Optional() @Text('The section of its lines', 200) public section?: string | null;
  @Optional() @Text('The group of its lines', 200) public group?: string | null;
  @Optional() @OneOf('The class of its lines', classes, 'CLASS_UNKNOWN') public class?: Class | null;
  @Optional() @OneOf('The stage of its lines', stages) public stage?: Stage | null;
  @NestedList(() => ColumnPart, 'Its columns') public columns!: ColumnPart[];
  @Optional() @NestedList(() => RowPart, 'What is known of its rows besides', 1_000) public rows?: RowPart[] | null;
}

export const knownBy = ['id', 'id or title'] as const;

export class Mapping extends ConventionPart {
  @Text('What is imported', 200) public title!: string;
  @Text('The document the file was made from', 200) public document!: string;
  @Optional() @Day('The day its facts hold from') public effective?: IsoDate | null;
  @Optional()
  @OneOf('How a row finds a line that is there', knownBy)
  public lines?: (typeof knownBy)[number] | null;
  @NestedList(() => SheetPart, 'The sheets that are read') public sheets!: SheetPart[];
}
