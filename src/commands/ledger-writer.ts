import type { Circumstances, Command, FiguresNow } from '../domain/commands';
import { instant, timeOf } from '../domain/dates';
import { decide } from '../domain/decider';
import type { Entry } from '../domain/entries';
import { evolve } from '../domain/evolve';
import type { IdempotencyKey, OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import { LedgerState } from '../domain/state';
import { decodeEntry, encodeEntry } from '../event-store/entry-bytes';
import { LedgerUnverified } from '../event-store/checkpoint-store';
import { OutcomeUnknown, StoreUnavailable, type EventStore, type NewEntry } from '../event-store/event-store';
import type { LedgerFeed } from '../event-store/ledger-feed';
import { leafHash } from '../tamper-evidence/leaf';
import { KeyIndex } from './key-index';
import type { Notary } from './notary';
import { complete, isOfSameCommand, receiptOf, type Receipt, type Submission, type Written } from './written-entry';

/** What became of a submission that was not refused. */
export interface Acknowledgement {
  readonly receipts: readonly Receipt[];
  /** True where the key had been used before for this very command, and nothing new was recorded. */
  readonly replayed: boolean;
}

export type Outcome = Acknowledgement | Refusal;

/** A source of the present time in milliseconds since 1970. */
export type Clock = () => number;

/** Who holds an office at the moment of asking, by the register of officers. */
export type OfficersInOffice = () => readonly OfficerId[];

/** The most commands that share one append, so that no caller waits for an endless batch. */
const LARGEST_BATCH = 256;

/** How often a batch is decided again because another process recorded first. */
const MOST_ATTEMPTS = 20;

interface Waiting {
  readonly submission: Submission;
  readonly settle: (outcome: Outcome) => void;
  readonly fail: (fault: unknown) => void;
}

/** A waiting submission that has been decided: refused, with the entries its key recorded before, or with new ones. */
interface Decided {
  readonly waiting: Waiting;
  readonly refusal?: Refusal;
  readonly replayed?: readonly Written[];
  readonly entries: readonly Written[];
  /** What was thrown while deciding: a mistake in this program, which is nobody else's trouble in the batch. */
  readonly fault?: unknown;
}

/**
 * The only way anything is recorded. Commands that wait are decided one after the other against one head and appended
 * together, so that many callers share one durable write and one signature; nobody hears of an entry before it is durable,
 * read back and covered by a signed checkpoint.
 */
export class LedgerWriter {
  private readonly state = LedgerState.empty();
  private readonly keys = new KeyIndex();
  private queue: Waiting[] = [];
  private running: Promise<void> | null = null;

  public constructor(
    private readonly store: EventStore,
    private readonly feed: LedgerFeed,
    private readonly notary: Notary,
    private readonly clock: Clock,
    private readonly figures: FiguresNow | null = null,
    private readonly chiefFinanceOfficers: OfficersInOffice = () => [],
  ) {
    feed.subscribe(({ entry }) => {
      evolve(this.state, entry);
      if (entry.part === 0) this.keys.add(entry.key, entry.seq);
    });
  }

  /**
   * Records a command, or says why not. Rejects where the store cannot be reached or the outcome is unknown: the same
   * submission can then be sent again, and its key sees to it that nothing is recorded twice.
   */
  public record(submission: Submission): Promise<Outcome> {
    return new Promise((settle, fail) => {
      this.queue.push({ submission, settle, fail });
      this.running ??= this.run();
    });
  }

  /**
   * Reads the ledger, compares it with what was signed, and signs what a process that was killed left unsigned. Throws
   * LedgerUnverified and DamagedLedger: the ledger can then be read, as far as it can, and nothing is recorded.
   */
  public async start(): Promise<void> {
    await this.feed.catchUp();
    await this.notary.prove();
    await this.notary.sign();
  }

  /** Resolves when everything that was waiting has been settled. */
  public async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    await nextTurn();
    while (this.queue.length > 0) {
      const batch = this.nextBatch();
      try {
        await this.recordBatch(batch);
      } catch (fault) {
        for (const { fail } of batch) fail(fault);
      }
      await nextTurn();
    }
    this.running = null;
  }

  /**
   * The commands that share the next append. A return begins one of its own: its figures are added up from what is
   * stored, so whatever was asked for before it must be stored first.
   */
  private nextBatch(): readonly Waiting[] {
    const most = this.queue.slice(0, LARGEST_BATCH);
    const next = most.findIndex(({ submission }, place) => place > 0 && holdsFigures(submission.command));
    return this.queue.splice(0, next < 0 ? most.length : next);
  }

  private async recordBatch(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      await this.feed.catchUp();
      await this.notary.prove();
      const head = this.state.size;
      const decided = await this.decideBatch(batch);
      const written = decided.flatMap(({ entries }) => entries);
      const appended = written.length === 0 || (await this.append(written, head));
      if (appended && (await this.settle(decided, written))) return;
    }
    throw new StoreUnavailable(
      `other processes recorded first ${String(MOST_ATTEMPTS)} times; send the command again with the same key`,
      false,
    );
  }

  private async append(written: readonly Written[], head: number): Promise<boolean> {
    const misplaced = written.findIndex(({ entry }, index) => entry.seq !== head + index);
    if (misplaced >= 0)
      throw new Error(`the entry for seq ${String(head + misplaced)} says it is another one; nothing was appended`);
    const entries = written.map(({ entry, bytes }): NewEntry => ({ id: entry.id, bytes }));
    return !(await this.store.append(entries, head)).conflict;
  }

  /**
   * Believes what is stored only when it has been read back, byte for byte. False where another process was sent the very
   * same commands and recorded them first: to the store they are these entries, but their receipts are not ours.
   */
  private async settle(decided: readonly Decided[], written: readonly Written[]): Promise<boolean> {
    const first = written[0]?.entry.seq ?? 0;
    const stored = written.length === 0 ? [] : await this.store.read({ from: first, limit: written.length });
    const wrong = written.findIndex((each, index) => !isOfSameCommand(each, stored[index]));
    if (wrong >= 0)
      throw new Error(`the entry read back at seq ${String(first + wrong)} is not the one that was written`);
    await this.feed.catchUp();
    if (written.some(({ bytes }, index) => stored[index]?.bytes !== bytes)) return false;
    if (decided.some(({ replayed, entries }) => replayed !== undefined || entries.length > 0)) await this.sign();
    for (const each of decided) {
      if (each.fault !== undefined) each.waiting.fail(each.fault);
      else each.waiting.settle(each.refusal ?? (await this.acknowledge(each)));
    }
    return true;
  }

  /** What could not be signed was stored all the same: sent again with the same key, it is signed then. */
  private async sign(): Promise<void> {
    try {
      await this.notary.sign();
    } catch (error) {
      throw error instanceof LedgerUnverified ? error : new OutcomeUnknown(error);
    }
  }

  private async acknowledge({ replayed, entries }: Decided): Promise<Acknowledgement> {
    const receipts: Receipt[] = [];
    for (const written of replayed ?? entries)
      receipts.push(receiptOf(written, await this.notary.receipt(written.entry.seq, written.bytes)));
    return { receipts, replayed: replayed !== undefined };
  }

  private async decideBatch(batch: readonly Waiting[]): Promise<readonly Decided[]> {
    const trial = this.state.fork();
    const now = this.recordingTime();
    const decided: Decided[] = [];
    const pending: Written[] = [];
    for (const waiting of batch) {
      const each = await this.decideAlone(waiting, trial, now, pending);
      decided.push(each);
      pending.push(...each.entries);
    }
    return decided;
  }

  private async decideAlone(
    waiting: Waiting,
    trial: LedgerState,
    now: Pick<Entry, 'recordedAt' | 'clock'>,
    pending: readonly Written[],
  ): Promise<Decided> {
    const { submission } = waiting;
    try {
      const before = await this.recordedBefore(submission, pending);
      if (isRefusal(before)) return { waiting, refusal: before, entries: [] };
      if (before !== null) return { waiting, replayed: before, entries: [] };
      const entries = await this.decideOne(submission, trial, now, pending);
      return isRefusal(entries) ? { waiting, refusal: entries, entries: [] } : { waiting, entries };
    } catch (fault) {
      return { waiting, entries: [], fault };
    }
  }

  /** The server's time, or the last recorded time where the clock stands behind it: recorded times never fall. */
  private recordingTime(): Pick<Entry, 'recordedAt' | 'clock'> {
    const now = this.clock();
    const last = this.state.recordedAt;
    return last !== null && timeOf(last) > now
      ? { recordedAt: last, clock: 'held' }
      : { recordedAt: instant(now), clock: 'server' };
  }

  /** What a key that has been used recorded: for the same command its entries, for another one a refusal. */
  private async recordedBefore(
    { key, command, requestHash }: Submission,
    pending: readonly Written[],
  ): Promise<readonly Written[] | Refusal | null> {
    const earlier = await this.entriesOf(key, pending);
    const first = earlier[0]?.entry;
    if (first === undefined) return null;
    if (first.requestHash === requestHash && first.officer === command.by.officer) {
      return earlier;
    }
    return refuse(
      'IDEMPOTENCY_REUSED',
      `The idempotency key ${key} was used for another command, recorded as entry ${String(first.seq)}; use a new key.`,
    );
  }

  private async entriesOf(key: IdempotencyKey, pending: readonly Written[]): Promise<readonly Written[]> {
    const waiting = pending.filter(({ entry }) => entry.key === key);
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
    const [stored] = await this.store.read({ from: seq, limit: 1 });
    return stored === undefined ? null : { entry: decodeEntry(stored.bytes), bytes: stored.bytes };
  }

  private async decideOne(
    submission: Submission,
    trial: LedgerState,
    now: Pick<Entry, 'recordedAt' | 'clock'>,
    pending: readonly Written[],
  ): Promise<readonly Written[] | Refusal> {
    const drafts = decide(submission.command, trial, {
      recordedAt: now.recordedAt,
      about: await this.aboutOf(submission.command, pending),
      batch: await this.batchOf(submission.command, trial, pending),
      figures: this.figures,
      chiefFinanceOfficers: submission.command.verb === 'CertifyPosition' ? this.chiefFinanceOfficers() : [],
    });
    if (isRefusal(drafts)) return drafts;
    // Tried on a fork of its own, so that a command that fails halfway leaves the batch as it was.
    const attempt = trial.fork();
    const written = drafts.map((draft, part) => {
      const entry = complete(draft, part, submission, attempt, now);
      evolve(attempt, entry);
      return { entry, bytes: encodeEntry(entry) };
    });
    trial.adopt(attempt);
    return written;
  }

  /** The entry a command is about, read from the store or from what this batch is about to append. */
  private async aboutOf(command: Command, pending: readonly Written[]): Promise<Circumstances['about']> {
    const seq = 'entry' in command ? command.entry : 'about' in command ? command.about : null;
    if (seq === null) return null;
    const written = pending.find(({ entry }) => entry.seq === seq) ?? (await this.storedAt(seq));
    return written === null ? null : { entry: written.entry, leaf: leafHash(written.bytes) };
  }

  /** The entries of the batch a command is about: they lie between its first and its last. */
  private async batchOf(command: Command, trial: LedgerState, pending: readonly Written[]): Promise<readonly Entry[]> {
    const span = 'reversed' in command ? trial.batches.get(command.reversed) : undefined;
    if (span === undefined || !('reversed' in command)) return [];
    const stored = await this.store.read({ from: span.first, limit: span.last - span.first + 1 });
    const entries = [...stored.map(({ bytes }) => decodeEntry(bytes)), ...pending.map(({ entry }) => entry)];
    return entries.filter(({ batch }) => batch === command.reversed);
  }
}

const holdsFigures = ({ verb }: Command): boolean => verb === 'SubmitReturn' || verb === 'AmendReturn';

/**
 * Lets all requests that have come in meanwhile be read, so that they share the next append. Waiting for promises would
 * not do: each request comes by a callback of its own, and between two of them all promises are settled.
 */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
