import { achieved, baseline, startServer, type TestServer } from '../support/server';

describe('Recording over REST', () => {
  let server: TestServer;
  const plan = async (): Promise<{ claimed: string; verified: string }> =>
    (await server.get('/api/v1/position?by=2009-10')).json().achieved;

  beforeEach(async () => {
    server = await startServer();
  });

  afterEach(() => server.close());

  test('gives a receipt and says where the entry is', async () => {
    await server.post(baseline);
    const before = await plan();

    const answer = await server.post(achieved, { key: 'it-achieved' });

    expect(answer.statusCode).toBe(201);
    const { receipts, replayed } = answer.json();
    expect(replayed).toBe(false);
    expect(receipts).toMatchObject([
      { kind: 'SavingAchieved', leaf: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
    expect(answer.headers.location).toBe(`/api/v1/entries/${String(receipts[0].seq)}`);
    expect((await server.get(String(answer.headers.location))).json()).toMatchObject({
      officer: 'off-201',
      role: 'finance officer',
      key: 'it-achieved',
    });
    expect([before.claimed, (await plan()).claimed]).toEqual(['9420000.00', '9620000.00']);
  });

  test('records a command once, however often it is sent', async () => {
    const first = await server.post(baseline, { key: 'once' });
    const size = await server.size();

    const second = await server.post(baseline, { key: 'once' });

    expect(second.statusCode).toBe(200);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.json()).toEqual({ ...first.json(), replayed: true });
    expect(await server.size()).toBe(size);
  });

  test('refuses a key for another command, and for another officer', async () => {
    await server.post(baseline, { key: 'once' });
    const size = await server.size();

    const other = await server.post({ ...baseline, amount: '1.00' }, { key: 'once' });
    const another = await server.post(baseline, { key: 'once', as: 'secondFinance' });

    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_REUSED']);
    expect([another.statusCode, another.json().code]).toEqual([422, 'IDEMPOTENCY_REUSED']);
    expect(await server.size()).toBe(size);
  });

  test('needs the token of an officer whose role allows it', async () => {
    const size = await server.size();

    const none = await server.post(baseline, { as: null });
    const wrong = await server.post(baseline, { as: null, headers: { authorization: 'Bearer not-a-token' } });
    const basic = await server.post(baseline, { as: null, headers: { authorization: 'Basic b2ZmLTIwMTo=' } });
    const auditor = await server.post(baseline, { as: 'auditor' });

    expect([none.statusCode, none.json().code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(none.headers['www-authenticate']).toBe('Bearer realm="ledger"');
    expect(wrong.headers['www-authenticate']).toContain('invalid_token');
    expect([wrong.statusCode, basic.statusCode]).toEqual([401, 401]);
    expect([auditor.statusCode, auditor.json().code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect(await server.size()).toBe(size);
  });

  test('takes the line from the address and its version from If-Match', async () => {
    const url = '/api/v1/lines/IT-PROCUREMENT/entries';
    const { line, ...body } = baseline;
    const seen = (await server.get(`/api/v1/lines/${line}`)).headers.etag!;

    const first = await server.post(body, { url, headers: { 'if-match': seen } });
    const size = await server.size();
    const stale = await server.post({ ...body, amount: '6000000.00' }, { url, headers: { 'if-match': seen } });
    const current = await server.post({ ...body, amount: '6000000.00' }, { url });

    expect(first.statusCode).toBe(201);
    expect(stale.statusCode).toBe(412);
    expect(stale.json()).toMatchObject({
      code: 'LINE_VERSION_STALE',
      context: { current: String(size - 1), seen: '106' },
    });
    expect(current.statusCode).toBe(201);
    expect(await server.size()).toBe(size + 1);
  });

  test.each([
    ['"twelve"', 400, 'IF_MATCH_FORMAT'],
    ['W/"12"', 400, 'IF_MATCH_FORMAT'],
    ['12', 400, 'IF_MATCH_FORMAT'],
  ])('refuses If-Match %s', async (seen, status, code) => {
    const { line, ...body } = baseline;
    const url = `/api/v1/lines/${line}/entries`;

    const answer = await server.post(body, { url, headers: { 'if-match': seen } });

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('verifies by a second officer, and by nobody else', async () => {
    await server.post(baseline);
    const [{ seq: entry, leaf }] = (await server.post(achieved)).json().receipts;
    const verified = { kind: 'EntryVerified', entry: String(entry), leaf };

    const own = await server.post(verified);
    const second = await server.post(verified, { as: 'secondFinance' });

    expect([own.statusCode, own.json().code]).toEqual([403, 'SELF_APPROVAL']);
    expect(second.statusCode).toBe(201);
    expect(await plan()).toMatchObject({ claimed: '9420000.00', verified: '200000.00' });
  });

  test('lists every field that is wrong', async () => {
    const answer = await server.post({ ...achieved, year: '2009/11', class: 'fancy', gross: 200 });

    expect(answer.statusCode).toBe(422);
    const problem = answer.json();
    expect(problem.errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/year', 'YEAR_FORMAT'],
      ['/class', 'CLASS_UNKNOWN'],
      ['/gross', 'AMOUNT_NOT_STRING'],
    ]);
    expect(problem.detail).toBe(problem.errors[0]?.message);
  });
});
