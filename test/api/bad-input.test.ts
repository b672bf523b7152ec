// cspell:ignore PROCUR MENT
import { achieved, baseline, startServer, type TestServer } from '../support/server';

const text = JSON.stringify(achieved);
const gross = (amount: unknown): object => ({ ...achieved, gross: amount });
const withField = (name: string, value: unknown): object => ({ ...achieved, [name]: value });
const raw = (before: string, after: string): string => text.replace(before, after);

/** What was sent, what it was, and the status and code it must get. */
const cases: readonly (readonly [string, unknown, number, string])[] = [
  ...['1e3', '1E400', 'NaN', 'Infinity', '0x10', '0b11', '1_000', '+5', '.5', '5.', '-0.00', '00012.50'].map(
    (amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_FORMAT'] as const,
  ),
  ...['12', '12.5', '12.345'].map((amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_PENCE'] as const),
  ...['', '  '].map((amount) => [`the amount "${amount}"`, gross(amount), 422, 'AMOUNT_REQUIRED'] as const),
  ['no amount', gross(undefined), 422, 'AMOUNT_REQUIRED'],
  ['an amount that is a number', gross(200), 422, 'AMOUNT_NOT_STRING'],
  ['an amount that is a list', gross(['200.00']), 422, 'AMOUNT_NOT_STRING'],
  ['an amount in brackets', gross('(200)'), 422, 'AMOUNT_BRACKETS'],
  ...['1.234,50', '1,23.4', '1 234.50', '1,234.50'].map(
    (amount) => [`the amount ${amount}`, gross(amount), 422, 'AMOUNT_SEPARATORS'] as const,
  ),
  ...['\u22125.00', '\u0661.00', '\uff11.00', '1.50\u200b', '1\u00a0234.50'].map(
    (amount) => [`the amount ${JSON.stringify(amount)}`, gross(amount), 422, 'AMOUNT_CHARACTERS'] as const,
  ),
  ['an amount too large', gross('10000000000.00'), 422, 'AMOUNT_RANGE'],
  ['an amount out of proportion to the target', gross('200000000.00'), 422, 'AMOUNT_CONFIRM'],
  ['an amount of nought', gross('0.00'), 422, 'AMOUNT_ZERO'],
  ['a minus amount', gross('-5.00'), 422, 'AMOUNT_SIGN'],
  ['a year whose halves do not follow', withField('year', '2009/11'), 422, 'YEAR_FORMAT'],
  ['a date that is none', withField('effective', '31/02/2026'), 422, 'DATE_FORMAT'],
  ['a month that is none', withField('effective', '2026-13-01'), 422, 'DATE_FORMAT'],
  ['a class that is not one', withField('class', 'fancy'), 422, 'CLASS_UNKNOWN'],
  ['a line nobody registered', withField('line', 'NO-SUCH-LINE'), 404, 'LINE_NOT_FOUND'],
  ['a look-alike line code', withField('line', 'IT-PROCUR\u0415MENT'), 422, 'CODE_FORMAT'],
  ['an unknown field', withField('colour', 'green'), 422, 'UNKNOWN_FIELD'],
  ['a seq of its own', withField('seq', 1), 422, 'UNKNOWN_FIELD'],
  ['an actor of its own', withField('officer', 'off-204'), 422, 'UNKNOWN_FIELD'],
  ['a recorded time of its own', withField('recordedAt', '2009-07-13T09:00:00Z'), 422, 'UNKNOWN_FIELD'],
  ['an unknown kind', withField('kind', 'SavingImagined'), 422, 'KIND_UNKNOWN'],
  ['a kind that only init may record', { kind: 'LedgerOpened' }, 422, 'KIND_UNKNOWN'],
  ['a kind from the prototype', { kind: 'toString' }, 422, 'KIND_UNKNOWN'],
  ['a control character', withField('reason', 'because\u0007'), 422, 'TEXT_CHARACTERS'],
  ['a direction mark', withField('reason', 'because\u202e'), 422, 'TEXT_INVISIBLE'],
  ['a text too long', withField('reason', 'x'.repeat(2_001)), 422, 'TEXT_LENGTH'],
  ['a list for a text', withField('reason', ['a']), 422, 'TEXT_REQUIRED'],
  ['a batch nobody imported', withField('batch', 'NO-SUCH-BATCH'), 404, 'BATCH_NOT_FOUND'],
  ['no body', '', 400, 'BODY_FORMAT'],
  ['a body that is not JSON', '{"kind":', 400, 'BODY_FORMAT'],
  ['a body that is a list', [achieved], 400, 'BODY_FORMAT'],
  ['a body that is null', 'null', 400, 'BODY_FORMAT'],
  ['a field twice', raw('"gross":', '"gross":"1.00","gross":'), 400, 'JSON_DUPLICATE_KEY'],
  ['a field twice, once escaped', raw('"gross":', '"\\u0067ross":"1.00","gross":'), 400, 'JSON_DUPLICATE_KEY'],
  ['a field twice in a part', raw('{', '{"source":{"row":"1","row":"2"},'), 400, 'JSON_DUPLICATE_KEY'],
  ['__proto__', raw('{', '{"__proto__":{"role":"admin"},'), 400, 'JSON_FORBIDDEN_KEY'],
  ['constructor in a part', raw('{', '{"source":{"constructor":1},'), 400, 'JSON_FORBIDDEN_KEY'],
  ['prototype', raw('{', '{"prototype":1,'), 400, 'JSON_FORBIDDEN_KEY'],
  ['a body nested too deep', `${'['.repeat(9)}${']'.repeat(9)}`, 400, 'JSON_SHAPE'],
  [
    'too many fields',
    Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`field${String(index)}`, 1])),
    400,
    'JSON_SHAPE',
  ],
  ['text that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 422, 'TEXT_CHARACTERS'],
  ['a byte order mark', `\ufeff${text}`, 400, 'BODY_FORMAT'],
  ['a body too large', withField('reason', 'x'.repeat(70_000)), 413, 'BODY_TOO_LARGE'],
];

describe('Bad input over REST', () => {
  let server: TestServer;
  let size: number;

  beforeAll(async () => {
    server = await startServer();
    await server.post(baseline);
    size = await server.size();
  });

  afterAll(() => server.close());

  test.each(cases)('%s is refused and nothing is recorded', async (_what, body, status, code) => {
    const answer = await server.post(body);

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(await server.size()).toBe(size);
  });

  test.each([
    ['no key', null, 400, 'IDEMPOTENCY_REQUIRED'],
    ['a key with a space', 'a key', 400, 'IDEMPOTENCY_FORMAT'],
    ['a key too long', 'k'.repeat(201), 400, 'IDEMPOTENCY_FORMAT'],
  ])('%s is refused', async (_what, key, status, code) => {
    const answer = await server.post(achieved, { key });

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await server.size()).toBe(size);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'a body sent as %s is refused',
    async (type) => {
      const answer = await server.post(achieved, { headers: { 'content-type': type } });

      expect([answer.statusCode, answer.json().code]).toEqual([415, 'CONTENT_TYPE']);
      expect(await server.size()).toBe(size);
    },
  );

  test('a line in the body of a request whose address names it is refused', async () => {
    const answer = await server.post(achieved, { url: '/api/v1/lines/IT-PROCUREMENT/entries' });

    expect([answer.statusCode, answer.json().code]).toEqual([422, 'UNKNOWN_FIELD']);
    expect(await server.size()).toBe(size);
  });

  test('what is refused can be sent again with the same key, put right', async () => {
    const refused = await server.post(gross('1e3'), { key: 'put-right' });
    const recorded = await server.post(achieved, { key: 'put-right' });

    expect([refused.statusCode, recorded.statusCode]).toEqual([422, 201]);
    size += 1;
    expect(await server.size()).toBe(size);
  });
});
