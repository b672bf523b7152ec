// cspell:ignore Faccount Flines
import { OfficerRegister } from '../../src/access/officer-register';
import { AccessLog } from '../../src/access/access-log';
import { HOUR, MINUTE } from '../../src/access/clock';
import { startServer, type Answer, type TestServer } from '../support/server';
import { startProvider, TENANT, type TestProvider } from '../support/openid';

const HOST = '127.0.0.1:3000';

describe('Signing in at a real OpenID provider', () => {
  let provider: TestProvider;
  let server: TestServer;
  let later = 0;

  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());
  beforeEach(async () => {
    later = 0;
    const openId = {
      issuer: provider.issuer,
      clientId: 'ledger',
      clientSecret: 'made for this test and worth nothing',
      tenant: TENANT,
    };
    server = await startServer({ openId, clock: () => Date.now() + later });
  });
  afterEach(() => server.close());

  const open = (url: string, cookie = ''): Promise<Answer> =>
    server.app.inject({ method: 'GET', url, headers: { host: HOST, cookie } });
  const cookieIn = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;

  /** Begins to sign in, as a browser does that has just opened the page. */
  async function begin(to = '/lines', before = ''): Promise<{ cookie: string; address: string }> {
    const begun = await open(`/sign-in/openid?to=${encodeURIComponent(to)}`, before);
    expect(begun.statusCode).toBe(303);
    return { cookie: before === '' ? cookieIn(begun) : before, address: String(begun.headers.location) };
  }

  async function finish(person: string): Promise<Answer> {
    const { cookie, address } = await begin();
    const back = await provider.signIn(address, person);
    return open(`${back.pathname}${back.search}`, cookie);
  }
  const log = (): readonly string[] =>
    server.app
      .get(AccessLog)
      .latest(3)
      .map(({ what, detail }) => `${what} ${detail}`);

  test('the page offers the provider, and no password', async () => {
    const page = await open('/sign-in?to=/lines');

    expect(page.body).toContain('href="/sign-in/openid?to=%2Flines"');
    expect(page.body).not.toContain('type="password"');
  });

  test('lets in a person with a role, under an id that tells nothing, and takes her where she wanted to go', async () => {
    const { cookie, address } = await begin('/lines?tag=quick-win');
    const asked = new URL(address).searchParams;
    const back = await provider.signIn(address, 'finance');
    const answer = await open(`${back.pathname}${back.search}`, cookie);
    const session = cookieIn(answer);

    expect(Object.fromEntries(asked)).toMatchObject({ code_challenge_method: 'S256', response_type: 'code' });
    expect([asked.has('code_challenge'), asked.has('state'), asked.has('nonce')]).toEqual([true, true, true]);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/lines?tag=quick-win']);
    expect(session).not.toBe(cookie);
    const page = await open('/lines', session);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('finance (invented)</bdi></a>, finance officer');
    const officer = server.app.get(OfficerRegister).officerOf({ tenant: TENANT, subject: 'finance' });
    expect(officer?.id).toMatch(/^off-[0-9a-f]{32}$/);
  });

  test('knows a person again, and ends what she had when her role changes', async () => {
    const first = cookieIn(await finish('changing'));
    const [before] = server.app.get(OfficerRegister).all().slice(-1);
    await provider.makeChangingAnAuditor();

    const second = cookieIn(await finish('changing'));

    expect((await open('/account', first)).statusCode).toBe(303);
    expect((await open('/account', second)).body).toContain('auditor');
    expect(server.app.get(OfficerRegister).officer(before!.id)?.role).toBe('auditor');
    expect(log()).toContain('ROLE_CHANGED finance officer to auditor');
  });

  test.each([
    ['has no role', 'nobody', 'no role in this ledger'],
    ['has two roles', 'both', 'more than one role'],
    ['is of another tenant', 'stranger', 'not in the directory'],
  ])('refuses a person who %s', async (_what, person, sentence) => {
    const answer = await finish(person);

    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
    expect(answer.body).toContain('SIGN_IN_REFUSED');
    expect(answer.body).toContain(sentence);
  });

  test.each([
    [
      'another state',
      (back: URL) => {
        back.searchParams.set('state', 'guessed');
      },
      'OAUTH_INVALID_RESPONSE',
    ],
    [
      'another issuer',
      (back: URL) => {
        back.searchParams.set('iss', 'https://evil.example');
      },
      'OAUTH_INVALID_RESPONSE',
    ],
    [
      'no issuer',
      (back: URL) => {
        back.searchParams.delete('iss');
      },
      'OAUTH_INVALID_RESPONSE',
    ],
    [
      'a guessed code',
      (back: URL) => {
        back.searchParams.set('code', 'guessed');
      },
      'OAUTH_RESPONSE_BODY_ERROR',
    ],
    [
      'an error instead',
      (back: URL) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', 'access_denied');
      },
      'OAUTH_AUTHORIZATION_RESPONSE_ERROR',
    ],
  ])('refuses an answer with %s', async (_what, spoil, why) => {
    const { cookie, address } = await begin();
    const back = await provider.signIn(address, 'finance');
    spoil(back);

    const answer = await open(`${back.pathname}${back.search}`, cookie);

    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([401, undefined]);
    expect(answer.body).toContain('SIGN_IN_FAILED');
    expect(log()[0]).toBe(`SIGN_IN_FAILED ${why}`);
  });

  test('refuses the same answer a second time, and in another browser', async () => {
    const { cookie, address } = await begin();
    const other = await begin();
    const back = await provider.signIn(address, 'finance');
    const path = `${back.pathname}${back.search}`;

    const elsewhere = await open(path, other.cookie);
    const first = await open(path, cookie);
    const second = await open(path, cookie);

    expect([elsewhere.statusCode, first.statusCode, second.statusCode]).toEqual([401, 303, 401]);
  });

  test('refuses an answer that took more than ten minutes, and an identity token that has ended', async () => {
    const slow = await begin();
    const slowBack = await provider.signIn(slow.address, 'finance');
    later = 11 * MINUTE;
    const tooLate = await open(`${slowBack.pathname}${slowBack.search}`, slow.cookie);

    later = 0;
    const ended = await begin();
    const endedBack = await provider.signIn(ended.address, 'finance');
    later = 5 * MINUTE; // The provider's identity tokens live two minutes.
    const endedToken = await open(`${endedBack.pathname}${endedBack.search}`, ended.cookie);

    expect([tooLate.statusCode, endedToken.statusCode]).toEqual([401, 401]);
    expect(log().slice(0, 2)).toEqual(['SIGN_IN_FAILED token ended', 'SIGN_IN_FAILED none begun']);
  });

  test('ends a session after half an hour without use, and after eight hours in any case', async () => {
    const session = cookieIn(await finish('finance'));
    const statuses: number[] = [];
    for (let passed = 25 * MINUTE; passed < 8 * HOUR; passed += 25 * MINUTE) {
      later = passed;
      statuses.push((await open('/account', session)).statusCode);
    }
    later = 8 * HOUR;
    const old = await open('/account', session);

    later = 0;
    const idle = cookieIn(await finish('finance'));
    later = 30 * MINUTE;

    expect([...new Set(statuses)]).toEqual([200]);
    expect(old.headers.location).toBe('/sign-in?to=%2Faccount');
    expect((await open('/account', idle)).headers.location).toBe('/sign-in?to=%2Faccount');
  });

  test('asks for a new proof where a fresh sign-in is needed, and believes only the provider about when it was', async () => {
    const session = cookieIn(await finish('finance'));
    const { address } = await begin('/account', session);
    const asked = new URL(address).searchParams;
    const back = await provider.signIn(address, 'finance');
    const answer = await open(`${back.pathname}${back.search}`, session);

    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0']);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account']);
    expect((await open('/account', session)).statusCode).toBe(303);
    expect((await open('/account', cookieIn(answer))).statusCode).toBe(200);
  });

  test('a provider of another name than was configured is not believed', async () => {
    const openId = {
      issuer: new URL(`http://localhost:${provider.issuer.port}`),
      clientId: 'ledger',
      clientSecret: 'any',
      tenant: TENANT,
    };
    const wrong = await startServer({ openId });

    const answer = await wrong.app.inject({ method: 'GET', url: '/sign-in/openid', headers: { host: HOST } });

    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('PROVIDER_UNAVAILABLE');
    await wrong.close();
  });
});
