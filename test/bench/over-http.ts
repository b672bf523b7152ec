/**
 * Recording over HTTP by one, 16 and 64 callers: the whole product beside bare servers that store the same body as durably
 * and do nothing else. Rounds are taken in turn; the callers are in this process, on the same cores.
 *
 *   npm run bench:http                        under two minutes
 *   npm run bench:http -- --json http.json    the same as JSON in a file as well
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ServerProcess } from '../faults/server-process';
import { percentile, spreadOf, type Spread } from './measure';
import { table } from './report';

const ROUNDS = 5;
const ROUND_MS = 3_000;
const CALLERS = [1, 16, 64] as const;
const saving = {
  kind: 'SavingAchieved',
  line: 'IT-PROCUREMENT',
  year: '2009/10',
  class: 'cashable',
  gross: '12.34',
};
const standing = {
  kind: 'BaselineSet',
  line: 'IT-PROCUREMENT',
  year: '2008/09',
  amount: '5000000.00',
  dataSource: 'invented',
};

interface Server {
  readonly name: string;
  readonly address: string;
  readonly token: string;
  readonly stop: () => Promise<unknown>;
}

interface Round {
  readonly perSecond: number;
  readonly p99: number;
}

interface Found {
  readonly name: string;
  readonly callers: number;
  readonly perSecond: Spread;
  readonly p99: Spread;
  /** Requests a second over those of the first bare server, round by round. */
  readonly ratio: Spread;
  readonly p99Ratio: Spread;
}

async function product(directory: string): Promise<Server> {
  const server = await ServerProcess.start(directory, join(process.cwd(), 'dist/src/main.js'), {
    RATE_LIMIT: '1000000',
    LOG_LEVEL: 'error',
  });
  const { status } = await server.record(standing, 'bench-baseline');
  if (status !== 201) throw new Error(`the baseline was answered ${String(status)}`);
  return { name: 'the ledger', address: server.address, token: server.token, stop: () => server.stop() };
}

async function bare(what: string, name: string, directory: string): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, 'bare-server.js'), what, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { name, address: address.toString().trim(), token: 'none', stop };
}

let sent = 0;

function post(server: Server, agent: Agent): Promise<void> {
  sent += 1;
  const body = JSON.stringify(saving);
  const headers = {
    authorization: `Bearer ${server.token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': `bench-${String(sent)}`,
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${server.address}/api/v1/entries`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`${server.name} answered ${String(answer.statusCode)}`));
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function round(server: Server, callers: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const waits: number[] = [];
  const start = performance.now();
  const call = async (): Promise<void> => {
    while (performance.now() - start < ROUND_MS) {
      const asked = performance.now();
      await post(server, agent);
      waits.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - start) / 1_000;
  agent.destroy();
  waits.sort((one, other) => one - other);
  return { perSecond: waits.length / seconds, p99: percentile(waits, 0.99) };
}

async function measure(servers: readonly Server[], callers: number): Promise<readonly Found[]> {
  const rounds = new Map<Server, Round[]>(servers.map((server) => [server, []]));
  for (let number = 0; number < ROUNDS; number += 1) {
    for (const [server, taken] of rounds) taken.push(await round(server, callers));
  }
  const [base = []] = rounds.values();
  return [...rounds].map(([{ name }, taken]) => ({
    name,
    callers,
    perSecond: spreadOf(taken.map(({ perSecond }) => perSecond)),
    p99: spreadOf(taken.map(({ p99 }) => p99)),
    ratio: spreadOf(taken.map(({ perSecond }, number) => perSecond / (base[number]?.perSecond ?? NaN))),
    p99Ratio: spreadOf(taken.map(({ p99 }, number) => p99 / (base[number]?.p99 ?? NaN))),
  }));
}

function report(found: readonly Found[]): string {
  const range = ({ median, least, most }: Spread, places: number): string =>
    `${median.toFixed(places)} (${least.toFixed(places)}-${most.toFixed(places)})`;
  return table([
    ['recording over HTTP', 'callers', 'a second', 'over bare fastify', 'p99 ms', 'p99 over bare fastify'],
    ...found.map(({ name, callers, perSecond, ratio, p99, p99Ratio }) => [
      name,
      String(callers),
      range(perSecond, 0),
      range(ratio, 2),
      range(p99, 1),
      range(p99Ratio, 2),
    ]),
  ]);
}

async function main(root: string): Promise<readonly Found[]> {
  const directory = (name: string): string => mkdtempSync(join(root, name));
  const servers = [
    await bare('fastify', 'bare fastify, group commit', directory('fastify-')),
    await bare('http', 'bare node:http, a commit each', directory('http-')),
    await product(directory('ledger-')),
  ];
  const found: Found[] = [];
  for (const callers of CALLERS) found.push(...(await measure(servers, callers)));
  for (const server of servers) await server.stop();
  return found;
}

const root = mkdtempSync(join(tmpdir(), 'ledger-http-'));
void main(root)
  .then((found) => {
    process.stdout.write(`${report(found)}\n`);
    const at = process.argv.indexOf('--json');
    const file = process.argv[at + 1];
    if (at > 0 && file !== undefined) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  })
  .finally(() => {
    rmSync(root, { recursive: true, force: true });
  });
