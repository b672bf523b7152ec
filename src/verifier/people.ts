/** Who may record what, and that nobody checks an entry of his own; each check binds to the entry's exact bytes. */
import { earlierIn, listIn, textIn, type Entry } from './entry';
import { fail } from './outcome';
import type { Leaves } from './tree';

const certifiers = ['chief finance officer', 'deputy chief finance officer'];
const recorders: Readonly<Record<string, readonly string[]>> = {
  PositionCertified: certifiers,
  EntryVerified: ['finance officer', ...certifiers],
  AuditQueryRaised: ['auditor'],
  KeyRotated: ['administrator', 'finance officer'],
};
/** What the chief finance officer may confirm: none of it moves what was achieved. */
const confirmed = ['TargetSet', 'TargetRevised', 'PeriodReopened'];

const [VERIFIED, REJECTED, REVERSED] = [1, 2, 4];

export class People {
  private readonly officers = new Map<string, number>();
  private readonly kinds = new Map<string, number>();
  private readonly kindNames: string[] = [];
  // One for each entry.
  private readonly officerOf: number[] = [];
  private readonly kindOf: number[] = [];
  private readonly marks: number[] = [];

  public constructor(private readonly leaves: Leaves) {}

  public check(entry: Entry): void {
    const { seq, kind, officer, role } = entry;
    const may = recorders[kind] ?? ['finance officer'];
    if (!may.includes(role)) fail(seq, `${kind} was recorded by the ${role}, who may not`);
    this.officerOf.push(numberOf(this.officers, officer));
    if (!this.kinds.has(kind)) this.kindNames.push(kind);
    this.kindOf.push(numberOf(this.kinds, kind));
    this.marks.push(0);
    if (kind === 'EntryVerified' || kind === 'EntryRejected') this.checkChecked(entry);
    if (kind === 'EntryReversed') this.checkReversed(entry);
    if (kind === 'BatchReversed') this.checkBatch(entry);
  }

  private checkChecked({ seq, kind, facts, role }: Entry): void {
    const about = this.named(facts['leaf'], earlierIn(facts, 'entry', seq), seq);
    if (this.officerOf[about] === this.officerOf[seq])
      fail(seq, `entry ${String(about)} was checked by the officer who recorded it`);
    if (role !== 'finance officer' && !confirmed.includes(this.kindAt(about)))
      fail(seq, `entry ${String(about)} is for a finance officer to check`);
    if ((this.marks[about] ?? 0) !== 0) fail(seq, `entry ${String(about)} was checked or reversed before`);
    this.marks[about] = kind === 'EntryVerified' ? VERIFIED : REJECTED;
  }

  private checkReversed({ seq, facts }: Entry): void {
    const about = this.named(facts['leaf'], earlierIn(facts, 'entry', seq), seq);
    if (facts['kind'] !== this.kindAt(about)) fail(seq, `entry ${String(about)} is of another kind than it says`);
    if ((this.marks[about] ?? 0) !== 0) fail(seq, `entry ${String(about)} was checked or reversed before`);
    this.marks[about] = REVERSED;
    if (facts['about'] === null) return;
    // The reversal of a check frees the entry that was checked.
    this.marks[earlierIn(facts, 'about', seq)] = 0;
  }

  private checkBatch({ seq, facts }: Entry): void {
    for (const each of listIn(facts, 'entries', seq)) {
      const about = earlierIn({ entry: each }, 'entry', seq);
      if ((this.marks[about] ?? 0) !== 0) fail(seq, `entry ${String(about)} was checked or reversed before`);
      this.marks[about] = REVERSED;
    }
  }

  /** The entry that is named by seq and leaf. */
  private named(leaf: unknown, about: number, seq: number): number {
    if (this.leaves.at(about).toString('hex') !== textIn({ leaf: leaf as string }, 'leaf', seq))
      fail(seq, `what it says of entry ${String(about)} was said of other bytes`);
    return about;
  }

  private kindAt(seq: number): string {
    return this.kindNames[this.kindOf[seq] ?? -1] ?? '';
  }
}

function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name) ?? names.size;
  names.set(name, known);
  return known;
}
