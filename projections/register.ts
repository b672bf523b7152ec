/**
 * What was recorded apart from amounts, and when: lines with their names, officers, baselines and stages; printed totals;
 * checks, answers and reversals. Question: what was so at a moment? Formula: the last such entry that the moment knows
 * and nobody has reversed.
 */
import type { Definition, Entry, EntryKind, Facts, Stage } from '../src/domain/entries';
import { seqOf, type BatchId, type LineId, type OfficerId } from '../src/domain/identifiers';
import { linesTouched } from '../src/domain/lines-touched';
import { keep, share, SharedTexts, type Kept } from './kept';
import { Marks, type MarkParts, type MarksOf } from './marks';
import type { Moment, Timeline } from './timeline';

/** A line as known at a moment. */
export interface LineAt {
  readonly id: LineId;
  readonly title: string;
  readonly section: string;
  readonly group: string | null;
  readonly tags: readonly string[];
  readonly stage: Stage;
  /** Why it waits for a ruling whether it is an efficiency; null once a quality check has settled it. */
  readonly ruling: Facts['LineRegistered']['ruling'];
  readonly quality: Facts['QualityChecked'] | null;
  readonly rating: Facts['RiskRated'] | null;
  readonly owner: OfficerId | null;
  /** The entry that assigned the accountable officer. */
  readonly ownerSince: number | null;
  readonly baseline: Facts['BaselineSet'] | null;
  readonly pot: Facts['PotCreated'] | null;
  readonly batch: BatchId | null;
  /** The entry that registered it, and the last one about it. */
  readonly registered: number;
  readonly version: number;
}

/** A return or its amendment, with the entry that amended it in turn. */
export interface ReturnAt {
  readonly entry: Kept<'ReturnSubmitted' | 'ReturnAmended'>;
  readonly amendedBy: number | null;
}

/** The kinds of entry that say something about the ledger, apart from amounts. */
const aboutLedger: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'DefinitionAdopted',
  'TotalAsserted',
  'SavingPlanned',
  'OverlapDeclared',
  'OverlapEliminated',
  'ReturnSubmitted',
  'ReturnAmended',
  'AuditQueryRaised',
  'PeriodClosed',
]);

/** The kinds of entry that say something about a line, apart from amounts. */
const aboutLine: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'LineRegistered',
  'LineAmended',
  'OwnerAssigned',
  'BaselineSet',
  'StageAdvanced',
  'PotCreated',
  'QualityChecked',
  'RiskRated',
  'EvidenceAttached',
  'SustainmentConfirmed',
]);

/** Kinds of entry that must be verified by a second officer before they stop being a finding. */
const toBeVerified: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'SavingCarriedForward',
  'SavingReclassified',
  'EntryReversed',
  'BatchReversed',
  'PeriodReopened',
]);

/** What is kept of entries of several kinds, in order. */
type Log = Kept<EntryKind>[];

function ofKind<Kind extends EntryKind>(log: Log, kind: Kind): readonly Kept<Kind>[] {
  // Only entries of the kind are left; the type of a filter cannot say so.
  return log.filter((entry) => entry.kind === kind) as unknown as readonly Kept<Kind>[];
}

interface LineHistory {
  readonly facts: Log;
  /** Every entry about it, by seq. */
  readonly entries: number[];
}

/** All of it as plain data. */
export interface RegisterParts {
  readonly opened: Facts['LedgerOpened'] | null;
  readonly histories: Map<LineId, LineHistory>;
  readonly facts: Map<EntryKind, Log>;
  readonly unchecked: Log;
  readonly lapses: Set<number>;
  readonly marks: MarkParts;
}

/** All that is known apart from amounts. It takes in entries in order; every question is asked at a moment. */
export class Register {
  /** What the ledger was opened as; null before it is. */
  public opened: Facts['LedgerOpened'] | null = null;
  private histories = new Map<LineId, LineHistory>();
  private facts = new Map<EntryKind, Log>();
  private unchecked: Log = [];
  private readonly marks: Marks;
  private readonly texts = new SharedTexts();
  /** Entries that lapse a gain, and those that check or take back such an entry. */
  private lapses = new Set<number>();

