/**
 * What was recorded apart from amounts, and when: lines with their names, officers, baselines and stages; printed totals;
 * checks, answers and reversals. Question: what was so at a moment? Formula: the last such entry that the moment knows
 * and nobody has reversed.
 */
import type { Definition, Entry, EntryKind, Facts, Stage } from '../src/domain/entries';
import { seqOf, type BatchId, type LineId, type OfficerId } from '../src/domain/identifiers';
import { linesTouched } from '../src/domain/lines-touched';
import type { LineNumbers } from './cells';
import { Chains, type ChainParts } from './chains';
import { KeptLog, type Kept, type KeptParts } from './kept';
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
const aboutLedger: readonly EntryKind[] = [
  'DefinitionAdopted',
  'TotalAsserted',
  'SavingPlanned',
  'OverlapDeclared',
  'OverlapEliminated',
  'ReturnSubmitted',
  'ReturnAmended',
  'AuditQueryRaised',
  'PeriodClosed',
];

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

/** Those that are to be verified belong together. */
const ALL = 0;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface RegisterParts {
  readonly opened: Facts['LedgerOpened'] | null;
  readonly ofLedger: KeptParts;
  readonly ofLines: KeptParts;
  readonly unchecked: KeptParts;
  readonly touched: ChainParts;
  readonly lapses: Set<number>;
  readonly marks: MarkParts;
}

/** All that is known apart from amounts. It takes in entries in order; every question is asked at a moment. */
export class Register {
  /** What the ledger was opened as; null before it is. */
  public opened: Facts['LedgerOpened'] | null = null;
  /** What was said about the ledger by its kind, about lines by the number of the line, and what is to be verified. */
  private readonly ofLedger = new KeptLog();
  private readonly ofLines = new KeptLog();
  private readonly unchecked = new KeptLog();
  /** Every entry about a line, by the number of the line. */
  private readonly touched = new Chains();
  private readonly marks: Marks;
  /** Entries that lapse a gain, and those that check or take back such an entry. */
  private lapses = new Set<number>();

  /** `timeline`: which entries a moment knows. An entry is taken in there first. */
  public constructor(
    private readonly timeline: Timeline,
    private readonly numbers: LineNumbers,
  ) {
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
    const about = aboutLedger.indexOf(entry.kind);
    if (about >= 0) this.ofLedger.push(about, entry);
    if (toBeVerified.has(entry.kind)) this.unchecked.push(ALL, entry);
    if (entry.line !== null && aboutLine.has(entry.kind)) this.ofLines.push(this.numbers.number(entry.line), entry);
    for (const line of linesTouched(entry)) this.touched.add(this.numbers.number(line), entry.seq);
    if (this.concernsLapse(entry)) this.lapses.add(entry.seq);
    this.marks.append(entry);
  }

  private concernsLapse({ kind, facts }: Entry): boolean {
    if (kind === 'GainLapsed') return true;
    const about = 'entry' in facts ? [facts.entry] : 'entries' in facts ? facts.entries : [];
    return about.some((seq) => this.lapses.has(seqOf(seq)));
  }

  /** The lines known at a moment, in the order the entries first name them. */
  public lines(moment: Moment): readonly LineAt[] {
    const numbers = Array.from({ length: this.numbers.length }, (_, number) => number);
    return numbers.flatMap((number) => this.describe(number, moment) ?? []);
  }

  /** One line as known at a moment, or null. */
  public line(id: LineId, moment: Moment): LineAt | null {
    const number = this.numbers.find(id);
    return number === null ? null : this.describe(number, moment);
  }

  private describe(number: number, moment: Moment): LineAt | null {
    const registered = this.ofLines.findLast(number, 'LineRegistered', (seq) => this.timeline.knows(moment, seq));
    const id = registered?.line ?? null;
    if (registered === null || id === null) return null;
    const latest = <Kind extends EntryKind>(kind: Kind): Kept<Kind> | null =>
      this.ofLines.findLast(number, kind, (seq) => this.marks.stands(seq, moment));
    const owner = latest('OwnerAssigned');
    return {
      id,
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
      version: this.lastTouch(number, moment) ?? registered.seq,
    };
  }

  private lastTouch(number: number, moment: Moment): number | null {
    return this.touched.findLastSeq(number, (seq) => this.timeline.knows(moment, seq));
  }

  /** The entries about a line that a moment knows, by seq. */
  public entriesOf(id: LineId, moment: Moment): readonly number[] {
    const number = this.numbers.find(id);
    const rows = number === null ? [] : this.touched.of(number);
    return rows.map((row) => this.touched.seq(row)).filter((seq) => this.timeline.knows(moment, seq));
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
    return this.ofLedger.filter(aboutLedger.indexOf(kind), kind, (seq) => this.marks.stands(seq, moment));
  }

  /** The entries of a kind about a line that a moment knows and nobody has reversed. */
  public knownOf<Kind extends EntryKind>(line: LineId, kind: Kind, moment: Moment): readonly Kept<Kind>[] {
    const number = this.numbers.find(line);
    return number === null ? [] : this.ofLines.filter(number, kind, (seq) => this.marks.stands(seq, moment));
  }

  /**
   * The entries that a second officer still has to check: carry-forwards, reclassifications, reversals, re-openings. One
   * that was rejected has been checked: it waits for nobody.
   */
  public notVerified(moment: Moment): readonly Kept<EntryKind>[] {
    return this.unchecked.filter(ALL, null, (seq) => {
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
      ofLedger: this.ofLedger.toParts(),
      ofLines: this.ofLines.toParts(),
      unchecked: this.unchecked.toParts(),
      touched: this.touched.toParts(),
      lapses: this.lapses,
      marks: this.marks.toParts(),
    };
  }

  /** Takes back what `toParts` gave; it becomes its own. */
  public restore(parts: RegisterParts): void {
    ({ opened: this.opened, lapses: this.lapses } = parts);
    this.ofLedger.restore(parts.ofLedger);
    this.ofLines.restore(parts.ofLines);
    this.unchecked.restore(parts.unchecked);
    this.touched.restore(parts.touched);
    this.marks.restore(parts.marks);
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
