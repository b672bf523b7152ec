import { execFileSync } from 'node:child_process';

import { Command } from 'commander';

import { AccessTokens } from '../../src/access/access-tokens';
import { actions, kinds, routes, verbs, type Rule } from '../../src/access/matrix';
import { OfficerRegister } from '../../src/access/officer-register';
import { csrfTokenOf, Sessions } from '../../src/access/sessions';
import { checkRow } from '../../src/cli/row-of-verb';
import { recordableKinds, requests } from '../../src/commands/requests/requests';
import type { Circumstances } from '../../src/domain/commands';
import { decide } from '../../src/domain/decider';
import { roles, type Role } from '../../src/domain/entries';
import type { OfficerId } from '../../src/domain/identifiers';
import { isRefusal } from '../../src/domain/refusals';
import { LedgerState } from '../../src/domain/state';
import { createServer } from '../../src/main';
import { startServer, type Answer, type TestServer } from '../support/server';

/** Short names for the roles, in the order of the columns below. */
const people = {
  FO: 'finance officer',
  AU: 'auditor',
  CF: 'chief finance officer',
  DE: 'deputy chief finance officer',
  AD: 'administrator',
} as const satisfies Readonly<Record<string, Role>>;
type Person = keyof typeof people;
const everyone = Object.keys(people) as readonly Person[];
const idOf = (person: Person): OfficerId => `off-${person.toLowerCase()}` as OfficerId;

/** The matrix as it was agreed, written down a second time. */
const agreed: Readonly<Record<keyof typeof actions, string>> = {
  'come to the door': 'anyone',
  'work on the data directory': 'anyone',
  'be signed in': 'FO AU CF DE AD',
  'keep an own account': 'FO AU CF DE AD',
  'change the password': 'FO AU CF DE AD',
  'make a token': 'FO AU CF DE AD',
  'end a token': 'FO AU CF DE AD',
  'see the settings': 'FO AU CF DE AD',
  'see the figures': 'FO AU CF DE',
  'see the journal': 'FO AU CF DE',
  'take an export': 'FO AU CF DE',
  'send an entry': 'FO AU CF DE',
  'record an entry': 'FO',
  'close a period': 'FO',
  'set the target or the rules': 'FO',
  're-open a period': 'FO',
  'verify an entry': 'FO CF DE',
  'reject an entry': 'FO',
  'certify a position': 'CF DE',
  'ask as auditor': 'AU',
  'see the access log': 'AU AD',
  'see the register': 'CF AD',
  'keep the register': 'AD',
  'confirm a change': 'CF AD',
  'change the signing key': 'FO AD',
  'confirm an erasure': 'CF',
};
const isAgreed = (action: keyof typeof actions, person: Person | null): boolean =>
  agreed[action] === 'anyone' || (person !== null && agreed[action].split(' ').includes(person));

const circumstances = { recordedAt: '2026-11-22T09:00:00.000Z', about: null } as unknown as Circumstances;

/** The code an answer gives, as JSON or on a page; `SIGN_IN` where the browser is sent to sign in. */
function codeOf(answer: Answer): string {
  if (answer.headers.location?.startsWith('/sign-in?to=')) return 'SIGN_IN';
  return /"code":"(\w+)"|Code: <span class="ledger-code">(\w+)/.exec(answer.body)?.slice(1).find(Boolean) ?? '';
}
const turnedAway = [
  'SIGN_IN',
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'SCOPE_MISSING',
  'ROUTE_NOT_GUARDED',
  'CSRF',
  'STEP_UP',
];

