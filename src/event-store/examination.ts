import type { EventStore } from './event-store';
import { decodeEntry, encodeEntry } from './entry-bytes';

/** What is not as it should be with a store, and what to do about it. */
export interface Ailment {
  readonly code: AilmentCode;
  readonly what: string;
  readonly whatToDo: string;
  /** Whether it was put right just now, because that was asked for. */
  readonly mended: boolean;
}

export type AilmentCode =
  | 'MODE'
  | 'UNUSABLE'
  | 'INTEGRITY'
  | 'TRIGGERS'
  | 'ENTRIES'
  | 'SIGNED'
  | 'KEYS'
  | 'SNAPSHOT'
  | 'LIMITS'
  | 'ACCESS'
  | 'NO_TLS'
  | 'NO_PASSWORD'
  | 'DEFAULT_PASSWORD'
  | 'ADMINISTRATOR';

export const ailment = (code: AilmentCode, what: string, whatToDo: string, mended = false): Ailment => ({
  code,
  what,
  whatToDo,
  mended,
});

const PAGE = 1_000;
export const RESTORE =
  'Stop recording, keep the store as it is for whoever looks into it, and restore a backup that verifies.';

/** Reads every entry: dense from 0, each at its seq, with its id, in canonical bytes. The first that is not ends it. */
export async function examineEntries(store: EventStore): Promise<readonly Ailment[]> {
  try {
    for (let from = 0; ;) {
      const page = await store.read({ from, limit: PAGE });
      const bad = page.findIndex(({ seq, id, bytes }, index) => seq !== from + index || !isWhole(seq, id, bytes));
      if (bad >= 0)
        return [ailment('ENTRIES', `The entry at seq ${from + bad} is missing or is not what was recorded.`, RESTORE)];
      from += page.length;
      if (page.length < PAGE) return [];
    }
  } catch (error) {
    return [ailment('ENTRIES', `The entries cannot be read: ${(error as Error).message}.`, RESTORE)];
  }
}

function isWhole(seq: number, id: string, bytes: string): boolean {
  try {
    const entry = decodeEntry(bytes);
    return entry.seq === seq && entry.id === id && encodeEntry(entry) === bytes;
  } catch {
    return false;
  }
}
