// cspell:ignore robpaaaavaaaavaaaavc
/** A long history, made from a seed: the same entries every time, as an officer would have had them recorded. */
import { dayOf, instant, monthOf, type Instant, type IsoDate } from '../../src/domain/dates';
import type { Entry, EntryOf, Posting } from '../../src/domain/entries';
import { yearStarting, type FinancialYear } from '../../src/domain/financial-year';
import { seqText, type IdempotencyKey, type LedgerId, type LineId, type OfficerId } from '../../src/domain/identifiers';
import { pounds, type Pence } from '../../src/domain/money';
import { encodeEntry } from '../../src/event-store/entry-bytes';
import type { EventStore, NewEntry } from '../../src/event-store/event-store';
import { entryId } from '../../src/tamper-evidence/entry-id';
import { leafHash, sha256 } from '../../src/tamper-evidence/leaf';
import { chances } from './measure';

/** Of each line: registered, owner, baseline, plan, twelve achieved, three verified, one reclassified. */
const steps = 'robpaaaavaaaavaaaavc'.split(/(?=.)/);
/** Lines whose entries are mixed with one another, as the work of one season is. */
const SEASON = 500;
const BATCH = 2_000;
const START = Date.parse('2009-04-06T08:00:00.000Z');
const YEARS = 11;
const REQUEST_HASH = sha256('invented');
const LEDGER = '3f2b8c1e-6a4d-4f7b-9c58-0e1d2a3b4c5d' as LedgerId;

interface Claim {
  readonly entry: EntryOf<'SavingAchieved'>;
  readonly bytes: string;
}

class History {
  private seq = 0;
  private readonly claims = new Map<LineId, Claim[]>();
  private readonly chance: () => number;
  private latest: Entry | null = null;

  public constructor(
    private readonly size: number,
    seed: number,
  ) {
    this.chance = chances(seed);
  }

  public *entries(): Generator<NewEntry> {
    const baseYear = '2008/09' as FinancialYear;
    yield this.written(null, 'LedgerOpened', {
      ledger: LEDGER,
      council: 'A council (invented)',
      baseYear,
      currency: 'GBP',
    });
    const target = { scope: 'council' as const, amount: pounds(37_443_000_00 as Pence), deadline: this.yearOf(2) };
    yield this.written(null, 'TargetSet', target, [
      {
        ...this.posting(null),
        measure: 'target',
        tranche: 'unphased',
        from: target.deadline,
        class: null,
        amount: target.amount,
      },
    ]);
    for (let first = 0; this.seq < this.size; first += SEASON) {
      for (const step of steps) {
        for (let line = first; line < first + SEASON && this.seq < this.size; line += 1) yield this.step(step, line);
      }
      this.claims.clear();
    }
  }

  private step(step: string, number: number): NewEntry {
    const line = `LINE-${String(number)}` as LineId;
    if (step === 'r') return this.register(line, number);
    if (step === 'o') return this.written(line, 'OwnerAssigned', { owner: `off-${String(number % 40)}` as OfficerId });
    if (step === 'b') {
      const facts = {
        year: '2008/09' as FinancialYear,
        amount: this.amount(9e8),
        dataSource: 'general ledger (invented)',
      };
      return this.written(line, 'BaselineSet', facts);
    }
    if (step === 'p') return this.plan(line);
    if (step === 'v') return this.verify(line);
    return step === 'c' ? this.reclassify(line) : this.achieve(line);
  }

  private register(line: LineId, number: number): NewEntry {
    return this.written(line, 'LineRegistered', {
      title: `Saving ${String(number)}`,
      section: `Section ${String(number % 12)}`,
      group: number % 3 === 0 ? `Group ${String(number % 30)}` : null,
      tags: number % 5 === 0 ? ['quick-win'] : [],
      stage: 'identified',
      ruling: number % 100 === 0 ? 'income' : null,
    });
  }

  private plan(line: LineId): NewEntry {
    const first = 1 + Math.floor(this.chance() * (YEARS - 3));
    let standing = 0;
    const rises = [0, 1, 2].map((after) => ({ year: this.yearOf(first + after), rise: this.pence(3e7) }));
    const levels = rises.map(({ year, rise }) => {
      standing += rise;
      return { year, level: pounds(standing as Pence), printed: null, cell: null };
    });
    const postings = rises.map(({ year, rise }): Posting => ({
      ...this.posting(line),
      measure: 'plan',
      tranche: year,
      from: year,
      amount: pounds(rise as Pence),
    }));
    return this.written(
      line,
      'SavingPlanned',
      { class: 'cashable', classAssumed: false, levels, totalBy: null },
      postings,
    );
  }

