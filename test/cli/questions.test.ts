import type { EntryAnswer } from '../../src/queries/entries';
import type { FindingsAnswer } from '../../src/queries/findings';
import type { PositionAnswer } from '../../src/queries/position';
import type { TraceAnswer } from '../../src/queries/trace';
import { TerminalInFolder } from './savings';

describe('savings, asked about the sample', () => {
  const terminal = new TerminalInFolder();

  beforeAll(async () => {
    await expect(terminal.savings(['init', '--sample', 'july-2009'])).resolves.toEqual({
      stdout: 'The ledger in data is open, with 180 entries. off-201 and off-202 may record.\n',
      stderr: '',
      exit: 0,
    });
  });

  afterAll(() => {
    terminal.remove();
  });

  test('init again adds nothing', async () => {
    expect(await terminal.savings(['init', '--sample', 'july-2009'])).toEqual({
      stdout: 'The ledger in data was opened before; nothing new was recorded.\n',
      stderr: '',
      exit: 0,
    });
  });

  test('position as a table', async () => {
    const { stdout, stderr, exit } = await terminal.savings([
      'position',
      '--by',
      '2010/11',
      '--definition',
      'published',
    ]);
    expect([stderr, exit]).toEqual(['', 0]);
    expect(stdout).toBe(`Position by 2010/11, published, as at 2009-07-13, after 180 entries

Figure                          Amount
Target                     £37,443,000
Plan                       £37,443,000
  carried forward           £9,420,000
  full-year effects         £1,677,000
  level                    £15,978,000
    new in the year         £7,938,000
  as first planned         £28,023,000
Gap                                 £0  none, due
Unphased                   £10,368,000  counted in the plan
Identified                 £19,725,000  52.7 % of the target
Subject to rulings            £472,000
Budget contribution         £8,050,000
Achieved                    £9,420,000
  claimed                   £9,420,000
  verified                          £0
  certified                         £0
  felt in the year itself   £9,420,000
Outstanding                £28,023,000

Section                                                 Plan        Level     Unphased  Identified    Achieved
Activity prior to 2008/09 - Gershon savings c/f   £9,420,000           £0           £0  £9,420,000  £9,420,000
Activity in 2008/09 - full year effects           £1,677,000           £0           £0  £1,677,000          £0
Activity in 2009/10                              £24,496,000  £14,128,000  £10,368,000  £8,628,000          £0
Planned activity in 2010/11                       £1,850,000   £1,850,000           £0          £0          £0

Group                                 Plan       Level     Unphased  Identified  Achieved
Divisional revenue strategies   £6,128,000  £6,128,000           £0  £4,628,000        £0
Transformation programmes      £14,368,000  £4,000,000  £10,368,000          £0        £0

Tag              Plan       Level  Unphased  Identified  Achieved
quick-win  £1,800,000  £1,800,000        £0  £1,800,000        £0
`);
  });

  test('position for programs, under the definition and by the year asked', async () => {
    const published = await terminal.json<PositionAnswer>('position', '--by', '2010/11', '--definition', 'published');
    expect(published).toMatchObject({
      by: '2010/11',
      definition: 'published',
      size: 180,
      target: '37443000.00',
      plan: '37443000.00',
      carriedForward: '9420000.00',
      achieved: { claimed: '9420000.00', verified: '0.00', certified: '0.00' },
      unphased: '10368000.00',
      identified: '19725000.00',
      budgetContribution: '8050000.00',
      level: '15978000.00',
      newInYear: '7938000.00',
      gap: '0.00',
    });
    expect([published.sections, published.groups, published.tags].map(({ length }) => length)).toEqual([4, 2, 1]);
    const ni179 = await terminal.json<PositionAnswer>('position', '--by', '2011-12', '--definition', 'ni179');
    expect([ni179.plan, ni179.gap, ni179.due]).toEqual(['33188000.00', '4255000.00', '1 year late']);
  });

  test('a figure is traced by what the position calls it, with or without hyphens', async () => {
    const ni179 = ['--by', '2010/11', '--definition', 'ni179'];
    for (const called of [['subject-to-rulings'], ['Subject to rulings'], ['subject', 'to', 'rulings']]) {
      const { stdout } = await terminal.savings(['trace', ...called, ...ni179]);
      expect(stdout).toContain('subjectToRulings by 2010/11, ni179, as at 2009-07-13: £472,000');
    }
    const { stdout } = await terminal.savings(['trace', 'new in the year', ...ni179]);
    expect(stdout).toContain('newInYear by 2010/11, ni179, as at 2009-07-13: £7,938,000');
    const { stderr } = await terminal.savings(['trace', 'rulings', ...ni179]);
    expect(stderr).toMatch(/^FIGURE_UNKNOWN: There is no figure "rulings"; there are target, plan, .*subjectToRulings/);
  });

  test('the trace of a figure adds up to it, and names the cells', async () => {
    const { stdout } = await terminal.savings(['trace', 'plan', '--by', '2010/11', '--line', 'IT-PROCUREMENT']);
    expect(stdout).toBe(`plan by 2010/11, published, as at 2009-07-13: £300,000
The whole plan by the year: carried forward, full-year effects, level and what is unphased, as far as the definition counts them.

Seq  Kind           Line            Tranche  Class     Status    Amount  Officer  Source
106  SavingPlanned  IT-PROCUREMENT  2009/10  cashable  -       £200,000  off-201  appendix-two.csv D11
106  SavingPlanned  IT-PROCUREMENT  2010/11  cashable  -       £100,000  off-201  appendix-two.csv E11

2 of 2 postings
`);
    const plan = await terminal.json<TraceAnswer>('trace', 'plan', '--by', '2010/11', '--definition', 'published');
    expect(plan.amount).toBe('37443000.00');
    expect(plan.entries.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(37443000);
    expect(plan.entries).toHaveLength(plan.count);
  });

  test('findings, and those of one kind', async () => {
    const { counts } = await terminal.json<FindingsAnswer>('findings', '--as-at', '2009-12-01');
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(41);
    expect(counts['pot-overdue']).toBe(1);
    expect((await terminal.savings(['findings', '--kind', 'plan-falls'])).stdout)
      .toBe(`1 finding as at 2009-07-13, after 180 entries

plan-falls (1)
  The plan of "Reduction in running costs across all services" lets £25,000 of its cashable gain of 2009/10 fall again by 2011/12; a gain has to last two full years after the one it began in.
`);
  });

  test('entries for programs are one a line, all pages; for people a page', async () => {
    const { stdout } = await terminal.savings(['entries', '--json']);
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as EntryAnswer);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 180 }, (_, seq) => seq));
    const page = await terminal.savings(['entries', '--line', 'IT-PROCUREMENT', '--limit', '2']);
    expect(page.stdout.split('\n')).toHaveLength(4);
    expect(page.stderr).toBe('There are more entries; go on with --after MTA1IDE4MCAyMDA5LTA3LTEz.\n');
  });

  test('line show, line list and reconcile', async () => {
    const [one, all, totals] = await Promise.all([
      terminal.savings(['line', 'show', 'IT-PROCUREMENT']),
      terminal.savings(['line', 'list', '--tag', 'quick-win']),
      terminal.savings(['reconcile']),
    ]);
    expect(one.stdout).toBe(`IT-PROCUREMENT: IT Procurement
published, as at 2009-07-13

Section              Activity in 2009/10
Group                -
Tags                 quick-win
Stage                identified
Needs a ruling       -
Accountable officer  off-117 (Jill Craig)
Baseline             -
Pot of               -
Entries              104, 105, 106

By           Plan     Level  New in year  Achieved  Outstanding
2008/09        £0        £0           £0        £0           £0
2009/10  £200,000  £200,000     £200,000        £0     £200,000
2010/11  £300,000  £300,000     £100,000        £0     £300,000
2011/12  £500,000  £500,000     £200,000        £0     £500,000
`);
    expect(all.stdout).toContain('7 lines by 2010/11, published');
    expect(totals.stdout).toContain('32 printed totals as at 2009-07-13, 4 of which differ from their rows');
  });

  test.each([
    ['a year that is none', ['position', '--by', '2009/11'], 'YEAR_FORMAT', 2],
    ['a year given twice', ['position', '--by', '2009/10', '--by', '2010/11'], 'PARAM_REPEATED', 2],
    ['an unknown definition', ['position', '--definition', 'own'], 'DEFINITION_UNKNOWN', 2],
    ['an unknown figure', ['trace', 'plan.level'], 'FIGURE_UNKNOWN', 2],
    ['an unknown line', ['line', 'show', 'NOPE'], 'LINE_NOT_FOUND', 2],
    ['an unknown kind of finding', ['findings', '--kind', 'odd'], 'CHOICE_UNKNOWN', 2],
    ['an unknown option', ['position', '--year', '2010/11'], 'UNKNOWN_FIELD', 2],
    ['a missing figure', ['trace'], 'FIELD_REQUIRED', 2],
    ['no ledger in the directory', ['position', '--data', 'elsewhere'], 'LEDGER_NOT_OPENED', 5],
    [
      'the ledger of another council',
      ['init', '--council', 'Another', '--base-year', '2008/09'],
      'LEDGER_ALREADY_OPENED',
      3,
    ],
  ])('%s is refused', async (_what, args, code, exit) => {
    const refused = await terminal.savings(args);
    expect({ ...refused, stderr: refused.stderr.split(':')[0] }).toEqual({ stdout: '', stderr: code, exit });
  });

  test('a missing ledger is not made by asking, and says what to do', async () => {
    const { stderr } = await terminal.savings(['findings', '--data', 'elsewhere', '--json']);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'LEDGER_NOT_OPENED',
        message: 'There is no ledger in elsewhere; run init first.',
        detail: {},
        problems: [],
      },
    });
  });
});
