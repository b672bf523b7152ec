/** The built host as a process of its own, over ledgers that were made for the test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { AccessTokens } from '../../src/access/access-tokens';
import { Sessions, csrfTokenOf } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer } from '../../src/main';

const built = resolve('dist/src/host/main.js');
const FINANCE = 'off-201' as OfficerId;

/** What a finance officer of a ledger comes in with. */
export interface Keys {
  readonly token: string;
  readonly cookie: string;
  readonly csrf: string;
}

/** A folder of ledgers, each with the sample of 180 entries. */
export class Ledgers {
  public readonly directory = mkdtempSync(join(tmpdir(), 'host-'));

  public folder(name: string): string {
    return join(this.directory, name);
  }

  public async make(name: string): Promise<Keys> {
    mkdirSync(this.folder(name), { mode: 0o700 });
    const { app } = await createServer(this.folder(name));
    const secret = app.get(Sessions).begin(FINANCE);
    const keys = { token: app.get(AccessTokens).issue(FINANCE), cookie: `ledger=${secret}`, csrf: csrfTokenOf(secret) };
    await app.close();
    return keys;
  }

  /** The same ledger under another name; the same token opens it. */
  public copy(name: string, to: string): void {
    cpSync(this.folder(name), this.folder(to), { recursive: true });
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

export interface Sent {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The fields of a JSON answer, as far as tests look at them. */
  readonly json: () => {
    readonly code: string;
    readonly size: number;
    readonly receipts: readonly { readonly seq: number; readonly leaf: string }[];
  };
}

export class HostProcess {
  public readonly lines: Readonly<Record<string, unknown>>[] = [];
  public readonly gone: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    public readonly port: number,
  ) {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
    });
    this.gone = once(child, 'exit').then(([code]) => code as number | null);
  }

  public static async start(directory: string, settings: Readonly<Record<string, string>> = {}): Promise<HostProcess> {
    const env = { ...process.env, HOST: '', PUBLIC_URL: '', TRUSTED_PROXY: '', ...settings };
    const child = spawn(process.execPath, [built], {
      env: { ...env, LEDGERS_DIR: directory, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new HostProcess(child, Number(/^Listens on \S+:(\d+);/.exec(said)![1]));
  }

  /** Sends a request for a ledger, named as a browser names it. Rejects where no answer came. */
  public async ask(ledger: string, path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await this.begin(ledger, path, sent);
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const json = (): ReturnType<Answer['json']> => JSON.parse(text) as ReturnType<Answer['json']>;
    return { status: answer.statusCode!, headers: answer.headers, text, json };
  }

  /** The same, answered when the first of the answer has come. */
  public async begin(
    ledger: string,
    path: string,
    { method = 'GET', headers = {}, ...sent }: Sent = {},
  ): Promise<IncomingMessage> {
    const host = sent.host ?? `${ledger}.localhost:${String(this.port)}`;
    const asked = request({
      host: '127.0.0.1',
      port: this.port,
      path,
      method,
      headers: { host, ...headers },
      agent: false,
    });
    asked.end(sent.body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer;
  }

  /** Records a baseline of so many pounds. */
  public record(ledger: string, token: string, pounds: number, key: string): Promise<Answer> {
    const amount = `${String(pounds)}.00`;
    const facts = { line: 'IT-PROCUREMENT', year: '2008/09', amount, dataSource: 'A made-up example' };
    return this.ask(ledger, '/api/v1/entries', {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ kind: 'BaselineSet', ...facts }),
    });
  }

  public get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The processes that the host has now, as the system knows them. */
  public children(): readonly number[] {
    const pid = String(this.pid);
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  /** What the host said about a ledger. */
  public said(ledger: string): readonly string[] {
    return this.lines.flatMap(({ ledger: about, pid, msg }) =>
      about === ledger && pid !== undefined ? [String(msg)] : [],
    );
  }

  /** The process of a ledger that was started last. */
  public pidOf(ledger: string): number {
    const about = this.lines.filter((line) => line['ledger'] === ledger && line['msg'] === 'the ledger is open');
    return about.at(-1)!['pid'] as number;
  }

  public async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.gone;
  }

  public async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }
}

export const bearer = (token: string): { readonly authorization: string } => ({ authorization: `Bearer ${token}` });

/** Waits for what is going to happen; that it does not is a test that runs out of time. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
