import type { SampleAnswer } from '../../src/queries/sample';
import { TerminalInFolder } from './savings';

describe('savings, asked for reports on the sample', () => {
  const terminal = new TerminalInFolder();

  beforeAll(async () => {
    await terminal.savings(['init', '--sample', 'july-2009']);
  });
  afterAll(() => {
    terminal.remove();
  });

  const transcript = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr, exit } = await terminal.savings(args);
    expect([stderr, exit]).toEqual(['', 0]);
    return stdout;
  };

  test('movement, opening to closing', async () => {
    expect(await transcript('movement', 'plan', '--by', '2010/11', '--from', '40', '--to', '43')).toBe(
      `Movement of plan by 2010/11, published, from 41 entries as at 2009-07-13 to 44 entries as at 2009-07-13

Step                Amount  Entries
Opening        £12,966,000  -
SavingPlanned      £43,000  41, 43
Closing        £13,009,000  -
`,
    );
  });

  test('replay, from one entry to another, with what each changed', async () => {
    expect(await transcript('replay', '--section', 'Activity in 2009/10', '--from', '40', '--to', '43')).toContain(`
Seq  Kind            Line              Figure                Before       After
 41  SavingPlanned   NOMINATIONS       plan              £1,869,000  £1,907,000
                                       originalPlan      £1,869,000  £1,907,000
                                       level             £1,869,000  £1,907,000
                                       identified        £1,869,000  £1,907,000
                                       outstanding       £1,869,000  £1,907,000
 42  LineRegistered  CATERING-BLOCK-1  -                          -           -
 43  SavingPlanned   CATERING-BLOCK-1  plan              £1,907,000  £1,912,000
                                       originalPlan      £1,907,000  £1,912,000
                                       level             £1,907,000  £1,912,000
                                       identified        £1,907,000  £1,912,000
                                       subjectToRulings          £0      £5,000
                                       outstanding       £1,907,000  £1,912,000
`);
  });

  test('rebuild', async () => {
    expect(await transcript('rebuild')).toMatch(
      /^Built again from the first entry: 180 entries, 82 postings, as at 2009-07-13\nRoot \S{44}\n\nAll 17496 figures are the same\.\n$/,
    );
  });

  test('export journal, every posting once', async () => {
    const journal = await transcript('export', 'journal', '--format', 'hledger');
    expect(journal).toMatch(
      /^; The savings ledger of Leicester City Council: 180 entries as at 2009-07-13\n; Ledger size 180, root \S{44}\n/,
    );
    expect(journal.match(/^ {4}Savings:\S+ {2}-?\d+\.\d\d GBP$/gm)).toHaveLength(82);
    const earlier = await transcript('export', 'journal', '--format', 'beancount', '--known-at', '5');
    expect(earlier.match(/^ {2}Savings:/gm)).toHaveLength(4);
    const { stderr, exit } = await terminal.savings(['export', 'journal', '--format', 'ledger']);
    expect([stderr, exit]).toEqual(['CHOICE_UNKNOWN: "ledger" is not one of: hledger, beancount.\n', 2]);
  });

  test('tranches of a line, and what could be proven to last', async () => {
    expect(await transcript('tranches', '--line', 'RUNNING-COSTS')).toBe(`Tranches as at 2009-07-13

Line           Tranche  Measure  Class       Amount  Lapsing  Lapsed  State    Clock ends  Not confirmed
RUNNING-COSTS  2009/10  plan     cashable  £519,000  £25,000      £0  running  2012-03-31  -

Total       Amount  Lapsing  Lapsed   Running  Sustained
plan      £519,000  £25,000      £0  £519,000         £0
achieved        £0       £0      £0        £0         £0

Of the plan £0 could be proven to last by 2011-03-31, published: carried forward £0, tranches whose clock has run out £0, less £0 that the plan itself lets fall.
`);
    expect(await transcript('tranches', '--definition', 'ni179')).toContain(
      'Of the plan £9,275,000 could be proven to last by 2011-03-31, ni179: carried forward £7,598,000, tranches whose clock has run out £1,677,000, less £0 that the plan itself lets fall.',
    );
  });

  test('scenario, without recording anything', async () => {
    expect(await transcript('scenario', '--line', 'IT-PROCUREMENT', '--deliver', '80')).toContain(
      `Lines at 80 % of their plan: 1, by 2010/11, published, as at 2009-07-13; entries decided: 1, recorded: none

IT-PROCUREMENT

Figure            Before        After    Change
plan         £37,443,000  £37,383,000  -£60,000
`,
    );
    expect(await terminal.size()).toBe(180);
  });

  test('sample, the same for the same seed, and told where none was given', async () => {
    const args = ['sample', 'plan', '--n', '10', '--by', '2010/11'];
    const drawn = await transcript(...args, '--seed', '7');
    expect(drawn).toContain('n 10, seed 7: population £37,468,000, interval £3,746,800, start £2,348,623.09');
    const { seed } = await terminal.json<SampleAnswer>(...args);
    expect(seed).toBeGreaterThanOrEqual(1);
  });

  test('journal tests and returns', async () => {
    expect(await transcript('journal-tests')).toContain('Tested 180 entries with 82 postings');
    expect(await transcript('returns')).toBe('0 returns as at 2009-07-13\n');
  });

  test('partnership, each member at its own seq', async () => {
    const shown = await transcript('partnership', '--target-from', 'data', '--member', 'data@179');
    expect(shown).toContain('1  Leicester City Council, as at 2009-07-13, known on seq 179');
    expect(shown).toContain("Gap to the target £39,957,000; not covered by the members' own targets £39,957,000.");
    const twice = ['partnership', '--target-from', 'data', '--member', 'data@179', '--member', 'data'];
    expect(await terminal.savings(twice)).toEqual({
      stdout: '',
      stderr: 'PARAM_REPEATED: The ledger of Leicester City Council is given twice; a member is added once.\n',
      exit: 2,
    });
  });

  test('a section has a dash for its target, and one that does not exist is refused with those that do', async () => {
    const shown = await transcript('position', '--section', 'Planned activity in 2010/11');
    expect(shown).toMatch(/^Target +-$/m);
    expect(shown).toMatch(/^Gap +-$/m);
    expect(await terminal.savings(['position', '--group', 'Divisional'])).toEqual({
      stdout: '',
      stderr:
        'NOT_FOUND: There is no group "Divisional" at that moment; there are "Divisional revenue strategies", "Transformation programmes".\n',
      exit: 2,
    });
  });
});
