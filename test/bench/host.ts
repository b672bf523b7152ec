/**
 * What one open ledger costs on a node that hosts many: memory, processor time and time to open it, open files, disk, and
 * what passing on adds to a request. It judges nothing.
 *
 *   npm run bench:host                      some minutes; Linux, because it asks /proc
 *   npm run bench:host -- --json host.json  the same as JSON in a file as well
 */
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { AccessTokens } from '../../src/access/access-tokens';
import { OfficerRegister } from '../../src/access/officer-register';
import type { OfficerId } from '../../src/domain/identifiers';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { createServer } from '../../src/main';
import { bearer, HostProcess, Ledgers, until } from '../host/host-process';
import { fill } from './history';
import { spreadOf, timed, type Spread } from './measure';
import { processNow, type ProcessNow } from './process-now';
import { table } from './report';

const SEED = 20_261_122;
const OFFICER = 'off-201' as OfficerId;
const sizes = { few: 10, thousand: 1_000, 'ten-thousand': 10_000, 'twenty-thousand': 20_000 } as const;
type Name = keyof typeof sizes;
const names = Object.keys(sizes) as readonly Name[];
const ROUNDS = 7;
const QUESTIONS = 30;
const PAIRS = 300;
const TOGETHER = 20;
const RECORDED = 1_000;
/** Past its start-up: the garbage of reading the ledger is gone, as far as it goes. */
const SETTLE_MS = 5_000;
const POSITION = '/api/v1/position?by=2018/19';

interface OpenCost {
  readonly entries: number;
  /** From the first request to its answer, with no process there. */
  readonly firstMs: Spread;
  readonly processorSeconds: Spread;
  readonly fresh: ProcessNow;
  /** After questions. */
  readonly asked: ProcessNow;
  /** Seconds of processor in ten seconds in which nobody asks. */
  readonly idleSeconds: number;
  readonly diskBytes: number;
}

class Node {
  private readonly tokens = new Map<string, string>();

  public constructor(
    public readonly ledgers: Ledgers,
    public readonly host: HostProcess,
  ) {}

  /** A ledger of so many entries, signed, with an officer who may ask and record. */
  public async make(name: string, entries: number): Promise<void> {
    const directory = this.ledgers.folder(name);
    mkdirSync(directory, { mode: 0o700 });
    const store = await SqliteEventStore.open({ directory });
    await fill(store, entries, SEED);
    await store.close();
    const { app } = await createServer(directory);
    app.get(OfficerRegister).add([{ id: OFFICER, name: 'Finance officer (invented)', role: 'finance officer' }]);
    this.tokens.set(name, app.get(AccessTokens).issue(OFFICER));
    await app.close();
  }

  public copy(name: string, to: string): void {
    cpSync(this.ledgers.folder(name), this.ledgers.folder(to), { recursive: true });
    this.tokens.set(to, this.token(name));
  }

  public token(name: string): string {
    return this.tokens.get(name) ?? '';
  }

  public async ask(name: string): Promise<void> {
    const { status, text } = await this.host.ask(name, POSITION, { headers: bearer(this.token(name)) });
    if (status !== 200) throw new Error(`${name} answered ${String(status)}: ${text}`);
  }

  public now(name: string): ProcessNow {
    return processNow(this.host.pidOf(name));
  }

  public allClosed(): Promise<void> {
    return until(() => this.host.children().length === 0);
  }
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

async function openCost(node: Node, name: Name): Promise<OpenCost> {
  const [first, processor]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await node.allClosed();
    first.push(await timed(() => node.ask(name)));
    processor.push(node.now(name).processorSeconds);
  }
  const stream = await node.host.begin(name, '/api/v1/changes', { headers: bearer(node.token(name)) });
  await pause(SETTLE_MS);
  const fresh = node.now(name);
  for (let question = 0; question < QUESTIONS; question += 1) await node.ask(name);
  await pause(SETTLE_MS);
  const asked = node.now(name);
  await pause(10_000);
  const idleSeconds = node.now(name).processorSeconds - asked.processorSeconds;
  stream.destroy();
  await node.allClosed();
  const diskBytes = bytesIn(node.ledgers.folder(name));
  const spreads = { firstMs: spreadOf(first), processorSeconds: spreadOf(processor) };
  return { entries: sizes[name], ...spreads, fresh, asked, idleSeconds, diskBytes };
}

/** How much the folder grows by an entry that is recorded by itself, as by hand: with a checkpoint of its own. */
async function diskByHand(node: Node): Promise<number> {
  const before = bytesIn(node.ledgers.folder('few'));
  for (let turn = 1; turn <= RECORDED; turn += 1) {
    const { status, text } = await node.host.ask('few', '/api/v1/entries', {
      method: 'POST',
      headers: {
        ...bearer(node.token('few')),
        'content-type': 'application/json',
        'idempotency-key': `disk-${String(turn)}`,
      },
      body: JSON.stringify({
        kind: 'BaselineSet',
        line: 'LINE-0',
        year: '2008/09',
        amount: `${String(turn)}.00`,
        dataSource: 'Measured (invented)',
      }),
    });
    if (status !== 201) throw new Error(`recording was answered ${String(status)}: ${text}`);
  }
  await node.allClosed();
  return (bytesIn(node.ledgers.folder('few')) - before) / RECORDED;
}

