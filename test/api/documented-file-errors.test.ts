import { readFileSync } from 'node:fs';

import { AccessTokens } from '../../src/access/access-tokens';
import { LedgerWriter } from '../../src/commands/ledger-writer';
import type { OfficerId } from '../../src/domain/identifiers';
import { refuse } from '../../src/domain/refusals';
import { CHECKPOINT_STORE, type CheckpointStore } from '../../src/event-store/checkpoint-store';
import { EVENT_STORE, StoreUnavailable, type EventStore } from '../../src/event-store/event-store';
import { RememberedMappings } from '../../src/exchange/import/remembered-mappings';
import { LedgerView } from '../../src/queries/ledger-view';
import { startServer, type Answer, type PostOptions, type TestServer } from '../support/server';
import { smallMapping as mapping } from '../support/small-tracker';
import { workbook } from '../support/workbooks';

const { paths } = JSON.parse(readFileSync('src/api/openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
};

/** Each error that is documented of these routes, as `GET /api/v1/evidence 404`. */
const documented = Object.entries(paths)
  .filter(([path]) => /evidence|receipt|import|export/.test(path))
  .flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.keys(responses)
        .filter((status) => Number(status) >= 400)
        .map((status) => `${method.toUpperCase()} ${path} ${status}`),
    ),
  );

const BOUNDARY = 'a-boundary-of-the-test';
const multipart = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const tracker = (title: string): Buffer =>
  workbook([
    {
      name: 'Plan',
      rows: [
        ['Line', 'Saving'],
        [title, 200],
      ],
    },
  ]);
const field = (name: string, value: string): Buffer =>
  Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
