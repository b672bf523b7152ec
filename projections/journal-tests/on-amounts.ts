/** Journal tests on amounts: round ones, endings that repeat, plans raised once the result is known. */
import type { Entry } from '../../src/domain/entries';
import { pence, type Pence } from '../../src/domain/money';
import type { JournalTest } from './context';

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
];
