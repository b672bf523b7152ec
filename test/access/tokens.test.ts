import { AccessLog } from '../../src/access/access-log';
import { AccessTokens } from '../../src/access/access-tokens';
import { OfficerRegister } from '../../src/access/officer-register';
import { Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { baseline, startServer, type Answer, type TestServer } from '../support/server';

interface Told {
  readonly token: string;
  readonly code: string;
  readonly tokens: readonly { readonly id: string; readonly officer: string; readonly label: string }[];
  readonly events: readonly { readonly number: number; readonly what: string; readonly detail: string }[];
  readonly next: string | null;
}
const told = (answer: Answer): Told => answer.json() as unknown as Told;

describe('What programs come in by', () => {
  let server: TestServer;
  const now = { time: Date.parse('2026-11-22T09:00:00Z') };

  beforeAll(async () => {
    server = await startServer({ clock: () => now.time });
    server.app
      .get(OfficerRegister)
      .add([{ id: 'off-901' as OfficerId, name: 'Administrator (invented)', role: 'administrator' }]);
  });
  afterAll(() => server.close());

  const withToken = (token: string, method: 'GET' | 'POST' | 'DELETE', url: string): Promise<Answer> =>
    server.app.inject({
      method,
      url,
      ...(method === 'POST' ? { payload: baseline } : {}),
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'by-a-token' },
    });
  const madeOnPage = async (fields: Readonly<Record<string, string>>): Promise<string> =>
    /id="token">([\w~+/.-]+)</.exec((await server.send('/tokens', fields)).body)?.[1] ?? '';

  test('an officer makes one for asking; it asks, and records nothing', async () => {
    const token = await madeOnPage({ label: 'Monthly return (invented)', 'scope-read': 'yes', days: '30' });

    expect((await withToken(token, 'GET', '/api/v1/me')).json()).toEqual({
      officer: 'off-201',
      name: 'Finance officer one (sample)',
      role: 'finance officer',
      scopes: ['read'],
      signedInAt: '2026-11-22T09:00:00.000Z',
    });
    expect((await withToken(token, 'POST', '/api/v1/entries')).json().code).toBe('SCOPE_MISSING');
    expect((await server.get('/tokens')).body).not.toContain(token);
    // Eight digits were once thought enough: among two hundred thousand tokens two were then called the same.
    for (const { id } of told(await server.get('/api/v1/tokens')).tokens) expect(id).toMatch(/^[\da-f-]{36}$/);
    expect((await server.get('/tokens')).body).toContain('Monthly return (invented)');
  });

  test.each([
    [{ label: '', 'scope-read': 'yes', days: '30' }, 'TEXT_REQUIRED'],
    [{ label: 'For nothing', days: '30' }, 'FIELD_REQUIRED'],
    [{ label: 'For ever', 'scope-read': 'yes', days: '367' }, 'PARAM_RANGE'],
    [{ label: 'For no day', 'scope-read': 'yes', days: '0' }, 'PARAM_RANGE'],
  ])('%j is made into no token', async (fields, code) => {
    const answer = await server.send('/tokens', fields);

    expect([answer.statusCode, answer.body.includes(code), answer.body.includes('id="token"')]).toEqual([
      422,
      true,
      false,
    ]);
  });

  test.each([
    ['{', 'application/json', 400, 'BODY_FORMAT'],
    ['label', 'text/plain', 415, 'CONTENT_TYPE'],
    ['{"label":"For nothing","scopes":[]}', 'application/json', 422, 'FIELD_REQUIRED'],
    ['{"label":"For all","scopes":["all"]}', 'application/json', 422, 'CHOICE_UNKNOWN'],
    ['{"label":"For her","scopes":["read"],"officer":"off-204"}', 'application/json', 422, 'UNKNOWN_FIELD'],
  ])('%s as %s is made into no token over REST either', async (payload, type, status, code) => {
    const cookie = server.cookie('finance');
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      payload,
      headers: { cookie, 'x-csrf-token': server.csrf(cookie), 'content-type': type },
    });

    expect([answer.statusCode, told(answer).code]).toEqual([status, code]);
  });

  test('a token makes no other token, and ends itself', async () => {
    const token = await madeOnPage({ label: 'Short-lived (invented)', 'scope-read': 'yes', days: '1' });
    const { tokens } = told(await withToken(token, 'GET', '/api/v1/tokens'));
    const { id } = tokens.find(({ label }) => label === 'Short-lived (invented)')!;

    expect((await withToken(token, 'POST', '/api/v1/tokens')).json().code).toBe('SCOPE_MISSING');
    expect((await withToken(token, 'DELETE', `/api/v1/tokens/${id}`)).statusCode).toBe(204);
    expect((await withToken(token, 'GET', '/api/v1/me')).statusCode).toBe(401);
  });

  test('nobody sees or ends the token of somebody else, but for an administrator', async () => {
    const mine = told(await server.get('/api/v1/tokens')).tokens;
    const { id } = mine.find(({ label }) => label === 'Monthly return (invented)')!;
    const others = told(await server.get('/api/v1/tokens', 'secondFinance')).tokens;
    const refused = await server.send(`/tokens/${id}/end`, {}, 'secondFinance');
    const cookie = `ledger=${server.app.get(Sessions).begin('off-901' as OfficerId)}`;
    const asAdministrator = await server.app.inject({
      method: 'DELETE',
      url: `/api/v1/tokens/${id}`,
      headers: { cookie, 'x-csrf-token': server.csrf(cookie) },
    });

    expect([others.map((token) => token.id).includes(id), refused.statusCode, asAdministrator.statusCode]).toEqual([
      false,
      404,
      204,
    ]);
  });

  test('a token for asking that an administrator lost sees and ends itself only', async () => {
    const tokens = server.app.get(AccessTokens);
    const idOf = (label: string): string => tokens.all().find((each) => each.label === label)!.id;
    const lost = tokens.issue('off-901' as OfficerId, { label: 'Lost (invented)', scopes: ['read'] });
    tokens.issue('off-901' as OfficerId, { label: 'Another of hers (invented)', scopes: ['read'] });
    tokens.issue('off-201' as OfficerId, { label: 'Nightly import (invented)', scopes: ['record'] });
    const end = (label: string): Promise<Answer> => withToken(lost, 'DELETE', `/api/v1/tokens/${idOf(label)}`);

    const seen = told(await withToken(lost, 'GET', '/api/v1/tokens')).tokens;
    const others = [await end('Nightly import (invented)'), await end('Another of hers (invented)')];
    const onPage = await withToken(lost, 'POST', `/tokens/${idOf('Nightly import (invented)')}/end`);
    const left = tokens.all().map(({ label }) => label);
    const itself = await end('Lost (invented)');

    expect(seen.map(({ label }) => label)).toEqual(['Lost (invented)']);
    expect(others.map((answer) => [answer.statusCode, told(answer).code])).toEqual([
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
    ]);
    expect(onPage.statusCode).toBe(404);
    expect(left).toEqual(expect.arrayContaining(['Nightly import (invented)', 'Another of hers (invented)']));
    expect([itself.statusCode, (await withToken(lost, 'GET', '/api/v1/me')).statusCode]).toEqual([204, 401]);
  });

  test('who signed in more than five minutes ago proves first who she is', async () => {
    server.cookie('auditor');
    now.time += 6 * 60_000;
    const answer = await server.send('/tokens', { label: 'Late', 'scope-read': 'yes', days: '1' }, 'auditor');
    now.time -= 6 * 60_000;

    expect([answer.statusCode, answer.body.includes('STEP_UP')]).toEqual([401, true]);
  });
});

