/** What the rows of a tracker say, before anyone asks what of it is new to the ledger. */
import type { AssertedFigure, Class, Ruling, Scope, Stage } from '../../domain/entries';
import type { FinancialYear } from '../../domain/financial-year';
import type { LineId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import type { RowPart } from './mapping';

/** Where a row stands. */
export interface RowPlace {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  /** The place of the sheet in its file, from 0. */
  readonly sheetPlace: number;
  readonly row: number;
}

/** An amount of a year, with the cell it stands in. Null where the cell states none. */
export interface Stated {
  readonly year: FinancialYear;
  readonly amount: Pounds | null;
  readonly printed: string;
  readonly cell: string;
}

export interface LineRow {
  readonly is: 'line';
  readonly at: RowPlace;
  /** Null where the code is to be made from the title. */
  readonly code: LineId | null;
  readonly title: string;
  readonly titleCell: string;
  /** The title belongs to the ledger, not to the row, where the mapping gives another. */
  readonly section: string;
  readonly group: string | null;
  /** Null where the file says nothing of it. */
  readonly tags: readonly string[] | null;
  readonly stage: Stage | null;
  /** The stage a cell of the row says; what the mapping says of a stage is for new lines only. */
  readonly stated: { readonly stage: Stage; readonly cell: string } | null;
  readonly ruling: Ruling | null;
  readonly officer: { readonly name: string; readonly cell: string } | null;
  /** Null where neither file nor mapping gives the class: cashable is taken, and said to be assumed. */
  readonly class: Class | null;
  /** The cell of the class; that of the title where the file has no column for it. */
  readonly classCell: string;
  readonly version: string | null;
  readonly levels: readonly Stated[];
  readonly totalBy: Stated | null;
  readonly budget: readonly Stated[];
  readonly forecast: readonly Stated[];
  readonly carried: RowPart['carried'] | null;
  readonly pot: RowPart['pot'] | null;
}

export interface TotalRow {
  readonly is: 'total';
  readonly at: RowPlace;
  readonly label: string;
  readonly scope: Scope;
  readonly figures: readonly (Stated & { readonly figure: AssertedFigure })[];
}

export interface TargetRow {
  readonly is: 'target';
  readonly at: RowPlace;
  readonly label: string;
  readonly scope: 'council' | 'partnership';
  readonly deadline: FinancialYear;
  readonly amount: Stated;
}

export type ReadRow = LineRow | TotalRow | TargetRow;

/** A row that makes no entry: a heading, or one the mapping ignores. */
export interface SkippedRow {
  readonly at: RowPlace;
  readonly is: 'heading' | 'ignored';
  readonly text: string;
}
