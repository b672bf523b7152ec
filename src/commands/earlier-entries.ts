import type { Circumstances, Command } from '../domain/commands';
import type { Entry } from '../domain/entries';
import type { IdempotencyKey } from '../domain/identifiers';
import type { LedgerState } from '../domain/state';
import { decodeEntry } from '../event-store/entry-bytes';
import type { EventStore, StoredEntry } from '../event-store/event-store';
import { leafHash } from '../tamper-evidence/leaf';
import type { KeyIndex } from './key-index';
import type { Notary } from './notary';
import type { Pending } from './pending';
import type { Written } from './written-entry';

/**
 * What was recorded before and a command is decided in the light of: read from the store, or about to be appended. All of
 * it throws LedgerUnverified where what is stored is not what this process knows of it.
 */
export class EarlierEntries {
  public constructor(
    private readonly store: EventStore,
    private readonly notary: Notary,
    private readonly keys: KeyIndex,
    private readonly state: LedgerState,
  ) {}

  /** The entries that a key recorded, or is about to. */
  public async ofKey(key: IdempotencyKey, pending: Pending): Promise<readonly Written[]> {
    const waiting = pending.ofKey(key);
    if (waiting.length > 0) return waiting;
    for (const seq of this.keys.candidates(key)) {
      const found: Written[] = [];
      for (let at = seq; at < this.state.size; at += 1) {
        const written = await this.storedAt(at);
        if (written?.entry.key !== key) break;
        found.push(written);
      }
      if (found.length > 0) return found;
    }
    return [];
  }

  private async storedAt(seq: number): Promise<Written | null> {
    const [stored] = await this.read(seq, 1);
    return stored === undefined ? null : { entry: decodeEntry(stored.bytes), bytes: stored.bytes };
  }

  private async read(from: number, limit: number): Promise<readonly StoredEntry[]> {
    const stored = await this.store.read({ from, limit });
    this.notary.compare(stored);
    return stored;
  }

  /** The entry a command is about, read from the store or from what this batch is about to append. */
  public async about(command: Command, pending: Pending): Promise<Circumstances['about']> {
    const seq = 'entry' in command ? command.entry : 'about' in command ? command.about : null;
    if (seq === null) return null;
    const written = pending.at(seq) ?? (await this.storedAt(seq));
    return written === null ? null : { entry: written.entry, leaf: leafHash(written.bytes) };
  }

  /** The entries of the batch a command is about: they lie between its first and its last. */
  public async ofBatch(command: Command, trial: LedgerState, pending: Pending): Promise<readonly Entry[]> {
    const span = 'reversed' in command ? trial.batches.get(command.reversed) : undefined;
    if (span === undefined || !('reversed' in command)) return [];
    const stored = await this.read(span.first, span.last - span.first + 1);
    const entries = [...stored.map(({ bytes }) => decodeEntry(bytes)), ...pending.all().map(({ entry }) => entry)];
    return entries.filter(({ batch }) => batch === command.reversed);
  }
}
