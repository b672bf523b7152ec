/** Tells a story to the decider: given what was recorded, when an officer asks, then this is recorded, or refused. */
import fc from 'fast-check';

import type { Command, Recording } from '../../src/domain/commands';
import { dayOf, monthOf, type Instant, type IsoDate } from '../../src/domain/dates';
import { decide } from '../../src/domain/decider';
import type { Entry, Posting } from '../../src/domain/entries';
import { evolve } from '../../src/domain/evolve';
import type { IdempotencyKey, LedgerId, OfficerId } from '../../src/domain/identifiers';
import { isRefusal, type Refusal, type RefusalCode } from '../../src/domain/refusals';
import { LedgerState } from '../../src/domain/state';
import { encodeEntry } from '../../src/event-store/entry-bytes';
import { Projection } from '../../projections/projection';
import { snapshot } from '../../projections/returns';
import { entryId } from '../../src/tamper-evidence/entry-id';
import { leafHash } from '../../src/tamper-evidence/leaf';

export const LEDGER = '6f1c2a52-0d5b-4c53-9f6e-1d2a3b4c5d6e' as LedgerId;
const START = Date.parse('2009-07-13T09:00:00.000Z');

/** A ledger in memory, driven by commands as the writer drives it, with an entry a minute. */
export class Story {
  public readonly projection = new Projection();
  public readonly entries: Entry[] = [];
  private start = START;

  public constructor(public readonly state = LedgerState.empty()) {}

  /** The same ledger, opened anew from what was stored of the state. */
  public reopened(): Story {
    const story = new Story(LedgerState.fromParts(structuredClone(this.state.toParts())));
    for (const entry of this.entries) story.projection.append(entry);
    story.entries.push(...this.entries);
    story.start = this.start;
    return story;
  }

  /** Decides a command and records what it gives. */
  public ask(command: Command): readonly Entry[] | Refusal {
    const recordedAt = new Date(this.start + this.entries.length * 60_000).toISOString() as Instant;
    const named = 'entry' in command ? command.entry : 'about' in command ? command.about : null;
    const about = named === null ? null : (this.entries[named] ?? null);
    const drafts = decide(command, this.state, {
      recordedAt,
      about: about === null ? null : { entry: about, leaf: this.leaf(about.seq) },
      batch: 'reversed' in command ? this.entries.filter(({ batch }) => batch === command.reversed) : [],
      figures: (definition, of) => snapshot(this.projection, this.projection.table.now(), definition, of),
      chiefFinanceOfficers: ['off-204' as OfficerId],
    });
    if (isRefusal(drafts)) return drafts;
    const effective = command.by.effective ?? dayOf(recordedAt);
    return drafts.map((draft, part) => {
      const key = `story-${String(this.entries.length)}` as IdempotencyKey;
      const { officer, role, reason, source, batch, period } = command.by;
      const entry = {
        ...draft,
        v: '1',
        seq: this.entries.length,
        id: entryId(LEDGER, key, part),
        part,
        effective,
        period: period ?? monthOf(effective),
        recordedAt,
        clock: 'server',
        officer,
        role,
        reason,
        source,
        batch,
        key,
        requestHash: '',
      } as Entry;
      evolve(this.state, entry);
      this.projection.append(entry);
      this.entries.push(entry);
      return entry;
    });
  }

  /** Goes on on another day: the next entry is recorded at nine o'clock. Never goes back. */
  public goOn(day: string): void {
    this.start = Math.max(this.start, Date.parse(`${day}T09:00:00.000Z`) - this.entries.length * 60_000);
  }

  /** How fast-check shows a story that does not hold: what was recorded, an entry a line. */
  public [fc.toStringMethod](): string {
    return this.entries
      .map(
        ({ seq, kind, line, postings }) => `${String(seq)} ${kind} ${line ?? ''}: ${postings.map(inWords).join('; ')}`,
      )
      .join('\n');
  }

  public leaf(seq: number): string {
    const entry = this.entries[seq];
    if (entry === undefined) throw new Error(`no entry ${String(seq)}`);
    return leafHash(encodeEntry(entry));
  }

  /** Records a command that the story takes for granted. */
  public tell(command: Command): this {
    const outcome = this.ask(command);
    if (isRefusal(outcome)) throw new Error(`the story does not hold: ${outcome.code} ${outcome.message}`);
    return this;
  }
}

/** A command, or one that needs to know what was recorded, such as the leaf hash of an entry it verifies. */
export type Told = Command | ((story: Story) => Command);

const resolve = (told: Told, story: Story): Command => (typeof told === 'function' ? told(story) : told);

/** The same, told on a later day. */
export const on =
  (day: string, told: Told) =>
  (story: Story): Command => {
    story.goOn(day);
    return resolve(told, story);
  };

interface Then {
  readonly story: Story;
  /** The postings of what was recorded, in words. */
  readonly thenPosts: (...postings: readonly string[]) => void;
  readonly thenRefuses: (code: RefusalCode, sentence?: string) => void;
}

export function given(...commands: readonly Told[]): { readonly story: Story; readonly when: (command: Told) => Then } {
  const story = new Story();
  for (const command of commands) story.tell(resolve(command, story));
  return {
    story,
    when: (command: Told) => {
      const outcome = story.ask(resolve(command, story));
      return {
        story,
        thenPosts: (...postings: readonly string[]): void => {
          if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} ${outcome.message}`);
          expect(outcome.flatMap((entry) => entry.postings.map(inWords))).toEqual(postings);
        },
        thenRefuses: (code: RefusalCode, sentence?: string): void => {
          if (!isRefusal(outcome)) throw new Error('it was recorded, not refused');
          expect(outcome.code).toBe(code);
          if (sentence !== undefined) expect(outcome.message).toBe(sentence);
        },
      };
    },
  };
}

/** A posting as a sentence: `plan 2009/10 cashable 200000.00`. */
export const inWords = ({ line, measure, tranche, class: of, status, identified, amount }: Posting): string =>
  [
    line === null || line === 'IT-PROCUREMENT' ? null : line,
    measure,
    tranche,
    identified ? null : 'unidentified',
    of,
    status,
    amount,
  ]
    .filter((word) => word !== null)
    .join(' ');

export const by: Recording = {
  officer: 'off-201' as OfficerId,
  role: 'finance officer',
  effective: null,
  period: null,
  reason: null,
  source: null,
  batch: null,
  lineVersion: null,
  confirmed: null,
};

/** The second officer, who checks what the first one records. */
export const bySecond: Recording = { ...by, officer: 'off-202' as OfficerId };

export const because = (reason: string): Recording => ({ ...by, reason });
export const asAt = (effective: string): Recording => ({ ...by, effective: effective as IsoDate });
