/** Adds up what was read, and adds printed totals up again from the rows, before anything is recorded. */
import { addAll, pence, pounds, type Pence, type Pounds } from '../../domain/money';
import type { LineRow, ReadRow, Stated, TotalRow } from './rows';

/** How much was read, to be compared with what someone says it should be. */
export interface Control {
  /** The lines that were read. */
  readonly rows: number;
  /** The sum of all their amounts, which means nothing else. */
  readonly total: Pounds;
}

/** A printed total of a file, before it is held against the ledger. */
export interface ReadTotal {
  readonly sheet: string;
  readonly cell: string;
  readonly label: string;
  readonly figure: string;
  readonly year: string;
  readonly printed: string;
  readonly stated: Pounds;
  /** The same figure added up from the rows of the file. */
  readonly rows: Pounds;
}

const linesIn = (rows: readonly ReadRow[]): readonly LineRow[] => rows.filter((row) => row.is === 'line');

export function controlOf(rows: readonly ReadRow[]): Control {
  const lines = linesIn(rows);
  const amounts = lines.flatMap(({ levels, totalBy, budget, forecast }) =>
    [...levels, ...(totalBy === null ? [] : [totalBy]), ...budget, ...forecast].flatMap(({ amount }) =>
      amount === null ? [] : [pence(amount)],
    ),
  );
  return { rows: lines.length, total: pounds(addAll(amounts)) };
}

/** Each printed total beside what the rows of the file add up to. */
export function printedTotals(rows: readonly ReadRow[], lineOf: ReadonlyMap<ReadRow, string>): readonly ReadTotal[] {
  const lines = linesIn(rows);
  return rows.flatMap((row) => {
    if (row.is !== 'total') return [];
    const inScope = lines.filter((line) => isInScope(row, line, lineOf.get(line) ?? null));
    return row.figures.flatMap(({ figure, year, amount, printed, cell }): readonly ReadTotal[] => {
      if (amount === null) return [];
      const sum = pounds(addAll(inScope.map((line) => figureOf(line, figure, year))));
      const { label, at } = row;
      return [{ sheet: at.sheet, cell, label, figure, year, printed, stated: amount, rows: sum }];
    });
  });
}

function isInScope({ scope }: TotalRow, line: LineRow, code: string | null): boolean {
  switch (scope.of) {
    case 'ledger':
      return true;
    case 'section':
      return line.section === scope.name;
    case 'group':
      return line.group === scope.name;
    case 'tag':
      return line.tags?.includes(scope.name) ?? false;
    case 'line':
      return code === scope.line;
  }
}

function figureOf(line: LineRow, figure: TotalRow['figures'][number]['figure'], year: string): Pence {
  switch (figure) {
    case 'plan':
      return line.totalBy === null ? levelIn(line.levels, year) : amountOf(line.totalBy);
    case 'carriedForward':
      return line.carried ? amountOf(line.totalBy) : (0 as Pence);
    case 'level':
      return levelIn(line.levels, year);
    case 'budgetContribution':
      return levelIn(line.budget, year);
  }
}

const amountOf = (stated: Stated | null | undefined): Pence => pence(stated?.amount ?? ('0.00' as Pounds));

/** The level of a year is the last one stated by then. */
const levelIn = (stated: readonly Stated[], year: string): Pence =>
  amountOf(stated.filter((each) => each.year <= year && each.amount !== null).at(-1));
