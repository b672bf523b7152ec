/** Addresses of pages. Empty parameters are left out, so that the same question has the same address. */
import type { FinancialYear } from '../domain/financial-year';
import { inAddress } from '../domain/financial-year';

export type Parameter = string | number | null | undefined;

export function address(path: string, parameters: Readonly<Record<string, Parameter>> = {}): string {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Parameters but for some. */
export const without = (
  parameters: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)));

/** The question a page answers, so that a link from it asks the same. */
export interface Pinned {
  readonly definition: string;
  readonly as_at: string;
  /** The seq of the last entry the answer knows. */
  readonly known_at: number;
}

/** Binds links to exactly what the page knows, so that a number and its trace cannot come to differ. */
export const pinned = (answer: {
  readonly definition: string;
  readonly asAt: string;
  readonly size: number;
}): Pinned => ({
  definition: answer.definition,
  as_at: answer.asAt,
  known_at: answer.size - 1,
});

export const toTrace = (
  figure: string,
  by: FinancialYear,
  question: Pinned,
  part: Readonly<Record<string, Parameter>> = {},
): string => address(`/trace/${figure}`, { by: inAddress(by), ...part, ...question });

export const toEntry = (seq: number | string): string => `/entries/${String(seq)}`;
export const toLine = (id: string): string => `/lines/${id}`;