const file = (bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="t.xlsx"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
const form = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
const said = field('mapping', JSON.stringify(mapping));

let server: TestServer;
let unreadable: string;
beforeAll(async () => {
  server = await startServer();
  unreadable = server.app.get(AccessTokens).issue('off-201' as OfficerId, { scopes: ['record'] });
});
afterAll(() => server.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const get = (url: string, more: { readonly token?: string; readonly headers?: object } = {}): Promise<Answer> =>
  server.app.inject({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${more.token ?? server.token('finance')}`, ...more.headers },
  });
const gone = new StoreUnavailable('busy', false);
const noRoom = new StoreUnavailable('no room', true);

const view = (): jest.SpyInstance => jest.spyOn(server.app.get(LedgerView), 'projection');
const reading = (): jest.SpyInstance => jest.spyOn(server.app.get<EventStore>(EVENT_STORE), 'read');
const signed = (): jest.SpyInstance => jest.spyOn(server.app.get<CheckpointStore>(CHECKPOINT_STORE), 'last');
const write = (way: 'record' | 'recordTogether', fault: Error): void => {
  jest.spyOn(server.app.get(LedgerWriter), way).mockRejectedValue(fault);
};

const upload = (body: Buffer, options: PostOptions = {}): Promise<Answer> =>
  server.post(body, { url: '/api/v1/imports', headers: multipart, ...options });
const fresh = (): Buffer => form(said, file(tracker('Street lighting (invented)')));

const reverse = (body: unknown, { batch = 'IMPORT-0123456789AB-1', ...options } = {}): Promise<Answer> =>
  server.post(body, { url: `/api/v1/imports/${batch}/reversal`, ...options });

/** Takes an import back by the other way first. */
async function reversedAlready(): Promise<Answer> {
  const done = await upload(form(said, file(tracker('Printers (invented)'))));
  const { batch } = done.json() as unknown as { readonly batch: string };
  await server.post({ kind: 'BatchReversed', reversed: batch, reason: 'A trial (invented)' });
  return reverse({ reason: 'Again (invented)' }, { batch });
}

type Ask = () => Promise<Answer>;

/** What every question here has in common, apart from what it finds. */
const asked = (path: string, url: string): readonly (readonly [string, string | null, Ask])[] => [
  [`GET ${path} 401`, 'UNAUTHENTICATED', () => server.get(url, null)],
  [`GET ${path} 403`, 'SCOPE_MISSING', () => get(url, { token: unreadable })],
  [`GET ${path} 422`, 'UNKNOWN_FIELD', () => get(`${url}?colour=green`)],
];

/** How a question fares when the ledger cannot be read. */
const unread = (path: string, url: string): readonly (readonly [string, string, Ask])[] => [
  [`GET ${path} 400`, 'PARAM_REPEATED', () => get(`${url}?known_at=1&known_at=2`)],
  [`GET ${path} 500`, 'INTERNAL_ERROR', () => (view().mockRejectedValue(new Error('a mistake')), get(url))],
  [`GET ${path} 503`, 'STORE_UNAVAILABLE', () => (view().mockRejectedValue(gone), get(url))],
];

const none = refuse('LEDGER_NOT_OPENED', 'There is none.');
const [evidence, receipt] = ['/api/v1/evidence', '/api/v1/entries/{seq}/receipt'];
const [imports, reversal] = ['/api/v1/imports', '/api/v1/imports/{batch}/reversal'];
const [rows, ofSample] = ['/api/v1/imports/{batch}/rows', '/api/v1/imports/JULY-2009/rows'];
const [mappings, exports] = ['/api/v1/import-mappings', '/api/v1/exports/{name}'];
const at12 = '/api/v1/entries/12/receipt';

const questions: readonly (readonly [string, string | null, Ask])[] = [
  ...asked(evidence, evidence),
  [`GET ${evidence} 404`, 'LEDGER_NOT_OPENED', () => (signed().mockResolvedValue(null), get(evidence))],
  [`GET ${evidence} 500`, 'INTERNAL_ERROR', () => (signed().mockRejectedValue(new Error('a mistake')), get(evidence))],
  [`GET ${evidence} 503`, 'SEQ_NOT_REACHED', () => get(evidence, { headers: { 'ledger-at-least': '99999' } })],
  [`GET ${evidence} 406`, 'NOT_ACCEPTABLE', () => get(evidence, { headers: { accept: 'text/csv' } })],
  ...asked(receipt, at12),
  [`GET ${receipt} 406`, 'NOT_ACCEPTABLE', () => get(at12, { headers: { accept: 'image/png' } })],
  [`GET ${receipt} 404`, 'ENTRY_NOT_FOUND', () => get('/api/v1/entries/99999/receipt')],
  [`GET ${receipt} 500`, 'INTERNAL_ERROR', () => (reading().mockRejectedValue(new Error('a mistake')), get(at12))],
  [`GET ${receipt} 503`, 'STORE_UNAVAILABLE', () => (reading().mockRejectedValue(gone), get(at12))],
  ...asked(imports, imports),
  ...unread(imports, imports),
  [`GET ${imports} 406`, 'NOT_ACCEPTABLE', () => get(imports, { headers: { accept: 'text/csv' } })],
  [`GET ${imports} 404`, 'LEDGER_NOT_OPENED', () => (view().mockResolvedValue(none), get(imports))],
  ...asked(rows, ofSample),
  ...unread(rows, ofSample),
  [`GET ${rows} 404`, 'BATCH_NOT_FOUND', () => get('/api/v1/imports/NO-SUCH-IMPORT/rows')],
  [`GET ${rows} 406`, 'NOT_ACCEPTABLE', () => get(ofSample, { headers: { accept: 'image/png' } })],
  ...asked(mappings, mappings),
  [`GET ${mappings} 406`, 'NOT_ACCEPTABLE', () => get(mappings, { headers: { accept: 'text/csv' } })],
  [`GET ${mappings} 500`, 'INTERNAL_ERROR', () => (brokenMappings(), get(mappings))],
  ...asked(exports, '/api/v1/exports/lines.csv'),
  ...unread(exports, '/api/v1/exports/lines.csv'),
  [`GET ${exports} 404`, 'NOT_FOUND', () => get('/api/v1/exports/nothing.pdf')],
];

function brokenMappings(): void {
  jest.spyOn(server.app.get(RememberedMappings), 'all').mockImplementation(() => {
    throw new Error('a mistake');
  });
}

const big = { reason: 'x'.repeat(70_000) };
const text = { headers: { 'content-type': 'text/plain' } };
const why = { reason: 'A trial (invented)' };

const commands: readonly (readonly [string, string | null, Ask])[] = [
  [`POST ${imports} 400`, 'PARAM_REPEATED', () => upload(form(said, said, file(tracker('Any'))))],
  [`POST ${imports} 401`, 'UNAUTHENTICATED', () => upload(fresh(), { as: null })],
  [`POST ${imports} 403`, 'ROLE_NOT_ALLOWED', () => upload(fresh(), { as: 'auditor' })],
  [
    `POST ${imports} 413`,
    'BODY_TOO_LARGE',
    () => upload(form(said, ...Array.from({ length: 11 }, () => file(tracker('Any'))))),
  ],
  [`POST ${imports} 415`, 'CONTENT_TYPE', () => server.post({}, { url: imports })],
  [`POST ${imports} 422`, 'FILE_REJECTED', () => upload(form(said, file(Buffer.from('no workbook'))))],
  [`POST ${imports} 500`, 'INTERNAL_ERROR', () => (write('recordTogether', new Error('oh')), upload(fresh()))],
  [`POST ${imports} 503`, 'STORE_UNAVAILABLE', () => (write('recordTogether', gone), upload(fresh()))],
  [`POST ${imports} 507`, 'STORAGE_FULL', () => (write('recordTogether', noRoom), upload(fresh()))],
  [`POST ${reversal} 400`, 'BODY_FORMAT', () => reverse('{')],
  [`POST ${reversal} 401`, 'UNAUTHENTICATED', () => reverse(why, { as: null } as object)],
  [`POST ${reversal} 403`, 'ROLE_NOT_ALLOWED', () => reverse(why, { as: 'auditor' } as object)],
  [`POST ${reversal} 404`, 'BATCH_NOT_FOUND', () => reverse(why)],
  [`POST ${reversal} 409`, 'ALREADY_REVERSED', reversedAlready],
  [`POST ${reversal} 413`, 'BODY_TOO_LARGE', () => reverse(big)],
  [`POST ${reversal} 415`, 'CONTENT_TYPE', () => reverse('text', text as object)],
  [`POST ${reversal} 422`, 'UNKNOWN_FIELD', () => reverse({ ...why, colour: 'green' })],
  [`POST ${reversal} 500`, 'INTERNAL_ERROR', () => (write('record', new Error('oh')), reverse(why))],
  [`POST ${reversal} 503`, 'STORE_UNAVAILABLE', () => (write('record', gone), reverse(why))],
  [`POST ${reversal} 507`, 'STORAGE_FULL', () => (write('record', noRoom), reverse(why))],
];

describe('Each documented error of evidence, receipts, imports and exports is really given', () => {
  test('and none is left out; too many requests are tried with those of the other routes', () => {
    const tried = [...questions, ...commands].map(([name]) => name);

    expect([...tried].sort()).toEqual(documented.filter((name) => !name.endsWith(' 429')).sort());
  });

  test.each([...questions, ...commands])('%s: %s', async (name, code, ask) => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const answer = await ask();
    jest.restoreAllMocks();

    expect([answer.statusCode, answer.json().code]).toEqual([Number(name.slice(-3)), code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  test('and of all that was refused, nothing is recorded', async () => {
    const listed = (await server.get('/api/v1/imports')).json() as unknown as { readonly batches: readonly object[] };

    // That of the sample, and the one that was taken back twice.
    expect(listed.batches).toHaveLength(2);
  });
});
