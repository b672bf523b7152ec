import type { FiguresNow } from '../domain/commands';
import { decide } from '../domain/decider';
import type { Entry } from '../domain/entries';
import { evolve } from '../domain/evolve';
import type { OfficerId } from '../domain/identifiers';
import { isRefusal, refuse, type Refusal } from '../domain/refusals';
import type { LedgerState } from '../domain/state';
import { encodeEntry } from '../event-store/entry-bytes';
import { LedgerUnverified } from '../event-store/checkpoint-store';
import { AppendTooLarge, OutcomeUnknown, StoreUnavailable } from '../event-store/event-store';
import type { EventStore, NewEntry } from '../event-store/event-store';
import { DamagedLedger, type LedgerFeed } from '../event-store/ledger-feed';
import type { Notary } from './notary';
import { nextTurn } from './next-turn';
import { Past } from './past';
import { newIn, Pending, type Verdict } from './pending';
import { recordingTime } from './recording-time';
import { complete, isOfSameCommand, receiptOf, type Receipt, type Submission, type Written } from './written-entry';

/** What became of a submission that was not refused. */
export interface Acknowledgement {
  readonly receipts: readonly Receipt[];
  /** True where the key had been used before for this very command, and nothing new was recorded. */
  readonly replayed: boolean;
}

export type Outcome = Acknowledgement | Refusal;

/** What became of submissions that stand or fall together: one outcome each, or where any was refused, each refusal by place. */
export type TogetherOutcome =
  { readonly recorded: readonly Acknowledgement[] } | { readonly refused: ReadonlyMap<number, Refusal> };

/** A source of the present time in milliseconds since 1970. */
export type Clock = () => number;

/** The most commands that share one append, so that no caller waits for an endless batch. */
const LARGEST_BATCH = 256;

/** How often a batch is decided again because another process recorded first. */
const MOST_ATTEMPTS = 20;

interface Waiting {
  /** They stand or fall together; nearly always one alone. */
  readonly submissions: readonly Submission[];
  readonly settle: (outcome: TogetherOutcome) => void;
  readonly fail: (fault: unknown) => void;
}

/** Waiting submissions that have been decided, and the new entries they make together; none where any was refused. */
interface Decided {
  readonly waiting: Waiting;
  readonly verdicts: readonly Verdict[];
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
  private readonly past: Past;
  private queue: Waiting[] = [];
  private running: Promise<void> | null = null;
  private closing = false;

  public constructor(
    private readonly store: EventStore,
    private readonly feed: LedgerFeed,
    private readonly notary: Notary,
    private readonly clock: Clock,
    private readonly figures: FiguresNow | null = null,
    private readonly chiefFinanceOfficers: () => readonly OfficerId[] = () => [],
  ) {
    this.past = new Past(store, feed, notary);
  }

  /**
   * Records a command, or says why not. Rejects where the store cannot be reached or the outcome is unknown: the same
   * submission can then be sent again, and its key sees to it that nothing is recorded twice.
   */
  public async record(submission: Submission): Promise<Outcome> {
    const outcome = await this.recordTogether([submission]);
    const [first] = 'recorded' in outcome ? outcome.recorded : outcome.refused.values();
    if (first === undefined) throw new Error('a command was settled without an outcome');
    return first;
  }

  /**
   * Records commands that stand or fall together, such as the rows of an import: one append for all, or, where any is
   * refused, nothing at all and each refusal by its place. Rejects as `record` does.
   */
  public recordTogether(submissions: readonly Submission[]): Promise<TogetherOutcome> {
    if (this.closing) return Promise.reject(new StoreUnavailable('the ledger is being closed', false));
    return new Promise((settle, fail) => {
      this.queue.push({ submissions, settle, fail });
      this.running ??= this.run();
    });
  }

  /** Decides commands as `recordTogether` would at this moment, and records nothing: the entries they would make. */
  public async rehearse(submissions: readonly Submission[]): Promise<readonly (readonly Entry[] | Refusal)[]> {
    await this.feed.catchUp();
    const { verdicts } = await this.decideTogether(
      submissions,
      this.past.state.fork(),
      recordingTime(this.clock(), this.past.state.recordedAt),
      new Pending(),
    );
    return verdicts.map((verdict) => (isRefusal(verdict) ? verdict : newIn(verdict).map(({ entry }) => entry)));
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

  /** Takes nothing more, so that it ends however many would go on, and resolves when what was waiting is settled. */
  public async close(): Promise<void> {
    this.closing = true;
    await this.idle();
  }

  /** Resolves when everything that was waiting has been settled. */
  public async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    await nextTurn();
    while (this.queue.length > 0) {
      const batch = this.nextBatch();
      await this.recordInParts(batch);
      await nextTurn();
    }
    this.running = null;
  }

  /**
   * The commands that share the next append. A return begins one of its own: its figures are added up from what is
   * stored, so whatever was asked for before it must be stored first.
   */
  private nextBatch(): readonly Waiting[] {
    const next = this.queue.findIndex(({ submissions }, place) => place > 0 && submissions.some(holdsFigures));
    return this.queue.splice(0, Math.min(LARGEST_BATCH, next < 0 ? LARGEST_BATCH : next));
  }

