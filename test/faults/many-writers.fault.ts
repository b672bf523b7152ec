import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chances } from '../support/chances';
import { complaintsAboutStored, storedIn } from './acknowledged';
import { achievedOn, baseline, RecordingClients, saving } from './recording-clients';
import { ServerProcess, type Answer } from './server-process';

/** Other amounts, and more of all: WRITERS_SEED=1 WRITERS_TIMES=50 npm run test:faults -- writers */
const seed = Number(process.env['WRITERS_SEED'] ?? Date.now() % 1_000_000_000);
const TIMES = Number(process.env['WRITERS_TIMES'] ?? 1);
const SERVERS = 4;
const CLIENTS = 64;
const EACH = 50 * TIMES;
/** What each client sends once the servers began from a snapshot. */
const LATER = 5 * TIMES;
const RACES = 20 * TIMES;
const RACERS = 16;
const KEYS = 50 * TIMES;
const SAME_KEY = 100;
const TIMEOUT_MS = 10 * 60_000 * TIMES;

const root = mkdtempSync(join(tmpdir(), 'writers-'));
let servers: readonly ServerProcess[] = [];

afterEach(async () => {
  await Promise.all(servers.map((server) => server.kill()));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Servers on one data directory; broken ones where it is asked for. The first makes it where it is new. */
async function serversOn(directory: string, isBroken = false): Promise<void> {
  const careless = `--require ${join(__dirname, '../support/careless-server.cjs')}`;
  const settings = { RATE_LIMIT: '1000000', ...(isBroken ? { NODE_OPTIONS: careless } : {}) };
  const start = (): Promise<ServerProcess> => ServerProcess.start(directory, undefined, settings);
  const first = await start();
  servers = [first, ...(await Promise.all(Array.from({ length: SERVERS - 1 }, start)))];
  // With a key of its own, so that it is recorded once however often servers are started.
  expect([200, 201]).toContain((await first.record(baseline, 'baseline')).status);
}

const sums = (): Promise<readonly number[]> => Promise.all(servers.map((server) => achievedOn(server)));

const serverFor = (number: number): ServerProcess => servers[number % SERVERS]!;
const outcomeOf = ({ status, body }: Answer): string => `${String(status)} ${body.code ?? ''}`.trim();

/** How often each outcome there was. */
const counted = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[outcomeOf(answer)] = (counts[outcomeOf(answer)] ?? 0) + 1;
  return counts;
};

/** All at once on one version of the line: what is wrong unless one of them wins. */
async function complaintsAboutRace(race: number): Promise<readonly string[]> {
  const { version } = await servers[0]!.ask<{ version: number }>('/api/v1/lines/IT-PROCUREMENT');
  const racers = Array.from({ length: RACERS }, (_, racer) =>
    serverFor(racer).record(saving(1, { lineVersion: String(version) }), `race-${String(race)}-${String(racer)}`),
  );
  const counts = counted(await Promise.all(racers));
  const isRight = counts['201'] === 1 && counts['412 LINE_VERSION_STALE'] === RACERS - 1;
  return isRight ? [] : [`race ${String(race)}: ${JSON.stringify(counts)}`];
}

/** One request sent many times at once, then another body under its key: what is wrong unless one entry came of it. */
async function complaintsAboutKey(number: number): Promise<readonly string[]> {
  const key = `same-${String(number)}`;
  const sent = Array.from({ length: SAME_KEY }, (_, time) => serverFor(time).record(saving(number + 1), key));
  const answers = await Promise.all(sent);
  const receipts = new Set(answers.map(({ body }) => body.receipts?.[0]?.leaf ?? JSON.stringify(body)));
  const other = outcomeOf(await serverFor(number).record(saving(number + 2), key));
  return [
    ...(receipts.size === 1
      ? []
      : [`${key} had ${String(receipts.size)} answers: ${[...receipts].slice(0, 3).join()}`]),
    ...(other === '422 IDEMPOTENCY_REUSED' ? [] : [`${key} with another body was answered ${other}`]),
  ];
}

async function complaintsAboutEach(
  count: number,
  of: (number: number) => Promise<readonly string[]>,
): Promise<string[]> {
  const complaints: string[] = [];
  for (let number = 0; number < count; number += 1)
    complaints.push(...(await of(number).catch((error: unknown) => [String(error)])));
  return complaints;
}

describe(`${String(SERVERS)} servers on one ledger (WRITERS_SEED=${String(seed)})`, () => {
  test(
    `record what ${String(CLIENTS)} clients send, ${String(EACH)} each: all once, no gap, every server has the sum, and four that begin from their snapshot go on`,
    async () => {
      const directory = join(root, 'clients');
      await serversOn(directory);
      const clients = new RecordingClients(chances(seed));
      await clients.run(servers, CLIENTS, EACH);
      const stored = await storedIn(directory);
      process.stdout.write(
        `many writers: seed ${String(seed)}, ${String(SERVERS)} servers, ${String(clients.acknowledged.size)} acknowledged, ` +
          `${String(stored.length)} stored\n`,
      );

      expect(clients.complaints).toEqual([]);
      expect(complaintsAboutStored(stored, clients.acknowledged)).toEqual([]);
      expect(clients.acknowledged.size).toBe(CLIENTS * EACH);
      const told = clients.sumBelow(Infinity);
      expect(await sums()).toEqual(servers.map(() => told));

      expect(await Promise.all(servers.map((server) => server.stop()))).toEqual(servers.map(() => 0));
      expect(existsSync(join(directory, 'snapshot'))).toBe(true);
      await serversOn(directory);
      expect(await sums()).toEqual(servers.map(() => told));
      const later = new RecordingClients(chances(seed), 'later');
      await later.run(servers, CLIENTS, LATER);
      expect([later.complaints, complaintsAboutStored(await storedIn(directory), later.acknowledged)]).toEqual([
        [],
        [],
      ]);
      expect(await sums()).toEqual(servers.map(() => told + later.sumBelow(Infinity)));
    },
    TIMEOUT_MS,
  );

  test(
    `let one win each version of a line, ${String(RACES)} times, and record what is sent ${String(SAME_KEY)} times at once only once, with ${String(KEYS)} keys`,
    async () => {
      const directory = join(root, 'races');
      await serversOn(directory);
      const complaints = [
        ...(await complaintsAboutEach(RACES, complaintsAboutRace)),
        ...(await complaintsAboutEach(KEYS, complaintsAboutKey)),
      ];

      expect(complaints).toEqual([]);
      const all = (await storedIn(directory)).map(({ bytes }) => (JSON.parse(bytes) as { key: string }).key);
      expect(all.filter((key) => key.startsWith('same-'))).toHaveLength(KEYS);
      expect(all.filter((key) => key.startsWith('race-'))).toHaveLength(RACES);
    },
    TIMEOUT_MS,
  );

  test(
    'that append whatever the head, and forget keys, are caught: the control',
    async () => {
      await serversOn(join(root, 'broken'), true);
      const races = await complaintsAboutEach(5, complaintsAboutRace);
      const keys = await complaintsAboutEach(5, complaintsAboutKey);
      process.stdout.write(`many writers, the control: ${races[0] ?? 'none'}; ${keys[0] ?? 'none'}\n`);

      expect(races.length).toBeGreaterThan(0);
      expect(keys.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
