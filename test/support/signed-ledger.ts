/** A ledger from given entries, signed as a writer signs it, and its bundle for auditors. */
import { readFileSync } from 'node:fs';

import { isRefusal } from '../../src/domain/refusals';
import type { EntryId } from '../../src/domain/identifiers';
import { SigningKeys } from '../../src/event-store/signing-keys';
import { SqliteCheckpointStore } from '../../src/event-store/sqlite-checkpoint-store';
import { IN_MEMORY } from '../../src/event-store/sqlite-database';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { writeBundle } from '../../src/exchange/audit-bundle/write-bundle';
import { BundleHandler } from '../../src/queries/bundle';
import { besideIn, JULY, LedgerProcess, type Beside } from './writer';

/** The entries of the golden history, one canonical text each. Any beginning of it is a ledger. */
export const goldenLines: readonly string[] = readFileSync('test/history/golden-history.jsonl', 'utf8')
  .split('\n')
  .slice(0, -1);

export class SignedLedger {
  public readonly process: LedgerProcess;

  private constructor(
    public readonly store: SqliteEventStore,
    public readonly beside: Beside,
  ) {
    this.process = new LedgerProcess(store, () => JULY, 'signed', beside);
  }

  /** Opens a directory as a process of its own does. */
  public static async open(directory: string): Promise<SignedLedger> {
    return new SignedLedger(await SqliteEventStore.open({ directory }), besideIn(directory));
  }

  /** Stores entries in memory as they are, past every rule, and signs them: one checkpoint for so many. */
  public static async of(
    lines: readonly string[],
    { keys = new SigningKeys(IN_MEMORY, false), every = 50 } = {},
  ): Promise<SignedLedger> {
    const checkpoints = new SqliteCheckpointStore({ directory: IN_MEMORY });
    const store = await SqliteEventStore.open({ directory: IN_MEMORY });
    const ledger = new SignedLedger(store, { checkpoints, keys });
    for (let from = 0; from < lines.length; from += every) await ledger.add(lines.slice(from, from + every));
    return ledger;
  }

  public async add(lines: readonly string[]): Promise<void> {
    const entries = lines.map((bytes) => ({ id: (JSON.parse(bytes) as { id: EntryId }).id, bytes }));
    await this.store.append(entries, await this.store.head());
    await this.process.writer.start();
  }

  /** The last checkpoint, as an auditor would keep it. */
  public async checkpoint(): Promise<string> {
    return (await this.beside.checkpoints.last())!.note;
  }

  /** The verifier key of the log, as an auditor would pin it. */
  public key(): string {
    return this.beside.keys.first(this.process.tree.origin!)!.verifier.text;
  }

  public async exportTo(folder: string): Promise<void> {
    const { store, beside, process } = this;
    const handler = new BundleHandler(store, beside.checkpoints, process.tree, beside.keys, process.view);
    const bundle = await handler.execute();
    if (isRefusal(bundle)) throw new Error(bundle.message);
    const written = await writeBundle(bundle, folder);
    if (isRefusal(written)) throw new Error(written.message);
  }

  public async close(): Promise<void> {
    await this.beside.checkpoints.close();
    await this.store.close();
  }
}
