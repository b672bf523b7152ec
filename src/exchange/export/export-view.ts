/** Exports a view of the ledger: what every front door calls. */
import type { QueryBus } from '@nestjs/cqrs';

import type { OfficerId } from '../../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../../domain/refusals';
import { figureParameters, type ParameterName, type Parameters } from '../../queries/read-question';
import { csvOf } from './csv';
import { makeFile } from './make-file';
import type { Report } from './report';
import { allEntries, makeReport, views } from './reports';
import { trackerReport } from './tracker';
import { sheetNames } from './sheet-names';

export const exportable = [...views, 'tracker'] as const;
export type Exportable = (typeof exportable)[number];

/** The parameters of the question behind each view. */
export const viewParameters: Readonly<Record<Exportable, readonly ParameterName[]>> = {
  lines: figureParameters,
  position: figureParameters,
  entries: ['line', 'as_at', 'known_at'],
  paper: ['by', 'definition', 'as_at', 'known_at'],
  return: ['by', 'definition', 'as_at', 'known_at'],
  tracker: ['as_at', 'known_at'],
};

export const exportFormats = ['csv', 'xlsx', 'pdf', 'docx', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ndjson: 'application/x-ndjson',
};

export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What is exported: a view, how, and what it is asked with. */
export interface ExportRequest {
  readonly view: Exportable;
  readonly format: ExportFormat;
  readonly parameters: Parameters;
  /** For the tracker: the mapping it came in by, as JSON that has been parsed; null for the ledger's own layout. */
  readonly mapping?: unknown;
  /** For CSV, where the view has several tables: which one, by the name of its sheet. */
  readonly table?: string;
}

/** Where the answers and the names come from. */
export interface ExportFrom {
  readonly queryBus: QueryBus;
  readonly register: { names(): ReadonlyMap<OfficerId, string> };
}

/** Makes the file. Refuses what the questions behind the view refuse, and CHOICE_UNKNOWN for a format it does not have. */
export async function exportView(from: ExportFrom, request: ExportRequest): Promise<ExportedFile | Refusal> {
  const { view, format, parameters } = request;
  if (format === 'ndjson') return view === 'entries' ? journalOf(from, parameters) : noSuchFormat(view, format);
  const report =
    view === 'tracker'
      ? await trackerReport(from.queryBus, parameters, from.register.names(), request.mapping ?? null)
      : await makeReport[view](from.queryBus, parameters);
  if (isRefusal(report)) return report;
  const chosen = format === 'csv' ? oneTable(report, request.table ?? null) : report;
  if (isRefusal(chosen)) return chosen;
  const bytes = format === 'csv' ? oneCsv(chosen) : await makeFile({ format, report: chosen });
  return isRefusal(bytes) ? bytes : { name: nameOf(view, report, format), mediaType: mediaTypes[format], bytes };
}

const oneCsv = ({ tables: [table] }: Report): Buffer => (table === undefined ? Buffer.alloc(0) : csvOf(table));

/** A CSV file holds one table; of several, one is chosen by name. */
function oneTable(report: Report, name: string | null): Report | Refusal {
  const { tables } = report;
  const names = sheetNames(tables);
  const [first, another] = tables;
  const chosen = name === null && another === undefined ? first : tables[names.findIndex((each) => each === name)];
  if (chosen !== undefined) return { ...report, tables: [chosen] };
  const listed = names.map((each) => `"${each}"`).join(', ');
  return refuse('CHOICE_UNKNOWN', `A CSV file holds one table; say which of these: ${listed}.`);
}

/** Day and last entry are in the name, so that two files are told apart without being opened. */
function nameOf(view: Exportable, { cover }: Report, format: ExportFormat): string {
  const facts = new Map(cover);
  return `${view}-${facts.get('As at') ?? ''}-entry-${facts.get('Known on entry') ?? ''}.${format}`;
}

/** One entry a line, as recorded: the raw form, without anything escaped. */
async function journalOf({ queryBus }: ExportFrom, parameters: Parameters): Promise<ExportedFile | Refusal> {
  const all = await allEntries(queryBus, parameters);
  if (isRefusal(all)) return all;
  const lines = all.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return {
    name: `entries-entry-${String(all.size - 1)}.ndjson`,
    mediaType: mediaTypes.ndjson,
    bytes: Buffer.from(lines),
  };
}

const noSuchFormat = (view: Exportable, format: ExportFormat): Refusal =>
  refuse('CHOICE_UNKNOWN', `There is no ${format} of ${view}; only entries are given as ndjson.`);
