/** Reads the rows of a table as its mapping says: lines, printed totals, targets, headings. */
import type { Problem } from '../../domain/refusals';
import { refuse } from '../../domain/refusals';
import type { AssertedFigure, Scope } from '../../domain/entries';
import type { LineId } from '../../domain/identifiers';
import type { LaidOut, Notice } from './layout';
import type { ColumnMeaning, RowPart } from './mapping';
import { readLine } from './read-line';
import { RowCells } from './row-cells';
import type { ReadRow, SkippedRow, TargetRow, TotalRow } from './rows';

export interface RowsRead {
  readonly rows: readonly ReadRow[];
  readonly skipped: readonly SkippedRow[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

export function readRows(table: LaidOut): RowsRead {
  const reader = new TableReader(table);
  const last = table.sheet.rows.length;
  for (let row = table.headerRow + 1; row <= last; row += 1) reader.read(row);
  return reader;
}

class TableReader implements RowsRead {
  public readonly rows: ReadRow[] = [];
  public readonly skipped: SkippedRow[] = [];
  public readonly problems: Problem[] = [];
  public readonly notices: Notice[] = [];
  /** The heading that the rows below it stand under. */
  private heading: string | null = null;

  public constructor(private readonly table: LaidOut) {}

  public read(row: number): void {
    const cells = new RowCells(this.table, row, this);
    const text = cells.text('title') || cells.texts().find((each) => each !== '');
    if (text === undefined) return;
    const rule = ruleFor(cells, text);
    if (cells.isHidden() && rule?.is !== 'ignored') {
      cells.problem(`A${String(row)}`, refuse('FILE_CELL', 'The row is hidden; show it, or ignore it in the mapping.'));
      return;
    }
    const read = this.readAs(cells, text, rule ?? null);
    if (read !== null) this.rows.push(read);
  }

  private readAs(cells: RowCells, text: string, rule: RowPart | null): ReadRow | null {
    switch (rule?.is) {
      case 'heading':
      case 'ignored':
        if (rule.is === 'heading') this.heading = text;
        this.skipped.push({ at: cells.place, is: rule.is, text });
        return null;
      case 'total':
        return readTotal(cells, text, rule, scopeOf(rule, this.heading, this.table));
      case 'target':
        return readTarget(cells, text, rule);
      case 'line':
      case 'carried forward':
      case null:
      case undefined:
        return readLine(cells, rule, this.heading);
    }
  }
}

/**
 * The rule that names the line, else the row, else its title. A row that names its line is not known by its place; what
 * stands among the codes of a row without a title, such as "Total", names no line.
 */
function ruleFor(cells: RowCells, title: string): RowPart | undefined {
  const rules = cells.table.part.rows ?? [];
  const id = cells.own('id');
  const named = id === '' ? undefined : rules.find(({ code }) => code === id);
  if (named !== undefined || (id !== '' && cells.text('title') !== '')) return named;
  const isTitled = ({ title: pattern }: RowPart): boolean =>
    pattern?.endsWith('*') === true ? title.startsWith(pattern.slice(0, -1)) : title === pattern;
  return (
    rules.find((rule) => Number(rule.row ?? 0) === cells.row && (!rule.title || isTitled(rule))) ??
    rules.find((rule) => !rule.row && isTitled(rule))
  );
}

/** The columns a printed total can stand in, and the figure it then claims. */
const assertable: readonly (readonly [ColumnMeaning, AssertedFigure])[] = [
  ['total by', 'plan'],
  ['level', 'level'],
  ['budget contribution', 'budgetContribution'],
];

function readTotal(cells: RowCells, label: string, rule: RowPart, scope: Scope): TotalRow {
  const figures = assertable.flatMap(([is, figure]) =>
    cells.stated(rule, is, 'tested').map((stated) => ({
      ...stated,
      figure: is === 'total by' ? (rule.figure ?? figure) : figure,
    })),
  );
  return { is: 'total', at: cells.place, label, scope, figures };
}

/** What a printed total claims to add up: what the mapping says, else the lines it stands with. */
function scopeOf({ scope }: RowPart, heading: string | null, { part: { group, section } }: LaidOut): Scope {
  if (scope?.of === 'line') return { of: 'line', line: scope.line ?? ('' as LineId) };
  if (scope?.of === 'ledger') return { of: 'ledger' };
  if (scope) return { of: scope.of, name: scope.name ?? '' };
  if (heading !== null) return { of: 'section', name: heading };
  if (group) return { of: 'group', name: group };
  return section ? { of: 'section', name: section } : { of: 'ledger' };
}

function readTarget(cells: RowCells, label: string, rule: RowPart): TargetRow | null {
  const { target } = rule;
  const [amount] = cells.stated(rule, 'total by', 'refused');
  if (!target || !amount) {
    cells.problem(cells.cell('title'), refuse('IMPORT_MAPPING', 'A target needs its scope, deadline and amount.'));
    return null;
  }
  return { is: 'target', at: cells.place, label, scope: target.scope, deadline: target.deadline, amount };
}
