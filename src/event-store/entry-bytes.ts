import type { Entry } from '../domain/entries';
import { canonicalJson } from '../tamper-evidence/canonical-json';

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
