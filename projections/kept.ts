/** What is kept of entries in memory: what they say. What they are signed, keyed and sourced with stays in the store. */
import { Column, type Counts } from '../src/domain/column';
import type { Entry, EntryKind, EntryOf } from '../src/domain/entries';
import { TextColumn, type TextParts } from '../src/domain/text-column';
import { Chains, type ChainParts } from './chains';

/** An entry as it is kept. */
export type Kept<Kind extends EntryKind> = {
  readonly [Each in Kind]: Pick<EntryOf<Each>, 'seq' | 'kind' | 'line' | 'batch' | 'facts'>;
}[Kind];

/** As many as a question about a ledger of some hundred thousand entries reads again and again. */
const REMEMBERED = 16_384;

/** All of it as plain data. Columns are views: to be put away before the next entry. */
export interface KeptParts {
  readonly kinds: Counts;
  readonly kindNames: readonly EntryKind[];
  readonly chains: ChainParts;
  readonly texts: TextParts;
}

/**
 * Entries in order, each by whom it belongs to, such as the number of a line. They lie here as text and are read when
 * they are asked for, so that a start takes back bytes and not objects.
 */
export class KeptLog {
  private readonly kinds = Column.ofCounts();
  private kindNames: EntryKind[] = [];
  private readonly chains = new Chains();
  private readonly texts = new TextColumn();
  /** What was read last, by row; where there are more rows than places, one gives way to another. */
  private readonly read: ({ readonly row: number; readonly kept: Kept<EntryKind> } | undefined)[] = [];

  /** Takes in the next entry. */
  public push(owner: number, { seq, kind, line, batch, facts }: Entry): void {
    this.chains.add(owner, seq);
    this.kinds.push(this.kindNumber(kind));
    this.texts.push(JSON.stringify({ line, batch, facts }));
  }

  /** The last entry of an owner and a kind for whose seq a test holds, or null. */
  public findLast<Kind extends EntryKind>(
    owner: number,
    kind: Kind,
    holds: (seq: number) => boolean,
  ): Kept<Kind> | null {
    const wanted = this.kindNames.indexOf(kind);
    const row = this.chains.findLast(owner, (own, each) => this.kinds.at(each) === wanted && holds(own));
    // Only an entry of the kind is found; the type of a row cannot say so.
    return row === null ? null : (this.at(row) as Kept<Kind>);
  }

  /** The entries of an owner, of one kind where one is given, for whose seqs a test holds, in order. */
  public filter<Kind extends EntryKind>(
    owner: number,
    kind: Kind | null,
    holds: (seq: number) => boolean,
  ): readonly Kept<Kind>[] {
    const wanted = kind === null ? null : this.kindNames.indexOf(kind);
    return this.chains
      .of(owner)
      .filter((row) => (wanted === null || this.kinds.at(row) === wanted) && holds(this.chains.seq(row)))
      .map((row) => this.at(row) as Kept<Kind>);
  }

  public toParts(): KeptParts {
    const { kindNames, chains, texts } = this;
    return { kinds: this.kinds.rows(), kindNames, chains: chains.toParts(), texts: texts.toParts() };
  }

  /** Takes what `toParts` gave as its own, in the place of what is here. */
  public restore({ kinds, kindNames, chains, texts }: KeptParts): void {
    this.kinds.restore(kinds);
    this.kindNames = [...kindNames];
    this.chains.restore(chains);
    this.texts.restore(texts);
    this.read.length = 0;
  }

  private kindNumber(kind: EntryKind): number {
    const known = this.kindNames.indexOf(kind);
    return known >= 0 ? known : this.kindNames.push(kind) - 1;
  }

  private at(row: number): Kept<EntryKind> {
    const place = row % REMEMBERED;
    const known = this.read[place];
    if (known?.row === row) return known.kept;
    const [seq, kind] = [this.chains.seq(row), this.kindNames[this.kinds.at(row)]];
    // What was written here is what an entry of its kind says.
    const kept = { seq, kind, ...(JSON.parse(this.texts.at(row)) as object) } as Kept<EntryKind>;
    this.read[place] = { row, kept };
    return kept;
  }
}
