/** The built server as a process of its own, to be killed while it works. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const built = join(__dirname, '../../dist/src/main.js');
/** A server that acknowledges before it has stored. */
export const earlyServer = join(__dirname, '../support/early-server.cjs');

const START_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** As much of an answer as the checks look at. */
export interface Answer {
  readonly status: number;
  readonly body: {
    readonly replayed?: boolean;
    readonly receipts?: readonly { readonly seq: number; readonly id: string; readonly leaf: string }[];
    readonly code?: string;
  };
}

export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    public readonly address: string,
    public readonly token: string,
  ) {}

  /** Starts the server of a data directory and waits until it says where it listens. Throws what it says otherwise. */
  public static async start(
    directory: string,
    program = built,
    more: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const environment = { ...process.env, STORE: '', ...more, DATA_DIR: directory, PORT: '0', HOST: '' };
    const child = spawn(process.execPath, [program], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        child.kill('SIGKILL');
        reject(new Error(`the server did not start: ${said}`));
      };
      const timer = setTimeout(giveUp, START_TIMEOUT_MS);
      child.once('exit', giveUp);
      const listen = (chunk: Buffer): void => {
        said += chunk.toString();
        const address = /served at (http:\S+?)\/ and/.exec(said)?.[1];
        const token = /^ {2}(\S{43}) {2}.*finance officer/m.exec(said)?.[1];
        if (address === undefined || token === undefined) return;
        clearTimeout(timer);
        child.off('exit', giveUp);
        resolve(new ServerProcess(child, address, token));
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
    });
  }

  /** Sends one request to record. Rejects where no answer came: whether it was recorded is then not known. */
  public async record(body: unknown, key: string): Promise<Answer> {
    const response = await fetch(`${this.address}/api/v1/entries`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  /** Asks a question; the status it is answered with. */
  public async read(path: string): Promise<number> {
    return (await this.asked(path)).status;
  }

  /** Asks a question, and gives the answer. */
  public async ask<Told>(path: string): Promise<Told> {
    const response = await this.asked(path);
    if (!response.ok) throw new Error(`${path} was answered ${String(response.status)}: ${await response.text()}`);
    return (await response.json()) as Told;
  }

  private asked(path: string): Promise<Response> {
    return fetch(`${this.address}${path}`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
  }

  /** Imports a CSV file by a mapping. Rejects where no answer came. */
  public async upload(csv: Buffer, mapping: object): Promise<Answer> {
    const form = new FormData();
    form.append('mapping', JSON.stringify(mapping));
    form.append('file', new Blob([Uint8Array.from(csv)]), 'plan.csv');
    const response = await fetch(`${this.address}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}` },
      body: form,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  /** As whoever stops a service does: it may finish what is under way. Gives what it exits with. */
  public async stop(): Promise<number | null> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** As `kill -9` does: no handler runs, nothing is flushed. */
  public async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