  private achieve(line: LineId): NewEntry {
    const year = this.yearOf(1 + Math.floor((YEARS - 1) * (this.seq / this.size)));
    const gross = this.pence(1e7);
    const cost = this.chance() < 0.3 ? Math.floor(gross / 5) : 0;
    const claimed = { ...this.posting(line), tranche: year, from: year, status: 'claimed' as const };
    const postings: Posting[] = [{ ...claimed, measure: 'achieved', amount: pounds(gross as Pence) }];
    if (cost > 0) postings.push({ ...claimed, measure: 'cost', amount: pounds(-cost as Pence) });
    const ongoingCost = cost > 0 ? pounds(cost as Pence) : null;
    const facts = { year, class: 'cashable' as const, gross: pounds(gross as Pence), ongoingCost, method: null };
    const written = this.written(line, 'SavingAchieved', facts, postings);
    const entry = { ...this.latest, postings } as EntryOf<'SavingAchieved'>;
    const claims = this.claims.get(line) ?? [];
    claims.push({ entry, bytes: written.bytes });
    this.claims.set(line, claims);
    return written;
  }

  private verify(line: LineId): NewEntry {
    const { entry, bytes } = this.claimOf(line);
    const postings = entry.postings.flatMap((posting): Posting[] => [
      { ...posting, amount: opposite(posting.amount) },
      { ...posting, status: 'verified' },
    ]);
    return this.written(line, 'EntryVerified', { entry: seqText(entry.seq), leaf: leafHash(bytes) }, postings);
  }

  private reclassify(line: LineId): NewEntry {
    const { entry } = this.claimOf(line);
    const amount = pounds(1_00 as Pence);
    const moved: Posting = { ...entry.postings[0]!, amount: opposite(amount) };
    const facts = {
      measure: 'achieved',
      tranche: moved.tranche,
      status: 'claimed',
      from: 'cashable',
      to: 'non-cashable',
    } as const;
    return this.written(line, 'SavingReclassified', { ...facts, amount }, [
      moved,
      { ...moved, class: 'non-cashable', amount },
    ]);
  }

  private claimOf(line: LineId): Claim {
    const claim = this.claims.get(line)?.pop();
    if (claim === undefined) throw new Error(`nothing was achieved on ${line}`);
    return claim;
  }

  private written<Kind extends Entry['kind']>(
    line: LineId | null,
    kind: Kind,
    facts: EntryOf<Kind>['facts'],
    postings: readonly Posting[] = [],
  ): NewEntry {
    const seq = this.seq;
    this.seq += 1;
    const key = `bench-${String(seq)}` as IdempotencyKey;
    const id = entryId(LEDGER, key, 0);
    const recordedAt = this.recordedAt(seq);
    const effective = this.effective(recordedAt);
    const officer = (kind === 'EntryVerified' ? 'off-202' : 'off-201') as OfficerId;
    const source = { document: 'Quarterly return (invented)', sheet: 'Savings', row: String(seq % 900), cell: 'D10' };
    const head = { v: '1', seq, id, part: 0, line, effective, period: monthOf(effective), recordedAt } as const;
    const said = { clock: 'server', officer, role: 'finance officer', reason: null, source, batch: null } as const;
    const entry = { ...head, ...said, key, requestHash: REQUEST_HASH, postings, kind, facts } as unknown as Entry;
    this.latest = entry;
    return { id, bytes: encodeEntry(entry) };
  }

  /** The entries are spread evenly over the years. */
  private recordedAt(seq: number): Instant {
    return instant(START + Math.floor((seq / this.size) * YEARS * 365 * 86_400_000));
  }

  /** Up to sixty days before it is recorded. */
  private effective(recordedAt: Instant): IsoDate {
    return dayOf(instant(Date.parse(recordedAt) - Math.floor(this.chance() * 60) * 86_400_000));
  }

  private posting(line: LineId | null): Omit<Posting, 'measure' | 'tranche' | 'from' | 'amount'> {
    return { line, class: 'cashable', status: null, identified: true, cell: null };
  }

  private yearOf(number: number): FinancialYear {
    return yearStarting(2008 + number);
  }

  private pence(most: number): number {
    return 1_000 + Math.floor(this.chance() * most);
  }

  private amount(most: number): Posting['amount'] {
    return pounds(this.pence(most) as Pence);
  }
}

const opposite = (amount: Posting['amount']): Posting['amount'] =>
  (amount.startsWith('-') ? amount.slice(1) : `-${amount}`) as Posting['amount'];

/** Fills an empty store with a history of so many entries. */
export async function fill(store: EventStore, size: number, seed: number): Promise<void> {
  let batch: NewEntry[] = [];
  let head = 0;
  const append = async (): Promise<void> => {
    await store.append(batch, head);
    head += batch.length;
    batch = [];
  };
  for (const entry of new History(size, seed).entries()) {
    batch.push(entry);
    if (batch.length === BATCH) await append();
  }
  await append();
}
