// hledger adds the journal up: https://hledger.org. The journal is read once; hledger's own balances of it are asked on.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { casesOf, casesOfRandom, definitionNames, YEARS, type Case } from './account-patterns';
import { compare, compareCells } from './comparison';
import { ENTRIES, journalOf, randomLedger, sample, seeds, threeYears, type Ledger } from './ledgers';
import { answer, describeOracle, penceOf, type Totals } from './programs';

const folder = mkdtempSync(join(tmpdir(), 'hledger-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A journal on disk, checked, and the far shorter one of the balances that hledger computed from it. */
class HledgerJournal {
  private readonly path = join(folder, 'ledger.journal');
  private readonly balances = join(folder, 'balances.journal');
  private readonly answers = new Map<string, Promise<Totals>>();

  public async write(journal: string): Promise<this> {
    writeFileSync(this.path, journal);
    await answer('hledger', ['-f', this.path, 'check', '--strict']);
    const blocks = journal.split('\n\n').filter((block) => block.startsWith('account ') || block.startsWith('; '));
    const balances = await answer('hledger', ['-f', this.path, 'close', '--open', ACCOUNTS]);
    writeFileSync(this.balances, `${blocks.join('\n\n')}\n\n${balances}`);
    return this;
  }

  /** The balance of every account that the ledger posts to, from the whole journal. */
  public async cells(): Promise<ReadonlyMap<string, string>> {
    const options = ['--flat', '--empty', '--no-total', '-O', 'csv', '^Savings:'];
    return new Map(rowsOf(await answer('hledger', ['-f', this.path, 'balance', ...options])));
  }

  /** The figure by hledger's own grouping: whole, by line, by line and class and status. Asked once for each pattern. */
  public totals({ account, mark }: Case): Promise<Totals> {
    const query = [account, ...(mark === null ? [] : [`tag:${mark[0]}=${mark[1]}`])];
    const found =
      this.answers.get(query.join(' ')) ?? this.ask(query, mark?.[0] === 'origin' ? this.path : this.balances);
    this.answers.set(query.join(' '), found);
    return found;
  }

  /** The balances know the marks of accounts, only the whole journal those of transactions. */
  private async ask(query: readonly string[], path: string): Promise<Totals> {
    const options = ['--tree', '--no-elide', '--empty', '--depth', '5', '-O', 'csv'];
    const rows = rowsOf(await answer('hledger', ['-f', path, 'balance', ...options, ...query]));
    const cells = new Map<string, bigint>();
    const lines = new Map<string, bigint>();
    for (const [name, balance] of rows) {
      const [, , line, ...rest] = name.split(':');
      const [into, key] = rest.length === 2 ? [cells, [line, ...rest].join(':')] : [lines, line];
      if (key === undefined || rest.length === 1) continue;
      into.set(key, (into.get(key) ?? 0n) + penceOf(balance));
    }
    return { cells, lines, whole: penceOf(new Map(rows).get('total') ?? '0') };
  }
}

const ACCOUNTS = '^(Savings|Counterpart):';

/** The rows of a report of two columns, both in quotation marks and neither with one inside. */
const rowsOf = (csv: string): readonly (readonly [string, string])[] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => {
      const found = /^"([^"]*)","([^"]*)"$/.exec(row);
      if (found === null) throw new Error(`hledger answered: ${row}`);
      return [found[1]!, found[2]!];
    });

const compared = async (ledger: Ledger, journal: HledgerJournal, cases: readonly Case[]) => {
  const answers: [Case, Totals][] = [];
  for (const asked of cases) answers.push([asked, await journal.totals(asked)]);
  return compare(ledger, answers);
};

describeOracle('hledger', () => {
  test.each([
    ['the sample', sample],
    ['the three-year story', threeYears],
  ])('gives every figure of %s, by each year under each definition, to the penny', async (_name, made) => {
    const ledger = made();
    const journal = await new HledgerJournal().write(await journalOf(ledger, 'hledger'));
    expect(compareCells(ledger, await journal.cells()).differences).toEqual([]);

    const { count, differences } = await compared(ledger, journal, casesOf(definitionNames, YEARS));
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(100_000);
  });

  test.each(seeds)('gives the totals of random ledger %i, to the penny', async (seed) => {
    const ledger = randomLedger(seed);
    expect(ledger.entries.length).toBeGreaterThanOrEqual(ENTRIES);
    const journal = await new HledgerJournal().write(await journalOf(ledger, 'hledger'));
    const cells = compareCells(ledger, await journal.cells());
    expect(cells.differences).toEqual([]);
    expect(cells.count).toBeGreaterThan(1_000);

    const { count, differences } = await compared(ledger, journal, casesOfRandom(seed));
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(20_000);
  });

  test('is believed: a journal that is a penny out, on one line of one year, is noticed', async () => {
    const ledger = sample();
    const true_ = await journalOf(ledger, 'hledger');
    const cell = 'Plan:IT-PROCUREMENT:Cashable:No-status:2010-11:2010-11:Identified';
    const forged = true_
      .replace(`Savings:${cell}  100000.00`, `Savings:${cell}  100000.01`)
      .replace(`Counterpart:${cell}  -100000.00`, `Counterpart:${cell}  -100000.01`);
    const journal = await new HledgerJournal().write(forged);

    expect(compareCells(ledger, await journal.cells()).differences).toEqual([
      'plan|IT-PROCUREMENT|cashable|null|2010/11|2010/11|true',
    ]);
    const { differences } = await compared(ledger, journal, casesOf(['published'], YEARS));
    expect(differences).toContain(
      'plan by 2010/11, published, cashable, every status, IT-PROCUREMENT: position 30000000, oracle 30000001',
    );
    expect(differences).not.toContainEqual(expect.stringContaining('plan by 2009/10'));
  });
});
