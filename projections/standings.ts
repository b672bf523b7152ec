/**
 * What questions look at in a line: the parts of the ledger it belongs to, and whether it waits for a ruling or is at
 * risk. There are few of these, however many lines there are, so that lines alike are added up together.
 */
import { dayNumber } from '../src/domain/dates';
import type { Entry, EntryKind } from '../src/domain/entries';
import type { LineId } from '../src/domain/identifiers';
import type { LineNumbers } from './cells';
import { Column, type Counts } from '../src/domain/column';
import type { LineAt, Register } from './register';
import type { Moment } from './timeline';

export type Standing = Pick<LineAt, 'section' | 'group' | 'tags'> & {
  readonly waitsForRuling: boolean;
  readonly isAtRisk: boolean;
};

/** The standing of a line that a moment does not know, and of what belongs to no line. */
export const UNKNOWN = 0;
export const OF_NO_LINE = 1;

/** The entry that said something of a line of which nothing was said. */
const NEVER = 0xffffffff;

/** The kinds of entry that say any of it: none that a reversal can take back. */
const says: ReadonlySet<EntryKind> = new Set<EntryKind>([
  'LineRegistered',
  'LineAmended',
  'QualityChecked',
  'RiskRated',
]);

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface StandingParts {
  readonly all: readonly (Standing | null)[];
  readonly now: Counts;
  readonly lastSaid: Counts;
  readonly latestDay: Int32Array;
  readonly firstSaid: Counts;
  readonly earliestDay: Int32Array;
}

export class Standings {
  /** By number; null for what belongs to no line, or to one that is not known. */
  public readonly all: (Standing | null)[] = [null, null];
  private readonly numbers = new Map<string, number>();
  /** How many of them entries made; those beyond came up in a question about the past, and go with the next entry. */
  private made = this.all.length;

  // One row a line, by its number.
  private readonly now = Column.ofCounts();
  /** The last entry that said something of it, and the latest day that any of them takes effect from. */
  private readonly lastSaid = Column.ofCounts();
  private readonly latestDay = Column.ofDays();
  /** The same of all lines, and what stands in `now`, each once; null where that is to be looked up. */
  private lastOfAll = 0;
  private latestOfAll = 0;
  private orderNow: readonly number[] | null = null;
  /** The first entry that said something of it, and the earliest day that any of them takes effect from. */
  private readonly firstSaid = Column.ofCounts();
  private readonly earliestDay = Column.ofDays();

  public constructor(
    private readonly lines: LineNumbers,
    private readonly register: Register,
  ) {
    this.lengthen();
    this.now.set(0, OF_NO_LINE);
  }

  /** The standing of a line after the last entry, by the line's number. */
  public of(line: number): number {
    return line < this.now.length ? this.now.at(line) : UNKNOWN;
  }

  /** Takes in an entry that the register has taken in; gives the line whose standing changed, by number, or null. */
  public append(entry: Entry): number | null {
    this.lengthen();
    this.forgetQuestions();
    if (entry.line === null || !says.has(entry.kind)) return null;
    const line = this.lines.number(entry.line);
    const before = this.of(line);
    this.note(line, entry.seq, dayNumber(entry.effective));
    this.now.set(line, this.numberOf(line, { size: entry.seq + 1, asAt: '9999-12-31' as Moment['asAt'] }));
    this.made = this.all.length;
    return this.of(line) === before ? null : line;
  }

  private forgetQuestions(): void {
    for (const asked of this.all.splice(this.made)) this.numbers.delete(JSON.stringify(asked));
  }

  /** The standing of every line at a moment, by the line's number. Maybe a view: read it before the next entry. */
  public at(moment: Moment): Counts {
    if (this.isAllSettled(moment)) return this.now.rows();
    const { size } = moment;
    const day = dayNumber(moment.asAt);
    const standings = new Uint32Array(this.now.rows());
    const [firsts, earliest] = [this.firstSaid.rows(), this.earliestDay.rows()];
    const [lasts, latest] = [this.lastSaid.rows(), this.latestDay.rows()];
    for (let line = 1; line < standings.length; line += 1) {
      if ((firsts[line] ?? NEVER) >= size || (earliest[line] ?? 0) > day) standings[line] = UNKNOWN;
      else if ((lasts[line] ?? 0) >= size || (latest[line] ?? 0) > day) standings[line] = this.numberOf(line, moment);
    }
    return standings;
  }

