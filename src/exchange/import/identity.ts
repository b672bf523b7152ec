/** Which import this is: the same files by the same mapping are the same one, however often they come in. */
import { createHash } from 'node:crypto';

import type { Refusal } from '../../domain/refusals';
import { isRefusal } from '../../domain/refusals';
import { BatchesQuery, type BatchAnswer } from '../../queries/batches';
import type { Control } from './control';
import { describeMapping } from './describe-mapping';
import type { LedgerPorts } from './ledger-ports';
import type { Mapping } from './mapping';
import type { RowsRead } from './read-rows';
import type { RowRequest } from './row-request';
import type { Sheet } from './sheet';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface Identity {
  readonly batch: string;
  readonly keyStem: string;
  readonly imported: BatchAnswer | null;
  /** The standing imports of the same tracker after that one, by title or mapping; the latest first. */
  readonly later: readonly string[];
}

/** The same files are the same import; only what was taken back can be imported again. */
export async function identityOf(
  { queryBus }: LedgerPorts,
  sheets: readonly Sheet[],
  mapping: Mapping,
): Promise<Identity | Refusal> {
  const known = await queryBus.execute(new BatchesQuery());
  if (isRefusal(known)) return known;
  const digests = [...new Set(sheets.map((sheet) => sheet.sha256))].sort();
  const ofThese = known.batches.filter(
    ({ files }) =>
      files
        .map((file) => file.sha256)
        .sort()
        .join() === digests.join(),
  );
  const described = describeMapping(mapping);
  const attempt = ofThese.filter(({ reversedBy }) => reversedBy !== null).length + 1;
  const digest = sha256(digests.join());
  const imported = ofThese.find(({ reversedBy, mapping: text }) => reversedBy === null && text === described) ?? null;
  const isLater = ({ entry, reversedBy, title, mapping: text }: BatchAnswer): boolean =>
    imported !== null &&
    reversedBy === null &&
    entry > imported.entry &&
    (title === imported.title || text === described);
  return {
    batch: `IMPORT-${sha256(`${digest} ${described}`).slice(0, 12).toUpperCase()}-${String(attempt)}`,
    keyStem: `import/${digest.slice(0, 32)}/${String(attempt)}`,
    imported,
    later: known.batches
      .filter(isLater)
      .map(({ batch }) => batch)
      .reverse(),
  };
}

export interface FileRead {
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
}

export function filesOf(sheets: readonly Sheet[], reads: readonly RowsRead[]): readonly FileRead[] {
  const names = [...new Set(sheets.map(({ file }) => file))];
  const places = reads.flatMap(({ rows, skipped }) => [...rows, ...skipped]).map(({ at }) => at);
  return names.map((name) => ({
    name,
    sha256: sheets.find(({ file }) => file === name)?.sha256 ?? '',
    rows: places.filter(({ file }) => file === name).length,
  }));
}

/** The request that records the import itself, before its rows. */
export function batchRequest(
  { batch, keyStem }: Identity,
  sheets: readonly Sheet[],
  mapping: Mapping,
  reads: readonly RowsRead[],
  control: Control,
): RowRequest {
  const described = describeMapping(mapping);
  const files = filesOf(sheets, reads).map((file) => ({ ...file, rows: String(file.rows) }));
  const [first] = sheets;
  const body = {
    kind: 'BatchImported',
    title: mapping.title,
    files,
    mapping: described,
    controlTotal: control.total,
    batch,
    ...(mapping.effective ? { effective: mapping.effective } : {}),
  };
  const at = { file: first?.file ?? '', sha256: first?.sha256 ?? '', sheet: first?.name ?? '', sheetPlace: 0, row: 1 };
  return { key: `${keyStem}/${batch}`, body, kind: 'BatchImported', line: null, at, cell: 'A1' };
}
