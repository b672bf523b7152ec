/** Two built servers, each a process of its own, on one KurrentDB double, which is a third. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ServerProcess } from '../faults/server-process';
import { KurrentDbProcess } from '../support/kurrentdb-process';
import { achieved, baseline } from '../support/server';

const CLIENTS = 64;
const EACH = 2;
const RACES = 8;
const SAMPLE = 180;

interface Answer {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly size?: number;
    readonly version?: number;
    readonly receipts?: readonly { readonly seq: number }[];
    readonly count?: number;
    readonly entries?: readonly { readonly seq: number }[];
    readonly next?: number | null;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'two-nodes-'));
let cluster: KurrentDbProcess;
let nodes: ServerProcess[] = [];

/** Both share a data directory, for officers, keys and checkpoints; the ledger is in the cluster. */
const startNode = (): Promise<ServerProcess> =>
  ServerProcess.start(join(folder, 'data'), undefined, {
    STORE: 'kurrentdb:ledger-two-nodes',
    SAMPLE: 'july-2009',
    KURRENTDB_URL: cluster.url,
  });

beforeAll(async () => {
  cluster = await KurrentDbProcess.start();
  // Both at once: each finds no ledger and begins the sample, and one sample is what there is afterwards.
  nodes = await Promise.all([startNode(), startNode()]);
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

async function ask(node: ServerProcess, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const authorization = `Bearer ${node.token}`;
  const response = await fetch(`${node.address}/api/v1/${path}`, { headers: { authorization, ...headers } });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function send(
  node: ServerProcess,
  path: string,
  body: object,
  key: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${node.address}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${node.token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const seqOf = ({ status, body }: Answer): number => {
  const [receipt] = body.receipts ?? [];
  if (receipt === undefined) throw new Error(`not recorded: ${String(status)} ${JSON.stringify(body)}`);
  return receipt.seq;
};

/** Everything a node says of the ledger, once it knows its last entry. */
async function told(node: ServerProcess, last: number): Promise<unknown> {
  const known = { 'ledger-at-least': String(last) };
  const paths = ['position', 'lines', 'lines/IT-PROCUREMENT', 'reconciliation', 'findings'];
  const answers = await Promise.all(paths.map((path) => ask(node, path, known)));
  const traced: unknown[] = [];
  for (let page = ''; ;) {
    const { body } = await ask(node, `trace/claimed?line=IT-PROCUREMENT&by=2009-10${page}`, known);
    traced.push(body);
    if (typeof body.next !== 'number') return [answers, traced];
    page = `&after=${String(body.next)}`;
  }
}

test('Two nodes that start at once record one sample between them', async () => {
  const sizes = await Promise.all(nodes.map(async (node) => (await ask(node, 'position')).body.size));

  expect(sizes).toEqual([SAMPLE, SAMPLE]);
});

test('64 clients through both: each entry once, dense, and both nodes tell the same', async () => {
  await send(nodes[0]!, 'entries', baseline, 'baseline');
  const before = SAMPLE + 1;
  const client = async (number: number): Promise<number[]> => {
    const seqs: number[] = [];
    for (let turn = 0; turn < EACH; turn += 1) {
      const key = `client-${String(number)}-${String(turn)}`;
      const body = { ...achieved, gross: `${String(1 + number)}.0${String(turn)}` };
      // Sent through both nodes at once, as by a client whose first request seems lost: it must still be recorded once.
      const [first, again] = await Promise.all(nodes.map((node) => send(node, 'entries', body, key)));
      expect(seqOf(again!)).toBe(seqOf(first!));
      seqs.push(seqOf(first!));
    }
    return seqs;
  };
  const seqs = (await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))).flat();

  const last = before + CLIENTS * EACH - 1;
  expect(seqs.sort((one, other) => one - other)).toEqual(
    Array.from({ length: CLIENTS * EACH }, (_, index) => before + index),
  );
  const [one, two] = await Promise.all(nodes.map((node) => told(node, last)));
  expect(one).toEqual(two);
  expect(JSON.stringify(one)).toContain(`"count":${String(CLIENTS * EACH)}`);
});

test('Of two who change one line at once, on two nodes, one wins', async () => {
  for (let race = 0; race < RACES; race += 1) {
    const { version } = (await ask(nodes[0]!, 'lines/IT-PROCUREMENT')).body;
    const body = { kind: achieved.kind, year: achieved.year, class: achieved.class, gross: achieved.gross };
    const seen = { 'if-match': `"${String(version)}"` };
    const answers = await Promise.all(
      nodes.map((node, index) =>
        send(node, 'lines/IT-PROCUREMENT/entries', body, `race-${String(race)}-${String(index)}`, seen),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
  }
});

test('An officer sees what she just recorded, whichever node she asks', async () => {
  for (let turn = 0; turn < 10; turn += 1) {
    const seq = seqOf(await send(nodes[turn % 2]!, 'entries', achieved, `seen-${String(turn)}`));
    const { body } = await ask(nodes[(turn + 1) % 2]!, 'position', { 'ledger-at-least': String(seq) });

    expect(body.size).toBeGreaterThan(seq);
  }
});

test('A question about an entry that is not there is refused after a moment, not answered without it', async () => {
  const { status, body } = await ask(nodes[0]!, 'position', { 'ledger-at-least': '999999' });

  expect([status, body.code]).toEqual([503, 'SEQ_NOT_REACHED']);
});

test('A node that was killed and comes back has everything that was recorded meanwhile', async () => {
  await nodes[1]!.kill();
  const seq = seqOf(await send(nodes[0]!, 'entries', achieved, 'while-away'));
  nodes[1] = await startNode();

  const [one, two] = await Promise.all(nodes.map((node) => told(node, seq)));
  expect(two).toEqual(one);
});
