/** The amounts of an entry follow from what it says happened, and what only moves amounts adds nothing. */
import { earlierIn, isNamed, listIn, namedIn, textIn, type Entry, type Posting } from './entry';
import { fail } from './outcome';
import { penceOf, poundsOf } from './pence';

/** Kinds that move amounts from one cell to another: their postings add up to nought. */
const moves = [
  'SavingReclassified',
  'PotAllocated',
  'PotAllocationReturned',
  'EntryVerified',
  'StageAdvanced',
  'PositionCertified',
];

/** Kinds that post nothing at all. */
const silent = [
  'LedgerOpened',
  'KeyRotated',
  'LineRegistered',
  'LineAmended',
  'OwnerAssigned',
  'BaselineSet',
  'DefinitionAdopted',
  'PeriodClosed',
  'PeriodReopened',
  'TotalAsserted',
  'BatchImported',
];

const sum = (postings: readonly Posting[]): number => postings.reduce((total, { pence }) => total + pence, 0);
const sumOf = (postings: readonly Posting[], measure: string): number =>
  sum(postings.filter((posting) => posting.measure === measure));

/** Gives an earlier entry again, from its bytes. */
export type Again = (seq: number) => Entry;

export class Amounts {
  private readonly lines = new Set<string>();
  /** What each cell of the achieved amounts holds; never less than nought. */
  private readonly achieved = new Map<string, number>();
  private readonly carried = new Map<number, { readonly of: string; readonly first: string; readonly last: string }>();

  public constructor(private readonly again: Again) {}

  public check(entry: Entry): void {
    const { seq, kind } = entry;
    this.checkLines(entry);
    checkSum(entry);
    checks[kind]?.(entry);
    if (kind === 'SavingCarriedForward') this.checkOnce(entry);
    if (kind === 'EntryReversed') this.checkOpposite(entry, [earlierIn(entry.facts, 'entry', seq)]);
    if (kind === 'BatchReversed')
      this.checkOpposite(
        entry,
        listIn(entry.facts, 'entries', seq).map((each) => earlierIn({ each }, 'each', seq)),
      );
    this.checkHeld(entry);
  }

  private checkLines({ seq, kind, line, postings }: Entry): void {
    if (kind === 'LineRegistered' && line !== null) this.lines.add(line);
    for (const each of [line, ...postings.map((posting) => posting.line)])
      if (each !== null && !this.lines.has(each)) fail(seq, `there is no line ${each}`);
  }

  /** No year of a closed period is carried forward twice in one class. */
  private checkOnce({ seq, facts }: Entry): void {
    const closed = namedIn(facts, 'closed', seq);
    const now = {
      of: textIn(facts, 'class', seq),
      first: textIn(closed, 'first', seq),
      last: textIn(closed, 'last', seq),
    };
    for (const [before, { of, first, last }] of this.carried)
      if (of === now.of && first <= now.last && last >= now.first)
        fail(seq, `what ${first} to ${last} achieved was carried forward by entry ${String(before)}`);
    this.carried.set(seq, now);
  }

  /** A reversal is exactly the opposite of what it reverses, cell by cell. */
  private checkOpposite({ seq, postings }: Entry, reversed: readonly number[]): void {
    const cells = new Map<string, number>();
    const put = (posting: Posting): void => {
      cells.set(cellOf(posting), (cells.get(cellOf(posting)) ?? 0) + posting.pence);
    };
    postings.forEach(put);
    for (const about of reversed) {
      this.again(about).postings.forEach(put);
      this.carried.delete(about);
    }
    if ([...cells.values()].some((pence) => pence !== 0)) fail(seq, 'it is not the opposite of what it reverses');
  }