  /** The standings lines have at a moment, each once, in the order of the first line of each. */
  public knownAt(moment: Moment): readonly Standing[] {
    return this.numbersAt(moment, this.at(moment)).flatMap((number) => this.all[number] ?? []);
  }

  /** The same as numbers, from what `at` gave; what nothing is known of may be among them. */
  public numbersAt(moment: Moment, ofLines: Counts): readonly number[] {
    if (!this.isAllSettled(moment)) return this.inOrder(ofLines);
    this.orderNow ??= this.inOrder(ofLines);
    return this.orderNow;
  }

  /** The standing of one line at a moment. */
  public ofLineAt(line: number, moment: Moment): number {
    return this.isSettled(line, moment.size, dayNumber(moment.asAt)) ? this.of(line) : this.numberOf(line, moment);
  }

  private inOrder(ofLines: Counts): readonly number[] {
    const seen = new Uint8Array(this.all.length);
    const numbers: number[] = [];
    for (let line = 1; line < ofLines.length; line += 1) {
      const number = ofLines[line] ?? UNKNOWN;
      if (seen[number] === 0) numbers.push(number);
      seen[number] = 1;
    }
    return numbers;
  }

  /** Whether a moment knows everything that was ever said of any line. */
  private isAllSettled({ size, asAt }: Moment): boolean {
    return size > this.lastOfAll && dayNumber(asAt) >= this.latestOfAll;
  }

  public toParts(): StandingParts {
    return {
      all: this.all.slice(OF_NO_LINE + 1, this.made),
      now: this.now.rows(),
      lastSaid: this.lastSaid.rows(),
      latestDay: this.latestDay.rows(),
      firstSaid: this.firstSaid.rows(),
      earliestDay: this.earliestDay.rows(),
    };
  }

  /** Takes back, into an empty one, what `toParts` gave. */
  public restore(parts: StandingParts): void {
    for (const standing of parts.all) if (standing !== null) this.number(standing);
    this.made = this.all.length;
    this.now.restore(parts.now);
    this.lastSaid.restore(parts.lastSaid);
    this.latestDay.restore(parts.latestDay);
    this.firstSaid.restore(parts.firstSaid);
    this.earliestDay.restore(parts.earliestDay);
    this.lastOfAll = largest(parts.lastSaid);
    this.latestOfAll = largest(parts.latestDay);
    this.orderNow = null;
  }

  /** Whether a moment knows everything that was ever said of a line. */
  private isSettled(line: number, size: number, day: number): boolean {
    return line < this.now.length && this.lastSaid.at(line) < size && this.latestDay.at(line) <= day;
  }

  private note(line: number, seq: number, day: number): void {
    const isFirst = this.firstSaid.at(line) === NEVER;
    if (isFirst) this.firstSaid.set(line, seq);
    this.earliestDay.set(line, isFirst ? day : Math.min(this.earliestDay.at(line), day));
    this.lastSaid.set(line, seq);
    this.latestDay.set(line, Math.max(this.latestDay.at(line), day));
    this.orderNow = null;
    this.lastOfAll = seq;
    this.latestOfAll = Math.max(this.latestOfAll, day);
  }

  private lengthen(): void {
    while (this.now.length < this.lines.length) {
      this.now.push(UNKNOWN);
      this.lastSaid.push(0);
      this.latestDay.push(0);
      this.firstSaid.push(NEVER);
      this.earliestDay.push(0);
      this.orderNow = null;
    }
  }

  private numberOf(line: number, moment: Moment): number {
    const id: LineId | null = this.lines.id(line);
    const at = id === null ? null : this.register.line(id, moment);
    if (at === null) return UNKNOWN;
    const { section, group, tags } = at;
    return this.number({ section, group, tags, waitsForRuling: waitsForRuling(at), isAtRisk: isAtRisk(at) });
  }

  private number(standing: Standing): number {
    const key = JSON.stringify(standing);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.push(standing) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

function largest(numbers: Counts | Int32Array): number {
  let found = 0;
  for (const number of numbers) found = Math.max(found, number);
  return found;
}

/** Rule 13: nobody has settled yet whether the line is an efficiency. */
export const waitsForRuling = (line: Pick<LineAt, 'ruling'>): boolean => line.ruling !== null;

/** R41: the line is rated amber or red by a stated test. */
export const isAtRisk = ({ rating }: Pick<LineAt, 'rating'>): boolean =>
  rating?.rating === 'amber' || rating?.rating === 'red';
