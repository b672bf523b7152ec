import { refuse, type Refusal } from './refusals';

/** The number of a ledger: a UUID, made when the ledger is opened. */
export type LedgerId = string & { readonly kind: 'ledger' };

/** The number of an entry: UUIDv5 of the ledger, the idempotency key and the entry's place in its command. */
export type EntryId = string & { readonly kind: 'entry' };

/** The code of a savings line, such as `IT-PROCUREMENT`. Names are not keys: four published lines share nearly one name. */
export type LineId = string & { readonly kind: 'line' };

/** The code of an import batch, written like a line's. */
export type BatchId = string & { readonly kind: 'batch' };

/** The pseudonym of an officer, such as `off-101`. The register that gives it a name stands outside the history. */
export type OfficerId = string & { readonly kind: 'officer' };

/** What a client calls its command, so that sending it again records nothing again. Unique in the ledger. */
export type IdempotencyKey = string & { readonly kind: 'idempotency key' };

/** The place of an entry in the ledger, as text, where one entry names another: hashed bytes hold no numbers. */
export type SeqText = string & { readonly kind: 'seq' };

const code = /^[A-Z0-9][A-Z0-9-]{1,39}$/;

/** Reads the code of a line. Refuses CODE_FORMAT. */
export const readLineId = (value: unknown): LineId | Refusal =>
  isCode(value) ? (value as LineId) : refuseCode('line');
/** Reads the code of a batch. Refuses CODE_FORMAT. */
export const readBatchId = (value: unknown): BatchId | Refusal =>
  isCode(value) ? (value as BatchId) : refuseCode('batch');

const isCode = (value: unknown): value is string => typeof value === 'string' && code.test(value);

const refuseCode = (what: string): Refusal =>
  refuse('CODE_FORMAT', `A ${what}'s code is 2 to 40 capital letters, digits and hyphens, such as IT-PROCUREMENT.`);

/** Reads the id of an officer. Refuses OFFICER_FORMAT, so that no name gets into the history: rule 20. */
export const readOfficerId = (value: unknown): OfficerId | Refusal =>
  typeof value === 'string' && /^off-[a-z0-9][a-z0-9-]{0,39}$/.test(value)
    ? (value as OfficerId)
    : refuse('OFFICER_FORMAT', 'An officer is named by id, such as off-101, never by name.');

/** Reads a key of 1 to 200 visible characters. Refuses IDEMPOTENCY_REQUIRED and IDEMPOTENCY_FORMAT. */
export function readIdempotencyKey(value: unknown): IdempotencyKey | Refusal {
  if (value === undefined || value === null || value === '') {
    return refuse(
      'IDEMPOTENCY_REQUIRED',
      'Send an Idempotency-Key, a text of your own that names this command, so that it can safely be sent again.',
    );
  }
  return typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value)
    ? (value as IdempotencyKey)
    : refuse('IDEMPOTENCY_FORMAT', 'An Idempotency-Key is 1 to 200 printable characters without spaces.');
}

/** Reads the seq of an entry: `12`, `"12"`. One beyond what a ledger can ever reach is one that is not there. */
export function readSeq(value: unknown): number | Refusal {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^(0|[1-9]\d{0,99})$/.test(text)
    ? Math.min(Number(text), Number.MAX_SAFE_INTEGER)
    : refuse('PARAM_RANGE', 'A seq is a whole number from 0 on.');
}

/** A seq as hashed bytes hold it. */
export const seqText = (seq: number): SeqText => String(seq) as SeqText;
/** A seq as memory holds it. */
export const seqOf = (seq: SeqText): number => Number(seq);
