/** The facts of an entry as rows of words and values, whatever its kind. */
import { inPounds, inWords } from './wording';
import type { Pounds } from '../domain/money';

export interface FactRow {
  readonly name: string;
  readonly value: string;
}

const isAmount = (text: string): text is Pounds => /^-?(0|[1-9]\d{0,14})\.\d{2}$/.test(text);

export const factsOf = (facts: object): readonly FactRow[] => rowsOf(facts, '');

function rowsOf(facts: object, before: string): readonly FactRow[] {
  return Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
    const words = before === '' ? inWords(name) : `${before}, ${inWords(name).toLowerCase()}`;
    if (Array.isArray(value)) return listRows(value, words);
    if (typeof value === 'object' && value !== null) return rowsOf(value, words);
    return [{ name: words, value: valueOf(value) }];
  });
}

function listRows(values: readonly unknown[], words: string): readonly FactRow[] {
  if (values.every((value) => typeof value !== 'object')) {
    return [{ name: words, value: values.length === 0 ? 'none' : values.map(valueOf).join(', ') }];
  }
  return values.flatMap((value, index) => rowsOf(value as object, `${words} ${String(index + 1)}`));
}

function valueOf(value: unknown): string {
  if (value === null) return 'nothing stated';
  if (value === '') return 'blank';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = value as string;
  return isAmount(text) ? inPounds(text) : text;
}