/** A request through the host beside the same request to the process itself, in turn. */
async function passingOn(
  node: Node,
): Promise<{ readonly ratio: Spread; readonly directMs: number; readonly moreMs: number }> {
  await node.ask('thousand');
  const said = node.host.lines.filter(
    ({ ledger, msg }) => ledger === 'thousand' && String(msg).startsWith('Server listening'),
  );
  const port = Number(/:(\d+)$/.exec(String(said.at(-1)?.['msg']))?.[1]);
  const direct = (): Promise<void> => answered(port, '127.0.0.1');
  const through = (): Promise<void> => answered(node.host.port, `thousand.localhost:${String(node.host.port)}`);
  const pairs: { readonly direct: number; readonly through: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1)
    pairs.push({ direct: await timed(direct), through: await timed(through) });
  const rest = pairs.slice(PAIRS / 10);
  return {
    ratio: spreadOf(rest.map((pair) => pair.through / pair.direct)),
    directMs: spreadOf(rest.map((pair) => pair.direct)).median,
    moreMs: spreadOf(rest.map((pair) => pair.through - pair.direct)).median,
  };
}

/** One request that asks the ledger for one entry, to its end. */
const answered = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/health/ready', headers: { host }, agent: false }, (answer) => {
      answer.resume().once('end', resolve);
    }).once('error', reject);
  });

/** Many that are asked for at the same moment, as after the node was started anew. */
async function together(
  node: Node,
): Promise<{ readonly seconds: number; readonly privateMegabytes: Spread; readonly host: ProcessNow }> {
  const all = Array.from({ length: TOGETHER }, (_, number) => `council-${String(number)}`);
  for (const name of all) node.copy('ten-thousand', name);
  await node.allClosed();
  // Held open by listeners until all have been looked at.
  const open = async (name: string): Promise<{ destroy: () => unknown }> => {
    const stream = await node.host.begin(name, '/api/v1/changes', { headers: bearer(node.token(name)) });
    await node.ask(name);
    return stream;
  };
  let streams: readonly { destroy: () => unknown }[] = [];
  const milliseconds = await timed(async () => (streams = await Promise.all(all.map(open))));
  await pause(SETTLE_MS);
  const privateMegabytes = spreadOf(all.map((name) => node.now(name).privateMegabytes));
  const host = processNow(node.host.pid);
  for (const stream of streams) stream.destroy();
  return { seconds: milliseconds / 1_000, privateMegabytes, host };
}

const short = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : 0 });
const range = ({ median, least, most }: Spread): string => `${short(median)} (${short(least)}-${short(most)})`;
const memory = ({ residentMegabytes, privateMegabytes }: ProcessNow): string =>
  `${short(residentMegabytes)} / ${short(privateMegabytes)}`;

const report = (found: readonly OpenCost[]): string =>
  table([
    ['', ...found.map(({ entries }) => `${entries.toLocaleString('en-GB')} entries`)],
    ['first request to its answer, ms', ...found.map(({ firstMs }) => range(firstMs))],
    ['processor to open and answer, s', ...found.map(({ processorSeconds }) => range(processorSeconds))],
    ['resident / of its own, opened, MB', ...found.map(({ fresh }) => memory(fresh))],
    ['resident / of its own, after questions, MB', ...found.map(({ asked }) => memory(asked))],
    ['open files', ...found.map(({ asked }) => String(asked.openFiles))],
    ['processor in 10 s of nothing, s', ...found.map(({ idleSeconds }) => short(idleSeconds))],
    ['disk, MB', ...found.map(({ diskBytes }) => short(diskBytes / 1e6))],
  ]);

async function main(): Promise<void> {
  const ledgers = new Ledgers();
  const host = await HostProcess.start(ledgers.directory, { IDLE_SECONDS: '1', MAX_OPEN: '100', LOG_LEVEL: 'info' });
  const node = new Node(ledgers, host);
  try {
    for (const name of names) await node.make(name, sizes[name]);
    const open: OpenCost[] = [];
    for (const name of names) open.push(await openCost(node, name));
    const found = {
      open,
      diskByHand: await diskByHand(node),
      passingOn: await passingOn(node),
      together: await together(node),
    };
    const at = process.argv.indexOf('--json');
    if (at >= 0) writeFileSync(process.argv[at + 1] ?? '', `${JSON.stringify(found, null, 2)}\n`);
    const { passingOn: passed, together: many } = found;
    const lines = [
      report(open),
      `An entry recorded by itself: ${short(found.diskByHand)} bytes of disk.`,
      `Through the host over directly: ${range(passed.ratio)}; ${short(passed.moreMs)} ms more on ${short(passed.directMs)} ms.`,
      `${String(TOGETHER)} at once: all answered in ${short(many.seconds)} s; of its own, each ${range(many.privateMegabytes)} MB;`,
      `the host itself ${memory(many.host)} MB, ${String(many.host.openFiles)} open files.`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await host.stop();
    ledgers.remove();
  }
}

void main();
