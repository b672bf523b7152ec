// cspell:ignore onerror Flines
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AccessDatabase, accessPath } from '../../src/access/access-database';
import { AccessLog } from '../../src/access/access-log';
import { AccessTokens } from '../../src/access/access-tokens';
import { DAY, HOUR, MINUTE } from '../../src/access/clock';
import { LocalAccounts } from '../../src/access/local-accounts';
import { OfficerRegister } from '../../src/access/officer-register';
import { OneTimeLinks } from '../../src/access/one-time-links';
import { onLoopback } from '../../src/access/access-settings';
import { csrfTokenOf, Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer } from '../../src/main';
import { achieved, baseline, officers, startServer, type Answer, type TestServer } from '../support/server';

const FINANCE = officers.finance as OfficerId;
const PASSWORD = 'three random words';
const cookieIn = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;
const valueOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);

describe('At the door', () => {
  let server: TestServer;
  let later: number;

  beforeEach(async () => {
    later = 0;
    server = await startServer({ clock: () => Date.now() + later });
  });
  afterEach(() => server.close());

  const post = (
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    server.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const open = (url: string, cookie = ''): Promise<Answer> =>
    server.app.inject({ method: 'GET', url, headers: { cookie } });

  /** A browser that has opened the page to sign in, and then sends it. */
  async function signIn(officer: string, password: string, to = '/'): Promise<Answer> {
    const cookie = cookieIn(await open('/sign-in'));
    return post('/sign-in', { officer, password, to, csrf: csrfTokenOf(valueOf(cookie)) }, { cookie });
  }
  const setPassword = (): Promise<void> => server.app.get(LocalAccounts).setPassword(FINANCE, PASSWORD);
  const logged = (): readonly string[] =>
    server.app
      .get(AccessLog)
      .latest(50)
      .map(({ what, officer }) => `${what} ${officer ?? '-'}`);

  describe('session fixation', () => {
    test('a cookie planted before signing in is worth nothing afterwards', async () => {
      await setPassword();
      const planted = `ledger=${'a'.repeat(43)}`;
      const fields = { officer: 'off-201', password: PASSWORD, csrf: csrfTokenOf('a'.repeat(43)) };
      const answer = await post('/sign-in', fields, { cookie: planted });

      expect(answer.statusCode).toBe(303);
      expect(cookieIn(answer)).not.toBe(planted);
      expect((await open('/lines', planted)).headers.location).toBe('/sign-in?to=%2Flines');
      expect((await open('/lines', cookieIn(answer))).statusCode).toBe(200);
    });

    test('signing in again ends the session before it, and signing out ends the last', async () => {
      await setPassword();
      const first = cookieIn(await signIn('off-201', PASSWORD));
      const again = await post(
        '/sign-in',
        { officer: 'off-201', password: PASSWORD, csrf: csrfTokenOf(valueOf(first)) },
        { cookie: first },
      );
      const second = cookieIn(again);
      const before = [(await open('/', first)).statusCode, (await open('/', second)).statusCode];
      const out = await post('/sign-out', { csrf: csrfTokenOf(valueOf(second)) }, { cookie: second });

      expect(before).toEqual([303, 200]);
      expect([out.statusCode, (await open('/', second)).statusCode]).toEqual([303, 303]);
      expect(String(out.headers['set-cookie'])).toContain('Max-Age=0');
    });
  });

  describe('a form from elsewhere', () => {
    test.each<[string, (cookie: string) => [Record<string, string>, Record<string, string>]]>([
      ['without the token', () => [{}, {}]],
      ['with a guessed token', () => [{ csrf: 'f'.repeat(64) }, {}]],
      ['with the token of another browser', () => [{ csrf: csrfTokenOf('b'.repeat(43)) }, {}]],
      [
        'from a page of another site',
        (cookie) => [{ csrf: csrfTokenOf(valueOf(cookie)) }, { origin: 'https://evil.example' }],
      ],
      ['from no page', (cookie) => [{ csrf: csrfTokenOf(valueOf(cookie)) }, { origin: 'null' }]],
      [
        'from another site, as the browser says',
        (cookie) => [{ csrf: csrfTokenOf(valueOf(cookie)) }, { 'sec-fetch-site': 'cross-site' }],
      ],
      [
        'from another port of this machine',
        (cookie) => [{ csrf: csrfTokenOf(valueOf(cookie)) }, { 'sec-fetch-site': 'same-site' }],
      ],
    ])('%s is refused', async (_what, sent) => {
      const cookie = server.cookie('finance');
      const [fields, headers] = sent(cookie);

      const out = await post('/sign-out', fields, { cookie, ...headers });
      const password = await post(
        '/account/password',
        { password: PASSWORD, again: PASSWORD, ...fields },
        { cookie, ...headers },
      );
      const entry = await server.app.inject({
        method: 'POST',
        url: '/api/v1/entries',
        payload: baseline,
        headers: { cookie, 'idempotency-key': 'forged', ...headers },
      });

      expect([out.statusCode, password.statusCode, entry.statusCode]).toEqual([403, 403, 403]);
      expect([out.body, password.body, entry.body].every((body) => body.includes('CSRF'))).toBe(true);
      expect((await open('/', cookie)).statusCode).toBe(200);
    });

    test.each([
      ['without a token', null, {}],
      ['with a guessed token', 'f'.repeat(64), {}],
      ['from a page elsewhere', 'ours', { origin: 'https://evil.example' }],
    ])('a file that is sent %s is refused', async (_what, token, headers) => {
      const cookie = server.cookie('finance');
      const csrf = token === 'ours' ? server.csrf(cookie) : token;
      const part = (name: string, more: string, content: string): string =>
        `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;
      const answer = await server.app.inject({
        method: 'POST',
        url: '/imports/new',
        payload: `${csrf === null ? '' : part('csrf', '', csrf)}${part('file', '; filename="plan.csv"', 'Line,Saving')}--x--\r\n`,
        headers: { cookie, 'content-type': 'multipart/form-data; boundary=x', ...headers },
      });

      expect([answer.statusCode, answer.body.includes('CSRF')]).toEqual([403, true]);
    });

    test('with the token of its page it is taken, and so is a script that sends it as a header', async () => {
      const cookie = server.cookie('finance');
      const same = { origin: 'http://localhost', host: 'localhost', 'sec-fetch-site': 'same-origin' };
      const headers = { cookie, 'x-csrf-token': server.csrf(cookie), 'idempotency-key': 'from-a-script', ...same };
      const entry = await server.app.inject({ method: 'POST', url: '/api/v1/entries', payload: baseline, headers });
      const password = await post(
        '/account/password',
        { password: PASSWORD, again: PASSWORD, csrf: server.csrf(cookie) },
        { cookie, ...same },
      );

      expect([entry.statusCode, password.statusCode]).toEqual([201, 200]);
    });

    test('nothing is changed by opening an address', async () => {
      const cookie = server.cookie('finance');
      const out = await open('/sign-out', cookie);
      const link = server.app.get(OneTimeLinks).make(FINANCE);
      await open(link);

      expect([out.statusCode, (await open(link)).statusCode, (await open('/', cookie)).statusCode]).toEqual([
        405, 200, 200,
      ]);
    });
  });

  describe('guessing', () => {
    test('five wrong passwords close an account for a quarter of an hour, whoever typed them', async () => {
      await setPassword();
      const wrong: number[] = [];
      for (let time = 0; time < 5; time += 1) wrong.push((await signIn('off-201', `wrong ${String(time)}`)).statusCode);
      const locked = await signIn('off-201', PASSWORD);
      later = 15 * MINUTE + 1;
      const opened = await signIn('off-201', PASSWORD);

      expect(wrong).toEqual([401, 401, 401, 401, 401]);
      expect([locked.statusCode, opened.statusCode]).toEqual([401, 303]);
      expect(logged()).toEqual(
        expect.arrayContaining(['LOCKED_OUT off-201', 'SIGN_IN_FAILED off-201', 'SIGNED_IN off-201']),
      );
    });

    test('nobody learns whether there is such an officer, or whether she has a password', async () => {
      await setPassword();
      const body = async (officer: string): Promise<string> =>
        (await signIn(officer, 'wrong')).body
          .replaceAll(/name="csrf" value="\w+"/g, '')
          .replace(`value="${officer}"`, 'X');

      const [known, unknown, without, odd] = [
        await body('off-201'),
        await body('off-999'),
        await body('off-202'),
        await body('nobody'),
      ];

      expect([unknown, without, odd]).toEqual([known, known, known]);
    });

    test('an address that tries too often is told to wait', async () => {
      const statuses: number[] = [];
      for (let time = 0; time < 31; time += 1) statuses.push((await post('/sign-in', {}, {})).statusCode);
      const cookie = cookieIn(await open('/sign-in'));
      const tried: Answer[] = [];
      for (let time = 0; time < 31; time += 1)
        tried.push(await post('/sign-in/link', { code: 'guessed', csrf: csrfTokenOf(valueOf(cookie)) }, { cookie }));

      expect(new Set(statuses)).toEqual(new Set([403]));
      expect(tried.slice(0, 30).every(({ statusCode }) => statusCode === 401)).toBe(true);
      expect(tried[30]!.statusCode).toBe(429);
      expect(Number(tried[30]!.headers['retry-after'])).toBeGreaterThan(0);
      expect(tried[30]!.body).toContain('TOO_MANY_REQUESTS');
    });

    test('an officer who asks for more than is set waits, and another one does not', async () => {
      const small = await startServer({ mostRequests: 20 });
      const statuses: number[] = [];
      for (let time = 0; time < 21; time += 1)
        statuses.push((await small.get('/api/v1/lines/IT-PROCUREMENT')).statusCode);
      const other = await small.get('/api/v1/lines/IT-PROCUREMENT', 'auditor');

      expect([statuses[19], statuses[20], other.statusCode]).toEqual([200, 429, 200]);
      await small.close();
    });
  });

  describe('a link that works once', () => {
    const use = async (link: string): Promise<Answer> => {
      const cookie = cookieIn(await open('/sign-in'));
      return post('/sign-in/link', { code: link.split('code=')[1]!, csrf: csrfTokenOf(valueOf(cookie)) }, { cookie });
    };

    test('does, within an hour, and a newer one ends it', async () => {
      const links = server.app.get(OneTimeLinks);
      const [old, link] = [links.make(FINANCE), links.make(FINANCE)];
      const [superseded, first, second] = [await use(old), await use(link), await use(link)];
      const late = links.make(FINANCE);
      later = HOUR;

      expect([superseded.statusCode, first.statusCode, second.statusCode]).toEqual([401, 303, 401]);
      expect([(await use(late)).statusCode, (await open(late)).statusCode]).toEqual([401, 401]);
    });

    test('of two who come at once, one gets in', async () => {
      const link = server.app.get(OneTimeLinks).make(FINANCE);
      const answers = await Promise.all([use(link), use(link), use(link)]);

      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 401, 401]);
    });
  });

  describe('somebody else’s things', () => {
    test('a password is set for whoever is signed in, whatever the form says', async () => {
      const form = { password: PASSWORD, again: PASSWORD, officer: 'off-202', id: 'off-202', role: 'administrator' };
      const answer = await server.send('/account/password', form, 'finance');

      expect(answer.statusCode).toBe(200);
      expect(server.app.get(LocalAccounts).hasPassword(officers.secondFinance as OfficerId)).toBe(false);
      expect(server.app.get(OfficerRegister).officer(FINANCE)?.role).toBe('finance officer');
    });

    test('who may not see an entry is told the same whether it is there or not', async () => {
      server.app
        .get(OfficerRegister)
        .add([{ id: 'off-901' as OfficerId, name: 'An administrator', role: 'administrator' }]);
      const cookie = `ledger=${server.app.get(Sessions).begin('off-901' as OfficerId)}`;
      const [there, nowhere] = [await open('/api/v1/entries/3', cookie), await open('/api/v1/entries/99999', cookie)];

      expect([there.statusCode, nowhere.statusCode]).toEqual([403, 403]);
      expect(there.json().detail).toBe(nowhere.json().detail);
    });
  });

  describe('fields nobody may send', () => {
    test.each(['seq', 'id', 'officer', 'role', 'recordedAt', 'approver', 'postings', 'key', 'leaf'])(
      '%s is refused',
      async (name) => {
        const size = await server.size();
        const answer = await server.post({ ...baseline, [name]: name === 'role' ? 'chief finance officer' : '1' });

        expect([answer.statusCode, answer.json().code]).toEqual([422, 'UNKNOWN_FIELD']);
        expect(await server.size()).toBe(size);
      },
    );

    test('who records is whoever the token stands for', async () => {
      const answer = await server.post(baseline, { as: 'secondFinance' });
      const entry = await server.get(`/api/v1/entries/${String(answer.json().receipts[0].seq)}`);

      expect(JSON.parse(entry.body)).toMatchObject({ officer: 'off-202', role: 'finance officer' });
    });
  });

  describe('a way back that leads elsewhere', () => {
    test.each([
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '\\\\evil.example',
      '/..//evil.example',
      '/sign-out',
      '',
      'lines',
    ])('%j leads to the first page', async (to) => {
      await setPassword();
      const page = await open(`/sign-in?to=${encodeURIComponent(to)}`);
      const answer = await signIn('off-201', PASSWORD, to);

      expect(page.body).toContain('name="to" value="/"');
      expect(answer.headers.location).toBe('/');
    });

    test('one of ours leads there', async () => {
      await setPassword();
      expect((await signIn('off-201', PASSWORD, '/lines?tag=quick-win')).headers.location).toBe('/lines?tag=quick-win');
    });
  });

  describe('a fresh sign-in', () => {
    const verification = async (): Promise<object> => {
      await server.post(baseline);
      const { seq, leaf } = (await server.post(achieved)).json().receipts[0];
      return { kind: 'EntryVerified', entry: seq, leaf };
    };

    test('is asked for before verifying, and recording goes on without', async () => {
      const body = await verification();
      const [first, second] = [server.token('finance'), server.token('secondFinance')];
      later = 5 * MINUTE + 1;
      const send = (payload: object, token: string, key: string): Promise<Answer> =>
        server.app.inject({
          method: 'POST',
          url: '/api/v1/entries',
          payload,
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
        });
      const stale = await send(body, second, 'stale');
      const recorded = await send({ ...baseline, amount: '6000000.00' }, first, 'recorded');
      const fresh = await send(body, server.token('secondFinance'), 'fresh');

      expect([stale.statusCode, stale.json().code]).toEqual([401, 'STEP_UP']);
      expect(stale.headers['www-authenticate']).toContain('insufficient_user_authentication');
      expect([recorded.statusCode, fresh.statusCode]).toEqual([201, 201]);
    });

    test.each([
      ['PositionCertified', 'chief'],
      ['PeriodReopened', 'finance'],
      ['EntryRejected', 'secondFinance'],
      ['TargetRevised', 'finance'],
    ] as const)('is asked for before %s', async (kind, as) => {
      const token = server.token(as);
      later = 6 * MINUTE;
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': kind };
      const answer = await server.app.inject({ method: 'POST', url: '/api/v1/entries', payload: { kind }, headers });

      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'STEP_UP']);
    });

    test('is asked for before another password takes the place of the one that is set', async () => {
      await setPassword();
      const cookie = server.cookie('finance');
      later = 6 * MINUTE;
      const form = { password: PASSWORD, again: PASSWORD, csrf: server.csrf(cookie) };
      const answer = await post('/account/password', form, { cookie });

      expect([answer.statusCode, answer.body.includes('STEP_UP')]).toEqual([401, true]);
    });

    test('does not help an officer whose role was changed within a day', async () => {
      const body = await verification();
      server.app.get(OfficerRegister).changeRole('off-203' as OfficerId, 'finance officer');
      const tooSoon = await server.post(body, { as: 'auditor' });
      later = DAY;
      const settled = await server.post(body, { as: 'auditor' });

      expect([tooSoon.statusCode, tooSoon.json().code]).toEqual([403, 'ROLE_TOO_NEW']);
      expect(settled.statusCode).toBe(201);
    });
  });

  describe('a token', () => {
    const ask = (token: string): Promise<Answer> =>
      server.app.inject({ url: '/api/v1/lines', headers: { authorization: `Bearer ${token}` } });

    test('does what it was made for, as long as it was made for, until it is revoked', async () => {
      const tokens = server.app.get(AccessTokens);
      const token = tokens.issue(FINANCE, { label: 'nightly', scopes: ['read'], endsAfter: HOUR });
      const other = tokens.issue(FINANCE, { scopes: ['record'] });
      const record = await server.app.inject({
        method: 'POST',
        url: '/api/v1/entries',
        payload: baseline,
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'scope' },
      });
      const before = await ask(token);
      const { id } = tokens.all().find(({ label }) => label === 'nightly')!;
      tokens.revoke(id);

      expect([before.statusCode, (await ask(token)).statusCode, (await ask(other)).statusCode]).toEqual([
        200, 401, 403,
      ]);
      expect([record.statusCode, record.json<{ code: string }>().code]).toEqual([403, 'SCOPE_MISSING']);
      const short = tokens.issue(FINANCE, { endsAfter: HOUR });
      later = HOUR;
      expect((await ask(short)).statusCode).toBe(401);
    });

    test('and a session end when the role of the officer changes', async () => {
      const [token, cookie] = [server.token('finance'), server.cookie('finance')];
      const before = [(await ask(token)).statusCode, (await open('/', cookie)).statusCode];
      server.app.get(OfficerRegister).changeRole(FINANCE, 'auditor');

      expect(before).toEqual([200, 200]);
      expect([(await ask(token)).statusCode, (await open('/', cookie)).statusCode]).toEqual([401, 303]);
    });
  });
});

describe('What is kept on the disk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'access-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test('holds no secret, belongs to its owner alone, and its log is only added to', async () => {
    const { app } = await createServer(directory);
    const session = app.get(Sessions).begin(FINANCE);
    const token = app.get(AccessTokens).issue(FINANCE);
    const link = app.get(OneTimeLinks).make(FINANCE).split('code=')[1]!;
    await app.get(LocalAccounts).setPassword(FINANCE, PASSWORD);
    const file = readFileSync(accessPath(directory)).toString('latin1');
    await app.close();

    expect([session, token, link, PASSWORD].filter((secret) => file.includes(secret))).toEqual([]);
    expect(statSync(accessPath(directory)).mode & 0o777).toBe(0o600);
    const database = new AccessDatabase(directory);
    for (const change of [
      "UPDATE access_log SET officer = 'off-202'",
      'DELETE FROM access_log',
      "INSERT OR REPLACE INTO access_log VALUES (1, 0, 'x', NULL, '')",
    ])
      expect(() => database.run(change)).toThrow('the access log is only added to');
    database.close();
  });

  test('holds nothing of a name that was erased, and every total stays', async () => {
    const { app } = await createServer(directory);
    const headers = { authorization: `Bearer ${app.get(AccessTokens).issue(FINANCE)}` };
    const total = async (): Promise<string> =>
      (await app.inject({ url: '/api/v1/position?as_at=2009-07-13', headers })).body;
    const register = app.get(OfficerRegister);
    const { id, name } = register.all().find((officer) => officer.name === 'Mark Noble')!;
    const before = await total();
    const namedBefore = readFileSync(accessPath(directory)).includes(name);
    register.erase(id);

    expect(namedBefore).toBe(true);
    expect(readFileSync(accessPath(directory)).includes(name)).toBe(false);
    expect([register.names().has(id), register.officer(id)?.name]).toEqual([false, id]);
    expect(await total()).toBe(before);
    await app.close();
  });

  test('over https the cookie is Secure and bound to the host, and a browser is told to stay with https', async () => {
    const settings = { ...onLoopback, publicUrl: new URL('https://ledger.example.gov.uk/') };
    const { app } = await createServer(directory, settings);
    const page = await app.inject({ url: '/sign-in', headers: { host: 'ledger.example.gov.uk' } });
    const foreign = await app.inject({ url: '/sign-in', headers: { host: 'evil.example' } });

    expect(String(page.headers['set-cookie'])).toMatch(
      /^__Host-ledger=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(page.headers['strict-transport-security']).toContain('max-age=63072000');
    expect(foreign.statusCode).toBe(403);
    await app.close();
  });
});
