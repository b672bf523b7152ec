/** Journal tests on amounts: round ones, endings that repeat, plans raised once the result is known, savings claimed twice. */
import type { Entry, EntryOf } from '../../src/domain/entries';
import { seqOf } from '../../src/domain/identifiers';
import { pence, type Pence } from '../../src/domain/money';
import { ofKind, type Context, type JournalTest } from './context';

/** Ten thousand and one thousand pounds, in pence. */
const TEN_THOUSAND = 1_000_000;
const THOUSAND = 100_000;

/** An ending of pence repeats where at least so many entries have it, and this share of all that have pence. */
const REPEATS = 5;
const REPEATS_SHARE = 0.1;

const amountsOf = ({ postings }: Entry): readonly Pence[] =>
  postings.map(({ amount }) => pence(amount)).filter((amount) => amount !== 0);

const isRoundTo = (entry: Entry, unit: number): boolean => {
  const amounts = amountsOf(entry);
  return amounts.length > 0 && amounts.every((amount) => amount % unit === 0);
};

function withRepeatedEndings(money: readonly Entry[]): readonly Entry[] {
  const endings = new Map<number, Set<Entry>>();
  const withPence = new Set<Entry>();
  for (const entry of money) {
    for (const amount of amountsOf(entry)) {
      const ending = Math.abs(amount) % 100;
      if (ending === 0) continue;
      withPence.add(entry);
      endings.set(ending, (endings.get(ending) ?? new Set<Entry>()).add(entry));
    }
  }
  const least = Math.max(REPEATS, withPence.size * REPEATS_SHARE);
  const repeated = new Set([...endings.values()].filter(({ size }) => size >= least).flatMap((each) => [...each]));
  return money.filter((entry) => repeated.has(entry));
}

/** Kinds that move a plan from one cell to another and leave its sum alone never raise it. */
function raisesPlan({ postings }: Entry): boolean {
  const raised = postings
    .filter(({ measure }) => measure === 'plan')
    .reduce((sum, { amount }) => sum + pence(amount), 0);
  return raised > 0;
}

/** Entries that raise a line's plan when something had been recorded as achieved on it already. */
function raisedAfterAchieved(money: readonly Entry[]): readonly Entry[] {
  const achieved = new Set<string>();
  return money.filter((entry) => {
    if (entry.line === null) return false;
    if (entry.kind === 'SavingAchieved') achieved.add(entry.line);
    return achieved.has(entry.line) && raisesPlan(entry);
  });
}

/**
 * The entries that were reversed, alone or with their batch, or rejected: what they claimed is claimed no more. A rejection
 * that was reversed says nothing; a reversal is never reversed in turn.
 */
function takenBack({ entries }: Context): ReadonlySet<number> {
  const reversed = [
    ...ofKind(entries, 'EntryReversed').map(({ facts }) => facts.entry),
    ...ofKind(entries, 'BatchReversed').flatMap(({ facts }) => facts.entries),
  ].map(seqOf);
  const gone = new Set(reversed);
  const rejections = ofKind(entries, 'EntryRejected').filter(({ seq }) => !gone.has(seq));
  return new Set([...reversed, ...rejections.map(({ facts }) => seqOf(facts.entry))]);
}

/** What makes two savings of a line alike: year and amount, with the day; and with the cell, where one is known. */
function likenesses({ line, facts, effective, source }: EntryOf<'SavingAchieved'>): readonly string[] {
  const same = [line, facts.year, facts.class, facts.gross, facts.ongoingCost];
  const cell = source?.cell ?? null;
  const read = cell === null ? [] : [JSON.stringify([...same, source?.document, source?.sheet, cell])];
  return [JSON.stringify([...same, effective]), ...read];
}

/** Each of the savings that are alike, so that they can be compared. */
function achievedTwice(context: Context): readonly Entry[] {
  const gone = takenBack(context);
  const alike = new Map<string, Entry[]>();
  for (const entry of ofKind(context.entries, 'SavingAchieved').filter(({ seq }) => !gone.has(seq))) {
    for (const likeness of likenesses(entry)) {
      const same = alike.get(likeness);
      if (same === undefined) alike.set(likeness, [entry]);
      else same.push(entry);
    }
  }
  const flagged = new Set([...alike.values()].filter(({ length }) => length > 1).flat());
  return context.entries.filter((entry) => flagged.has(entry));
}

/** Source: ISA 240, journal entries with round numbers or a consistent ending number. */
export const amountTests: readonly JournalTest[] = [
  {
    test: 'round-to-10000',
    looksFor: 'every amount a multiple of £10,000',
    flags: ({ money }) => money.filter((entry) => isRoundTo(entry, TEN_THOUSAND)),
  },
  {
    test: 'round-to-1000',
    looksFor: 'every amount a multiple of £1,000, though not of £10,000',
    flags: ({ money }) => money.filter((entry) => isRoundTo(entry, THOUSAND) && !isRoundTo(entry, TEN_THOUSAND)),
  },
  {
    test: 'repeated-pence',
    looksFor: `an ending of pence that at least ${String(REPEATS)} entries share, and ${String(REPEATS_SHARE * 100)} % of all that have pence`,
    flags: ({ money }) => withRepeatedEndings(money),
  },
  {
    test: 'plan-raised-after-achieved',
    looksFor: 'the plan of a line raised after savings had been recorded as achieved on it',
    flags: ({ money }) => raisedAfterAchieved(money),
  },
  {
    test: 'achieved-twice',
    looksFor:
      'the same saving of a line, year and amount recorded as achieved more than once, on the same day or from the same cell, and not taken back',
    flags: achievedTwice,
  },
];
