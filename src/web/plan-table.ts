/** The plan as a table whose every number is a link to the postings behind it. */
import type { Pounds } from '../domain/money';
import type { PlanCell, PlanColumn, PlanRow, PlanTableAnswer } from '../queries/plan-table';
import { address, pinned, toEntry, toLine, toTrace, type Parameter } from './address';
import { NOTHING, type ShownCell } from './shown-cell';
import { counted, inPounds, inThousands, isNil } from './wording';

export interface ShownRow {
  readonly name: string;
  readonly href: string | null;
  readonly note: string;
  readonly owner: PlanRow['owner'];
  readonly isGroup: boolean;
  readonly cells: readonly ShownCell[];
}

export interface ShownTable {
  readonly by: string;
  readonly levels: readonly string[];
  readonly contributions: readonly string[];
  readonly sections: readonly {
    readonly name: string;
    readonly rows: readonly ShownRow[];
    readonly total: readonly ShownCell[];
  }[];
  readonly total: readonly ShownCell[];
}

/** Shows the table; `part` is what of the ledger it was asked of, so that its totals open to the same part. */
export function planTable(table: PlanTableAnswer, part: Readonly<Record<string, Parameter>> = {}): ShownTable {
  const question = pinned(table);
  const show =
    (of: Readonly<Record<string, Parameter>>) =>
    (cell: PlanCell, index: number): ShownCell => {
      const column = table.columns[index];
      return column === undefined ? NOTHING : shownCell(cell, column, toTrace(column.figure, column.by, question, of));
    };
  return {
    by: table.by,
    levels: yearsOf(table.columns, 'level'),
    contributions: yearsOf(table.columns, 'budgetContribution'),
    sections: table.sections.map(({ name, rows, total }) => ({
      name,
      rows: rows.map((row) => ({
        ...namesOf(row, table),
        cells: row.cells.map(show(row.line === null ? { group: row.group, section: name } : { line: row.line })),
      })),
      total: total.map(show({ ...part, section: name })),
    })),
    total: table.total.map(show(part)),
  };
}

function shownCell({ amount, said }: PlanCell, { figure, by }: PlanColumn, href: string): ShownCell {
  if (!isNil(amount)) return { text: inThousands(amount), href, title: titleOf(amount, figure, by) };
  if (said === null) return NOTHING;
  const [text, words] = said.what === 'nil' ? ['0', 'states nil'] : ['blank', 'is blank'];
  return { text, href: toEntry(said.entry), title: `The plan ${words} for ${by}` };
}

const figureWords = { plan: 'Plan by', level: 'Level in', budgetContribution: 'Contribution to the budget of' };

const titleOf = (amount: Pounds, figure: PlanColumn['figure'], by: string): string =>
  `${figureWords[figure]} ${by}: ${inPounds(amount)}`;

const yearsOf = (columns: readonly PlanColumn[], wanted: PlanColumn['figure']): readonly string[] =>
  columns.filter(({ figure }) => figure === wanted).map(({ by }) => by);

function namesOf(row: PlanRow, { by, definition, asAt, size }: PlanTableAnswer): Omit<ShownRow, 'cells'> {
  const { name, line, group, lines, owner, stage } = row;
  if (line !== null) return { name, href: toLine(line), note: stage ?? '', owner, isGroup: false };
  const href = address('/lines', { by: by.replace('/', '-'), group, ...pinned({ definition, asAt, size }) });
  return { name, href, note: counted(lines, 'line', 'lines'), owner, isGroup: true };
}
