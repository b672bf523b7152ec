/** An entry as the verifier sees it: only what its checks look at, each part checked as it is read. */
import { fieldsOf, type Fields, type Value } from './canonical';
import { textOf } from './files';
import { fail } from './outcome';
import { penceOf } from './pence';

export interface Posting {
  readonly line: string | null;
  readonly measure: string;
  readonly tranche: string;
  readonly from: string;
  readonly of: string | null;
  readonly status: string | null;
  readonly identified: boolean;
  readonly pence: number;
}

export interface Entry {
  readonly seq: number;
  readonly kind: string;
  readonly id: string;
  readonly part: string;
  readonly key: string;
  readonly line: string | null;
  readonly officer: string;
  readonly role: string;
  readonly period: string;
  readonly recordedAt: string;
  readonly facts: Fields;
  readonly postings: readonly Posting[];
}

/** Reads a line of `entries.jsonl` as the entry at a seq. Fails where it is not canonical, or says it is another one. */
export function entryOf(bytes: Buffer, seq: number): Entry {
  const line = textOf(bytes) ?? fail(seq, 'the entry is not valid UTF-8');
  const fields = fieldsOf(line) ?? fail(seq, 'the entry is not written in the canonical form');
  const text = (name: string): string => textIn(fields, name, seq);
  if (fields['v'] !== '1') fail(seq, 'the entry is of a version that is not known here');
  if (fields['seq'] !== String(seq)) fail(seq, `the entry at this place says that it is seq ${text('seq')}`);
  return {
    seq,
    kind: text('kind'),
    id: text('id'),
    part: text('part'),
    key: text('key'),
    line: textOrNull(fields, 'line', seq),
    officer: text('officer'),
    role: text('role'),
    period: text('period'),
    recordedAt: text('recordedAt'),
    facts: namedIn(fields, 'facts', seq),
    postings: listIn(fields, 'postings', seq).map((each) => postingOf(each, seq)),
  };
}

function postingOf(value: Value, seq: number): Posting {
  const fields = isNamed(value) ? value : fail(seq, 'a posting is not one');
  const identified = fields['identified'];
  if (typeof identified !== 'boolean') return fail(seq, 'a posting does not say whether it is identified');
  return {
    line: textOrNull(fields, 'line', seq),
    measure: textIn(fields, 'measure', seq),
    tranche: textIn(fields, 'tranche', seq),
    from: textIn(fields, 'from', seq),
    of: textOrNull(fields, 'class', seq),
    status: textOrNull(fields, 'status', seq),
    identified,
    pence: penceOf(fields['amount'], seq),
  };
}

export const isNamed = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function textIn(fields: Fields, name: string, seq: number): string {
  const value = fields[name];
  return typeof value === 'string' ? value : fail(seq, `${name} is not a text`);
}

function textOrNull(fields: Fields, name: string, seq: number): string | null {
  const value = fields[name];
  return value === null || typeof value === 'string' ? value : fail(seq, `${name} is neither a text nor null`);
}

export function namedIn(fields: Fields, name: string, seq: number): Fields {
  const value = fields[name];
  return isNamed(value) ? value : fail(seq, `${name} is not made of named values`);
}

export function listIn(fields: Fields, name: string, seq: number): readonly Value[] {
  const value = fields[name];
  return Array.isArray(value) ? (value as readonly Value[]) : fail(seq, `${name} is not a list`);
}

/** The seq that a field names, of an entry before this one. */
export function earlierIn(fields: Fields, name: string, seq: number): number {
  const value = textIn(fields, name, seq);
  const earlier = /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : seq;
  return earlier < seq ? earlier : fail(seq, `${name} does not name an earlier entry`);
}
