import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { bearer, HostProcess, Ledgers, until, type Keys } from './host-process';

const BODY = 'officer=off-201&password=wrong';

describe('Who sends or takes slowly', () => {
  const ledgers = new Ledgers();
  let host: HostProcess;
  let keys: Keys;
  let sockets: Socket[] = [];

  const send = (text: string): Socket => {
    const socket = connect(host.port, '127.0.0.1');
    // It may be cut off.
    socket.on('error', () => undefined);
    sockets.push(socket);
    socket.write(text);
    return socket;
  };
  /** A sign-in by nobody, of which only the first byte comes. */
  const slowSignIn = (ledger: string): Socket =>
    send(
      `POST /sign-in HTTP/1.1\r\nhost: ${ledger}.localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
        `content-length: ${String(BODY.length)}\r\nconnection: close\r\n\r\n${BODY.charAt(0)}`,
    );
  const isOpen = (ledger: string): boolean => host.said(ledger).includes('the ledger is open');
  /** What a ledger answers in the end to who asks again as long as it is told that all are busy. */
  const patiently = async (ledger: string): Promise<number> => {
    for (;;) {
      const answer = await host.ask(ledger, '/api/v1/position', { headers: bearer(keys.token) });
      if (answer.status !== 503 || answer.json().code !== 'LEDGERS_ALL_BUSY') return answer.status;
      await pause(100);
    }
  };

  beforeAll(async () => {
    keys = await ledgers.make('leicester');
    for (const name of ['blaby', 'corby', 'derby']) ledgers.copy('leicester', name);
  });

  beforeEach(async () => {
    host = await HostProcess.start(ledgers.directory, { MAX_OPEN: '2' });
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await host.stop();
  });

  afterAll(() => {
    ledgers.remove();
  });

  test('two strangers whose requests never end keep nobody out, and are cut off', async () => {
    const strangers = ['blaby', 'corby'].map(slowSignIn);
    await until(() => isOpen('blaby') && isOpen('corby'));
    const cut = once(strangers[0]!.resume(), 'close');

    expect(await patiently('derby')).toBe(200);
    await cut;
    expect(await patiently('leicester')).toBe(200);
  });

  test('nor do two who never read what they are answered', async () => {
    const ask = (ledger: string): string =>
      `GET /api/v1/entries?limit=100 HTTP/1.1\r\nhost: ${ledger}.localhost\r\nauthorization: Bearer ${keys.token}\r\n\r\n`;
    for (const ledger of ['blaby', 'corby']) send(ask(ledger).repeat(300));
    await until(() => isOpen('blaby') && isOpen('corby'));

    expect(await patiently('derby')).toBe(200);
  });

  test('is not cut off as long as a ledger can go that nobody uses', async () => {
    const slow = slowSignIn('blaby');
    await until(() => isOpen('blaby'));
    expect(await patiently('corby')).toBe(200);

    expect(await patiently('derby')).toBe(200);
    slow.write(BODY.slice(1));
    const [answer] = (await once(slow, 'data')) as [Buffer];

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 (400|401|403|422) /);
    expect(host.said('corby').at(-1)).toBe('the ledger is closed');
  });
});
