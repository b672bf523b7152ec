// beancount adds the journal up: https://beancount.github.io. All questions of a journal go to one process.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { casesOf, casesOfRandom, definitionNames, YEARS, type Case } from './account-patterns';
import { compare, compareCells, type Compared } from './comparison';
import { ENTRIES, journalOf, randomLedger, sample, seeds, threeYears, type Ledger } from './ledgers';
import { answer, beancountRows, describeOracle, penceOf, type Totals } from './programs';

const folder = mkdtempSync(join(tmpdir(), 'beancount-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const CELL = `grepn('^[^:]+:[^:]+:([^:]+:[^:]+:[^:]+)', account, 1)`;

const marked = ([name, value]: NonNullable<Case['mark']>): string =>
  `${name === 'origin' ? `entry_meta('${name}')` : `getitem(open_meta(account), '${name}')`} ~ '${value}'`;

const where = ({ account, mark }: Case): string =>
  `account ~ '${account}'${mark === null ? '' : ` AND ${marked(mark)}`}`;

/** Whole, and by line, class and status: each added up by beancount. */
const queriesOf = (asked: Case): readonly string[] => [
  `SELECT sum(number) AS total WHERE ${where(asked)}`,
  `SELECT ${CELL} AS cell, sum(number) AS total WHERE ${where(asked)} GROUP BY cell`,
];

const CELLS = "SELECT account, sum(number) AS total WHERE account ~ '^Savings:' GROUP BY account";

type Rows = readonly (readonly (string | null)[])[];

const sums = (rows: Rows = []): ReadonlyMap<string, bigint> =>
  new Map(rows.map(([name, sum]) => [name ?? '', penceOf(sum ?? '0')]));

async function compared(
  ledger: Ledger,
  text: string,
  cases: readonly Case[],
): Promise<{ readonly cells: Compared; readonly figures: Compared }> {
  const path = join(folder, 'ledger.beancount');
  writeFileSync(path, text);
  await answer('bean-check', [path]);
  const queries = [...new Set(cases.flatMap(queriesOf))];
  const [balances = [], ...rows] = await beancountRows(path, [CELLS, ...queries]);
  const answers = new Map(queries.map((query, index) => [query, rows[index] ?? []]));
  const figures = cases.map((asked): [Case, Totals] => {
    const [whole, cells] = queriesOf(asked).map((query) => answers.get(query));
    return [asked, { whole: penceOf(whole?.[0]?.[0] ?? '0'), lines: new Map(), cells: sums(cells) }];
  });
  return {
    cells: compareCells(ledger, new Map(balances.map(([account, sum]) => [account ?? '', sum ?? '0']))),
    figures: compare(ledger, figures),
  };
}

describeOracle('beancount', () => {
  test.each([
    ['the sample', sample],
    ['the three-year story', threeYears],
  ])('gives every figure of %s, by each year under each definition, to the penny', async (_name, made) => {
    const ledger = made();
    const journal = await journalOf(ledger, 'beancount');
    const { cells, figures } = await compared(ledger, journal, casesOf(definitionNames, YEARS));
    expect([...cells.differences, ...figures.differences]).toEqual([]);
    expect(figures.count).toBeGreaterThan(100_000);
  });

  test.each(seeds)('gives the totals of random ledger %i, to the penny', async (seed) => {
    const ledger = randomLedger(seed);
    expect(ledger.entries.length).toBeGreaterThanOrEqual(ENTRIES);
    const journal = await journalOf(ledger, 'beancount');
    const { cells, figures } = await compared(ledger, journal, casesOfRandom(seed));
    expect([...cells.differences, ...figures.differences]).toEqual([]);
    expect(cells.count).toBeGreaterThan(1_000);
    expect(figures.count).toBeGreaterThan(20_000);
  });

  test('is believed: a posting on the wrong line is noticed', async () => {
    const ledger = sample();
    const journal = await journalOf(ledger, 'beancount');
    const cell = (line: string): string => `Plan:${line}:Cashable:No-status:2010-11:2010-11:Identified`;
    const forged = journal.replace(
      `  Savings:${cell('IT-PROCUREMENT')}  100000.00`,
      `  Savings:${cell('PRINTERS')}  100000.00`,
    );
    const { figures } = await compared(ledger, forged, casesOf(['phased'], YEARS));

    expect(figures.differences).toContain(
      'plan by 2010/11, phased, cashable, every status, IT-PROCUREMENT: position 30000000, oracle 20000000',
    );
    expect(figures.differences).not.toContainEqual(expect.stringContaining('plan by 2010/11, phased, as one sum'));
  });
});
