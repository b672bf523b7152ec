import { readFileSync } from 'node:fs';

import type { InjectOptions } from 'fastify';

import { AccessTokens } from '../../src/access/access-tokens';
import type { OfficerId } from '../../src/domain/identifiers';
import { LedgerWriter } from '../../src/commands/ledger-writer';
import { StoreUnavailable } from '../../src/event-store/event-store';
import { refuse } from '../../src/domain/refusals';
import { LedgerView } from '../../src/queries/ledger-view';
import { startServer, type TestServer } from '../support/server';

interface Operation {
  readonly responses: object;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const committed = JSON.parse(readFileSync('src/api/openapi.json', 'utf8')) as Described;
const inAddress: Readonly<Record<string, string>> = {
  figure: 'plan',
  seq: '12',
  id: 'IT-PROCUREMENT',
  name: 'lines.csv',
  batch: 'IMPORT-0123456789AB-1',
  number: '1',
};
const needed: Readonly<Record<string, string>> = {
  '/api/v1/scenario': '?tag=quick-win&deliver=80',
  '/api/v1/sample/{figure}': '?n=5',
};
const addressOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => inAddress[name] ?? name) + (needed[path] ?? '');

const cases = Object.entries(committed.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { responses }]) =>
    Object.keys(responses)
      .filter((status) => Number(status) >= 400)
      .map((status) => [method.toUpperCase(), path, Number(status)] as const),
  ),
);

/** Whoever may ask what finance officers may not. */
const readerOf = (path: string): 'auditor' | 'chief' | 'finance' =>
  path.endsWith('/access-log') ? 'auditor' : path.endsWith('/officers') ? 'chief' : 'finance';

const isOfFiles = (path: string): boolean => /evidence|receipt|import|export/.test(path);

type Sent = Partial<InjectOptions> & { readonly as?: 'finance' | 'auditor' | 'chief' | null };

describe('Each documented error is really given', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => server.close());

  const onLine = (path: string): object => (path.includes('{id}') ? {} : { line: 'IT-PROCUREMENT' });

  /** What each error of a question takes. */
  const asking = (path: string, status: number): Sent => {
    const [parameter] = (committed.paths[path]?.['get']?.parameters ?? []).filter(({ in: where }) => where === 'query');
    const name = parameter?.name ?? 'none';
    if (status === 401) return { as: null };
    if (status === 400) return { url: `${addressOf(path).split('?')[0]!}?${name}=1&${name}=2` };
    if (status === 406) return { headers: { accept: 'image/png' } };
    if (status === 422) return { url: `${addressOf(path).split('?')[0]!}?colour=green` };
    const projection = jest.spyOn(server.app.get(LedgerView), 'projection');
    // Every server opens a ledger, so one that has none is made up.
    if (status === 404) projection.mockResolvedValue(refuse('LEDGER_NOT_OPENED', 'There is none.'));
    else projection.mockRejectedValue(status === 503 ? new StoreUnavailable('busy', false) : new Error('a mistake'));
    return {};
  };

  /** What each error of recording takes. */
  const recording = (path: string, status: number): Sent => {
    const baseline = {
      kind: 'BaselineSet',
      year: '2008/09',
      amount: '5000000.00',
      dataSource: 'Made up',
      ...onLine(path),
    };
    const url = addressOf(path);
    const planned = { kind: 'SavingPlanned', class: 'cashable', levels: [{ year: '2009/10', level: '1.00' }] };
    if (status === 400) return { payload: '{' };
    if (status === 401) return { payload: baseline, as: null };
    if (status === 403) return { payload: baseline };
    if (status === 404) return { payload: { ...baseline, batch: 'NO-SUCH-BATCH' } };
    if (status === 409) return { payload: { ...planned, ...onLine(path) } };
    if (status === 412)
      return {
        url,
        payload: path.includes('{id}') ? baseline : { ...baseline, lineVersion: '1' },
        headers: { 'if-match': '"1"' },
      };
    if (status === 413) return { payload: { ...baseline, reason: 'x'.repeat(70_000) } };
    if (status === 415) return { payload: 'text', headers: { 'content-type': 'text/plain' } };
    if (status === 422) return { payload: { ...baseline, amount: '1e3' } };
    const fault = status === 500 ? new Error('a mistake') : new StoreUnavailable('no room', status === 507);
    jest.spyOn(server.app.get(LedgerWriter), 'record').mockRejectedValue(fault);
    return { payload: baseline };
  };

  const sentTo = (method: string, path: string, status: number): Sent => {
    if (path.includes('/tokens/')) return status === 401 ? { as: null } : {};
    return method === 'GET' ? asking(path, status) : recording(path, status);
  };

  // What evidence, receipts, imports and exports take is told in documented-file-errors.test.ts; what is wrong with a token
  // or a change of the register, which are made by people only, in test/access/tokens.test.ts and officers.test.ts.
  const isForPeople = (method: string, path: string): boolean =>
    method === 'POST' && /\/(tokens|officers)(\/|$)/.test(path);
  const tried = cases.filter(([method, path]) => !isOfFiles(path) && !isForPeople(method, path));

  test.each(tried.filter(([, , status]) => status !== 429 && status !== 403))(
    '%s %s: %i',
    async (method, path, status) => {
      const size = await server.size();
      const { as = readerOf(path), headers = {}, ...sent } = sentTo(method, path, status);
      const authorization = as === null ? {} : { authorization: `Bearer ${server.token(as)}` };
      const answer = await server.app.inject({
        method: method as 'GET' | 'POST' | 'DELETE',
        url: addressOf(path),
        ...sent,
        headers: {
          ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': 'documented' } : {}),
          ...authorization,
          ...headers,
        },
      });
      jest.restoreAllMocks();

      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(Object.keys(answer.json<object>()).sort()).toEqual([
        'code',
        'context',
        'detail',
        'errors',
        'instance',
        'requestId',
        'status',
        'title',
        'type',
      ]);
      expect(await server.size()).toBe(size);
    },
  );

  test.each(tried.filter(([method, , status]) => status === 403 && method === 'POST'))(
    '%s %s: %i, by an auditor',
    async (_method, path) => {
      const { payload } = recording(path, 403);
      const answer = await server.post(payload, { url: addressOf(path), as: 'auditor' });

      expect([answer.statusCode, answer.json().code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
    },
  );

  test.each(tried.filter(([method, , status]) => status === 403 && method === 'GET'))(
    '%s %s: %i, with a token that was not made for reading',
    async (_method, path) => {
      const token = server.app.get(AccessTokens).issue('off-201' as OfficerId, { scopes: ['record'] });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await server.app.inject({ method: 'GET', url: addressOf(path), headers });

      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'SCOPE_MISSING']);
    },
  );

  test('429 everywhere, once there were too many requests', async () => {
    const strict = await startServer({ mostRequests: 1 });
    await strict.get('/api/v1/position');
    const limited = cases.filter(([, , status]) => status === 429);
    const answers = await Promise.all(
      limited.map(([method, path]) =>
        method === 'GET' ? strict.get(addressOf(path)) : strict.post({}, { url: addressOf(path) }),
      ),
    );
    await strict.close();

    expect(answers.map(({ statusCode }) => statusCode)).toEqual(limited.map(() => 429));
    expect(answers.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true);
  });

  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(60);
  });
});
