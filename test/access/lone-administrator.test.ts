import { AccessLog } from '../../src/access/access-log';
import { OfficerRegister, type Officer } from '../../src/access/officer-register';
import { RegisterChanges, type Change, type Outcome, type Proposal } from '../../src/access/register-changes';
import { csrfTokenOf, Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { startServer, type Answer, type TestServer } from '../support/server';

const lone = 'off-901' as OfficerId;
const second = 'off-902' as OfficerId;
const chief = 'off-204' as OfficerId;
const adding = (officer: OfficerId): Change => ({
  what: 'add',
  officer,
  name: 'Administrator two (invented)',
  role: 'administrator',
});

/** What one administrator could make herself anyone with. */
const eachKind: readonly (readonly [Change['what'], Change])[] = [
  ['add', adding(second)],
  ['role', { what: 'role', officer: 'off-202' as OfficerId, role: 'chief finance officer' }],
  ['disable', { what: 'disable', officer: 'off-201' as OfficerId }],
  ['link', { what: 'link', officer: chief }],
  ['erase', { what: 'erase', officer: chief, ground: 'request' }],
];

interface Told {
  readonly officers: readonly Officer[];
  readonly waiting: readonly Proposal[];
}

describe('A lone administrator', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await startServer();
    server.app
      .get(OfficerRegister)
      .add([{ id: lone, name: 'Administrator one (invented)', role: 'administrator' as const }]);
  });
  afterEach(() => server.close());

  const headersOf = (by: OfficerId): Record<string, string> => {
    const cookie = server.app.get(Sessions).begin(by);
    return { cookie: `ledger=${cookie}`, 'x-csrf-token': csrfTokenOf(cookie) };
  };
  const post = (path: string, by: OfficerId, payload?: Change): Promise<Answer> =>
    server.app.inject({
      method: 'POST',
      url: `/api/v1/officers/changes${path}`,
      ...(payload === undefined ? {} : { payload }),
      headers: headersOf(by),
    });
  const listed = async (): Promise<Told> =>
    (await server.app.inject({ method: 'GET', url: '/api/v1/officers', headers: headersOf(lone) })).json<Told>();

  test.each(eachKind)('asks for it over REST, and it waits for a second person: %s', async (what, change) => {
    const { officers } = await listed();
    const asked = await post('', lone, change);
    const alone = await post('/1/confirmation', lone);
    const after = await listed();

    expect([asked.statusCode, asked.json()]).toEqual([201, { waitsAs: 1, link: null }]);
    expect([alone.statusCode, alone.json().code]).toEqual([
      403,
      what === 'erase' ? 'ROLE_NOT_ALLOWED' : 'SELF_APPROVAL',
    ]);
    expect(after).toEqual({ officers, waiting: [{ number: 1, by: lone, change }] });
    expect(server.app.get(AccessLog).latest(1)).toMatchObject([{ what: 'CHANGE_PROPOSED', officer: lone }]);
  });

  test.each(eachKind)('asks for it at the terminal by her name, and it waits as well: %s', (_, change) => {
    const officer = server.app.get(OfficerRegister).signIn(lone);

    expect('id' in officer && server.app.get(RegisterChanges).propose(change, officer)).toEqual({
      waitsAs: 1,
      link: null,
    });
  });

  test('is given a second one by whoever works on the data directory, who then confirms what waited', async () => {
    const waits = await post('', lone, { what: 'link', officer: chief });
    const added = server.app.get(RegisterChanges).propose(adding(second), null);
    const another = server.app.get(RegisterChanges).propose(adding('off-903' as OfficerId), null);
    const made = await post('/1/confirmation', second);

    expect(waits.json()).toEqual({ waitsAs: 1, link: null });
    expect(added).toEqual({ waitsAs: null, link: null });
    expect(another).toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
    expect((made.json() as unknown as Outcome).link).toMatch(/^\/sign-in\/link\?code=/);
  });
});
