import { AccessTokens } from '../../src/access/access-tokens';
import { onLoopback } from '../../src/access/access-settings';
import { LocalAccounts } from '../../src/access/local-accounts';
import { OneTimeLinks } from '../../src/access/one-time-links';
import { csrfTokenOf, Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { createServer, type Server } from '../../src/main';

const FINANCE = 'off-201' as OfficerId;
const PASSWORD = 'seven invented words make a password';

type Sent = readonly [url: string, fields: Readonly<Record<string, string>>];

describe('A form that leads to another page', () => {
  let server: Server;
  const logged: string[] = [];

  beforeAll(async () => {
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
    server = await createServer(':memory:', onLoopback, undefined, 'warn');
    await server.app.get(LocalAccounts).setPassword(FINANCE, PASSWORD);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.app.close();
  });

  const codeOfLink = (): string =>
    new URL(server.app.get(OneTimeLinks).make(FINANCE), 'http://ours').searchParams.get('code') ?? '';
  const newToken = (): string => {
    const tokens = server.app.get(AccessTokens);
    tokens.issue(FINANCE, { label: 'Ended by a form (invented)' });
    return tokens.all().at(-1)?.id ?? '';
  };
  const baseline = {
    kind: 'BaselineSet',
    line: 'IT-PROCUREMENT',
    year: '2008/09',
    amount: '5000000.00',
    dataSource: 'A made-up example',
    do: 'record',
  };

  test.each<[string, () => Sent, string]>([
    ['a password', () => ['/sign-in', { officer: FINANCE, password: PASSWORD, to: '/lines' }], '/lines'],
    ['a link', () => ['/sign-in/link', { code: codeOfLink() }], '/'],
    ['an entry', () => ['/record', baseline], '/entries/180?recorded=yes'],
    ['the end of a token', () => [`/tokens/${newToken()}/end`, {}], '/tokens'],
    ['a sign-out', () => ['/sign-out', {}], '/sign-in'],
  ])('%s is answered once, with nothing to log', async (_what, form, to) => {
    const session = server.app.get(Sessions).begin(FINANCE);
    const [url, fields] = form();
    logged.length = 0;
    const answer = await server.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams({ csrf: csrfTokenOf(session), ...fields }).toString(),
      headers: { cookie: `ledger=${session}`, 'content-type': 'application/x-www-form-urlencoded' },
    });

    expect([answer.statusCode, answer.headers.location, answer.body, logged]).toEqual([303, to, '', []]);
  });
});
