import type { EntryId, IdempotencyKey, LedgerId } from '../../src/domain/identifiers';
import type { NewEntry } from '../../src/event-store/event-store';
import { entryId } from '../../src/tamper-evidence/entry-id';

const ledger = '6ba7b810-9dad-11d1-80b4-00c04fd430c8' as LedgerId;

export const idOf = (name: string): EntryId => entryId(ledger, name as IdempotencyKey, 0);

export const bytesOf = (name: string): string => `{"officer":"off-101","reason":"£200,000 – ${name} ✓ 節約 😀"}`;

/** An entry as a store sees it: an id and bytes that it does not look into. */
export const entry = (name: string): NewEntry => ({ id: idOf(name), bytes: bytesOf(name) });

export const entries = (...names: readonly string[]): NewEntry[] => names.map(entry);

/** Entries named `from`, `from + 1`, ... */
export const numbered = (from: number, count: number): NewEntry[] =>
  Array.from({ length: count }, (_, index) => entry(String(from + index)));
