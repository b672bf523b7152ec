import type { Entry } from '../domain/entries';
import { canonicalJson } from '../tamper-evidence/canonical-json';
import type { NewEntry } from './event-store';

/** The canonical bytes of an entry, as UTF-8 text: what is stored and hashed. Its two numbers become text. */
export const encodeEntry = (entry: Entry): string =>
  canonicalJson({ ...entry, seq: String(entry.seq), part: String(entry.part) });

/** Reads an entry back from its bytes. They were checked when they came in and bound by their hash; nothing is guessed. */
export function decodeEntry(bytes: string): Entry {
  const entry = JSON.parse(bytes) as { seq: string | number; part: string | number };
  entry.seq = Number(entry.seq);
  entry.part = Number(entry.part);
  return entry as Entry;
}

/**
 * What every store asks before it stores. Throws a TypeError for bytes that a store might not give back as they are (half
 * a character, a NUL), and for entries of one append that have the same id.
 */
export function assertStorable(entries: readonly NewEntry[]): void {
  for (const { id, bytes } of entries) {
    if (!bytes.isWellFormed() || bytes.includes('\0')) throw new TypeError(`entry ${id} cannot be stored as it is`);
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length) throw new TypeError('two entries have the same id');
}