  private checkHeld({ seq, postings }: Entry): void {
    const touched = new Set<string>();
    for (const { line, measure, tranche, of, status, pence } of postings) {
      if (measure !== 'achieved') continue;
      const cell = `${line ?? ''}|${tranche}|${of ?? ''}|${status ?? ''}`;
      this.achieved.set(cell, (this.achieved.get(cell) ?? 0) + pence);
      touched.add(cell);
    }
    for (const cell of touched)
      if ((this.achieved.get(cell) ?? 0) < 0) fail(seq, 'more is taken from what was achieved than is there');
  }
}

function checkSum({ seq, kind, postings }: Entry): void {
  if (moves.includes(kind) && sum(postings) !== 0)
    fail(seq, `${kind} only moves amounts, and its postings add up to ${poundsOf(sum(postings))}`);
  if (silent.includes(kind) && postings.length > 0) fail(seq, `${kind} posts nothing`);
}

const cellOf = ({ line, measure, tranche, from, of, status, identified }: Posting): string =>
  [line ?? '', measure, tranche, from, of ?? '', status ?? '', String(identified)].join('|');

/** What the postings of a kind must be by its facts. */
const checks: Readonly<Record<string, (entry: Entry) => void>> = {
  TargetSet: (entry) => {
    same(entry, sum(entry.postings), amountIn(entry, 'amount'));
  },
  SavingAchieved: (entry) => {
    const cost = entry.facts['ongoingCost'] === null ? 0 : amountIn(entry, 'ongoingCost');
    same(entry, sumOf(entry.postings, 'achieved'), amountIn(entry, 'gross'));
    same(entry, sumOf(entry.postings, 'cost'), -cost);
  },
  SavingCarriedForward: checkCarried,
  SavingReclassified: (entry) => {
    same(entry, sum(entry.postings.filter(({ of }) => of === entry.facts['to'])), amountIn(entry, 'amount'));
  },
  CostNetted: (entry) => {
    same(entry, sum(entry.postings), -amountIn(entry, 'amount'));
  },
  FullYearEffectRecognised: (entry) => {
    same(entry, sumOf(entry.postings, 'achieved'), amountIn(entry, 'amount'));
  },
  GainLapsed: (entry) => {
    same(entry, sumOf(entry.postings, 'achieved'), -amountIn(entry, 'amount'));
  },
  SavingPlanned: checkPlanned,
};

const amountIn = ({ facts, seq }: Entry, name: string): number => penceOf(facts[name], seq);

function same({ seq, kind }: Entry, posted: number, said: number): void {
  if (posted !== said) fail(seq, `${kind} says ${poundsOf(said)} and posts ${poundsOf(posted)}`);
}

/** At most what the closed period's cashable achievement exceeds its target by, and only where it was half cashable. */
function checkCarried(entry: Entry): void {
  const { seq, facts, postings } = entry;
  const amount = amountIn(entry, 'amount');
  const [achieved, target] = [amountIn(entry, 'closedCashableAchieved'), amountIn(entry, 'closedTarget')];
  if (2 * achieved < target) fail(seq, 'it is carried forward from a period that was not half cashable');
  if (facts['class'] === 'cashable' && amount > Math.max(0, achieved - target))
    fail(seq, `at most ${poundsOf(Math.max(0, achieved - target))} can be carried forward`);
  same(entry, sumOf(postings, 'plan'), amount);
  same(entry, sumOf(postings, 'achieved'), amount);
}

/** The level of each year is the running total of the tranches up to it. */
function checkPlanned(entry: Entry): void {
  const { seq, facts, postings } = entry;
  for (const each of listIn(facts, 'levels', seq)) {
    if (!isNamed(each) || each['level'] === null) continue;
    const year = textIn(each, 'year', seq);
    const upTo = postings.filter(({ tranche, from }) => tranche !== 'unphased' && from <= year);
    same(entry, sum(upTo), penceOf(each['level'], seq));
  }
  const total = facts['totalBy'];
  if (isNamed(total)) {
    const year = textIn(total, 'year', seq);
    same(entry, sum(postings.filter(({ from }) => from <= year)), penceOf(total['amount'], seq));
  }
}
