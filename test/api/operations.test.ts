import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPort, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onLoopback } from '../../src/access/access-settings';
import { unnamedAbroad } from '../../src/api/server-settings';
import { Stopping } from '../../src/api/stopping';
import { createServer } from '../../src/main';
import { achieved, baseline, startServer, type TestServer } from '../support/server';

const spoofed = { 'x-forwarded-for': '127.0.0.1' };

describe('What whoever runs the server sees', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await startServer();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  test('metrics count requests by route, and entries, and name no line', async () => {
    await server.get('/api/v1/lines/IT-PROCUREMENT');
    await server.get('/api/v1/nothing');

    const metrics = await server.get('/metrics');

    expect(metrics.statusCode).toBe(200);
    expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(metrics.body).toContain('ledger_entries 180');
    expect(metrics.body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/lines/:id",status="200"} 1',
    );
    expect(metrics.body).toContain('route="none",status="404"} 1');
    expect(metrics.body).not.toContain('IT-PROCUREMENT');
  });

  test('metrics are for this machine only', async () => {
    const answer = await server.app.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7' });

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'HOST_NOT_ALLOWED']);
  });

  test.each([
    ['by a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }, []],
    ['by a proxy that is believed, for one who says she is this machine', '172.16.238.4', spoofed, ['172.16.238.0/29']],
    ['by a proxy that says it otherwise', '127.0.0.1', { forwarded: 'for=192.0.2.7' }, []],
  ])('metrics are not passed on %s', async (_how, remoteAddress, headers, trustedProxies) => {
    const behind = await startServer({ trustedProxies });
    const answer = await behind.app.inject({ method: 'GET', url: '/metrics', remoteAddress, headers });
    await behind.close();

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'HOST_NOT_ALLOWED']);
  });

  test('a server that is stopping lives, is not ready and takes nothing more', async () => {
    server.app.get(Stopping).onModuleDestroy();

    const [live, ready, read, write] = await Promise.all([
      server.get('/health/live'),
      server.get('/health/ready'),
      server.get('/api/v1/position'),
      server.post(baseline),
    ]);

    expect([live.statusCode, ready.statusCode, read.statusCode, write.statusCode]).toEqual([200, 503, 503, 503]);
    expect(write.json().code).toBe('STORE_UNAVAILABLE');
    expect(write.headers).toMatchObject({ 'retry-after': '5', connection: 'close' });
  });
});

test('the log tells routes and request ids, and neither tokens nor what was sent', async () => {
  const lines: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const { app } = await createServer(':memory:', onLoopback, undefined, 'info');

  const headers = { authorization: 'Bearer a-secret-token', 'content-type': 'application/json' };
  const url = '/api/v1/lines/IT-PROCUREMENT/entries?private=name';
  const answer = await app.inject({ method: 'POST', url, headers, payload: { ...achieved, reason: 'For Jane Doe' } });
  await app.close();
  jest.restoreAllMocks();

  const [line] = lines.map((each) => JSON.parse(each) as object);
  expect(lines).toHaveLength(1);
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) as string,
    requestId: answer.json<{ requestId: string }>().requestId,
    method: 'POST',
    route: '/api/v1/lines/:id/entries',
    status: 401,
    ms: expect.any(Number) as number,
    msg: 'request',
  });
});

describe('A server that cannot start says why, and has recorded nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const data = join(folder, 'data');
  const start = async (settings: Readonly<Record<string, string>>): Promise<readonly [number, string]> => {
    const env = { ...process.env, DATA_DIR: data, HOST: '', PORT: '0', ...settings };
    const child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const [exit] = (await once(child, 'close')) as [number];
    return [exit, told];
  };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('the port is taken', async () => {
    const other = createPort().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);

    const said = await start({ PORT: port });
    other.close();

    expect(said).toEqual([1, `Port ${port} is taken by another program; set PORT to another number.\n`]);
    expect(existsSync(data)).toBe(false);
  });

  const unusable = process.platform === 'linux' ? test : test.skip;
  unusable('the data directory cannot be made', async () => {
    const said = await start({ DATA_DIR: '/proc/ledger/data' });

    expect(said).toEqual([1, 'The server cannot start: the directory /proc/ledger/data cannot be made\n']);
  });

  const aFile = join(folder, 'notes.txt');
  const wrong: readonly (readonly [string, string, string])[] = [
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it must be one of silent, error, warn, info.'],
    ['SAMPLE', 'july', 'SAMPLE is "july"; it must be none or july-2009, or be left out.'],
    [
      'HOST',
      '300.1.1.1',
      'HOST is "300.1.1.1"; it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.',
    ],
    ['DATA_DIR', aFile, `DATA_DIR is "${aFile}", which is a file; name a directory.`],
    ['DATA_DIR', join(aFile, 'data'), `the directory ${join(aFile, 'data')} cannot be made`],
    ['COUNCIL_LOGO', folder, `COUNCIL_LOGO is "${folder}", which cannot be read (EISDIR); name an .svg or .png file.`],
    [
      'COUNCIL_LOGO',
      '/nowhere.png',
      'COUNCIL_LOGO is "/nowhere.png", which cannot be read (ENOENT); name an .svg or .png file.',
    ],
    ['COUNCIL_LOGO', aFile, `COUNCIL_LOGO: ${aFile} is neither an .svg nor a .png file.`],
  ];

  test.each(wrong)('the setting %s is %s', async (name, value, sentence) => {
    writeFileSync(aFile, 'No picture (invented)');

    expect(await start({ [name]: value })).toEqual([1, `The server cannot start: ${sentence}\n`]);
  });
});

test('whoever lets other machines reach the port and names no address for them is warned', () => {
  expect(unnamedAbroad('127.0.0.1', null)).toBeNull();
  expect(unnamedAbroad('127.0.0.2', null)).toBeNull();
  expect(unnamedAbroad('127.savings.example', null)).not.toBeNull();
  expect(unnamedAbroad('0.0.0.0', new URL('https://savings.example'))).toBeNull();
  expect(unnamedAbroad('0.0.0.0', null)).toBe(
    'Warning: HOST is "0.0.0.0", so other machines reach this port, but nobody there is answered: ' +
      'set PUBLIC_URL to the https address people use, or leave HOST out.',
  );
});
