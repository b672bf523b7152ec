/** Journal tests on people and lines: who seldom records, where seldom anything is recorded, who checks whom. */
import type { Entry } from '../../src/domain/entries';
import { seqOf } from '../../src/domain/identifiers';
import { ofKind, type Context, type JournalTest } from './context';

/** An officer with fewer entries than this records rarely; a line with no more than that is seldom used. */
const RARE_BELOW = 5;
const SELDOM_AT_MOST = 2;

/** A reason shorter than this many characters explains nothing. */
const SHORT_REASON = 15;

/** One pair of officers that does more than this share of the checks, once there are enough of them to tell. */
const PAIR_SHARE = 0.5;
const ENOUGH_CHECKS = 5;

function countBy(entries: readonly Entry[], keyOf: (entry: Entry) => string | null): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function byRareOfficers({ money }: Context): readonly Entry[] {
  const counts = countBy(money, ({ officer }) => officer);
  const seen = new Set<string>();
  return money.filter(({ officer }) => {
    const isFirst = !seen.has(officer);
    seen.add(officer);
    return isFirst || (counts.get(officer) ?? 0) < RARE_BELOW;
  });
}

function onSeldomUsedLines({ money }: Context): readonly Entry[] {
  const counts = countBy(money, ({ line }) => line);
  return money.filter(({ line }) => line !== null && (counts.get(line) ?? 0) <= SELDOM_AT_MOST);
}

/** Verifications with who had recorded what they verify. */
const checksIn = ({ entries, at }: Context): readonly { readonly check: Entry; readonly preparer: string }[] =>
  ofKind(entries, 'EntryVerified').flatMap((check) => {
    const verified = at(seqOf(check.facts.entry));
    return verified === null ? [] : [{ check, preparer: verified.officer }];
  });

function byOnePair(context: Context): readonly Entry[] {
  const checks = checksIn(context);
  if (checks.length < ENOUGH_CHECKS) return [];
  const pairs = new Map<string, Entry[]>();
  for (const { check, preparer } of checks) {
    const pair = `${preparer} ${check.officer}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), check]);
  }
  return [...pairs.values()].filter((each) => each.length > checks.length * PAIR_SHARE).flat();
}

/**
 * Source: ISA 240, entries by individuals who typically do not make them, to seldom-used accounts, with little
 * explanation.
 */
export const peopleTests: readonly JournalTest[] = [
  {
    test: 'rare-preparer',
    looksFor: `the first entry of an officer, or one of fewer than ${String(RARE_BELOW)}`,
    flags: byRareOfficers,
  },
  {
    test: 'seldom-used-line',
    looksFor: `on a line with no more than ${String(SELDOM_AT_MOST)} entries that move amounts`,
    flags: onSeldomUsedLines,
  },
  {
    test: 'short-reason',
    looksFor: `a reason of fewer than ${String(SHORT_REASON)} characters`,
    flags: ({ entries }) => entries.filter(({ reason }) => reason !== null && reason.length < SHORT_REASON),
  },
  {
    test: 'one-pair',
    looksFor: `verified by one officer for one other in more than ${String(PAIR_SHARE * 100)} % of all checks, of at least ${String(ENOUGH_CHECKS)}`,
    flags: byOnePair,
  },
  {
    test: 'self-approved',
    looksFor: 'verified by the officer who recorded it; there must be none',
    flags: (context) => checksIn(context).flatMap(({ check, preparer }) => (check.officer === preparer ? [check] : [])),
  },
];
