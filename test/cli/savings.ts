import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve('dist/src/cli/main.js');

/** What a person at the terminal would see, and what a script would. */
export interface Transcript {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

interface Running {
  readonly stdin?: string;
  readonly cutShort?: boolean;
  /** What is set in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A terminal in a folder of its own, whose ledger is in `data` there. */
export class TerminalInFolder {
  public readonly folder = mkdtempSync(join(tmpdir(), 'savings-'));

  /** Runs the built program, with text for its stdin, or for a reader who leaves after the first words of the answer. */
  public savings(
    args: readonly string[],
    { stdin = '', cutShort = false, settings = {} }: Running = {},
  ): Promise<Transcript> {
    const environment: NodeJS.ProcessEnv = { ...process.env, ...settings };
    delete environment['DATA_DIR'];
    const options = { cwd: this.folder, env: environment, maxBuffer: 16 * 1024 * 1024 };
    return new Promise((settle) => {
      const child = execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        settle({ stdout, stderr, exit: typeof error?.code === 'number' ? error.code : 0 });
      });
      child.stdin?.end(stdin);
      if (cutShort) child.stdout?.once('data', () => child.stdout?.destroy());
    });
  }

  /** Reads an answer for programs. */
  public async json<Answer>(...args: readonly string[]): Promise<Answer> {
    const { stdout } = await this.savings([...args, '--json']);
    return JSON.parse(stdout) as Answer;
  }

  /** How many entries the ledger has. */
  public async size(): Promise<number> {
    return (await this.savings(['entries', '--json'])).stdout.split('\n').length - 1;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
