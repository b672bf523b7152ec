import { readFileSync } from 'node:fs';

import { AccessTokens } from '../../src/access/access-tokens';
import { OfficerRegister, type Officer } from '../../src/access/officer-register';
import type { Outcome, Proposal } from '../../src/access/register-changes';
import { csrfTokenOf, Sessions } from '../../src/access/sessions';
import type { OfficerId } from '../../src/domain/identifiers';
import { startServer, type Answer, type TestServer } from '../support/server';

const { paths } = JSON.parse(readFileSync('src/api/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
};

const changes = '/api/v1/officers/changes';
const confirmation = '/api/v1/officers/changes/{number}/confirmation';
const one = 'off-901' as OfficerId;
const two = 'off-902' as OfficerId;
const chief = 'off-204' as OfficerId;
const printers = { what: 'add', officer: 'off-950', name: 'Print room manager (invented)', role: 'auditor' };

interface Told {
  readonly officers: readonly Officer[];
  readonly waiting: readonly Proposal[];
}

describe('The register over REST', () => {
  let server: TestServer;
  const now = { time: Date.parse('2026-11-22T09:00:00Z') };

  beforeAll(async () => {
    server = await startServer({ clock: () => now.time });
    server.app.get(OfficerRegister).add([
      { id: one, name: 'Administrator one (invented)', role: 'administrator' },
      { id: two, name: 'Administrator two (invented)', role: 'administrator' },
    ]);
  });
  afterAll(() => server.close());

  /** As somebody who has just signed in sends it from a browser; text is sent as it is. */
  const send = (url: string, body: object | string | null, by: OfficerId | null, type = 'application/json') => {
    const cookie = by === null ? null : server.app.get(Sessions).begin(by);
    return server.app.inject({
      method: 'POST',
      url,
      ...(body === null ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: {
        ...(body === null ? {} : { 'content-type': type }),
        ...(cookie === null ? {} : { cookie: `ledger=${cookie}`, 'x-csrf-token': csrfTokenOf(cookie) }),
      },
    }) as Promise<Answer>;
  };
  const propose = async (body: object, by: OfficerId = one): Promise<number> =>
    ((await send(changes, body, by)).json() as unknown as Outcome).waitsAs!;
  const confirm = (number: number, by: OfficerId | null): Promise<Answer> =>
    send(`${changes}/${String(number)}/confirmation`, null, by);
  const listed = async (): Promise<Told> => {
    const token = server.app.get(AccessTokens).issue(one, { scopes: ['read'] });
    const headers = { authorization: `Bearer ${token}` };
    return (await server.app.inject({ method: 'GET', url: '/api/v1/officers', headers })).json<Told>();
  };

  test('one administrator proposes an officer, another one makes it, and a program reads both', async () => {
    const number = await propose(printers);
    const { waiting } = await listed();
    const made = await confirm(number, two);
    const after = await listed();

    expect(waiting).toEqual([{ number, by: one, change: printers }]);
    expect([made.statusCode, made.json()]).toEqual([201, { waitsAs: null, link: null }]);
    expect(after.officers.at(-1)).toEqual({ id: 'off-950', name: 'Print room manager (invented)', role: 'auditor' });
    expect(after.waiting).toEqual([]);
  });

  test('a link signs the officer in once; a role is changed and taken', async () => {
    const link = (await confirm(await propose({ what: 'link', officer: 'off-950' }), two)).json() as unknown as Outcome;
    await confirm(await propose({ what: 'role', officer: 'off-950', role: 'finance officer' }), two);
    const inBetween = (await listed()).officers.at(-1)?.role;
    await confirm(await propose({ what: 'disable', officer: 'off-950' }), two);

    expect(link.link).toMatch(/^\/sign-in\/link\?code=/);
    expect([inBetween, (await listed()).officers.at(-1)?.role]).toEqual(['finance officer', null]);
  });

  test('a name is erased only by the chief finance officer', async () => {
    const number = await propose({ what: 'erase', officer: 'off-950', ground: 'request' });
    const byAdministrator = await confirm(number, two);
    const byChief = await confirm(number, chief);

    expect([byAdministrator.statusCode, byAdministrator.json().code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect(byChief.statusCode).toBe(201);
    expect((await listed()).officers.at(-1)?.name).toBe('off-950');
  });

  test('a token changes nothing, whoever made it, and neither does who signed in six minutes ago', async () => {
    const token = server.app.get(AccessTokens).issue(one);
    const headers = { authorization: `Bearer ${token}` };
    const byToken: Answer = await server.app.inject({ method: 'POST', url: changes, payload: printers, headers });
    const cookie = server.app.get(Sessions).begin(one);
    now.time += 6 * 60_000;
    const late: Answer = await server.app.inject({
      method: 'POST',
      url: changes,
      payload: printers,
      headers: { cookie: `ledger=${cookie}`, 'x-csrf-token': csrfTokenOf(cookie) },
    });

    expect([byToken.statusCode, byToken.json().code]).toEqual([403, 'SCOPE_MISSING']);
    expect([late.statusCode, late.json().code]).toEqual([401, 'STEP_UP']);
    expect((await listed()).waiting).toEqual([]);
  });

  test('an administrator of an hour ago, who was something else before, confirms nothing yet', async () => {
    await confirm(await propose({ what: 'role', officer: 'off-202', role: 'administrator' }), two);
    now.time += 3_600_000;
    const number = await propose({ ...printers, officer: 'off-952' });
    const tooSoon = await confirm(number, 'off-202' as OfficerId);
    now.time += 24 * 3_600_000;
    const nextDay = await confirm(number, 'off-202' as OfficerId);

    expect([tooSoon.statusCode, tooSoon.json().code]).toEqual([403, 'ROLE_TOO_NEW']);
    expect(nextDay.statusCode).toBe(201);
  });

  const erasure = { what: 'erase', officer: 'off-301', ground: 'request' };
  const errors: readonly (readonly [string, string, () => Promise<Answer>])[] = [
    [`${changes} 400`, 'BODY_FORMAT', () => send(changes, '{', one)],
    [`${changes} 401`, 'UNAUTHENTICATED', () => send(changes, printers, null)],
    [`${changes} 403`, 'ROLE_NOT_ALLOWED', () => send(changes, printers, chief)],
    [`${changes} 404`, 'OFFICER_NOT_FOUND', () => send(changes, { what: 'disable', officer: 'off-999' }, one)],
    [`${changes} 409`, 'OFFICER_EXISTS', () => send(changes, { ...printers, officer: 'off-201' }, one)],
    [`${changes} 413`, 'BODY_TOO_LARGE', () => send(changes, { ...printers, name: 'x'.repeat(70_000) }, one)],
    [`${changes} 415`, 'CONTENT_TYPE', () => send(changes, 'add', one, 'text/plain')],
    [`${changes} 422`, 'FIELD_REQUIRED', () => send(changes, { officer: 'off-950' }, one)],
    [`${changes} 422`, 'CHOICE_UNKNOWN', () => send(changes, { ...printers, role: 'king' }, one)],
    [`${changes} 422`, 'UNKNOWN_FIELD', () => send(changes, { ...erasure, role: 'auditor' }, one)],
    [`${changes} 422`, 'OFFICER_FORMAT', () => send(changes, { ...printers, officer: 'Andrew' }, one)],
    [`${changes} 422`, 'TEXT_REQUIRED', () => send(changes, { ...printers, name: ' ' }, one)],
    [
      `${changes} 422`,
      'NOTHING_CHANGES',
      () => send(changes, { what: 'role', officer: chief, role: 'chief finance officer' }, one),
    ],
    [`${confirmation} 401`, 'UNAUTHENTICATED', () => confirm(1, null)],
    [
      `${confirmation} 403`,
      'SELF_APPROVAL',
      async () => confirm(await propose({ ...printers, officer: 'off-951' }), one),
    ],
    [`${confirmation} 404`, 'NOT_FOUND', () => confirm(999, two)],
    [`${confirmation} 422`, 'PARAM_RANGE', () => send(`${changes}/first/confirmation`, null, two)],
  ];

  test('every error that is documented is tried here, but for too many requests', () => {
    const documented = [changes, confirmation].flatMap((path) =>
      Object.keys(paths[path]?.['post']?.responses ?? {})
        .filter((status) => Number(status) >= 400 && status !== '429')
        .map((status) => `${path} ${status}`),
    );

    expect([...new Set(errors.map(([name]) => name))].sort()).toEqual(documented.sort());
  });

  test.each(errors)('POST %s: %s', async (name, code, ask) => {
    const before = (await listed()).officers;
    const answer = await ask();

    expect([answer.statusCode, answer.json().code]).toEqual([Number(name.slice(-3)), code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect((await listed()).officers).toEqual(before);
  });
});
