import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { bearer, HostProcess, isAlive, Ledgers, until, type Answer, type Keys } from './host-process';

const POSITION = '/api/v1/position';

describe('Many ledgers on one node', () => {
  const ledgers = new Ledgers();
  let host: HostProcess;
  let leicester: Keys;
  let oadby: Keys;
  const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
    host = await HostProcess.start(ledgers.directory, settings);
  };
  const size = async (ledger: string, { token }: Keys): Promise<number> =>
    (await host.ask(ledger, '/api/v1/entries?limit=1', { headers: bearer(token) })).json().size;

  beforeAll(async () => {
    leicester = await ledgers.make('leicester');
    oadby = await ledgers.make('oadby');
    for (const name of ['blaby', 'corby', 'derby']) ledgers.copy('leicester', name);
  });

  afterEach(() => host.stop());

  afterAll(() => {
    ledgers.remove();
  });

  test('a ledger has no process before somebody asks for it', async () => {
    await start();
    const before = host.children();

    const answer = await host.ask('leicester', POSITION, { headers: bearer(leicester.token) });

    expect(before).toEqual([]);
    expect(answer.status).toBe(200);
    expect(host.children()).toEqual([host.pidOf('leicester')]);
    expect(host.said('oadby')).toEqual([]);
  });

  test('each shows only its own, and takes neither a token nor a cookie of another', async () => {
    await start();
    const [ours, theirs] = [await size('leicester', leicester), await size('oadby', oadby)];

    const recorded = await host.record('leicester', leicester.token, 5_000_000, 'only-leicester');

    expect([recorded.status, await size('leicester', leicester), await size('oadby', oadby)]).toEqual([
      201,
      ours + 1,
      theirs,
    ]);
    const foreign = await Promise.all([
      host.ask('oadby', POSITION, { headers: bearer(leicester.token) }),
      host.ask('oadby', POSITION, { headers: { cookie: leicester.cookie } }),
      host.ask('leicester', POSITION, { headers: { cookie: leicester.cookie } }),
    ]);
    expect(foreign.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  test('no token and no link is made for a terminal that nobody looks at', async () => {
    await start();
    await host.ask('oadby', POSITION, { headers: bearer(oadby.token) });

    const args = ['dist/src/cli/main.js', 'token', 'list', '--json', '--data', ledgers.folder('oadby')];
    const tokens = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { label: string }[];

    expect(tokens.map(({ label }) => label)).toEqual(['']);
  });

  test('64 first requests at once start one process', async () => {
    await start();

    const answers = await Promise.all(
      Array.from({ length: 64 }, () => host.ask('leicester', POSITION, { headers: bearer(leicester.token) })),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200));
    expect(host.said('leicester')).toEqual(['the ledger is started', 'the ledger is open']);
    expect(host.children()).toHaveLength(1);
  });

  test('one that is left alone is closed, and opened again when somebody asks', async () => {
    await start({ IDLE_SECONDS: '1' });
    await host.ask('leicester', POSITION, { headers: bearer(leicester.token) });

    await until(() => host.children().length === 0);
    const again = await host.ask('leicester', POSITION, { headers: bearer(leicester.token) });

    expect(again.status).toBe(200);
    expect(host.said('leicester').slice(0, 4)).toEqual([
      'the ledger is started',
      'the ledger is open',
      'the ledger is being closed',
      'the ledger is closed',
    ]);
  });

  test('one that somebody listens to is not closed for being left alone', async () => {
    await start({ IDLE_SECONDS: '1' });
    const stream = await host.begin('leicester', '/api/v1/changes', { headers: bearer(leicester.token) });
    await host.ask('oadby', POSITION, { headers: bearer(oadby.token) });

    await until(() => host.said('oadby').includes('the ledger is closed'));

    expect(host.children()).toEqual([host.pidOf('leicester')]);
    stream.destroy();
    await until(() => host.said('leicester').includes('the ledger is closed'));
  });

  test('five that are asked for at once, where two may be open: never three processes, and all are answered in the end', async () => {
    await start({ MAX_OPEN: '2' });
    const names = ['leicester', 'blaby', 'corby', 'derby', 'oadby'];
    let most = 0;
    let done = false;
    const refusals: Answer[] = [];
    const untilAnswered = async (name: string): Promise<number> => {
      const keys = name === 'oadby' ? oadby : leicester;
      for (;;) {
        const answer = await host.ask(name, POSITION, { headers: bearer(keys.token) });
        if (answer.status !== 503) return answer.status;
        refusals.push(answer);
        await pause(50);
      }
    };
    const watch = async (): Promise<void> => {
      while (!done) {
        most = Math.max(most, host.children().length);
        await pause(5);
      }
    };

    const watching = watch();
    const statuses = await Promise.all(names.map(untilAnswered));
    done = true;
    await watching;

    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(most).toBe(2);
    expect(new Set(refusals.map((answer) => `${answer.json().code} ${answer.headers['retry-after']!}`))).toEqual(
      new Set(['LEDGERS_ALL_BUSY 2']),
    );
  });

  test('for another one the ledger that was left alone for longest has to go', async () => {
    await start({ MAX_OPEN: '2' });
    for (const name of ['blaby', 'corby', 'blaby', 'derby'])
      expect((await host.ask(name, POSITION, { headers: bearer(leicester.token) })).status).toBe(200);

    expect(isAlive(host.pidOf('corby'))).toBe(false);
    expect([...host.children()].sort()).toEqual([host.pidOf('blaby'), host.pidOf('derby')].sort());
  });

  test('also one that somebody only listens to: the stream ends, and goes on elsewhere in time', async () => {
    await start({ MAX_OPEN: '1' });
    const stream = await host.begin('leicester', '/api/v1/changes', { headers: bearer(leicester.token) });
    const ended = new Promise((resolve) => stream.resume().once('close', resolve));

    const answer = await host.ask('oadby', POSITION, { headers: bearer(oadby.token) });

    await ended;
    expect(answer.status).toBe(200);
    expect(host.children()).toEqual([host.pidOf('oadby')]);
  });
});
