/** What an import would do, row by row, before it does it; and what is then recorded. */
import type { Recorder } from '../../commands/requests/base';
import type { BatchId, OfficerId } from '../../domain/identifiers';
import type { Pounds } from '../../domain/money';
import { isRefusal, Refusal, type Problem, type RefusalCode } from '../../domain/refusals';
import type { BatchAnswer } from '../../queries/batches';
import { PositionQuery } from '../../queries/position';
import { TrackerQuery, type TrackedLine } from '../../queries/tracker';
import { changedSince } from './changed-since';
import { compareTotals, otherLines, takenBack, type PrintedTotal } from './compared-totals';
import {
  controlOf,
  controlProblems,
  nothingRead,
  printedTotals,
  type Control,
  type ImportOptions,
  type ReadTotal,
} from './control';
import { describeMapping } from './describe-mapping';
import { batchRequest, filesOf, identityOf, type FileRead, type Identity } from './identity';
import { layOut, type Layout, type Notice } from './layout';
import type { LedgerPorts } from './ledger-ports';
import { LineCodes } from './line-codes';
import type { Mapping } from './mapping';
import { movedLines } from './moved-lines';
import { NamedOfficers, type NewOfficer } from './named-officers';
import { readRows, type RowsRead } from './read-rows';
import { rehearse, type EntryToBe, type Rehearsed } from './rehearsal';
import { requestsOfRows, type RowRequests } from './requests-of-rows';
import type { RowRequest } from './row-request';
import type { Sheet } from './sheet';

/** One row with the entries it becomes. */
export interface RowAnswer {
  readonly sheet: string;
  readonly row: number;
  readonly is: string;
  readonly text: string;
  readonly line: string | null;
  readonly entries: readonly EntryToBe[];
}