describe('What the access log keeps', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('each file that is taken out, with its route and the officer, and no page that is looked at', async () => {
    for (const url of ['/api/v1/exports/paper.pdf', '/?format=csv', '/lines?format=csv', '/', '/lines'])
      expect([url, (await server.get(url, 'chief')).statusCode]).toEqual([url, 200]);
    await server.get('/api/v1/exports/no-such.csv', 'chief');

    const kept = server.app.get(AccessLog).latest(20);

    expect(kept.map(({ what, officer, detail }) => [what, officer, detail]).reverse()).toEqual([
      ['EXPORTED', 'off-204', 'GET /api/v1/exports/:name'],
      ['EXPORTED', 'off-204', 'GET /'],
      ['EXPORTED', 'off-204', 'GET /lines'],
    ]);
  });

  test('an auditor reads it on a page and over REST, page by page; a finance officer does not', async () => {
    const first = told(await server.get('/api/v1/access-log?limit=2', 'auditor'));
    const second = told(await server.get(`/api/v1/access-log?limit=2&after=${first.next!}`, 'auditor'));
    const page = await server.get('/access-log', 'auditor');

    expect([first.events.map((each) => each.number), second.events.at(-1)?.number]).toEqual([[3, 2], 1]);
    expect(page.body).toContain('GET /api/v1/exports/:name');
    for (const url of ['/access-log', '/api/v1/access-log']) expect((await server.get(url)).statusCode).toBe(403);
    expect(told(await server.get('/api/v1/access-log?limit=0', 'auditor')).code).toBe('PARAM_RANGE');
    expect(told(await server.get('/api/v1/access-log?colour=red', 'auditor')).code).toBe('UNKNOWN_FIELD');
  });
});

describe('Behind a proxy', () => {
  const statusesOf = async (trustedProxies: readonly string[]): Promise<readonly number[]> => {
    const server = await startServer({ mostRequests: 2, trustedProxies });
    const statuses: number[] = [];
    for (const client of ['203.0.113.1', '203.0.113.1', '203.0.113.1', '203.0.113.2']) {
      const answer = await server.app.inject({
        url: '/help',
        remoteAddress: '10.1.2.3',
        headers: { 'x-forwarded-for': client },
      });
      statuses.push(answer.statusCode);
    }
    await server.close();
    return statuses;
  };

  test('each client has its own limit where the proxy is trusted', async () => {
    expect(await statusesOf(['10.0.0.0/8'])).toEqual([200, 200, 429, 200]);
  });

  test.each([[[]], [['192.0.2.1']]])(
    'what is said of other clients is not believed where it is not: %j',
    async (trusted) => {
      expect(await statusesOf(trusted)).toEqual([200, 200, 429, 429]);
    },
  );
});
