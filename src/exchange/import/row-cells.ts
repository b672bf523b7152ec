/** The cells of one row by what their columns mean; what cannot be read is noted as a problem of its cell. */
import { refuse, type Problem, type Refusal } from '../../domain/refusals';
import { isRefusal } from '../../domain/refusals';
import { readAmount, type Convention } from './amounts';
import { columnOf, ledgerHeadings, type LaidOut, type Notice } from './layout';
import type { ColumnMeaning, RowPart } from './mapping';
import { problemAt } from './read-mapping';
import type { RowPlace, Stated } from './rows';
import { address, flawOf, textOf, valueOf, type Flaw } from './sheet';

export interface Noted {
  readonly problems: Problem[];
  readonly notices: Notice[];
}

export class RowCells {
  public constructor(
    public readonly table: LaidOut,
    public readonly row: number,
    private readonly noted: Noted,
  ) {}

  public get place(): RowPlace {
    const { sheet, place } = this.table;
    return { file: sheet.file, sha256: sheet.sha256, sheet: sheet.name, sheetPlace: place, row: this.row };
  }

  /** All texts of the mapped columns. */
  public texts(): readonly string[] {
    return this.table.part.columns.map((column) => this.under(column.header));
  }

  /** The text of the column that means this; empty where there is none. */
  public text(is: ColumnMeaning): string {
    const column = this.column(is);
    return column === null ? '' : textOf(this.table.sheet, this.row, column);
  }

  /** What an export gave back under one of the ledger's own headings, or a column of the mapping's says. */
  public own(is: keyof typeof ledgerHeadings): string {
    return this.text(is) || this.under(ledgerHeadings[is]);
  }

  /** The cell of a column of the mapping's, else of the ledger's own heading; null where the table has neither. */
  public ownCell(is: keyof typeof ledgerHeadings): string | null {
    const column = this.column(is) ?? columnOf(this.table, { header: ledgerHeadings[is] });
    return column === null ? null : address(this.row, column);
  }

  public cell(is: ColumnMeaning): string {
    return address(this.row, this.column(is) ?? 0);
  }

  /** One of a few words; anything else but a blank is a problem. */
  public word<Word extends string>(is: ColumnMeaning, words: readonly Word[]): Word | null {
    const text = this.text(is).toLowerCase();
    const word = words.find((each) => each === text) ?? null;
    if (word === null && text !== '')
      this.problem(this.cell(is), refuse('CHOICE_UNKNOWN', `"${text.slice(0, 40)}" is none of: ${words.join(', ')}.`));
    return word;
  }

  /** The amounts of the columns that mean this; a cell that cannot be read is a problem and states nothing. */
  public stated(
    rule: RowPart | undefined | null,
    is: ColumnMeaning,
    formulas: 'refused' | 'tested',
  ): readonly Stated[] {
    const { part: sheet, convention } = this.table;
    const meant = { ...convention, savings: rule?.savings ?? convention.savings };
    return (rule?.columns ?? sheet.columns).flatMap((part): readonly Stated[] => {
      const column = part.is === is ? columnOf(this.table, part) : null;
      if (column === null || !part.year) return [];
      const cell = address(this.row, column);
      return this.isFit(column, cell, formulas) ? this.amountIn(column, cell, part.year, meant) : [];
    });
  }

  private amountIn(column: number, cell: string, year: Stated['year'], meant: Convention): readonly Stated[] {
    const read = readAmount(valueOf(this.table.sheet, this.row, column), meant);
    if (isRefusal(read)) {
      this.problem(cell, read);
      return [];
    }
    const { amount, printed, rounded } = read;
    if (rounded !== null) this.notice(cell, `${rounded} was rounded to ${amount ?? ''}, whole pence.`);
    return [{ year, amount, printed, cell }];
  }

  private isFit(column: number, cell: string, formulas: 'refused' | 'tested'): boolean {
    const flaw = flawOf(this.table.sheet, this.row, column);
    if (flaw === null || flaw === 'hidden column') return true;
    if (flaw === 'formula' && formulas === 'tested') {
      this.notice(cell, 'This total is a formula; its last result is tested.');
      return true;
    }
    this.problem(cell, flawRefusal(flaw));
    return false;
  }

  /** A title or a name in a merged cell, or one that a formula makes, is as unfit as an amount. */
  public refuseUnfitTexts(): void {
    for (const part of this.table.part.columns) {
      const column = part.year || part.is === 'ignored' ? null : columnOf(this.table, part);
      if (column !== null) this.isFit(column, address(this.row, column), 'refused');
    }
  }

  public isHidden(): boolean {
    return this.table.sheet.flaws.rows.has(this.row);
  }

  public problem(cell: string, refusal: Refusal): void {
    this.noted.problems.push(problemAt(this.table.sheet.name, cell, refusal));
  }

  private notice(cell: string, message: string): void {
    this.noted.notices.push({ sheet: this.table.sheet.name, cell, message });
  }

  private column(is: ColumnMeaning): number | null {
    const part = this.table.part.columns.find((column) => column.is === is);
    return part === undefined ? null : columnOf(this.table, part);
  }

  private under(header: string): string {
    const column = columnOf(this.table, { header });
    return column === null ? '' : textOf(this.table.sheet, this.row, column);
  }

  public has(is: ColumnMeaning): boolean {
    return this.column(is) !== null;
  }
}

const flawRefusal = (flaw: Flaw): Refusal =>
  refuse('FILE_CELL', `This cell ${flawWords[flaw]}; put the plain value in a cell of its own.`);

const flawWords: Readonly<Record<Flaw, string>> = {
  formula: 'holds a formula',
  error: 'holds an error',
  merged: 'is merged with others',
  'hidden row': 'stands in a hidden row',
  'hidden column': 'stands in a hidden column',
};
