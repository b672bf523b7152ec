/**
 * What was recorded apart from amounts, and when: lines with their names, officers, baselines and stages; printed totals;
 * checks and reversals. Question: what was so at a moment? Formula: the last such fact that the moment knows.
 */
import type { BatchId, LineId, OfficerId } from '../src/domain/identifiers';
import { seqOf } from '../src/domain/identifiers';
import type { IsoDate } from '../src/domain/dates';
import type { Definition, Entry, EntryKind, EntryOf, Facts, Stage } from '../src/domain/entries';
import type { Moment } from './posting-table';

/** A fact with its place and day, so that a moment can tell whether it knows it. */
export interface Dated<Value> {
  readonly seq: number;
  readonly day: IsoDate;
  readonly value: Value;
}

/** A line as known at a moment. */
export interface LineAt {
  readonly id: LineId;
  readonly title: string;
  readonly section: string;
  readonly group: string | null;
  readonly tags: readonly string[];
  readonly stage: Stage;
  readonly ruling: Facts['LineRegistered']['ruling'];
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

interface LineHistory {
  readonly registered: Dated<EntryOf<'LineRegistered'>>;
  readonly owners: Dated<OfficerId>[];
  readonly baselines: Dated<Facts['BaselineSet']>[];
  readonly stages: Dated<Stage>[];
  readonly pots: Dated<Facts['PotCreated']>[];
  readonly entries: Dated<null>[];
}

/** Kinds of entry that must be verified by a second officer before they stop being a finding. */
const toBeVerified: readonly EntryKind[] = ['SavingCarriedForward', 'SavingReclassified', 'EntryReversed'];

export class Register {
  public opened: Facts['LedgerOpened'] | null = null;
  /** What the ledger was opened as. Asked only of a ledger that has been opened. */
  public get ledger(): Facts['LedgerOpened'] {
    if (this.opened === null) throw new Error('the ledger has not been opened');
    return this.opened;
  }

  private readonly histories = new Map<LineId, LineHistory>();
  private readonly definitions: Dated<Definition>[] = [];
  private readonly asserted: Dated<EntryOf<'TotalAsserted'>>[] = [];
  private readonly plans: Dated<EntryOf<'SavingPlanned'>>[] = [];
  private readonly unchecked: Dated<Entry>[] = [];
  private readonly verifications = new Map<number, Dated<null>[]>();
  private readonly reversals = new Map<number, Dated<null>>();

  public append(entry: Entry): void {
    if (entry.line !== null) this.lineOf(entry.line)?.entries.push(dated(entry, null));
    if (toBeVerified.includes(entry.kind)) this.unchecked.push(dated(entry, entry));
    if (entry.kind === 'LedgerOpened') this.opened = entry.facts;
    if (entry.kind === 'LineRegistered') this.register(entry);
    if (entry.kind === 'DefinitionAdopted') this.definitions.push(dated(entry, entry.facts.definition));
    if (entry.kind === 'TotalAsserted') this.asserted.push(dated(entry, entry));
    if (entry.kind === 'SavingPlanned') this.plans.push(dated(entry, entry));
    if (entry.kind === 'EntryVerified') this.verify(entry);
    if (entry.kind === 'EntryReversed') this.reversals.set(seqOf(entry.facts.entry), dated(entry, null));
    if (entry.line !== null) this.appendToLine(entry, this.lineOf(entry.line));
  }

  private appendToLine(entry: Entry, history: LineHistory | undefined): void {
    if (entry.kind === 'OwnerAssigned') history?.owners.push(dated(entry, entry.facts.owner));
    if (entry.kind === 'BaselineSet') history?.baselines.push(dated(entry, entry.facts));
    if (entry.kind === 'StageAdvanced') history?.stages.push(dated(entry, entry.facts.to));
    if (entry.kind === 'PotCreated') history?.pots.push(dated(entry, entry.facts));
    // An allocation is about its programme and about the pot it comes from.
    if (entry.kind === 'PotAllocated') this.lineOf(entry.facts.pot)?.entries.push(dated(entry, null));
  }

