import { parse } from 'csv-parse/sync';

import { achieved, baseline, startServer, type Answer, type TestServer } from '../support/server';

describe('Lists over REST', () => {
  let server: TestServer;
  const get = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    server.app.inject({
      method: 'GET',
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${server.token('finance')}`, ...headers },
    });

  beforeEach(async () => {
    server = await startServer();
  });

  afterEach(() => server.close());

  test('a cursor pins the moment: what is recorded meanwhile does not shift the pages', async () => {
    const whole = (await get('/entries?limit=200')).json().entries.map(({ seq }) => seq);
    const first = await get('/entries?limit=100');
    await server.post(baseline);
    await server.post(achieved);

    const second = await get(`/entries?limit=100&after=${String(first.json().next)}`);

    expect([...first.json().entries, ...second.json().entries].map(({ seq }) => seq)).toEqual(whole);
    expect(second.json()).toMatchObject({ size: 180, asAt: '2009-07-13', next: null });
    expect((await get('/entries?limit=1')).json().size).toBe(182);
  });

  test('the Link header leads through all pages of the lines, with everything that was asked', async () => {
    const seen: string[] = [];
    let url: string | null = '/lines?limit=20&by=2010-11&class=cashable';
    for (let page = 0; url !== null && page < 10; page += 1) {
      const answer: Answer = await get(url);
      seen.push(...answer.json().lines.map(({ id }) => id!));
      const link: string | undefined = /^<\/api\/v1(.+)>; rel="next"$/.exec(String(answer.headers.link))?.[1];
      expect(link === undefined).toBe(answer.json().next === null);
      if (link !== undefined) expect(link).toContain('by=2010-11&class=cashable');
      url = link ?? null;
    }

    const all = (await get('/lines?limit=200')).json().lines.map(({ id }) => id);
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(40);
  });

  test('comes as CSV to those who accept that, named by its moment, and its amounts add up', async () => {
    const answer = await get('/trace/plan?by=2010-11', { accept: 'text/csv' });

    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="entries-2009-07-13-seq-179.csv"');
    const rows = parse<Record<string, string>>(answer.body, { columns: true });
    expect(rows[0]).toMatchObject({
      line: 'GERSHON-CASHABLE',
      'source.cell': 'C2',
    });
    expect(rows.reduce((sum, row) => sum + Number(row['amount']), 0)).toBe(37_443_000);
  });

  test('in CSV, text that a spreadsheet would run is disarmed, and amounts below nought stay amounts', async () => {
    await server.post(baseline);
    await server.post({ ...achieved, gross: '260000.00', ongoingCost: '60000.00' });
    const amended = {
      kind: 'LineAmended',
      line: 'IT-PROCUREMENT',
      title: '=1+1',
      section: 'Activity in 2009/10',
      reason: 'An attack, made up',
    };
    expect((await server.post(amended)).statusCode).toBe(201);

    const lines = parse<Record<string, string>>(
      (await get('/lines?line=IT-PROCUREMENT', { accept: 'text/csv' })).body,
      {
        columns: true,
      },
    );

    expect(lines[0]).toMatchObject({ title: "'=1+1", 'figures.achieved.ongoingCost': '-60000.00' });
  });

  test.each([
    ['application/json', 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['text/csv;q=0.5, application/json;q=0.4', 200, 'text/csv'],
    ['text/*', 200, 'text/csv'],
    ['application/json;q=0, text/csv', 200, 'text/csv'],
    ['application/xml', 406, 'application/problem+json'],
  ])('Accept: %s gives %i %s', async (accept, status, type) => {
    const answer = await get('/findings', { accept });

    expect(answer.statusCode).toBe(status);
    expect(String(answer.headers['content-type'])).toContain(type);
    if (status === 406) expect(answer.json().code).toBe('NOT_ACCEPTABLE');
  });

  test('a position, which is no list, comes as JSON alone and says so to whoever accepts only another form', async () => {
    const refused = await get('/position', { accept: 'text/csv' });

    expect([refused.statusCode, refused.json()]).toMatchObject([
      406,
      {
        code: 'NOT_ACCEPTABLE',
        detail: 'This answer comes as application/json alone; as files the views are at /api/v1/exports.',
      },
    ]);
    expect((await get('/position', { accept: 'text/html, */*;q=0.8' })).statusCode).toBe(200);
  });

  test.each(['/imports', '/import-mappings', '/me', '/tokens', '/period-locks'])(
    '%s comes as JSON alone and says so to whoever accepts only another form',
    async (route) => {
      const refused = await get(route, { accept: 'text/csv' });

      expect([refused.statusCode, refused.json().code]).toEqual([406, 'NOT_ACCEPTABLE']);
      expect((await get(route, { accept: 'text/html, */*;q=0.8' })).statusCode).toBe(200);
    },
  );

  test('304 says that nothing has changed, and no longer once something has', async () => {
    const first = await get('/position');
    const tag = String(first.headers.etag);
    const same = await get('/position', { 'if-none-match': `"other", W/${tag}` });
    await server.post(baseline);
    const changed = await get('/position', { 'if-none-match': tag });

    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', tag]);
    expect(same.headers['content-type']).toBeUndefined();
    expect(changed.statusCode).toBe(200);
    expect(changed.headers.etag).not.toBe(tag);
  });

  test('the ETag of a line changes with any of its figures, though If-Match looks at its version only', async () => {
    const line = '/lines/IT-PROCUREMENT';
    const tags = await Promise.all(
      [line, `${line}?definition=ni179`].map(async (url) => String((await get(url)).headers.etag)),
    );

    expect(tags[0]).not.toBe(tags[1]);
    expect(tags.map((tag) => tag.split('.')[0])).toEqual(['"106', '"106']);
  });
});
