import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { TerminalInFolder } from './savings';

const run = promisify(execFile);

const register = (officer: string): readonly string[] =>
  ['record', 'line-registered', '--as', officer, '--line', 'PRINTERS', '--title', 'Printers'].concat(
    '--section',
    'Activity in 2009/10',
  );

// Each of these starts processes, which takes long where others are at work.
jest.setTimeout(300_000);

describe('savings in a shell', () => {
  const terminal = new TerminalInFolder();

  beforeAll(() => terminal.savings(['init', '--sample', 'july-2009']));
  afterAll(() => {
    terminal.remove();
  });

  test('completes verbs and options, as bash asks for them', async () => {
    const { stdout: script } = await terminal.savings(['completion', 'bash']);
    const completed = async (...words: readonly string[]): Promise<readonly string[]> => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const asked = `COMP_WORDS=(savings ${line}); COMP_CWORD=${String(words.length)}; _savings; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return (await run('bash', ['-c', `${script}\n${asked}`])).stdout.trim().split('\n');
    };

    expect(await completed('pos')).toEqual(['position']);
    expect(await completed('line', '')).toEqual(['list', 'show', '--help']);
    expect(await completed('line', 'show', '--as')).toEqual(['--as-at']);
    expect(await completed('record', 'saving-ach')).toEqual(['saving-achieved']);
    expect(await completed('record', 'saving-achieved', '--gr')).toEqual(['--gross']);
    expect(await completed('position', '--by', '2010/11', '--def')).toEqual(['--definition']);
  });

  test('each verb says what it does, with an example', async () => {
    const { stdout } = await terminal.savings(['--help']);
    const verbs = [...stdout.matchAll(/^ {2}([a-z][a-z-]+)/gm)]
      .map(([, verb]) => verb!)
      .filter((verb) => verb !== 'help');
    const helps = await Promise.all(verbs.map((verb) => terminal.savings([verb, '--help'])));

    expect(verbs).toHaveLength(32);
    expect(helps.map(({ exit }) => exit)).toEqual(verbs.map(() => 0));
    const without = verbs.filter((verb, index) => !new RegExp(`Examples?:\n +${verb}`).test(helps[index]!.stdout));
    expect(without).toEqual([]);
  });

  test.each([[{ NO_COLOR: '1' }], [{ FORCE_COLOR: '1' }], [{ TERM: 'dumb' }], [{ COLUMNS: '20' }]])(
    '%j: the answer is the same plain text',
    async (settings) => {
      const plain = await terminal.savings(['line', 'show', 'IT-PROCUREMENT']);
      const said = await terminal.savings(['line', 'show', 'IT-PROCUREMENT'], { settings });

      expect(said).toEqual(plain);
      expect(said.stdout).toMatch(/^IT-PROCUREMENT: IT Procurement\npublished, as at 2009-07-13\n\n/);
      // No escape sequence, and nothing else that a terminal would act on.
      expect(said.stdout).toMatch(/^[\n\x20-\x7e\u00a3]+$/);
    },
  );

  test.each([
    ['answered', ['position', '--by', '2010/11'], 0, ''],
    [
      'a finding of the rules',
      [
        'record',
        'saving-achieved',
        '--as',
        'off-201',
        '--line',
        'IT-PROCUREMENT',
        '--year',
        '2009/10',
        '--class',
        'cashable',
        '--gross',
        '1.00',
      ],
      1,
      'BASELINE_MISSING: ',
    ],
    [
      'an unknown verb',
      ['positions'],
      2,
      "CHOICE_UNKNOWN: unknown command 'positions' (Did you mean position?); see --help.\n",
    ],
    ['an unknown option', ['position', '--colour'], 2, "UNKNOWN_FIELD: unknown option '--colour'; see --help.\n"],
    [
      'an option without its value',
      ['position', '--by'],
      2,
      "FIELD_REQUIRED: option '--by <year>' argument missing; see --help.\n",
    ],
    [
      'nobody who records',
      ['record', 'target-revised', '--amount', '1.00', '--reason', 'Made up'],
      2,
      'FIELD_REQUIRED: Say who records: --as with an officer of the register, such as off-201.\n',
    ],
    ['it is there already', register('off-201'), 3, 'LINE_EXISTS: '],
    ['not for this role', register('off-203'), 4, 'ROLE_NOT_ALLOWED: '],
    [
      'no ledger',
      ['position', '--data', 'nowhere'],
      5,
      'LEDGER_NOT_OPENED: There is no ledger in nowhere; run init first.\n',
    ],
  ])('%s: exit code and sentence', async (_what, args, exit, sentence) => {
    const said = await terminal.savings(args);

    expect(said.exit).toBe(exit);
    expect(said.stderr.startsWith(sentence)).toBe(true);
    expect(said.stdout === '').toBe(exit !== 0);
  });
});