  /** A batch that is more than the store takes at once is recorded as two. */
  private async recordInParts(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.recordBatch(batch);
    } catch (fault) {
      const half = fault instanceof AppendTooLarge ? Math.floor(batch.length / 2) : 0;
      if (half === 0) for (const { fail } of batch) fail(fault);
      else for (const part of [batch.slice(0, half), batch.slice(half)]) await this.recordInParts(part);
    }
  }

  private async recordBatch(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      await this.feed.catchUp();
      await this.notary.prove();
      const head = this.past.state.size;
      const decided = await this.decideBatch(batch);
      // What it was decided in the light of was read again, and may have been altered.
      await this.notary.prove();
      const written = decided.flatMap(({ entries }) => entries);
      const appended = written.length === 0 || (await this.append(written, head));
      if (appended && (await this.settled(decided, written))) return;
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

  /** A doubt about the ledger that comes up after an append does not undo it: what was stored is stored. */
  private async settled(decided: readonly Decided[], written: readonly Written[]): Promise<boolean> {
    try {
      return await this.settle(decided, written);
    } catch (error) {
      throw written.length > 0 && isDoubt(error) ? new OutcomeUnknown(error) : error;
    }
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
    if (decided.some(({ verdicts }) => verdicts.some((verdict) => !isRefusal(verdict)))) await this.sign();
    for (const { waiting, verdicts, fault } of decided) {
      if (fault !== undefined) waiting.fail(fault);
      else waiting.settle(await this.outcomeOf(verdicts));
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

  private async outcomeOf(verdicts: readonly Verdict[]): Promise<TogetherOutcome> {
    const refused = new Map(verdicts.flatMap((verdict, place) => (isRefusal(verdict) ? [[place, verdict]] : [])));
    if (refused.size > 0) return { refused };
    const recorded: Acknowledgement[] = [];
    for (const verdict of verdicts) {
      if (isRefusal(verdict)) continue;
      const receipts: Receipt[] = [];
      for (const written of verdict.entries)
        receipts.push(receiptOf(written, await this.notary.receipt(written.entry.seq, written.bytes)));
      recorded.push({ receipts, replayed: verdict.replayed });
    }
    return { recorded };
  }

  private async decideBatch(batch: readonly Waiting[]): Promise<readonly Decided[]> {
    const now = recordingTime(this.clock(), this.past.state.recordedAt);
    const [trial, pending] = [this.past.state.fork(), new Pending()];
    const decided: Decided[] = [];
    for (const waiting of batch) {
      try {
        const together = await this.decideTogether(waiting.submissions, trial, now, pending);
        decided.push({ waiting, ...together });
        pending.add(together.entries);
      } catch (fault) {
        decided.push({ waiting, verdicts: [], entries: [], fault });
      }
    }
    return decided;
  }

  /** Decides commands one after the other on a fork of their own, which is forgotten where any of them is refused. */
  private async decideTogether(
    submissions: readonly Submission[],
    trial: LedgerState,
    now: Pick<Entry, 'recordedAt' | 'clock'>,
    pending: Pending,
  ): Promise<Pick<Decided, 'verdicts' | 'entries'>> {
    const attempt = trial.fork();
    const seen = pending.fork();
    const verdicts: Verdict[] = [];
    for (const submission of submissions) {
      const verdict =
        (await this.recordedBefore(submission, seen)) ?? (await this.decideOne(submission, attempt, now, seen));
      verdicts.push(verdict);
      seen.add(newIn(verdict));
    }
    if (verdicts.some(isRefusal)) return { verdicts, entries: [] };
    trial.adopt(attempt);
    return { verdicts, entries: verdicts.flatMap(newIn) };
  }

  /** What a key that has been used recorded: for the same command its entries, for another one a refusal. */
  private async recordedBefore({ key, command, requestHash }: Submission, pending: Pending): Promise<Verdict | null> {
    const earlier = await this.past.earlier.ofKey(key, pending);
    const first = earlier[0]?.entry;
    if (first === undefined) return null;
    if (first.requestHash === requestHash && first.officer === command.by.officer) {
      return { entries: earlier, replayed: true };
    }
    return refuse(
      'IDEMPOTENCY_REUSED',
      `The idempotency key ${key} was used for another command, recorded as entry ${String(first.seq)}; use a new key.`,
    );
  }

  private async decideOne(
    submission: Submission,
    trial: LedgerState,
    now: Pick<Entry, 'recordedAt' | 'clock'>,
    pending: Pending,
  ): Promise<Verdict> {
    const drafts = decide(submission.command, trial, {
      recordedAt: now.recordedAt,
      about: await this.past.earlier.about(submission.command, pending),
      batch: await this.past.earlier.ofBatch(submission.command, trial, pending),
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
    return { entries: written, replayed: false };
  }
}

const isDoubt = (error: unknown): boolean => error instanceof LedgerUnverified || error instanceof DamagedLedger;

const holdsFigures = ({ command }: Submission): boolean => ['SubmitReturn', 'AmendReturn'].includes(command.verb);