describe('Who may do what', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
    server.app
      .get(OfficerRegister)
      .add(
        everyone.map((person) => ({ id: idOf(person), name: `${people[person]} (invented)`, role: people[person] })),
      );
  });
  afterAll(() => server.close());

  /** Asks a route as somebody who is signed in, or as nobody; a form carries its token, so that only the role can matter. */
  function visit(route: string, person: Person | null): Promise<Answer> {
    const [method, pattern] = route.split(' ') as ['GET' | 'POST' | 'DELETE', string];
    const cookie = person === null ? null : server.app.get(Sessions).begin(idOf(person));
    const url = pattern.replace(':id', 'IT-PROCUREMENT').replace(':seq', '3').replace(':figure', 'plan');
    const headers = cookie === null ? {} : { cookie: `ledger=${cookie}`, 'x-csrf-token': csrfTokenOf(cookie) };
    // Changes are told for as long as somebody listens; asked with a parameter it does not take, the answer ends.
    const address = url.endsWith('/changes') ? `${url}?colour=green` : url;
    return server.app.inject({ method, url: address, headers });
  }

  /** Every route as it was made; HEAD goes with GET. */
  const made = (): readonly string[] =>
    server.routes
      .all()
      .flatMap(({ url, methods }) => methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${url}`));

  test('every route has a row, and every row of the API a route', () => {
    const ofApi = (list: readonly string[]): readonly string[] => list.filter((one) => one.includes(' /api/')).sort();

    expect(made().filter((route) => routes[route] === undefined)).toEqual([]);
    expect(ofApi(Object.keys(routes))).toEqual(ofApi(made()));
  });

  test('a route without a row is refused, also to whoever may do everything else', async () => {
    const { app } = await createServer(':memory:');
    app
      .getHttpAdapter()
      .getInstance()
      .get('/api/v1/forgotten', (_request, reply) => reply.send('figures'));
    await app.getHttpAdapter().getInstance().ready();
    const authorization = `Bearer ${app.get(AccessTokens).issue('off-201' as OfficerId)}`;

    const answer = await app.inject({ url: '/api/v1/forgotten', headers: { authorization } });

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'ROUTE_NOT_GUARDED']);
    await app.close();
  });

  test('the table is the one that was agreed', () => {
    const table = Object.entries<Rule>(actions).map(([action, { who }]) => [
      action,
      who === 'anyone' ? who : everyone.filter((person) => who.includes(people[person])).join(' '),
    ]);

    expect(Object.fromEntries(table)).toEqual(agreed);
    expect(Object.values(people).sort()).toEqual([...roles].sort());
  });

  /** What became of a visit, in one word: the code it was turned away with, or that it was let in. */
  function outcomeOf(answer: Answer): string {
    const code = codeOf(answer);
    if (answer.statusCode >= 500) return `fault ${String(answer.statusCode)}`;
    return turnedAway.includes(code) ? `${String(answer.statusCode)} ${code}` : 'let in';
  }

  /** What must become of it, by the table that was agreed. */
  function expected(route: string, person: Person | null): string {
    const action = routes[route]!;
    const isForm = !route.startsWith('GET ');
    // A form of nobody has no cookie that its token could go with.
    if (isAgreed(action, person)) return person === null && isForm ? '403 CSRF' : 'let in';
    if (person !== null) return '403 ROLE_NOT_ALLOWED';
    return isForm || route.includes(' /api/') ? '401 UNAUTHENTICATED' : '303 SIGN_IN';
  }

  test.each<[string, Person | null]>([
    ['nobody', null],
    ...everyone.map((person) => [people[person], person] as [string, Person]),
  ])('%s is let in where the table says so, and nowhere else', async (_who, person) => {
    const found: [string, string][] = [];
    for (const route of made()) found.push([route, outcomeOf(await visit(route, person))]);

    expect(found.length).toBeGreaterThan(35);
    expect(found).toEqual(made().map((route) => [route, expected(route, person)]));
  });

  test.each(everyone)('%s sends every kind of entry, and is turned away where the table says so', async (person) => {
    const token = server.app.get(AccessTokens).issue(idOf(person));
    const send = async (kind: string): Promise<boolean> => {
      const answer: Answer = await server.app.inject({
        method: 'POST',
        url: '/api/v1/entries',
        payload: { kind },
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': `${person}-${kind}` },
      });
      return codeOf(answer) !== 'ROLE_NOT_ALLOWED';
    };

    const may = await Promise.all(recordableKinds.map(async (kind) => [kind, await send(kind)] as const));

    expect(Object.keys(kinds).sort()).toEqual([...recordableKinds].sort());
    expect(may).toEqual(recordableKinds.map((kind) => [kind, isAgreed(kinds[kind], person)]));
  });

  test.each(everyone)('behind the doors the rules of the ledger say the same of %s', (person) => {
    const by = { officer: idOf(person), role: people[person] };
    const may = recordableKinds.map((kind) => {
      // Only who asks matters here, so whatever else the request would hold is empty.
      const request = new Proxy(new requests[kind](), {
        get: (of, name) => (name in of ? Reflect.get(of, name) : []) as unknown,
      });
      const decision = decide(request.toCommand(by), LedgerState.empty(), circumstances);
      return [kind, !(isRefusal(decision) && decision.code === 'ROLE_NOT_ALLOWED')] as const;
    });

    expect(may).toEqual(recordableKinds.map((kind) => [kind, isAgreed(kinds[kind], person)]));
  });

  test('every verb of the terminal has a row, and every row a verb', () => {
    const helpOf = (...words: readonly string[]): string =>
      execFileSync(process.execPath, ['dist/src/cli/main.js', ...words, '--help'], { encoding: 'utf8' });
    const namesIn = (help: string): readonly string[] =>
      [...(/\nCommands:\n([\s\S]*?)(\n\n|$)/.exec(help)?.[1] ?? '').matchAll(/^ {2}([a-z][\w-]*)/gm)]
        .map(([, name]) => name!)
        .filter((name) => name !== 'help');
    const found = namesIn(helpOf()).flatMap((verb) => {
      const help = helpOf(verb);
      const parts = verb === 'record' ? [] : namesIn(help).map((part) => `${verb} ${part}`);
      const doesSomethingItself = parts.length === 0 || !/^Usage: .*\[command\]$/m.test(help);
      return doesSomethingItself ? [verb, ...parts] : parts;
    });

    expect(found.sort()).toEqual(Object.keys(verbs).sort());
  });

  test('a verb without a row is refused', () => {
    const savings = new Command('savings');
    const forgotten = savings.command('forgotten').command('verb');

    expect(() => {
      checkRow(forgotten);
    }).toThrow('Nobody has said who may use forgotten verb, so nobody may.');
  });
});
