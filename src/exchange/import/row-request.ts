import type { Keyed } from '../../commands/record-together';
import type { RecordableKind } from '../../commands/requests/requests';
import type { Pounds } from '../../domain/money';
import type { LineCodes } from './line-codes';
import type { NamedOfficers } from './named-officers';
import type { RowPlace } from './rows';

export type Fields = Readonly<Record<string, unknown>>;

/** A request with the row it comes from and the cell to look at where it is refused. */
export interface RowRequest extends Keyed {
  readonly kind: RecordableKind;
  readonly line: string | null;
  readonly at: RowPlace;
  readonly cell: string;
}

/** What all requests of one import share. */
export interface ImportContext {
  readonly batch: string;
  readonly effective: string | null;
  readonly document: string;
  readonly reason: string | null;
  /** What every key begins with: the digest of the files, and how often they were imported and taken back. */
  readonly keyStem: string;
  readonly codes: LineCodes;
  readonly officers: NamedOfficers;
  /** The targets that stand. */
  readonly targets: Readonly<Record<'council' | 'partnership', Pounds | null>>;
}

/** A request about a row, with its key, its batch and the cell it was read from. */
export function request(
  context: ImportContext,
  at: RowPlace,
  cell: string,
  kind: RecordableKind,
  subject: string,
  fields: Fields,
): RowRequest {
  const { batch, effective, document, keyStem } = context;
  const line = typeof fields['line'] === 'string' ? fields['line'] : null;
  const source = { document, sheet: at.sheet, row: String(at.row), cell };
  const said = { kind, ...fields, ...(effective === null ? {} : { effective }), batch, source };
  // Plain fields, as any client would send them: parts of the mapping are instances of its shapes.
  const body = JSON.parse(JSON.stringify(said)) as unknown;
  return {
    key: `${keyStem}/${String(at.sheetPlace)}/${String(at.row)}/${subject}/${kind}`,
    body,
    kind,
    line,
    at,
    cell,
  };
}
