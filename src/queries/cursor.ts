/**
 * A cursor says where a page ends and which moment its first page was about, so that all pages of one answer belong
 * together however much is recorded meanwhile. It is opaque to whoever sends it back, and holds nothing secret.
 */
import { readDate, type IsoDate } from '../domain/dates';
import { readSeq } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { Moment } from '../../projections/posting-table';

/** Where to go on, and the moment it belongs to; null where the caller only named a row. */
export interface Place {
  readonly after: number;
  readonly moment: Moment | null;
}

/** The cursor after a row of an answer about a moment. */
export const cursorAfter = (row: number, { size, asAt }: Moment): string =>
  Buffer.from(`${String(row)} ${String(size)} ${asAt}`).toString('base64url');

/** Reads a cursor, or the number of a row. Refuses: PARAM_RANGE. */
export function readPlace(value: string): Place | Refusal {
  if (/^\d+$/.test(value)) {
    const row = readSeq(value);
    return isRefusal(row) ? row : { after: row, moment: null };
  }
  return (
    parsed(Buffer.from(value, 'base64url').toString()) ??
    refuse('PARAM_RANGE', 'Send as `after` the `next` of the page before.')
  );
}

function parsed(text: string): Place | null {
  const [row, size, asAt] = /^(\d{1,15}) ([1-9]\d{0,14}) (\d{4}-\d\d-\d\d)$/.exec(text)?.slice(1) ?? [];
  if (row === undefined || size === undefined || isRefusal(readDate(asAt))) return null;
  return { after: Number(row), moment: { size: Number(size), asAt: asAt as IsoDate } };
}
