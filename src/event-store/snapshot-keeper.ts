import { backOff } from './back-off';
import type { LedgerUnverified } from './checkpoint-store';
import type { Begun, Keeping } from './ledger-feed';
import type { SnapshotFile } from './snapshot-file';
import { doubtCodeOf, Snapshots, type SnapshotLedger } from './snapshots';

/** A snapshot is due when the ledger has grown by so much since the last: fewer entries are read in less than a second. */
const LEAST_GROWTH = 10_000;
const GROWTH = 0.1;
/** At the end of a server's time it is worth more: the next start may come at any moment. */
const LEAST_GROWTH_AT_END = 1_000;
/** A longer ledger takes too much of the time that stopping may take; it has the one of the last growth. */
const MOST_AT_END = 2_000_000;
const BETWEEN_LOOKS_MS = 60_000;
/** Failures of a pause to begin with: a failing disk is not asked again at once. */
const FIRST_PAUSE = 6;

export interface SnapshotTelling {
  /** Something was not as it should be and costs only time. */
  readonly warn: (sentence: string) => void;
  /** Something that people have to look at. */
  readonly alarm: (sentence: string) => void;
}

/** Begins from the snapshot of a data directory, throws it away on any doubt, and sees to it that there is one. */
export class SnapshotKeeper {
  private readonly snapshots: Snapshots;
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<boolean> | null = null;
  /** How many entries the last snapshot is of. */
  private last = 0;
  /** How many entries there were when it was last begun to write one. */
  private begun = 0;

  public constructor(
    private readonly file: SnapshotFile,
    private readonly ledger: SnapshotLedger,
    private readonly telling: SnapshotTelling,
  ) {
    this.snapshots = new Snapshots(file, ledger);
    ledger.feed.beginFrom((keepings) => this.begin(keepings));
  }

  /** From now on a snapshot is written when one is due, and what it was begun from is examined. Before the first entry is read. */
  public start(): void {
    try {
      this.file.removeLeftovers();
    } catch (error) {
      this.telling.warn(`What is left of an unfinished snapshot could not be removed: ${reasonOf(error)}.`);
    }
    this.timer = setInterval(() => void this.writeIfDue(LEAST_GROWTH, GROWTH), BETWEEN_LOOKS_MS).unref();
  }

  /** Nothing is recorded any more. Gives what writes the last snapshot, after the stores were closed. */
  public async stop(): Promise<() => Promise<boolean>> {
    this.stopping.abort();
    if (this.timer !== null) clearInterval(this.timer);
    const isDue = this.ledger.feed.size <= MOST_AT_END && this.isDue(LEAST_GROWTH_AT_END, 0);
    const write = isDue ? await this.ready() : null;
    return async () => {
      await this.writing;
      return write !== null && this.isDue(LEAST_GROWTH_AT_END, 0) && (await this.tried(write));
    };
  }

  /**
   * Writes a snapshot where the ledger has grown enough since the last one, or since one that came to nothing, so that
   * steady recording does not make it begin again and again; tells whether it did. Throws nothing.
   */
  public async writeIfDue(least: number, share: number): Promise<boolean> {
    if (!this.isDue(least, share, Math.max(this.last, this.begun))) return false;
    this.writing ??= this.write();
    return this.writing;
  }

  private isDue(least: number, share: number, since = this.last): boolean {
    const { feed, tree } = this.ledger;
    return feed.size - since >= Math.max(least, feed.size * share) && tree.doubtFound === null;
  }

  /** What was stored is held against what was taken back, all of it: nobody has read it in this process. */
  public async examine(size: number): Promise<LedgerUnverified | null> {
    const { store, tree } = this.ledger;
    const doubt = await tree.examine(store, size, this.stopping.signal);
    if (doubt === null) return null;
    // So that the next start reads the entries themselves.
    this.throwAway();
    this.telling.alarm(`The ledger is not as it was signed, so it is only read: ${doubt.message}.`);
    return doubt;
  }

  private async begin(keepings: readonly Keeping[]): Promise<Begun | null> {
    try {
      const begun = await this.snapshots.takeBack(keepings);
      this.last = begun?.size ?? 0;
      if (this.last > 0 && this.timer !== null) void this.examineLater(this.last);
      return begun;
    } catch (error) {
      const code = doubtCodeOf(error);
      this.telling.warn(`${code}: the snapshot was thrown away and every entry is read: ${reasonOf(error)}.`);
      this.throwAway();
      return null;
    }
  }

  /** Until it has succeeded, or the process stops. */
  private async examineLater(size: number): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.examine(size);
        return;
      } catch (error) {
        const reason = `The entries of the ledger could not be examined: ${reasonOf(error)}.`;
        if (failures === 0) this.telling.alarm(`${reason} It is tried again.`);
        await backOff(FIRST_PAUSE + failures, signal);
      }
    }
  }

  private async write(): Promise<boolean> {
    const write = await this.ready();
    const { size } = this.ledger.feed;
    if (write !== null) this.begun = size;
    const isWritten = write !== null && (await this.tried(write));
    if (isWritten) this.last = size;
    this.writing = null;
    return isWritten;
  }

  private async ready(): Promise<(() => Promise<boolean>) | null> {
    let write: (() => Promise<boolean>) | null = null;
    await this.tried(async () => (write = await this.snapshots.ready()) !== null);
    return write;
  }

  /** What goes wrong with a snapshot costs the next start its time and nothing else. */
  private async tried(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.telling.warn(`No snapshot could be written; the next start reads every entry: ${reasonOf(error)}.`);
      return false;
    }
  }

  private throwAway(): void {
    try {
      this.file.remove();
    } catch (error) {
      this.telling.warn(`The snapshot could not be removed: ${reasonOf(error)}.`);
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
