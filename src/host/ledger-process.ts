import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { logEvent, logLinesOf } from './host-log';
import { ledgerEnvironment, namesNotTaken } from './ledger-environment';
import type { LedgerFolder } from './ledger-folder';

const server = join(__dirname, '../main.js');
const leaveWithHost = join(__dirname, 'leave-with-host.js');
/** Room for what is new, in MB: where many processes share a machine, a smaller one saves memory and costs no time. */
const smallYoungSpace = '--max-semi-space-size=4';

/** A million entries are read within it. */
const LONGEST_START_MS = 120_000;
/** The server gives itself 10 seconds; then it is ended. What it acknowledged is on disk. */
const LONGEST_STOP_MS = 15_000;

/** The server of one ledger: the ordinary program, in a process of its own, on a port of loopback that it chose. */
export class LedgerProcess {
  /** Connections to it, which end with it. */
  public readonly agent = new Agent({ keepAlive: true });
  /** The port, once it has read its ledger and listens. Rejects where it ends before. */
  public readonly ready: Promise<number>;
  /** When the process is gone: whether it had been told to go. */
  public readonly gone: Promise<{ readonly told: boolean; readonly how: string }>;
  private readonly child: ChildProcess;
  private told = false;

  public constructor(
    { name, directory, settings }: LedgerFolder,
    /** What the host decides, whatever the ledger's own settings say. */
    decided: Readonly<Record<string, string>>,
  ) {
    const env = { ...ledgerEnvironment(settings, process.env), ...decided };
    const strange = namesNotTaken(settings).join(', ');
    if (strange !== '') logEvent('error', `settings.env names what is not taken from it: ${strange}`, { ledger: name });
    const child = spawn(process.execPath, [smallYoungSpace, '--require', leaveWithHost, server], {
      cwd: directory,
      env: { ...env, DATA_DIR: directory, HOST: '127.0.0.1', PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A key pressed at the terminal reaches the host alone, which then tells its ledgers.
      detached: true,
    });
    this.child = child;
    this.gone = ended(child).then((how) => {
      this.agent.destroy();
      return { told: this.told, how };
    });
    if (child.stderr !== null) logLinesOf(name, child.stderr, 'error');
    this.ready = this.portSaid(name, child.stdout);
    // Whoever waits for it hears of it; where nobody does, `gone` tells.
    this.ready.catch(() => undefined);
  }

  public get pid(): number | null {
    return this.child.pid ?? null;
  }

  /** Tells it to finish what is under way and to go, and waits until it has gone. */
  public async stop(): Promise<void> {
    this.told = true;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_STOP_MS);
    await this.gone;
    clearTimeout(timer);
  }

  private async portSaid(name: string, stdout: Readable | null): Promise<number> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_START_MS);
    const said = new Promise<number>((resolve) => {
      if (stdout === null) return;
      logLinesOf(name, stdout, 'info').on('line', (line) => {
        const port = /^It is served at http:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    });
    const left = this.gone.then(({ how }) => {
      throw new Error(`the server ended before it listened: ${how}`);
    });
    return Promise.race([said, left]).finally(() => {
      clearTimeout(timer);
    });
  }
}

/** How a process ended, or why it never began. */
async function ended(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal ?? `exit code ${String(code)}`;
  } catch (error) {
    return String(error);
  }
}
