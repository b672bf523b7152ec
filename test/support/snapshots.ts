/** A ledger in a directory as a server has it, with everything that is put away in a snapshot. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import type { Command } from '../../src/domain/commands';
import type { EntryId } from '../../src/domain/identifiers';
import { isRefusal } from '../../src/domain/refusals';
import type { EventStore } from '../../src/event-store/event-store';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { SnapshotFile } from '../../src/event-store/snapshot-file';
import { SnapshotKeeper } from '../../src/event-store/snapshot-keeper';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { ReceiptHandler, ReceiptQuery } from '../../src/queries/evidence';
import { FindingsHandler, FindingsQuery } from '../../src/queries/findings';
import { JournalIndex } from '../../src/queries/journal-index';
import { PositionHandler, PositionQuery } from '../../src/queries/position';
import { TraceHandler, TraceQuery } from '../../src/queries/trace';
import { reprofile, reverse } from './july';
import { bySecond } from './story';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { besideIn, JULY, LedgerProcess, StoreInFront, submission, type Beside } from './writer';

/** Counts the entries that are read from the store. */
class ReadingStore extends StoreInFront {
  public entriesRead = 0;

  public override async read(range: { readonly from: number; readonly limit: number }) {
    const found = await super.read(range);
    this.entriesRead += found.length;
    return found;
  }
}

const made: string[] = [];

export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'snapshots-'));
  made.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

export class KeptLedger {
  public readonly warnings: string[] = [];
  public readonly alarms: string[] = [];
  public readonly process: LedgerProcess;
  public readonly journal: JournalIndex;
  public readonly keeper: SnapshotKeeper;
  public readonly file: SnapshotFile;

  private constructor(
    public readonly store: ReadingStore,
    public readonly beside: Beside,
    directory: string,
  ) {
    this.process = new LedgerProcess(store, () => JULY, 'snapshot', beside);
    this.journal = new JournalIndex(this.process.feed);
    this.file = new SnapshotFile(directory);
    const { feed, tree } = this.process;
    this.keeper = new SnapshotKeeper(
      this.file,
      { store, feed, tree, ...beside },
      {
        warn: (sentence) => this.warnings.push(sentence),
        alarm: (sentence) => this.alarms.push(sentence),
      },
    );
  }

  /** Opens a directory as a process of its own does, and reads what is there. */
  public static async open(directory: string): Promise<KeptLedger> {
    const ledger = KeptLedger.unread(await SqliteEventStore.open({ directory }), directory);
    await ledger.process.feed.catchUp();
    return ledger;
  }

  /** The same before anything is read. */
  public static unread(store: EventStore, directory: string): KeptLedger {
    return new KeptLedger(new ReadingStore(store), besideIn(directory), directory);
  }

  /** Stores entries as they are, past every rule, and signs them with one checkpoint. */
  public async add(lines: readonly string[]): Promise<void> {
    const entries = lines.map((bytes) => ({ id: (JSON.parse(bytes) as { id: EntryId }).id, bytes }));
    await this.store.append(entries, await this.store.head());
    await this.process.writer.start();
  }

  public snapshot(): Promise<boolean> {
    return this.keeper.writeIfDue(1, 0);
  }

  /** All that is kept of the entries, part by part, as bytes that are the same for the same content. */
  public kept(): readonly (readonly [string, string])[] {
    return (this.process.feed.kept() ?? []).map(({ name, toParts }) => [
      name,
      serialize(deserialize(serialize(toParts()))).toString('base64'),
    ]);
  }

  /** What anyone can be told: figures, traces, findings, receipts, refusals and what was recorded by a key before. */
  public async answers(): Promise<unknown> {
    const { view, writer, tree } = this.process;
    const stored = await this.store.read({ from: 0, limit: 10_000 });
    const entries = stored.map(({ bytes }) => decodeEntry(bytes));
    const verify = (entry: number): Command => ({
      verb: 'VerifyEntry',
      by: bySecond,
      entry,
      leaf: leafHash(stored[entry]!.bytes),
    });
    const seqs = [0, 7, 42, 99, entries.length - 1].filter((seq) => seq < entries.length);
    const again = seqs.flatMap((seq) => {
      const { key, requestHash, officer, role } = entries[seq]!;
      const { command } = submission(verify(seq), key);
      const sent = { command: { ...command, by: { ...command.by, officer, role } }, key: key };
      return [
        { ...sent, requestHash },
        { ...sent, requestHash: 'another' },
      ];
    });
    const fresh: readonly Command[] = [
      ...seqs.flatMap((seq) => [verify(seq), reverse(seq)]),
      reprofile({ '2010/11': '5.00' }),
    ];
    const rehearsed: unknown[] = [];
    for (const each of [...again, ...fresh.map((command, at) => submission(command, `new-${String(at)}`))])
      rehearsed.push((await writer.rehearse([each])).map((found) => (isRefusal(found) ? found : found.length)));
    const receipts = new ReceiptHandler(this.store, this.beside.checkpoints, tree);
    return [
      await new PositionHandler(view).execute(new PositionQuery({})),
      await new PositionHandler(view).execute(new PositionQuery({ known_at: '40', as_at: '2009-07-08' })),
      await new TraceHandler(view).execute(new TraceQuery('plan', { by: '2010/11' })),
      await new FindingsHandler(view, { names: () => new Map() }).execute(new FindingsQuery({})),
      this.journal.find({}, entries.length - 1, -1, entries.length, 1_000),
      this.journal.known('officer'),
      await Promise.all(seqs.map((seq) => receipts.execute(new ReceiptQuery(seq)))),
      rehearsed,
    ];
  }

  public async close(): Promise<void> {
    await this.process.writer.close();
    await this.beside.checkpoints.close();
    await this.store.close();
  }
}
