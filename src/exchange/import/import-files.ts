/** Imports a tracker: what every front door calls, to try it (dry run) or to record it (commit). */
import { RecordTogether } from '../../commands/record-together';
import type { Recorder } from '../../commands/requests/base';
import type { Receipt } from '../../commands/written-entry';
import { isRefusal, Refusal } from '../../domain/refusals';
import { prepareImport, refusalOf, type DryRun, type ImportOptions, type PreparedImport } from './dry-run';
import type { LedgerPorts } from './ledger-ports';
import type { Mapping } from './mapping';
import { readMapping } from './read-mapping';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import { followsFromBatch, problemOfRow } from './rehearsal';
import type { Sheet } from './sheet';
import { rejected } from './zip-parts';

/** A file as it came in. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is imported, as it came in. */
export interface ImportRequest {
  readonly files: readonly UploadedFile[];
  /** JSON that has been parsed. */
  readonly mapping: unknown;
  readonly options: ImportOptions;
}

/** What was recorded: nothing where it had been imported before, or where nothing in it is new. */
export interface Committed {
  readonly answer: DryRun;
  readonly receipts: readonly Receipt[];
  readonly replayed: boolean;
}

/** Told as the work goes on, for whoever waits. */
export type Progress = (step: 'sending' | 'reading' | 'checking' | 'recording', done: number, of: number) => void;

const unwatched: Progress = () => undefined;

/**
 * What an import would do. Its problems are in the answer; refused is only what cannot be worked out at all:
 * FILE_REJECTED, CSV_FORMAT, IMPORT_MAPPING, IMPORT_UNIT_REQUIRED.
 */
export async function tryImport(
  ports: LedgerPorts,
  request: ImportRequest,
  recorder: Recorder,
  progress: Progress = unwatched,
): Promise<DryRun | Refusal> {
  const prepared = await prepare(ports, request, recorder, progress);
  return isRefusal(prepared) ? prepared : prepared.answer;
}

/**
 * Records an import, all of it or nothing. Refuses what `tryImport` refuses, and an import with problems: IMPORT_ROWS,
 * FILE_CELL, IMPORT_CONTROL_TOTAL, with every problem listed.
 */
export async function commitImport(
  ports: LedgerPorts,
  request: ImportRequest,
  recorder: Recorder,
  progress: Progress = unwatched,
): Promise<Committed | Refusal> {
  const prepared = await prepare(ports, request, recorder, progress);
  if (isRefusal(prepared)) return prepared;
  const { answer, requests, newOfficers } = prepared;
  const refusal = refusalOf(answer);
  if (refusal !== null) return refusal;
  if (requests.length === 0) return { answer, receipts: [], replayed: answer.imported !== null };
  for (const kind of new Set(requests.map((each) => each.kind))) ports.allow?.(kind);
  // Before the entries: an id without a name would be a riddle, a name without an entry is none.
  if (newOfficers.length > 0) ports.register.add(newOfficers);
  progress('recording', 0, requests.length);
  const outcome = await ports.commandBus.execute(new RecordTogether(requests, recorder));
  if ('refused' in outcome) return refusedRows(prepared, outcome.refused);
  progress('recording', requests.length, requests.length);
  const receipts = outcome.recorded.flatMap((each) => each.receipts);
  return { answer, receipts, replayed: outcome.recorded.every(({ replayed }) => replayed) };
}

/** Someone recorded between the rehearsal and the recording, so that rows do not fit any more. */
function refusedRows({ requests }: PreparedImport, refused: ReadonlyMap<number, Refusal>): Refusal {
  const problems = [...refused].flatMap(([place, refusal]) => {
    const request = requests[place];
    return request === undefined || followsFromBatch(refusal) ? [] : [problemOfRow(request, refusal)];
  });
  const [first] = problems;
  return new Refusal('IMPORT_ROWS', `Nothing was imported. ${first?.message ?? ''}`, {}, problems);
}

async function prepare(
  ports: LedgerPorts,
  { files, mapping: json, options }: ImportRequest,
  recorder: Recorder,
  progress: Progress,
): Promise<PreparedImport | Refusal> {
  const mapping: Mapping | Refusal = readMapping(json);
  if (isRefusal(mapping)) return mapping;
  const sheets = await readFiles(files, progress);
  if (isRefusal(sheets)) return sheets;
  progress('checking', 0, sheets.length);
  const prepared = await prepareImport(ports, sheets, mapping, options, recorder);
  progress('checking', sheets.length, sheets.length);
  return prepared;
}

/** The sheets of all files, in their order. Refuses what `readFile` refuses. */
export async function readFiles(
  files: readonly UploadedFile[],
  progress: Progress = unwatched,
): Promise<readonly Sheet[] | Refusal> {
  const sheets: Sheet[] = [];
  for (const [done, file] of files.entries()) {
    progress('reading', done, files.length);
    const read = await readFile(file);
    if (isRefusal(read)) return read;
    sheets.push(...read);
  }
  progress('reading', files.length, files.length);
  return sheets;
}

/** The sheets of a file, by what its name says it is. Refuses: FILE_REJECTED, CSV_FORMAT. */
export async function readFile({ name, bytes }: UploadedFile): Promise<readonly Sheet[] | Refusal> {
  if (/\.xlsx$/i.test(name)) return readXlsx(name, bytes);
  if (!/\.csv$/i.test(name)) return rejected(name, 'only .xlsx and .csv are read; save it as one of them.');
  const sheet = readCsv(name, bytes);
  return isRefusal(sheet) ? sheet : [sheet];
}
