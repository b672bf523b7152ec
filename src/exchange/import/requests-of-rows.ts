/** What is to be recorded so that the ledger says what the rows say: the requests an officer would send by hand. */
import { isRefusal, type Problem } from '../../domain/refusals';
import { LineRequests } from './line-requests';
import { problemAt } from './read-mapping';
import { ClassesInFile } from './row-class';
import { request, type ImportContext, type RowRequest } from './row-request';
import type { ReadRow, TargetRow, TotalRow } from './rows';

export interface RowRequests {
  readonly requests: readonly RowRequest[];
  readonly problems: readonly Problem[];
  /** The line each row is about. */
  readonly lineOf: ReadonlyMap<ReadRow, string>;
}

/** Targets first, then the lines in their order, then what is about several lines: pots and printed totals. */
export function requestsOfRows(rows: readonly ReadRow[], context: ImportContext): RowRequests {
  const requests: RowRequest[] = [];
  const pots: RowRequest[] = [];
  const problems: Problem[] = [];
  const lineOf = new Map<ReadRow, string>();
  for (const row of rows) if (row.is === 'target') requests.push(...targetOf(row, context));
  const inFile = new ClassesInFile();
  const lines = rows.filter((row) => row.is === 'line').map((row) => ({ row, found: context.codes.lineOf(row) }));
  for (const { row, found } of lines) if (!isRefusal(found)) inFile.add(row, found.code, found.line);
  for (const { row, found } of lines) {
    const made = isRefusal(found) ? found : new LineRequests(row, found.code, found.line, context, inFile).all();
    if (isRefusal(made)) problems.push(problemAt(row.at.sheet, made.detail['cell'] ?? row.titleCell, made));
    else {
      lineOf.set(row, isRefusal(found) ? '' : found.code);
      requests.push(...made.filter(({ kind }) => kind !== 'PotCreated'));
      pots.push(...made.filter(({ kind }) => kind === 'PotCreated'));
    }
  }
  const totals = rows.flatMap((row) => (row.is === 'total' ? totalsOf(row, context) : []));
  return { requests: [...requests, ...pots, ...totals], problems, lineOf };
}

/** A target that stands is revised where it is another one, and left alone where it is the same. */
function targetOf(row: TargetRow, context: ImportContext): readonly RowRequest[] {
  const { scope, deadline, amount } = row;
  const standing = context.targets[scope];
  if (standing === amount.amount) return [];
  const fields = { scope, amount: amount.amount, deadline };
  return standing === null
    ? [request(context, row.at, amount.cell, 'TargetSet', scope, fields)]
    : [request(context, row.at, amount.cell, 'TargetRevised', scope, { ...fields, reason: context.reason })];
}

const totalsOf = ({ at, label, scope, figures }: TotalRow, context: ImportContext): readonly RowRequest[] =>
  figures.flatMap(({ figure, year, amount, printed, cell }) =>
    amount === null
      ? []
      : [
          request(context, at, cell, 'TotalAsserted', cell, {
            ...{ label, scope, figure, year, amount },
            printed: printed.slice(0, 200),
          }),
        ],
  );
