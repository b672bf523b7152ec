import { LocalAccounts } from '../../src/access/local-accounts';
import { AccessLog } from '../../src/access/access-log';
import { readAccessSettings } from '../../src/access/access-settings';
import { OneTimeLinks } from '../../src/access/one-time-links';
import { csrfTokenOf } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { startServer, type Answer, type TestServer } from '../support/server';

const provider = {
  OIDC_ISSUER: 'https://login.microsoftonline.com/a-tenant/v2.0',
  OIDC_CLIENT_ID: 'ledger',
  OIDC_CLIENT_SECRET: 'invented',
  OIDC_TENANT: 'a-tenant',
};

describe('What the environment says of access', () => {
  test('is loopback and passwords where it says nothing', () => {
    expect(readAccessSettings({ PUBLIC_URL: '' })).toMatchObject({
      publicUrl: null,
      openId: null,
      breakGlass: null,
      mostRequests: 6_000,
      trustedProxies: [],
    });
  });

  test('is a proxy whose word is taken, where one is named', () => {
    const { trustedProxies } = readAccessSettings({ TRUSTED_PROXY: '192.0.2.1, 172.16.238.0/29, 2001:db8::/32' });

    expect(trustedProxies).toEqual(['192.0.2.1', '172.16.238.0/29', '2001:db8::/32']);
  });

  test('is a provider where all four of its settings are there', () => {
    const { openId, breakGlass } = readAccessSettings({ ...provider, BREAK_GLASS_OFFICER: 'off-901' });

    expect([openId?.issuer.href, openId?.tenant, breakGlass]).toEqual([provider.OIDC_ISSUER, 'a-tenant', 'off-901']);
  });

  test.each([
    [
      { PUBLIC_URL: 'http://ledger.example.gov.uk' },
      'PUBLIC_URL is "http://ledger.example.gov.uk"; it must be an https address without a path.',
    ],
    [{ PUBLIC_URL: 'https://ledger.example.gov.uk/ledger' }, 'without a path'],
    [{ TRUSTED_PROXY: 'the proxy' }, 'TRUSTED_PROXY names "the proxy"'],
    [{ TRUSTED_PROXY: '10.0.0.0/33' }, 'TRUSTED_PROXY names "10.0.0.0/33"'],
    [{ TRUSTED_PROXY: '0.0.0.0/0' }, 'TRUSTED_PROXY names "0.0.0.0/0"'],
    [{ TRUSTED_PROXY: '192.0.2.1, ::/0' }, 'TRUSTED_PROXY names "::/0"'],
    [{ TRUSTED_PROXY: 'uniquelocal' }, 'it takes the addresses of proxies, or the networks only they are on'],
    [{ RATE_LIMIT: '0' }, 'RATE_LIMIT is "0"; it must be a number of requests a minute.'],
    [{ ...provider, OIDC_TENANT: '' }, 'To sign in at an identity provider, set OIDC_TENANT as well.'],
    [
      { ...provider, OIDC_ISSUER: 'http://login.example' },
      'OIDC_ISSUER is "http://login.example"; it must be an https address.',
    ],
    [{ ...provider, BREAK_GLASS_OFFICER: 'the boss' }, 'BREAK_GLASS_OFFICER is "the boss".'],
  ])('%j does not start', (environment, sentence) => {
    expect(() => readAccessSettings(environment)).toThrow(sentence);
  });
});

describe('Past the identity provider', () => {
  let server: TestServer;
  const [officer, other] = ['off-201', 'off-202'] as [OfficerId, OfficerId];
  let said = '';

  beforeAll(async () => {
    const { openId } = readAccessSettings(provider);
    server = await startServer({ openId, breakGlass: officer });
    for (const one of [officer, other]) await server.app.get(LocalAccounts).setPassword(one, 'three random words');
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  const send = async (url: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
    const cookie = 'c'.repeat(43);
    return server.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams({ csrf: csrfTokenOf(cookie), ...fields }).toString(),
      headers: { cookie: `ledger=${cookie}`, 'content-type': 'application/x-www-form-urlencoded' },
    });
  };
  const link = (one: OfficerId): string => server.app.get(OneTimeLinks).make(one).split('code=')[1]!;

  test('one officer comes with a password or a link, and that is said aloud', async () => {
    const byPassword = await send('/sign-in', { officer, password: 'three random words' });
    const byLink = await send('/sign-in/link', { code: link(officer) });

    expect([byPassword.statusCode, byLink.statusCode]).toEqual([303, 303]);
    expect(said).toBe(
      'BREAK GLASS: off-201 signed in by password, past the identity provider.\nBREAK GLASS: off-201 signed in by link, past the identity provider.\n',
    );
    const logged = server.app
      .get(AccessLog)
      .latest(10)
      .filter(({ what }) => what === 'BREAK_GLASS');
    expect(logged.map(({ officer: who, detail }) => [who, detail])).toEqual([
      ['off-201', 'link'],
      ['off-201', 'password'],
    ]);
  });

  test('nobody else does', async () => {
    const byPassword = await send('/sign-in', { officer: other, password: 'three random words' });
    const byLink = await send('/sign-in/link', { code: link(other) });

    expect([byPassword.statusCode, byLink.statusCode]).toEqual([401, 401]);
  });
});
