/** Parts that several requests have. */
import type { Level, Source, Span, TotalBy } from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { Pounds } from '../../domain/money';
import { Amount, Optional, Printed, Text, Year } from './fields';

export class SourcePart {
  @Text('The document', 200) public document!: string;
  @Optional() @Text('Its sheet or page', 200) public sheet?: string | null;
  @Optional() @Text('The row', 200) public row?: string | null;
  @Optional() @Text('The cell or range of cells', 40) public cell?: string | null;
}

export const sourceOf = ({ document, sheet, row, cell }: SourcePart): Source => ({
  document,
  sheet: sheet ?? null,
  row: row ?? null,
  cell: cell ?? null,
});

export class LevelPart {
  @Year('The year') public year!: FinancialYear;
  @Optional()
  @Amount('The yearly amount saved in that year; left out where none is stated')
  public level?: Pounds | null;
  @Optional() @Printed('The text as printed in the document') public printed?: string | null;
  @Optional() @Text('The cell it was read from', 40) public cell?: string | null;
}

export const levelsOf = (parts: readonly LevelPart[]): readonly Level[] =>
  parts.map(({ year, level, printed, cell }) => ({
    year,
    level: level ?? null,
    printed: printed ?? null,
    cell: cell ?? null,
  }));

export class TotalByPart {
  @Year('The year by which it is planned') public year!: FinancialYear;
  @Amount('What is planned by that year, with or without years of its own') public amount!: Pounds;
  @Optional() @Printed('The text as printed in the document') public printed?: string | null;
  @Optional() @Text('The cell it was read from', 40) public cell?: string | null;
}

export const totalByOf = ({ year, amount, printed, cell }: TotalByPart): TotalBy => ({
  year,
  amount,
  printed: printed ?? null,
  cell: cell ?? null,
});

export class SpanPart {
  @Year('The first year') public first!: FinancialYear;
  @Year('The last year') public last!: FinancialYear;
}

export const spanOf = ({ first, last }: SpanPart): Span => ({ first, last });