  private lineOf(id: LineId): LineHistory | undefined {
    return this.histories.get(id);
  }

  private register(entry: EntryOf<'LineRegistered'>): void {
    if (entry.line === null) return;
    const registered = dated(entry, entry);
    this.histories.set(entry.line, {
      registered,
      owners: [],
      baselines: [],
      stages: [],
      pots: [],
      entries: [dated(entry, null)],
    });
  }

  private verify(entry: EntryOf<'EntryVerified'>): void {
    const about = seqOf(entry.facts.entry);
    this.verifications.set(about, [...(this.verifications.get(about) ?? []), dated(entry, null)]);
  }

  /** The lines known at a moment, in the order they were registered. */
  public lines(moment: Moment): readonly LineAt[] {
    return [...this.histories.keys()].flatMap((id) => this.line(id, moment) ?? []);
  }

  /** One line as known at a moment, or null. */
  public line(id: LineId, moment: Moment): LineAt | null {
    const history = this.histories.get(id);
    if (history === undefined || !knows(moment, history.registered)) return null;
    const { facts, batch, seq } = history.registered.value;
    const { title, section, group, tags, ruling } = facts;
    const owner = this.latestFact(history.owners, moment);
    return {
      id,
      title,
      section,
      group,
      tags,
      ruling,
      batch,
      stage: this.latest(history.stages, moment) ?? facts.stage,
      owner: owner?.value ?? null,
      ownerSince: owner?.seq ?? null,
      baseline: this.latest(history.baselines, moment),
      pot: this.latest(history.pots, moment),
      registered: seq,
      version: history.entries.findLast((entry) => knows(moment, entry))?.seq ?? seq,
    };
  }

  /** The entries about a line that a moment knows, by seq. */
  public entriesOf(id: LineId, moment: Moment): readonly number[] {
    const entries = this.histories.get(id)?.entries ?? [];
    return entries.filter((entry) => knows(moment, entry)).map(({ seq }) => seq);
  }

  /** The definitions adopted by a moment. */
  public adopted(moment: Moment): readonly Definition[] {
    return this.known(this.definitions, moment).map(({ value }) => value);
  }

  /** The printed totals asserted by a moment. */
  public assertions(moment: Moment): readonly EntryOf<'TotalAsserted'>[] {
    return this.known(this.asserted, moment).map(({ value }) => value);
  }

  /** The plans first made by a moment, whatever was re-profiled since. */
  public planned(moment: Moment): readonly EntryOf<'SavingPlanned'>[] {
    return this.known(this.plans, moment).map(({ value }) => value);
  }

  /** The entries that a second officer still has to verify: carry-forwards, reclassifications, reversals. */
  public notVerified(moment: Moment): readonly Entry[] {
    return this.known(this.unchecked, moment)
      .filter(({ seq }) => !this.isVerified(seq, moment))
      .map(({ value }) => value);
  }

  /** Whether a second officer has verified an entry and nobody has taken that back. */
  public isVerified(seq: number, moment: Moment): boolean {
    return this.known(this.verifications.get(seq) ?? [], moment).length > 0;
  }

  private known<Value>(facts: readonly Dated<Value>[], moment: Moment): readonly Dated<Value>[] {
    return facts.filter((fact) => knows(moment, fact) && this.stands(fact.seq, moment));
  }

  private latestFact<Value>(facts: readonly Dated<Value>[], moment: Moment): Dated<Value> | null {
    return facts.findLast((fact) => knows(moment, fact) && this.stands(fact.seq, moment)) ?? null;
  }

  private latest<Value>(facts: readonly Dated<Value>[], moment: Moment): Value | null {
    return this.latestFact(facts, moment)?.value ?? null;
  }

  /** Whether an entry has not been reversed. */
  public stands(seq: number, moment: Moment): boolean {
    const reversal = this.reversals.get(seq);
    return reversal === undefined || !knows(moment, reversal);
  }
}

const dated = <Value>({ seq, effective }: Entry, value: Value): Dated<Value> => ({ seq, day: effective, value });

const knows = (moment: Moment, { seq, day }: Dated<unknown>): boolean => seq < moment.size && day <= moment.asAt;
