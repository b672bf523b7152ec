/**
 * Readers and writers at one server for a long time. At the end the totals must be those the clients kept, the store must
 * be in order, and neither memory nor waiting may have grown by more than what was recorded explains.
 *
 *   npm run bench:soak                      twenty minutes
 *   npm run bench:soak -- --minutes 5
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { pence, pounds, type Pence, type Pounds } from '../../src/domain/money';
import { ServerProcess } from '../faults/server-process';
import { chances, percentile } from './measure';
import { verdict, soakTable, type Sample } from './soak-report';

const WRITERS = 4;
const READERS = 8;
const SAMPLE_MS = 30_000;
/** Between two requests of one client, so that what is measured is waiting and not how much the machine can carry. */
const WRITER_PAUSE_MS = 150;
const READER_PAUSE_MS = 100;
const YEAR = '2009/10';
const LINE = 'IT-PROCUREMENT';

interface Waits {
  record: number[];
  read: number[];
}

class Clients {
  public waits: Waits = { record: [], read: [] };
  /** What has been acknowledged as achieved, less ongoing cost, and by how many entries. */
  public achieved = 0;
  public recorded = 0;
  public readonly complaints: string[] = [];
  private ending = false;

  public constructor(private readonly server: ServerProcess) {}

  public end(): void {
    this.ending = true;
  }

  public async get(path: string): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.server.token}` };
    const response = await fetch(`${this.server.address}${path}`, { headers, signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`${path} was answered ${String(response.status)}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  public async write(name: string, chance: () => number): Promise<void> {
    for (let number = 0; !this.ending; number += 1) {
      const gross = 100 + Math.floor(chance() * 100_000);
      const cost = Math.floor(gross * 0.2 * chance());
      const body = {
        kind: 'SavingAchieved',
        line: LINE,
        year: YEAR,
        class: 'cashable',
        gross: pounds(gross as Pence),
        ...(cost === 0 ? {} : { ongoingCost: pounds(cost as Pence) }),
      };
      const start = performance.now();
      const { status, body: answer } = await this.server.record(body, `${name}-${String(number)}`);
      this.waits.record.push(performance.now() - start);
      if (answer.receipts?.length === 1) {
        this.achieved += gross - cost;
        this.recorded += 1;
      } else this.complaints.push(`${name}-${String(number)} was answered ${String(status)} ${answer.code ?? ''}`);
      await pause(WRITER_PAUSE_MS);
    }
  }

  public async read(chance: () => number): Promise<void> {
    const paths = [
      (): string => `/api/v1/position?by=${YEAR}`,
      (): string => `/api/v1/position?known_at=${String(2 + Math.floor(chance() * 170))}`,
      (): string => `/api/v1/trace/achieved?by=${YEAR}&limit=50`,
      (): string => '/api/v1/lines?limit=20',
      (): string => '/api/v1/entries?limit=50',
      (): string => '/api/v1/findings',
    ];
    for (let number = Math.floor(chance() * paths.length); !this.ending; number += 1) {
      const start = performance.now();
      await this.get(paths[number % paths.length]?.() ?? '').catch((fault: unknown) => {
        this.complaints.push(String(fault));
      });
      this.waits.read.push(performance.now() - start);
      await pause(READER_PAUSE_MS);
    }
  }

  /** What there is to be said of the time since the last sample. */
  public async sample(seconds: number): Promise<Sample> {
    const response = await fetch(`${this.server.address}/metrics`);
    const text = await response.text();
    const metric = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1_000_000;
    const { record, read } = this.waits;
    this.waits = { record: [], read: [] };
    for (const waits of [record, read]) waits.sort((one, other) => one - other);
    return {
      seconds,
      entries: this.recorded,
      residentMegabytes: metric('process_resident_memory_bytes'),
      heapMegabytes: metric('nodejs_heap_size_used_bytes'),
      recordP50: percentile(record, 0.5),
      recordP99: percentile(record, 0.99),
      readP50: percentile(read, 0.5),
      readP99: percentile(read, 0.99),
    };
  }
}

async function soak(directory: string, minutes: number): Promise<readonly string[]> {
  const server = await ServerProcess.start(directory, join(process.cwd(), 'dist/src/main.js'), {
    RATE_LIMIT: '1000000',
    LOG_LEVEL: 'error',
  });
  const clients = new Clients(server);
  const standing = { kind: 'BaselineSet', line: LINE, year: '2008/09', amount: '5000000.00', dataSource: 'invented' };
  await server.record(standing, 'baseline');
  const trace = async (): Promise<{ amount: Pounds; size: number }> =>
    (await clients.get(`/api/v1/trace/achieved?by=${YEAR}&limit=1`)) as { amount: Pounds; size: number };
  const before = await trace();
  const running = [
    ...Array.from({ length: WRITERS }, (_, client) => clients.write(`soak-${String(client)}`, chances(client + 1))),
    ...Array.from({ length: READERS }, (_, client) => clients.read(chances(client + 100))),
  ];
  const start = performance.now();
  const samples: Sample[] = [];
  while (performance.now() - start < minutes * 60_000) {
    await pause(SAMPLE_MS);
    samples.push(await clients.sample((performance.now() - start) / 1_000));
    process.stderr.write(
      `${String(Math.round(samples.at(-1)?.seconds ?? 0))} s, ${String(clients.recorded)} recorded\n`,
    );
  }
  clients.end();
  await Promise.all(running);
  const after = await trace();
  process.stdout.write(`${soakTable(samples)}\n\n`);
  await server.stop();
  const complaints = [...clients.complaints.slice(0, 10), ...verdict(samples)];
  const expected = pence(before.amount) + clients.achieved;
  if (pence(after.amount) !== expected)
    complaints.push(`achieved is ${after.amount}, the clients kept ${pounds(expected as Pence)}`);
  if (after.size !== before.size + clients.recorded)
    complaints.push(
      `there are ${String(after.size)} entries, the clients kept ${String(before.size + clients.recorded)}`,
    );
  return [...complaints, ...examine(directory)];
}

/** What the command line finds wrong in the data directory once nobody writes in it. */
function examine(directory: string): readonly string[] {
  const args = [join(process.cwd(), 'dist/src/cli/main.js'), 'doctor', '--data', directory];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? [] : [`doctor: ${stdout}${stderr}`];
}

const given = process.argv.indexOf('--minutes');
const minutes = given < 0 ? 20 : Number(process.argv[given + 1]);
const directory = mkdtempSync(join(tmpdir(), 'ledger-soak-'));
void soak(directory, minutes)
  .then((complaints) => {
    for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
    if (complaints.length === 0)
      process.stdout.write('no growth; totals equal the model of the clients; the store is in order\n');
    process.exitCode = complaints.length === 0 ? 0 : 1;
  })
  .finally(() => {
    rmSync(directory, { recursive: true, force: true });
  });
