/**
 * Which accounts of a journal a figure is made of, as regular expressions that an auditor can give to hledger or
 * beancount. Written from the rules of the ledger and not from the program's own filters, which they are to test.
 * An account is `Root:Measure:LINE:Class:Status:From:Tranche:Identified`.
 */
import { startOf, yearStarting, type FinancialYear } from '../../src/domain/financial-year';
import { figureNames, type FigureName } from '../../projections/figure';

export interface Pattern {
  /** What the account must match. */
  readonly account: string;
  /** What the account must be marked with, because of its line, or each of its transactions, and how. */
  readonly mark: readonly [name: 'ruling' | 'rating' | 'origin', value: string] | null;
}

export const definitionNames = ['published', 'phased', 'ni179'] as const;

/** The years that the ledgers of these tests have postings in. */
export const YEARS: readonly FinancialYear[] = [2008, 2009, 2010, 2011, 2012].map(yearStarting);

interface Asked {
  readonly definition: (typeof definitionNames)[number];
  readonly by: FinancialYear;
}

const BASE_YEAR = 2008;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2020;
const ANY = '[^:]+';
const ONE_OF_THREE = '(Claimed|Verified|Certified)';

const inAccount = (start: number): string => yearStarting(start).replace('/', '-');

/** The years from one to another, both included; a pattern that fits nothing where there are none. */
const years = (first: number, last: number): string =>
  last < first
    ? 'never'
    : `(${Array.from({ length: last - first + 1 }, (_, after) => inAccount(first + after)).join('|')})`;

const classOf = ({ definition }: Asked): string => (definition === 'ni179' ? 'Cashable' : '(Cashable|Non-cashable)');

/** `from:tranche` of what counts by a year, apart from what has no year. */
const phased = ({ definition, by }: Asked, firstTranche = FIRST_YEAR, lastTranche = LAST_YEAR): string => {
  const since = definition === 'ni179' ? 2008 : FIRST_YEAR;
  return `${years(FIRST_YEAR, startOf(by))}:${years(Math.max(since, firstTranche), lastTranche)}`;
};

const counts = (asked: Asked): string => {
  const unphased = asked.definition === 'published' ? `|${inAccount(startOf(asked.by))}:Unphased` : '';
  return `(${ANY}:Opening|${phased(asked)}${unphased})`;
};

const cells = (
  asked: Asked,
  measure: string,
  { status = ANY, times = counts(asked), identified = ANY, root = 'Savings' } = {},
): string => `^${root}:${measure}:${ANY}:${classOf(asked)}:${status}:${times}:${identified}$`;

const whole = (measure: string): string => `^Savings:${measure}:`;

const patterns: Readonly<Record<FigureName, (asked: Asked) => string>> = {
  target: () => whole('Target'),
  plan: (asked) => cells(asked, 'Plan'),
  originalPlan: (asked) => cells(asked, 'Plan'),
  carriedForward: (asked) => cells(asked, 'Plan', { times: `${ANY}:Opening` }),
  fullYearEffects: (asked) => cells(asked, 'Plan', { times: phased(asked, FIRST_YEAR, BASE_YEAR) }),
  level: (asked) => cells(asked, 'Plan', { times: phased(asked, BASE_YEAR + 1) }),
  newInYear: (asked) => cells(asked, 'Plan', { times: phased(asked, startOf(asked.by), startOf(asked.by)) }),
  unphased: (asked) => cells(asked, 'Plan', { times: `${ANY}:Unphased` }),
  identified: (asked) => cells(asked, 'Plan', { identified: 'Identified' }),
  unidentified: (asked) => cells(asked, 'Plan', { identified: 'Unidentified' }),
  subjectToRulings: (asked) => cells(asked, 'Plan'),
  atRisk: (asked) => cells(asked, 'Plan'),
  forecast: (asked) => cells(asked, 'Forecast', { times: `${years(FIRST_YEAR, startOf(asked.by))}:${ANY}` }),
  budgetContribution: (asked) =>
    cells(asked, 'Budget-contribution', { times: `${years(FIRST_YEAR, startOf(asked.by))}:${ANY}` }),
  gap: (asked) => `${whole('Target')}|${cells(asked, 'Plan', { root: 'Counterpart' })}`,
  achieved: (asked) => cells(asked, '(Achieved|Cost)', { status: ONE_OF_THREE }),
  'achieved.claimed': (asked) => cells(asked, '(Achieved|Cost)', { status: 'Claimed' }),
  'achieved.verified': (asked) => cells(asked, '(Achieved|Cost)', { status: 'Verified' }),
  'achieved.certified': (asked) => cells(asked, '(Achieved|Cost)', { status: 'Certified' }),
  'achieved.gross': (asked) => cells(asked, 'Achieved', { status: ONE_OF_THREE }),
  'achieved.ongoingCost': (asked) => cells(asked, 'Cost', { status: ONE_OF_THREE }),
  'achieved.inYear': (asked) => {
    const times = phased(asked, startOf(asked.by), startOf(asked.by));
    const shortfall = cells(asked, 'Part-year-shortfall', { status: ONE_OF_THREE, times });
    return `${cells(asked, '(Achieved|Cost)', { status: ONE_OF_THREE })}|${shortfall}`;
  },
  outstanding: (asked) =>
    `${cells(asked, 'Plan')}|${cells(asked, '(Achieved|Cost)', { status: ONE_OF_THREE, root: 'Counterpart' })}`,
  oneOffCost: (asked) => cells(asked, 'One-off-cost'),
  excludedCost: (asked) => cells(asked, 'Excluded-cost'),
  oneOffCover: ({ by }) => `^Savings:One-off-cover:${ANY}:${ANY}:${ANY}:${ANY}:${inAccount(startOf(by))}:`,
  partnershipTarget: () => whole('Partnership-target'),
};

const marks: Partial<Record<FigureName, NonNullable<Pattern['mark']>>> = {
  originalPlan: ['origin', '^SavingPlanned$'],
  subjectToRulings: ['ruling', '.'],
  atRisk: ['rating', '^(amber|red)$'],
};

/** Every figure that is asked of a ledger: its name, its question and its pattern. */
export interface Case extends Asked, Pattern {
  readonly figure: FigureName;
}

export const casesOf = (definitions: readonly Case['definition'][], by: readonly FinancialYear[]): readonly Case[] =>
  definitions.flatMap((definition) =>
    by.flatMap((year) =>
      figureNames.map((figure): Case => {
        const asked = { definition, by: year };
        return { figure, ...asked, account: patterns[figure](asked), mark: marks[figure] ?? null };
      }),
    ),
  );

/**
 * What is asked of a random ledger: every figure by two of the years under one definition. Twenty ledgers ask each pair of
 * year and definition at least twice, and of each all years are compared cell by cell.
 */
export const casesOfRandom = (seed: number): readonly Case[] =>
  casesOf(
    [definitionNames[seed % 3]!],
    [0, 1].map((next) => YEARS[(2 * seed + next) % 5]!),
  );
