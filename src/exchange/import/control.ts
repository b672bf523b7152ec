/** Adds up what was read, and adds printed totals up again from the rows, before anything is recorded. */
import { addAll, pence, pounds, readPounds, type Pence, type Pounds } from '../../domain/money';
import { isRefusal, type Problem } from '../../domain/refusals';
import type { Layout } from './layout';
import type { RowsRead } from './read-rows';
import type { LineRow, ReadRow, Stated, TotalRow } from './rows';

/** What someone says besides the mapping, for this one import. */
export interface ImportOptions {
  /** Why plans change; a re-profile needs it. */
  readonly reason?: string;
  /** What the count of lines and the sum of all amounts should be, where someone has counted. */
  readonly controlRows?: string;
  readonly controlTotal?: string;
}

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

/** What was counted by hand is compared with what was read; nothing is recorded where they differ. */
export function controlProblems(control: Control, { controlRows, controlTotal }: ImportOptions): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (message: string): void => {
    problems.push({ pointer: '/control', code: 'IMPORT_CONTROL_TOTAL', message });
  };
  if (controlRows !== undefined && controlRows !== String(control.rows))
    say(`${controlRows} lines were said to be in the file, and ${String(control.rows)} were read.`);
  if (controlTotal === undefined) return problems;
  const total = readPounds(asPages(controlTotal));
  if (isRefusal(total)) problems.push({ pointer: '/control', code: total.code, message: total.message });
  else if (total !== control.total)
    say(`The control total was said to be ${total}, and the amounts read add up to ${control.total}.`);
  return problems;
}

/** An amount may be given as the pages print it, £130,030.25. */
const asPages = (amount: string): string =>
  /^£?(\d{1,3}(,\d{3})+|\d+)\.\d{2}$/.test(amount) ? amount.replaceAll(/[£,]/g, '') : amount;

/** That a file says nothing is not the same as that the ledger says it already. */
export function nothingRead({ problems }: Layout, reads: readonly RowsRead[]): readonly Problem[] {
  const isSilent = problems.length === 0 && reads.every((read) => read.rows.length + read.problems.length === 0);
  const message =
    'Nothing in this file was read: no line and no total stands below the headings of the layout. Check that it is the ' +
    'right file, and which rows the layout ignores.';
  return isSilent ? [{ pointer: '/files', code: 'IMPORT_MAPPING', message }] : [];
}
