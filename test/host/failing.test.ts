import { mkdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

import type { Entry } from '../../src/domain/entries';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { leafHash } from '../../src/tamper-evidence/leaf';
import { bearer, HostProcess, isAlive, Ledgers, until, type Keys } from './host-process';

const POSITION = '/api/v1/position';

interface Receipt {
  readonly seq: number;
  readonly leaf: string;
}

async function storedIn(directory: string): Promise<readonly { readonly entry: Entry; readonly leaf: string }[]> {
  const store = await SqliteEventStore.open({ directory, readOnly: true });
  const stored = await store.read({ from: 0, limit: 1_000_000 });
  await store.close();
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index));
  return stored.map(({ bytes }) => ({ entry: decodeEntry(bytes), leaf: leafHash(bytes) }));
}

const lost = async (directory: string, acknowledged: readonly Receipt[]): Promise<readonly Receipt[]> => {
  const stored = await storedIn(directory);
  return acknowledged.filter(({ seq, leaf }) => stored[seq]?.leaf !== leaf);
};

describe('When processes end', () => {
  const ledgers = new Ledgers();
  let host: HostProcess;
  let leicester: Keys;
  let oadby: Keys;

  /** Records one after the other until no more is taken; what is answered otherwise than by a receipt is kept too. */
  const recordUntil = async (ledger: string, { token }: Keys, name: string, ended: () => boolean) => {
    const [receipts, others]: [Receipt[], string[]] = [[], []];
    for (let turn = 0; !ended(); turn += 1) {
      try {
        const answer = await host.record(ledger, token, turn + 1, `${name}-${String(turn)}`);
        if (answer.status === 201) receipts.push(...answer.json().receipts);
        else others.push(`${String(answer.status)} ${answer.json().code}`);
      } catch {
        others.push('no answer');
        break;
      }
    }
    return { receipts, others };
  };

  beforeAll(async () => {
    leicester = await ledgers.make('leicester');
    oadby = await ledgers.make('oadby');
    mkdirSync(ledgers.folder('broken'));
    writeFileSync(`${ledgers.folder('broken')}/ledger.sqlite`, 'This is no ledger. '.repeat(500));
  });

  beforeEach(async () => {
    host = await HostProcess.start(ledgers.directory);
  });

  afterEach(() => host.kill());

  afterAll(() => {
    ledgers.remove();
  });

  test('one is killed while it records: the other goes on, and it comes back with all that was acknowledged', async () => {
    for (const [name, { token }] of [
      ['leicester', leicester],
      ['oadby', oadby],
    ] as const)
      await host.ask(name, POSITION, { headers: bearer(token) });
    const [killed, other] = [host.pidOf('leicester'), host.pidOf('oadby')];
    let ended = false;
    const clients = Array.from({ length: 8 }, (_, client) =>
      recordUntil('leicester', leicester, `kill-${String(client)}`, () => ended),
    );
    const next = recordUntil('oadby', oadby, 'next', () => ended);
    await until(() => host.lines.filter(({ msg, status }) => msg === 'request' && status === 201).length > 100);

    process.kill(killed, 'SIGKILL');
    await until(() => host.said('leicester').includes('the process of the ledger ended by itself'));
    await until(() => host.said('leicester').filter((msg) => msg === 'the ledger is open').length === 2);
    ended = true;
    const found = await Promise.all(clients);
    const { others } = await next;

    const acknowledged = found.flatMap(({ receipts }) => receipts);
    expect(await lost(ledgers.folder('leicester'), acknowledged)).toEqual([]);
    expect(new Set(found.flatMap((each) => each.others))).toEqual(new Set(['503 OUTCOME_UNKNOWN']));
    expect([others, host.pidOf('oadby'), isAlive(other)]).toEqual([[], other, true]);
  });

  test('the host is told to stop while both record: it ends with 0, without a process left, and nothing acknowledged is lost', async () => {
    const clients = Array.from({ length: 16 }, (_, client) =>
      client % 2 === 0
        ? recordUntil('leicester', leicester, `stop-${String(client)}`, () => false)
        : recordUntil('oadby', oadby, `stop-${String(client)}`, () => false),
    );
    await until(() => host.lines.filter(({ msg, status }) => msg === 'request' && status === 201).length > 100);
    const children = host.children();

    const exit = await host.stop();
    const found = await Promise.all(clients);

    expect([exit, children.length, children.filter(isAlive)]).toEqual([0, 2, []]);
    const of = (odd: number): readonly Receipt[] =>
      found.filter((_, at) => at % 2 === odd).flatMap(({ receipts }) => receipts);
    expect(await lost(ledgers.folder('leicester'), of(0))).toEqual([]);
    expect(await lost(ledgers.folder('oadby'), of(1))).toEqual([]);
    const others = new Set(found.flatMap((each) => each.others));
    expect(
      [...others].filter((each) => !['no answer', '503 STORE_UNAVAILABLE', '503 OUTCOME_UNKNOWN'].includes(each)),
    ).toEqual([]);
  });

  test('the host itself is killed: its ledgers stop by themselves, as if they had been told to', async () => {
    await host.ask('leicester', POSITION, { headers: bearer(leicester.token) });
    const [child] = host.children();

    await host.kill();

    await until(() => !isAlive(child!));
    expect(
      spawnSync(process.execPath, ['dist/src/cli/main.js', 'doctor', '--data', ledgers.folder('leicester')]).status,
    ).toBe(0);
  });

  test('one that cannot be started is a clear problem, is not tried for each request, and troubles no other', async () => {
    const asked = Array.from({ length: 3 }, () => Array.from({ length: 20 }, () => host.ask('broken', '/')));
    const answers = [];
    for (const together of asked) answers.push(...(await Promise.all(together)));
    for (let turn = 0; turn < 20; turn += 1) answers.push(await host.ask('broken', '/'));

    expect(new Set(answers.map(({ status, json }) => `${String(status)} ${json().code}`))).toEqual(
      new Set(['503 LEDGER_NOT_STARTED']),
    );
    expect(Number(answers.at(-1)!.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(host.said('broken').filter((msg) => msg === 'the ledger is started').length).toBeLessThan(8);
    expect(host.lines.map(({ msg }) => String(msg)).join('\n')).toContain('is not a ledger that this program can use');
    expect(answers[0]!.text).not.toContain(ledgers.directory);
    expect((await host.ask('leicester', POSITION, { headers: bearer(leicester.token) })).status).toBe(200);
  });
});

describe('A host that cannot start says why', () => {
  test.each([
    [{ MAX_OPEN: '0' }, 'MAX_OPEN is "0"; it must be a number from 1 to 1000.'],
    [{ IDLE_SECONDS: 'soon' }, 'IDLE_SECONDS is "soon"; it must be a number from 1 to 86400.'],
    [
      { PUBLIC_URL: 'http://savings.example' },
      'PUBLIC_URL is "http://savings.example"; it must be an https address without a path.',
    ],
  ])('%j', (settings, sentence) => {
    const env = { ...process.env, ...settings };
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/host/main.js'], { env, encoding: 'utf8' });

    expect([status, stderr]).toEqual([1, `The host cannot start: ${sentence}\n`]);
  });
});
