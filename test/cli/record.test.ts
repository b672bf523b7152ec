import type { EntryAnswer } from '../../src/queries/entries';
import type { PositionAnswer } from '../../src/queries/position';
import { TerminalInFolder, type Transcript } from './savings';

const achieved = ['record', 'saving-achieved', '--as', 'off-201', '--line', 'IT-PROCUREMENT', '--class', 'cashable'];
const grossOf = (amount: string): readonly string[] => [...achieved, '--year', '2009/10', '--gross', amount];
const body = (fields: object): readonly string[] => [
  'record',
  'SavingAchieved',
  '--as',
  'off-201',
  '--body',
  JSON.stringify({ line: 'IT-PROCUREMENT', year: '2009/10', class: 'cashable', gross: '260000.00', ...fields }),
];

describe('savings record, on the sample', () => {
  const terminal = new TerminalInFolder();

  beforeAll(() => terminal.savings(['init', '--sample', 'july-2009']));
  afterAll(() => {
    terminal.remove();
  });

  const refusedWith = (code: string, exit: number) => ({
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^${code}: .+\\n`)) as string,
    exit,
  });

  describe('refuses, each with its own code, and records nothing:', () => {
    afterAll(async () => {
      expect(await terminal.size()).toBe(180);
    });

    test.each([
      ['the amount 1e3', grossOf('1e3'), 'AMOUNT_FORMAT', 2],
      ['the amount NaN', grossOf('NaN'), 'AMOUNT_FORMAT', 2],
      ['the amount 12.345', grossOf('12.345'), 'AMOUNT_PENCE', 2],
      ['the amount (200)', grossOf('(200)'), 'AMOUNT_BRACKETS', 2],
      ['an empty amount', grossOf(''), 'AMOUNT_REQUIRED', 2],
      [
        'an amount out of proportion to the target',
        [
          ...['record', 'ForecastSubmitted', '--as', 'off-201', '--body'],
          '{"line":"IT-PROCUREMENT","class":"cashable","levels":[{"year":"2009/10","level":"200000000.00"}]}',
        ],
        'AMOUNT_CONFIRM',
        2,
      ],
      ['an amount that is a JSON number', body({ gross: 260000 }), 'AMOUNT_NOT_STRING', 2],
      ['the year 2009/11', [...achieved, '--year', '2009/11', '--gross', '1.00'], 'YEAR_FORMAT', 2],
      ['an unknown line', body({ line: 'NOPE' }), 'LINE_NOT_FOUND', 2],
      ['an unknown field', body({ colour: 'green' }), 'UNKNOWN_FIELD', 2],
      ['a class that is none', body({ class: 'cash' }), 'CLASS_UNKNOWN', 2],
      ['an unknown kind', ['record', 'saving-hoped-for', '--as', 'off-201'], 'KIND_UNKNOWN', 2],
      ['what is not JSON', ['record', 'SavingAchieved', '--as', 'off-201', '--body', '{'], 'BODY_FORMAT', 2],
      ['a body and options together', [...body({}), '--method', 'invoices'], 'BODY_FORMAT', 2],
      [
        'an officer who is not in the register',
        grossOf('1.00').map((word) => (word === 'off-201' ? 'off-999' : word)),
        'OFFICER_NOT_FOUND',
        2,
      ],
      ['a saving without a baseline', grossOf('260000.00'), 'BASELINE_MISSING', 1],
      ['an auditor', grossOf('1.00').map((word) => (word === 'off-201' ? 'off-203' : word)), 'ROLE_NOT_ALLOWED', 4],
      [
        'a line that is there already',
        [
          'record',
          'line-registered',
          '--as',
          'off-201',
          '--line',
          'PRINTERS',
          '--title',
          'Printers',
          '--section',
          'Activity in 2009/10',
        ],
        'LINE_EXISTS',
        3,
      ],
    ])('%s', async (_what, args, code, exit) => {
      expect(await terminal.savings(args)).toEqual(refusedWith(code, exit));
    });

    test('a verification without the leaf, and says where the leaf is shown', async () => {
      const verify = ['record', 'entry-verified', '--as', 'off-202', '--entry', '106'];
      expect(await terminal.savings(verify)).toEqual({
        stdout: '',
        stderr:
          'FIELD_REQUIRED: leaf: The leaf hash of the entry as you were shown it is needed. ' +
          'The leaf stands beside its entry in: entries --json --after 105 --limit 1\n',
        exit: 2,
      });
      const [entry] = (await terminal.savings(['entries', '--json', '--after', '105', '--limit', '1'])).stdout.split(
        '\n',
      );
      expect(JSON.parse(entry ?? '')).toMatchObject({
        seq: 106,
        leaf: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
    });

    test('nothing in a dry run, which says of an entry without amounts that it has none', async () => {
      const asked = ['record', 'audit-query-raised', '--dry-run', '--as', 'off-203', '--question', 'Why? (invented)'];
      expect((await terminal.savings(asked)).stdout).toBe(`\
Nothing was recorded. This would become, after 180 entries:

AuditQueryRaised: no amounts.

No figure changes by 2010/11, published.
`);
    });

    test('several wrong fields at once, all of them named', async () => {
      const wrong = [...achieved, '--year', '2009/11', '--gross', '1e3'];
      const { error } = JSON.parse((await terminal.savings([...wrong, '--json'])).stderr) as {
        error: { code: string; problems: { pointer: string; code: string }[] };
      };
      expect(error.code).toBe('YEAR_FORMAT');
      expect(error.problems.map(({ pointer, code }) => [pointer, code])).toEqual([
        ['/year', 'YEAR_FORMAT'],
        ['/gross', 'AMOUNT_FORMAT'],
      ]);
    });
  });

  describe('records a baseline and what was achieved, and the position changes by just that', () => {
    const position = (): Promise<PositionAnswer> =>
      terminal.json('position', '--by', '2010/11', '--line', 'IT-PROCUREMENT');
    const saving = [
      ...grossOf('260000.00'),
      '--ongoing-cost',
      '60000.00',
      '--key',
      'achieved-2009',
      '--effective',
      '2010-03-31',
    ];
    let before: PositionAnswer;
    let first: Transcript;

    beforeAll(async () => {
      const of = [
        '--line',
        'IT-PROCUREMENT',
        '--year',
        '2008/09',
        '--amount',
        '5000000.00',
        '--data-source',
        'Accounts',
      ];
      before = await position();
      await terminal.savings(['record', 'baseline-set', '--as', 'off-201', ...of]);
      first = await terminal.savings(saving);
    });

    test('it gives a receipt', () => {
      expect(first).toEqual({
        stdout: expect.stringMatching(
          /^Entry 181, SavingAchieved, recorded 20\S+Z\n {2}id {4}[0-9a-f-]{36}\n {2}leaf {2}[0-9a-f]{64}\n$/,
        ) as string,
        stderr: '',
        exit: 0,
      });
    });

    test('achieved rises by 200,000 net, 260,000 less 60,000, and outstanding falls by as much', async () => {
      const after = await position();
      expect([before.achieved.claimed, before.outstanding]).toEqual(['0.00', '300000.00']);
      expect([after.achieved.claimed, after.outstanding]).toEqual(['200000.00', '100000.00']);
      expect([after.achieved.gross, after.achieved.ongoingCost]).toEqual(['260000.00', '-60000.00']);
    });

    test('sent again with the same key it is not recorded again; another one under that key is refused', async () => {
      const again = await terminal.savings(saving);
      expect(again).toEqual({
        stdout: first.stdout,
        stderr: 'This key was used for this request before; nothing new was recorded.\n',
        exit: 0,
      });
      const other = saving.map((word) => (word === '60000.00' ? '50000.00' : word));
      expect(await terminal.savings(other)).toEqual(refusedWith('IDEMPOTENCY_REUSED', 1));
      expect(await terminal.size()).toBe(182);
    });

    test('a second officer verifies it by the leaf of the receipt, with the seq as a number in a body from stdin', async () => {
      const leaf = /leaf {2}(\w+)/.exec(first.stdout)?.[1];
      const verify = ['record', 'entry-verified', '--body', '-', '--json', '--as'];
      const own = await terminal.savings([...verify, 'off-201'], { stdin: JSON.stringify({ entry: 181, leaf }) });
      expect([JSON.parse(own.stderr), own.exit]).toMatchObject([{ error: { code: 'SELF_APPROVAL' } }, 4]);
      const other = await terminal.savings([...verify, 'off-202'], { stdin: JSON.stringify({ entry: 181, leaf }) });
      expect(JSON.parse(other.stdout)).toMatchObject({
        receipts: [{ seq: 182, kind: 'EntryVerified' }],
        replayed: false,
      });
      expect((await position()).achieved).toMatchObject({ claimed: '0.00', verified: '200000.00' });
    });

    test('levels, lists, parts and booleans are options too', async () => {
      const { exit } = await terminal.savings([
        ...['record', 'SavingReprofiled', '--as', 'off-202', '--line', 'IT-PROCUREMENT', '--class', 'cashable'],
        ...['--level', '2009/10=150000.00', '--level', '2010/11=300000.00', '--level', '2011/12=500000.00'],
        ...['--reason', 'Contract signed later', '--source-document', 'Minutes', '--source-cell', 'B2'],
      ]);
      expect(exit).toBe(0);
      const cost = ['--line', 'IT-PROCUREMENT', '--year', '2009/10', '--class', 'cashable', '--cost', 'one-off'];
      await terminal.savings([
        'record',
        'cost-netted',
        '--as',
        'off-202',
        ...cost,
        '--amount',
        '9.50',
        '--not-included',
        '--reason',
        'It would have arisen anyway',
      ]);
      const { stdout } = await terminal.savings(['entries', '--after', '182', '--json']);
      const [profile, netted] = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as EntryAnswer);
      expect(profile).toMatchObject({
        kind: 'SavingReprofiled',
        source: { document: 'Minutes', sheet: null, row: null, cell: 'B2' },
        postings: [{ amount: '-50000.00' }, { amount: '50000.00' }],
      });
      expect(netted).toMatchObject({ kind: 'CostNetted', facts: { included: false, amount: '9.50' } });
    });
  });

  test('a reader that has seen enough is no failure', async () => {
    const cut = await terminal.savings(['entries', '--json'], { cutShort: true });
    expect([cut.stderr, cut.exit]).toEqual(['', 0]);
  });
});

test('an empty ledger of a council is opened once and used by its first officer', async () => {
  const terminal = new TerminalInFolder();
  const init = ['init', '--council', 'Example Council', '--base-year', '2024/25'];
  expect((await terminal.savings(init)).stdout).toBe(
    'The ledger in data is open, with 1 entry. off-001 and off-002 may record.\n',
  );
  expect((await terminal.savings(init)).stdout).toContain('nothing new was recorded');
  expect(await terminal.savings(['init', '--sample', 'july-2009'])).toEqual({
    stdout: '',
    stderr:
      'LEDGER_ALREADY_OPENED: This ledger was opened for something else than the sample; load the sample into a directory of its own.\n',
    exit: 3,
  });
  const target = ['--scope', 'council', '--amount', '1000.00', '--deadline', '2025/26'];
  expect((await terminal.savings(['record', 'target-set', '--as', 'off-001', ...target])).exit).toBe(0);
  expect(await terminal.size()).toBe(2);
  terminal.remove();
});

test('help names the fields of a request', async () => {
  const terminal = new TerminalInFolder();
  const [kinds, fields] = await Promise.all([
    terminal.savings(['record', 'help']),
    terminal.savings(['record', 'SavingAchieved', '--help']),
  ]);
  expect(kinds.stdout).toContain('saving-carried-forward');
  expect(fields.stdout).toMatch(/--ongoing-cost <value>[^]*--method <value>/);
  expect([kinds.exit, fields.exit]).toEqual([0, 0]);
  terminal.remove();
});
