/** The programs that were made by others and are asked for a second opinion, where they are installed. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Totals {
  /** The whole figure, in pence. */
  readonly whole: bigint;
  /** By line, class and status, `IT-PROCUREMENT:Cashable:Claimed`: as the program grouped them. */
  readonly cells: ReadonlyMap<string, bigint>;
  /** By line alone, where the program was asked. */
  readonly lines: ReadonlyMap<string, bigint>;
}

/** Debian's python, which has Debian's beancount, whatever other python stands first on the path. */
const PYTHON = '/usr/bin/python3';

const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

export const installed = {
  hledger: runs('hledger', '--version'),
  beancount: runs('bean-check', '--version') && runs(PYTHON, '-c', 'import beancount.query'),
};

/** Declares the tests of one program; where it is not installed, one skipped test that says so. */
export function describeOracle(program: keyof typeof installed, tests: () => void): void {
  if (installed[program]) describe(program, tests);
  else test.skip(`${program} IS NOT INSTALLED: this oracle was not run`, () => undefined);
}

/** What a program answers; an answer with an exit code other than 0 is an error with what it said. */
export function answer(command: string, args: readonly string[]): Promise<string> {
  return new Promise((settle, fail) => {
    execFile(command, args, { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) settle(stdout);
      else fail(new Error(`${command}: ${stderr || error.message}`));
    });
  });
}

/** The rows that beancount gives for each query, in order. */
export function beancountRows(
  journal: string,
  queries: readonly string[],
): Promise<readonly (readonly (readonly (string | null)[])[])[]> {
  return new Promise((settle, fail) => {
    const child = spawn(PYTHON, [resolve('test/oracles/beancount-totals.py'), journal]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    child.on('close', (code) => {
      if (code !== 0) {
        fail(new Error(`beancount: ${stderr}`));
        return;
      }
      const [, ...answers] = stdout.trimEnd().split('\n');
      settle(answers.map((line) => JSON.parse(line) as (string | null)[][]));
    });
    child.stdin.end(`${queries.join('\n')}\n`);
  });
}

/** `-200000.00 GBP`, `7.50`, `0` in pence. */
export function penceOf(shown: string): bigint {
  const found = /^(-?)(\d+)(?:\.(\d{1,2}))?(?: GBP)?$/.exec(shown);
  if (found === null) throw new Error(`not an amount: ${shown}`);
  const [, sign, whole = '', small = ''] = found;
  const amount = BigInt(`${whole}${small.padEnd(2, '0')}`);
  return sign === '-' ? -amount : amount;
}
