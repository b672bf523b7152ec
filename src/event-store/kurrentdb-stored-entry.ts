import type { StoredEntry } from './event-store';
import type { StreamEvent } from './kurrentdb-calls';
import { DamagedLedger } from './ledger-feed';

/** A mark at the beginning belongs to the bytes; bytes that are no text, as a redaction leaves them, are no entry. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** An entry by the event that holds it. Throws DamagedLedger where the event holds no text of ours. */
export function storedEntry({ revision, id, data }: StreamEvent): StoredEntry {
  if (data === null) throw new DamagedLedger(revision);
  try {
    return { seq: revision, id, bytes: utf8.decode(data) };
  } catch {
    throw new DamagedLedger(revision);
  }
}

/** Entries by the events of a read. Throws DamagedLedger at the first seq that is missing or out of its place. */
export function storedFrom(events: readonly StreamEvent[], from: number): StoredEntry[] {
  const misplaced = events.findIndex(({ revision }, index) => revision !== from + index);
  if (misplaced >= 0) throw new DamagedLedger(from + misplaced);
  return events.map(storedEntry);
}
