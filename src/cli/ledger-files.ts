/** What a ledger, here or on a server, does with files: takes trackers in, and gives views out. */
import type { Refusal } from '../domain/refusals';
import type { ExportRequest } from '../exchange/export/export-view';
import type { DryRun } from '../exchange/import/dry-run';
import type { Committed, ImportRequest, Progress } from '../exchange/import/import-files';
import type { ReversedImport, SaidOfReversal } from '../exchange/import/reverse-import';

/** A tracker as the terminal got it. Without a mapping the remembered one that fits is taken. */
export interface Upload extends Omit<ImportRequest, 'mapping'> {
  readonly mapping: unknown;
  /** Who imports; on a server the token says so. */
  readonly as: string | undefined;
}

/** A view to be exported. A tracker is written by a remembered mapping, named, or by a mapping of one's own, as JSON. */
export interface AskedView extends Omit<ExportRequest, 'mapping'> {
  readonly mapping?: { readonly name: string } | { readonly json: unknown };
}

export interface WrittenView {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface LedgerFiles {
  readonly exportView: (asked: AskedView) => Promise<WrittenView | Refusal>;
  readonly tryImport: (upload: Upload, progress: Progress) => Promise<DryRun | Refusal>;
  readonly commitImport: (upload: Upload, progress: Progress) => Promise<Committed | Refusal>;
  readonly reverseImport: (
    batch: string,
    said: SaidOfReversal,
    as: string | undefined,
  ) => Promise<ReversedImport | Refusal>;
  /** The remembered mappings, as JSON that has been parsed, by name. */
  readonly mappings: () => Promise<Readonly<Record<string, unknown>> | Refusal>;
}