export interface DryRun {
  readonly batch: BatchId;
  readonly files: readonly FileRead[];
  readonly mapping: string;
  /** The standing import of these very files by this mapping, of which nothing is left to do. */
  readonly imported: BatchAnswer | null;
  readonly rows: readonly RowAnswer[];
  readonly entries: number;
  readonly officers: readonly { readonly id: OfficerId; readonly name: string }[];
  readonly control: Control;
  readonly totals: readonly PrintedTotal[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
}

/** A dry run with what is needed to record it. */
export interface PreparedImport {
  readonly answer: DryRun;
  readonly requests: readonly RowRequest[];
  readonly newOfficers: readonly NewOfficer[];
}

/** Works out what an import would record, and records nothing. Refuses only what keeps it from being worked out. */
export async function prepareImport(
  ports: LedgerPorts,
  sheets: readonly Sheet[],
  mapping: Mapping,
  options: ImportOptions,
  recorder: Recorder,
): Promise<PreparedImport | Refusal> {
  const tracker = await ports.queryBus.execute(new TrackerQuery({}));
  if (isRefusal(tracker)) return tracker;
  const identity = await identityOf(ports, sheets, mapping);
  if (isRefusal(identity)) return identity;
  const position = await ports.queryBus.execute(new PositionQuery({}));
  if (isRefusal(position)) return position;
  const layout = layOut(sheets, mapping);
  const reads = layout.tables.map(readRows);
  const rows = reads.flatMap((read) => read.rows);
  const officers = new NamedOfficers(ports.register.names());
  const made = requestsOfRows(rows, {
    ...identity,
    effective: mapping.effective ?? null,
    document: mapping.document,
    reason: options.reason ?? null,
    codes: new LineCodes(
      tracker.lines,
      mapping.lines,
      rows.filter((row) => row.is === 'line'),
    ),
    officers,
    targets: { council: standing(position.target), partnership: standing(position.partnershipTarget) },
  });
  const batch = batchRequest(identity, sheets, mapping, reads, controlOf(rows));
  const requests = made.requests.length === 0 || identity.imported !== null ? [] : [batch, ...made.requests];
  const rehearsed = await rehearse(ports, requests, recorder);
  const leftOut = [layout, ...reads, made, rehearsed].some(({ problems }) => problems.length > 0);
  const tried = leftOut ? null : rehearsed.recorded;
  const held = await heldAgainstLedger(ports, identity, made, printedTotals(rows, made.lineOf), tried);
  if (isRefusal(held)) return held;
  const worked = { sheets, mapping, options, identity, layout, reads, officers, made, requests, rehearsed, ...held };
  return { answer: answerOf({ ...worked, lines: tracker.lines }), requests, newOfficers: officers.newOnes };
}

const standing = (target: Pounds | null): Pounds | null => (target === '0.00' ? null : target);

/** The printed totals beside the ledger's figures, and where it no longer says what files say that it has. */
async function heldAgainstLedger(
  ports: LedgerPorts,
  identity: Identity,
  made: RowRequests,
  printed: readonly ReadTotal[],
  tried: Rehearsed['recorded'] | null,
): Promise<Pick<WorkedOut, 'totals' | 'changed'> | Refusal> {
  const totals = await compareTotals(ports, printed, identity.imported, tried);
  if (isRefusal(totals)) return totals;
  const changed = await changedSince(ports, identity, made.requests);
  return isRefusal(changed) ? changed : { totals, changed };
}

/** All that was worked out on the way to an answer. */
interface WorkedOut {
  readonly sheets: readonly Sheet[];
  readonly mapping: Mapping;
  readonly options: ImportOptions;
  readonly identity: Identity;
  /** As they stand in the ledger. */
  readonly lines: readonly TrackedLine[];
  readonly layout: Layout;
  readonly reads: readonly RowsRead[];
  readonly officers: NamedOfficers;
  readonly made: RowRequests;
  readonly requests: readonly RowRequest[];
  readonly rehearsed: Rehearsed;
  readonly totals: readonly PrintedTotal[];
  readonly changed: readonly Notice[];
}

function answerOf(worked: WorkedOut): DryRun {
  const { sheets, mapping, options, identity, layout, reads, officers, made, requests, rehearsed, totals } = worked;
  const rows = reads.flatMap((read) => read.rows);
  const control = controlOf(rows);
  return {
    batch: identity.batch as BatchId,
    files: filesOf(sheets, reads),
    mapping: describeMapping(mapping),
    imported: identity.imported,
    rows: rowAnswers(reads, made, requests, rehearsed.entries),
    entries: [...rehearsed.entries.values()].reduce((sum, entries) => sum + entries.length, 0),
    officers: officers.newOnes.map(({ id, name }) => ({ id, name })),
    control,
    totals,
    notices: [
      ...layout.notices,
      ...reads.flatMap((read) => read.notices),
      ...(identity.imported === null ? assumedClasses(made.requests) : []),
      ...movedLines(requests, worked.lines),
      ...otherLines(totals),
      ...takenBack(totals),
      ...worked.changed,
    ],
    problems: [
      ...layout.problems,
      ...reads.flatMap((read) => read.problems),
      ...nothingRead(layout, reads),
      ...(identity.imported === null ? [...made.problems, ...rehearsed.problems] : []),
      ...controlProblems(control, options),
    ],
  };
}

/** Cashable is what counts under every definition, so nobody is to take it by oversight. */
function assumedClasses(requests: readonly RowRequest[]): readonly Notice[] {
  const count = requests.filter(
    ({ body }) => (body as { readonly classAssumed?: boolean }).classAssumed === true,
  ).length;
  if (count === 0) return [];
  const plans = count === 1 ? '1 plan has' : `${String(count)} plans have`;
  return [
    { sheet: null, cell: null, message: `${plans} no class in the file: cashable is taken, and the findings say so.` },
  ];
}

function rowAnswers(
  reads: readonly RowsRead[],
  { lineOf }: RowRequests,
  requests: readonly RowRequest[],
  entries: Rehearsed['entries'],
): readonly RowAnswer[] {
  const byRow = new Map<string, EntryToBe[]>();
  for (const request of requests) {
    const key = `${String(request.at.sheetPlace)} ${String(request.at.row)}`;
    if (request.kind !== 'BatchImported') byRow.set(key, [...(byRow.get(key) ?? []), ...(entries.get(request) ?? [])]);
  }
  return reads.flatMap(({ rows, skipped }) =>
    [...rows, ...skipped]
      .sort((one, other) => one.at.row - other.at.row)
      .map((row) => ({
        sheet: row.at.sheet,
        row: row.at.row,
        is: row.is,
        text: row.is === 'line' ? row.title : 'label' in row ? row.label : row.text,
        line: 'text' in row ? null : (lineOf.get(row) ?? null),
        entries: byRow.get(`${String(row.at.sheetPlace)} ${String(row.at.row)}`) ?? [],
      })),
  );
}

/** What is wrong with the file, the mapping or the count as a whole keeps its own code. */
const wholes: readonly RefusalCode[] = ['FILE_CELL', 'IMPORT_MAPPING', 'IMPORT_CONTROL_TOTAL'];

/** The refusal of an import that has problems, all of them listed; null where it can be recorded. */
export function refusalOf({ problems }: DryRun): Refusal | null {
  const [first] = problems;
  if (first === undefined) return null;
  const isOne = wholes.includes(first.code) && problems.every(({ code }) => code === first.code);
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const message = `Nothing was imported: ${count}. ${first.message}`;
  return new Refusal(isOne ? first.code : 'IMPORT_ROWS', message, {}, problems);
}
