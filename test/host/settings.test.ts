import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';

import { HostProcess, Ledgers, until } from './host-process';

/** The environment of a process as the system knows it. */
const environmentOf = (pid: number): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(`/proc/${String(pid)}/environ`, 'utf8')
      .split('\0')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

describe("What a ledger's process is started with", () => {
  const ledgers = new Ledgers();
  const mark = join(ledgers.directory, 'ran');
  let host: HostProcess;
  let other: HostProcess | null = null;

  beforeAll(async () => {
    await ledgers.make('leicester');
    for (const name of ['oadby', 'blaby', 'corby']) ledgers.copy('leicester', name);
    const program = join(ledgers.folder('leicester'), 'program.cjs');
    writeFileSync(program, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');\n`);
    const settings = ['COUNCIL_NAME="Leicester City Council"', `NODE_OPTIONS=--require=${program}`, 'DATA_DIR=/tmp'];
    writeFileSync(join(ledgers.folder('leicester'), 'settings.env'), settings.join('\n'));
    mkdirSync(ledgers.folder('fresh'));
    writeFileSync(join(ledgers.folder('fresh'), 'ledger.sqlite'), '');
    host = await HostProcess.start(ledgers.directory, {
      KURRENTDB_URL: 'kurrentdb://invented:secret@127.0.0.1:2113',
      KURRENTDB_URL_FILE: '/run/secrets/kurrentdb-url',
      INVENTED_SECRET: 'of something else on this machine',
      COUNCIL_COLOUR: '#123456',
      NODE_OPTIONS: '--max-old-space-size=512',
    });
  });

  afterAll(async () => {
    await host.stop();
    await other?.stop();
    ledgers.remove();
  });

  test('its own settings run no program in it: what they may not say is left out, and named in the log', async () => {
    const { status, text } = await host.ask('leicester', '/sign-in');

    expect([status, text.includes('Leicester City Council'), existsSync(mark)]).toEqual([200, true, false]);
    expect(host.lines.map(({ ledger, msg }) => [ledger, msg])).toContainEqual([
      'leicester',
      'settings.env names what is not taken from it: DATA_DIR, NODE_OPTIONS',
    ]);
  });

  test('it gets no credentials of the host, only what it needs to run and what councils may share', async () => {
    await host.ask('oadby', '/sign-in');
    const environment = environmentOf(host.pidOf('oadby'));

    const secrets = ['KURRENTDB_URL', 'KURRENTDB_URL_FILE', 'INVENTED_SECRET', 'LEDGERS_DIR'];
    expect(secrets.filter((name) => environment.has(name))).toEqual([]);
    expect([environment.get('COUNCIL_COLOUR'), environment.get('NODE_OPTIONS')]).toEqual([
      '#123456',
      '--max-old-space-size=512',
    ]);
  });

  test("a ledger without entries does not become somebody else's plan because a stranger asks", async () => {
    const ready = await host.ask('fresh', '/health/ready');

    expect([ready.status, ready.json().code]).toEqual([404, 'LEDGER_NOT_OPENED']);
  });

  test('its settings are read when it is started, and not for each request', async () => {
    const file = join(ledgers.folder('blaby'), 'settings.env');
    await host.ask('blaby', '/sign-in');
    mkdirSync(file);

    expect((await host.ask('blaby', '/sign-in')).status).toBe(200);
  });

  test('where they cannot be read, that is said of this ledger, and why in the log', async () => {
    mkdirSync(join(ledgers.folder('corby'), 'settings.env'));

    const { status, json, text } = await host.ask('corby', '/sign-in');

    expect([status, json().code, text.includes(ledgers.directory)]).toEqual([503, 'LEDGER_NOT_STARTED', false]);
    const about = (): string =>
      host.lines
        .filter(({ ledger }) => ledger === 'corby')
        .map(({ msg }) => String(msg))
        .join();
    // The answer and the log come by different ways, and not always in this order.
    for (let tries = 0; about() === '' && tries < 100; tries += 1) await pause(50);
    expect(about()).toMatch(/^the folder of the ledger cannot be read: Error: EISDIR/);
  });

  test('what it writes is in the log of the host, with its name, on whichever stream it writes it', async () => {
    const program = join(ledgers.directory, 'telling.cjs');
    const telling = `process.once('SIGUSR2', () => { console.log('An invented line.'); console.log('{"level":"warn"}'); });\n`;
    writeFileSync(program, telling);
    const told = await HostProcess.start(ledgers.directory, { NODE_OPTIONS: `--require=${program}` });
    other = told;
    await told.ask('oadby', '/sign-in');

    process.kill(told.pidOf('oadby'), 'SIGUSR2');
    const heard = (): readonly unknown[] =>
      told.lines.filter(({ ledger, msg, level }) => msg === 'An invented line.' || (level === 'warn' && ledger));
    await until(() => heard().length === 2);

    expect(heard()).toMatchObject([
      { level: 'info', ledger: 'oadby', msg: 'An invented line.' },
      { level: 'warn', ledger: 'oadby' },
    ]);
  });
});