  /** `timeline`: which entries a moment knows. An entry is taken in there first. */
  public constructor(private readonly timeline: Timeline) {
    this.marks = new Marks(timeline);
  }

  /** What the ledger was opened as. Asked only of a ledger that has been opened. */
  public get ledger(): Facts['LedgerOpened'] {
    if (this.opened === null) throw new Error('the ledger has not been opened');
    return this.opened;
  }

  /** Takes in the next entry. */
  public append(entry: Entry): void {
    if (entry.kind === 'LedgerOpened') this.opened = entry.facts;
    if (aboutLedger.has(entry.kind)) this.ofLedger(entry.kind).push(keep(entry, this.texts));
    if (toBeVerified.has(entry.kind)) this.unchecked.push(keep(entry, this.texts));
    if (entry.line !== null) this.appendToLine(entry, this.texts.of(entry.line));
    for (const line of linesTouched(entry)) this.histories.get(line)?.entries.push(entry.seq);
    if (this.concernsLapse(entry)) this.lapses.add(entry.seq);
    this.marks.append(entry);
  }

  private ofLedger(kind: EntryKind): Log {
    const log = this.facts.get(kind) ?? [];
    this.facts.set(kind, log);
    return log;
  }

  private appendToLine(entry: Entry, line: LineId): void {
    const history = this.histories.get(line) ?? { facts: [], entries: [] };
    this.histories.set(line, history);
    if (aboutLine.has(entry.kind)) history.facts.push(keep(entry, this.texts));
  }

  private concernsLapse({ kind, facts }: Entry): boolean {
    if (kind === 'GainLapsed') return true;
    const about = 'entry' in facts ? [facts.entry] : 'entries' in facts ? facts.entries : [];
    return about.some((seq) => this.lapses.has(seqOf(seq)));
  }

  /** The lines known at a moment, in the order they were registered. */
  public lines(moment: Moment): readonly LineAt[] {
    return [...this.histories.keys()].flatMap((id) => this.line(id, moment) ?? []);
  }

  /** One line as known at a moment, or null. */
  public line(id: LineId, moment: Moment): LineAt | null {
    const history = this.histories.get(id);
    const registered = ofKind(history?.facts ?? [], 'LineRegistered').find(({ seq }) =>
      this.timeline.knows(moment, seq),
    );
    return history === undefined || registered === undefined ? null : this.describe(history, registered, moment);
  }

  private describe(history: LineHistory, registered: Kept<'LineRegistered'>, moment: Moment): LineAt | null {
    if (registered.line === null) return null;
    const latest = <Kind extends EntryKind>(kind: Kind): Kept<Kind> | null =>
      ofKind(history.facts, kind).findLast(({ seq }) => this.marks.stands(seq, moment)) ?? null;
    const owner = latest('OwnerAssigned');
    return {
      id: registered.line,
      ...namesAt(registered, latest('LineAmended')),
      ...qualityAt(registered, latest('QualityChecked')),
      rating: factsOf(latest('RiskRated')),
      batch: registered.batch,
      stage: latest('StageAdvanced')?.facts.to ?? registered.facts.stage,
      owner: owner?.facts.owner ?? null,
      ownerSince: owner?.seq ?? null,
      baseline: factsOf(latest('BaselineSet')),
      pot: factsOf(latest('PotCreated')),
      registered: registered.seq,
      version: history.entries.findLast((seq) => this.timeline.knows(moment, seq)) ?? registered.seq,
    };
  }

  /** The entries about a line that a moment knows, by seq. */
  public entriesOf(id: LineId, moment: Moment): readonly number[] {
    const entries = this.histories.get(id)?.entries ?? [];
    return entries.filter((seq) => this.timeline.knows(moment, seq));
  }

  /** Whether an entry lapses a gain, or checks or takes back one that does. */
  public isAboutLapse(seq: number): boolean {
    return this.lapses.has(seq);
  }

  /** The definitions adopted by a moment. */
  public adopted(moment: Moment): readonly Definition[] {
    return this.known('DefinitionAdopted', moment).map(({ facts }) => facts.definition);
  }

  /** The entries of a kind about the ledger that a moment knows and nobody has reversed. */
  public known<Kind extends EntryKind>(kind: Kind, moment: Moment): readonly Kept<Kind>[] {
    return ofKind(this.facts.get(kind) ?? [], kind).filter(({ seq }) => this.marks.stands(seq, moment));
  }

