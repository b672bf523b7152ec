import { once } from 'node:events';
import { existsSync, renameSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';

import { KurrentDbProcess } from '../support/kurrentdb-process';
import { smallCsvMapping } from '../support/small-tracker';
import { bearer, HostProcess, Ledgers, until, type Answer, type Keys } from './host-process';

const POSITION = '/api/v1/position';
const NEXT_TO_IT = 'leicester.localhost';

/** An upload as a browser sends it. */
function upload(fields: Readonly<Record<string, string | Buffer>>): {
  readonly type: string;
  readonly body: Buffer;
} {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(
      `--edge\r\ncontent-disposition: form-data; name="${name}"${typeof value === 'string' ? '' : '; filename="plan.csv"'}\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return { type: 'multipart/form-data; boundary=edge', body: Buffer.concat([...parts, Buffer.from('--edge--\r\n')]) };
}

const mapping = JSON.stringify(smallCsvMapping);

describe('What passes through the host', () => {
  const ledgers = new Ledgers();
  let host: HostProcess;
  let leicester: Keys;
  let oadby: Keys;

  /** Sends bytes as they are and gives all that comes back until the connection ends. */
  const raw = async (text: string): Promise<string> => {
    const socket = connect(host.port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.write(text);
    await once(socket, 'close');
    return said;
  };

  beforeAll(async () => {
    leicester = await ledgers.make('leicester');
    oadby = await ledgers.make('oadby');
    writeFileSync(`${ledgers.folder('leicester')}/settings.env`, 'COUNCIL_NAME="Leicester City Council"\n');
    mkdirSync(ledgers.folder('empty'));
    symlinkSync(ledgers.folder('leicester'), ledgers.folder('linked'));
    ledgers.copy('oadby', 'moved');
    renameSync(ledgers.folder('moved'), ledgers.folder('CAPITALS'));
    host = await HostProcess.start(ledgers.directory, { COUNCIL_NAME: 'A council of the host' });
  });

  afterAll(async () => {
    await host.stop();
    ledgers.remove();
  });

  test('an event stream: an entry is told as soon as it is recorded', async () => {
    const stream = await host.begin('leicester', '/api/v1/changes', { headers: bearer(leicester.token) });
    let told = '';
    stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const recorded = await host.record('leicester', leicester.token, 5_000_000, 'told');

    while (!told.includes('event: entry')) await once(stream, 'data');
    stream.destroy();

    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(told).toContain(`id: ${String(recorded.json().receipts[0]!.seq)}\nevent: entry\n`);
  });

  test('an upload of 500 rows is recorded as a whole', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => `Line ${String(row)},${String(row + 1)}`).join('\n');
    const { type, body } = upload({ mapping, file: Buffer.from(`Line,Saving\n${rows}\n`) });

    const answer = await host.ask('leicester', '/api/v1/imports', {
      method: 'POST',
      headers: { ...bearer(leicester.token), 'content-type': type, 'content-length': String(body.length) },
      body,
    });

    expect([answer.status, answer.json().receipts.length]).toEqual([201, 1_001]);
  });

  test('a file that is too large is refused in the words of the ledger, though it is still being sent', async () => {
    const { type, body } = upload({ mapping, file: Buffer.alloc(40 * 1_024 * 1_024, 'a') });

    const answer = await host.ask('leicester', '/api/v1/imports', {
      method: 'POST',
      headers: { ...bearer(leicester.token), 'content-type': type },
      body,
    });

    expect([answer.status, answer.json().code]).toEqual([422, 'FILE_REJECTED']);
  });

  test('a ledger in a cluster is served like one in a file, by what its own settings say', async () => {
    const cluster = await KurrentDbProcess.start();
    mkdirSync(ledgers.folder('clustered'));
    const settings = { STORE: 'kurrentdb:ledger-clustered', KURRENTDB_URL: cluster.url, SAMPLE: 'july-2009' };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(`${ledgers.folder('clustered')}/settings.env`, lines.join(''), { mode: 0o600 });

    const ready = await host.ask('clustered', '/health/ready');
    await cluster.stop();

    expect([ready.status, ready.json().size]).toEqual([200, 180]);
    expect(existsSync(`${ledgers.folder('clustered')}/ledger.sqlite`)).toBe(false);
  });

  test('a form counts as sent from its own page, and not from that of another council', async () => {
    const send = (origin: string): Promise<number> =>
      host
        .ask('leicester', '/sign-out', {
          method: 'POST',
          headers: { cookie: leicester.cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ csrf: leicester.csrf }).toString(),
        })
        .then(({ status }) => status);
    const port = String(host.port);

    expect(await send(`http://oadby.localhost:${port}`)).toBe(403);
    expect(await send(`http://${NEXT_TO_IT}:${port}`)).toBe(303);
  });

  test('each ledger has settings of its own, and those of the host where it has none', async () => {
    const [one, other] = await Promise.all(['leicester', 'oadby'].map((name) => host.ask(name, '/sign-in')));

    expect(one!.text).toContain('Leicester City Council');
    expect(other!.text).toContain('A council of the host');
    expect(other!.text).not.toContain('Leicester City Council');
  });

  test.each([
    'nothing.localhost',
    'empty.localhost',
    'linked.localhost',
    'CAPITALS.localhost',
    'localhost',
    '127.0.0.1',
    '..localhost',
    '../leicester.localhost',
    'oadby/../leicester.localhost',
    '%2e%2e.localhost',
    'leicester.localhost.',
    'leicester.localhost.evil.example',
    'leicester.evil.example',
    'leicester.localhost@evil.example',
    'www.leicester.localhost',
    'leicester\0.localhost',
    '-leicester.localhost',
    `${'a'.repeat(64)}.localhost`,
    '',
  ])('a host called %j has no ledger, and is not told which there are', async (name) => {
    const before = host.children();

    const said = await raw(
      `GET ${POSITION} HTTP/1.1\r\nhost: ${name}\r\nauthorization: Bearer ${leicester.token}\r\nconnection: close\r\n\r\n`,
    );

    // What is no header at all does not get past the parser.
    if (name.includes('\0')) expect(said).toMatch(/^HTTP\/1\.1 400 /);
    else expect(said).toMatch(/^HTTP\/1\.1 404 [^]*"code":"LEDGER_NOT_FOUND"/);
    expect(said).not.toMatch(/leicester|oadby/);
    expect(host.children()).toEqual(before);
  });

  test('of two names the first decides, here and there, and one in the address decides nothing', async () => {
    const authorization = `authorization: Bearer ${oadby.token}\r\nconnection: close`;
    const names = `host: oadby.localhost\r\nhost: ${NEXT_TO_IT}\r\nx-forwarded-host: ${NEXT_TO_IT}`;

    const twice = await raw(`GET ${POSITION} HTTP/1.1\r\n${names}\r\n${authorization}\r\n\r\n`);
    const absolute = await raw(
      `GET http://${NEXT_TO_IT}${POSITION} HTTP/1.1\r\nhost: oadby.localhost\r\n${authorization}\r\n\r\n`,
    );

    // Only there is the token known.
    expect(twice).toMatch(/^HTTP\/1\.1 200 /);
    expect(absolute).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each(['GET', 'DELETE', 'POST'])(
    'a request hidden in the body of a %s is not understood as one',
    async (method) => {
      const count = (): number =>
        host.lines.filter(({ msg, ledger }) => msg === 'request' && ledger === 'oadby').length;
      const hidden = `POST /api/v1/entries HTTP/1.1\r\nhost: oadby.localhost\r\n\r\n`;
      const head = `host: oadby.localhost\r\nconnection: keep-alive, transfer-encoding\r\ntransfer-encoding: chunked`;
      await host.ask('oadby', '/health/live');
      const before = count();

      const said = await raw(
        `${method} /health/live HTTP/1.1\r\n${head}\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n` +
          `GET /health/ready HTTP/1.1\r\nhost: oadby.localhost\r\nconnection: close\r\n\r\n`,
      );

      expect(said.match(/HTTP\/1\.1 \d+ /g)).toHaveLength(2);
      await host.ask('oadby', '/health/live');
      await until(() => count() - before >= 3);
      const asked = host.lines.filter(({ msg, ledger }) => msg === 'request' && ledger === 'oadby').slice(before);
      expect(asked.map(({ method: by, route }) => `${String(by)} ${String(route)}`)).not.toContain(
        'POST /api/v1/entries',
      );
    },
  );
});

describe('Where a request came from', () => {
  const ledgers = new Ledgers();

  beforeAll(() => ledgers.make('oadby'));

  afterAll(() => {
    ledgers.remove();
  });

  /** Six requests of nobody, who says each time to be somewhere else, where five a minute are allowed from one address. */
  const six = async (settings: Readonly<Record<string, string>>): Promise<readonly number[]> => {
    const host = await HostProcess.start(ledgers.directory, { RATE_LIMIT: '5', ...settings });
    const statuses: number[] = [];
    for (let at = 1; at <= 6; at += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.${String(at)}`, forwarded: `for=192.0.2.${String(at)}` };
      statuses.push((await host.ask('oadby', '/sign-in', { headers })).status);
    }
    await host.stop();
    return statuses;
  };

  test('is not believed of those who ask', async () => {
    expect(await six({})).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('is believed of a proxy that is named', async () => {
    expect(await six({ TRUSTED_PROXY: '127.0.0.1' })).toEqual([200, 200, 200, 200, 200, 200]);
  });

  test('behind https, each ledger answers to its own name there, and to no other', async () => {
    const host = await HostProcess.start(ledgers.directory, { PUBLIC_URL: 'https://savings.example:8443' });
    const ask = (name: string): Promise<Answer> => host.ask('oadby', '/sign-in', { host: name });

    const [ours, elsewhere] = await Promise.all([ask('oadby.savings.example:8443'), ask('oadby.localhost')]);
    await host.stop();

    expect([ours.status, elsewhere.status]).toEqual([200, 404]);
  });
});