  /** The entries of a kind about a line that a moment knows and nobody has reversed. */
  public knownOf<Kind extends EntryKind>(line: LineId, kind: Kind, moment: Moment): readonly Kept<Kind>[] {
    const facts = this.histories.get(line)?.facts ?? [];
    return ofKind(facts, kind).filter(({ seq }) => this.marks.stands(seq, moment));
  }

  /**
   * The entries that a second officer still has to check: carry-forwards, reclassifications, reversals, re-openings. One
   * that was rejected has been checked: it waits for nobody.
   */
  public notVerified(moment: Moment): readonly Kept<EntryKind>[] {
    return this.unchecked.filter(({ seq }) => {
      const { verified, rejected } = this.marksOf(seq, moment);
      return this.marks.stands(seq, moment) && verified === null && rejected === null;
    });
  }

  /** What was done about an entry by a moment: who verified, rejected, reversed, answered, amended or resolved it. */
  public marksOf(seq: number, moment: Moment): MarksOf {
    return this.marks.of(seq, moment);
  }

  /** The last entry that verified another one by a moment, whether or not that was taken back since; null where none did. */
  public lastVerification(seq: number, moment: Moment): number | null {
    return this.marks.lastVerification(seq, moment);
  }

  /** Overlaps that were declared and nothing has been taken off for. */
  public overlaps(moment: Moment): readonly Kept<'OverlapDeclared'>[] {
    const eliminated = this.known('OverlapEliminated', moment);
    return this.known('OverlapDeclared', moment).filter(
      ({ line, facts }) => !eliminated.some((by) => by.line === line && by.facts.other === facts.other),
    );
  }

  public toParts(): RegisterParts {
    return {
      opened: this.opened,
      histories: this.histories,
      facts: this.facts,
      unchecked: this.unchecked,
      lapses: this.lapses,
      marks: this.marks.toParts(),
    };
  }

  /** Takes back what `toParts` gave; it becomes its own. */
  public restore(parts: RegisterParts): void {
    ({ opened: this.opened, histories: this.histories, facts: this.facts } = parts);
    ({ unchecked: this.unchecked, lapses: this.lapses } = parts);
    for (const log of [this.unchecked, ...this.facts.values()]) this.share(log);
    for (const { facts } of this.histories.values()) this.share(facts);
    this.marks.restore(parts.marks);
  }

  /** Texts that entries had in common were written once for each of them. */
  private share(log: Log): void {
    for (const entry of log) share(entry, this.texts);
  }

  /** Every return and amendment, in order. */
  public returns(moment: Moment): readonly ReturnAt[] {
    return [...this.known('ReturnSubmitted', moment), ...this.known('ReturnAmended', moment)]
      .sort((one, other) => one.seq - other.seq)
      .map((entry) => ({ entry, amendedBy: this.settledBy(entry.seq, moment) }));
  }

  /** Auditors' queries nobody has answered. */
  public openQueries(moment: Moment): readonly Kept<'AuditQueryRaised'>[] {
    return this.known('AuditQueryRaised', moment).filter(({ seq }) => this.settledBy(seq, moment) === null);
  }

  /** The entry that answered, amended or resolved this one, or null. */
  public settledBy(seq: number, moment: Moment): number | null {
    return this.marks.settledBy(seq, moment);
  }
}

const factsOf = <What>(entry: { readonly facts: What } | null): What | null => entry?.facts ?? null;

function namesAt(
  registered: Kept<'LineRegistered'>,
  amended: Kept<'LineAmended'> | null,
): Pick<LineAt, 'title' | 'section' | 'group' | 'tags'> {
  const { title, section, group, tags } = (amended ?? registered).facts;
  return { title, section, group, tags };
}

/** A quality check settles the ruling a line waits for, whatever it found. */
const qualityAt = (
  registered: Kept<'LineRegistered'>,
  checked: Kept<'QualityChecked'> | null,
): Pick<LineAt, 'ruling' | 'quality'> =>
  checked === null ? { ruling: registered.facts.ruling, quality: null } : { ruling: null, quality: checked.facts };
