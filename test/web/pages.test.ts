import { achieved, baseline, startServer, type TestServer } from '../support/server';

const addresses = [
  '/',
  '/?by=2009-10&definition=ni179&as_at=2009-12-01',
  '/trace/plan',
  '/trace/gap?definition=ni179',
  '/trace/level?by=2010-11&section=Activity%20in%202009/10&after=20',
  '/entries',
  '/entries?order=oldest&after=49',
  '/entries?before=50',
  '/entries?line=IT-PROCUREMENT',
  '/entries/0',
  '/entries/40',
  '/lines',
  '/lines?group=Divisional%20revenue%20strategies',
  '/lines/IT-PROCUREMENT',
  '/lines/TRANSFORMATION-POT',
  '/findings?as_at=2009-07-13&kind=unphased',
  '/reconciliation',
  '/audit/replay?known_at=2001-01-01T00:00:00.000Z',
];

describe('The pages', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  test('a replay to a time before anything was recorded says so, and leads to the first entry', async () => {
    const { body } = await server.get('/audit/replay?known_at=2001-01-01T00:00:00.000Z');
    expect(body).toContain('Nothing had been recorded then');
    expect(body).toContain('href="/entries/0"');
    expect(body).not.toContain('entry -1');
  });

  test.each(addresses.filter((address) => !address.includes('POT')))('%s is whole and safe', async (address) => {
    const page = await server.get(address);

    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    });
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(page.body).not.toMatch(/<script|<style| style=| on\w+=|undefined|\[object|NaN/);
    expect(page.body).toContain('This ledger holds 180 entries.');
  });

  test('every link on the first page leads somewhere, and no number leads nowhere', async () => {
    const { body } = await server.get('/');
    const links = [
      ...new Set([...body.matchAll(/href="(\/[^"#]*)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&'))),
    ];

    const statuses = await Promise.all(links.map(async (link) => [link, (await server.get(link)).statusCode] as const));

    expect(links.length).toBeGreaterThan(100);
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
  });

  test('each file that can be taken out is the one its link says, of the moment the page knows', async () => {
    const { body } = await server.get('/reports/files?known_at=120');
    const links = [...body.matchAll(/href="(\/api\/v1\/exports\/[^"]*)"/g)].map(([, link]) =>
      link!.replaceAll('&amp;', '&'),
    );

    expect(links).toHaveLength(15);
    for (const link of links) {
      const { statusCode, headers } = await server.get(link);
      const [, name, format] = /exports\/(\w+)\.(\w+)\?/.exec(link)!;
      expect([link, statusCode]).toEqual([link, 200]);
      expect(headers['content-disposition']).toMatch(new RegExp(`filename="${name}-.*entry-120\\.${format}"`));
    }
  });

  test.each([
    ['/', 19],
    ['/reports/plan', 70],
    ['/lines', 80],
  ])('each number of the table on %s is the amount of the trace it links to', async (page, least) => {
    const { body } = await server.get(page);
    const cells = [...body.matchAll(/href="(\/trace\/[^"]+)"\s+title="[^"]*: £([\d,.]+)"/g)];

    const amounts = await Promise.all(
      cells.map(async ([, link]) => (await server.get(`/api/v1${link!.replaceAll('&amp;', '&')}`)).json().amount),
    );

    expect(cells.length).toBeGreaterThanOrEqual(least);
    expect(amounts).toEqual(cells.map(([, , shown]) => shown!.replaceAll(',', '')));
  });

  test('tells nil from what nobody stated', async () => {
    const { body } = await server.get('/reports/plan');
    const row = /Printers<\/a>[\s\S]*?<\/tr>/.exec(body)![0];

    expect(row).toContain('title="The plan states nil for 2009/10"');
    expect(row).toContain('title="Nothing is recorded here">–');
  });

  test.each([
    ['/entries/999999', 404, 'ENTRY_NOT_FOUND'],
    ['/lines/NO-SUCH-LINE', 404, 'LINE_NOT_FOUND'],
    ['/trace/wealth', 422, 'FIGURE_UNKNOWN'],
    ['/?by=2009/11', 422, 'YEAR_FORMAT'],
    ['/?colour=green', 422, 'UNKNOWN_FIELD'],
    ['/?by=2009-10&by=2010-11', 400, 'PARAM_REPEATED'],
    ['/entries?order=random', 422, 'CHOICE_UNKNOWN'],
    ['/entries?before=x', 422, 'PARAM_RANGE'],
    ['/trace/plan?after=x', 422, 'PARAM_RANGE'],
    ['/nothing', 404, 'NOT_FOUND'],
    ['/%zz', 400, 'REQUEST_FORMAT'],
  ])('%s gets a page with %i %s', async (address, status, code) => {
    const page = await server.get(address);

    expect(page.statusCode).toBe(status);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain(code);
  });

  test('says the sentence that the API says', async () => {
    const api = (await server.get('/api/v1/position?by=2009/11')).json();
    const page = await server.get('/?by=2009/11');

    expect(page.body).toContain(api.detail.replaceAll('"', '&quot;'));
  });

  test('takes no other method', async () => {
    const answer = await server.app.inject({ method: 'POST', url: '/lines' });

    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('answers to this machine only', async () => {
    const answer = await server.app.inject({ method: 'GET', url: '/', headers: { host: 'ledger.example' } });

    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('HOST_NOT_ALLOWED');
  });

  test('a style sheet may be kept for ever under its address', async () => {
    const { body } = await server.get('/');
    const link = /href="(\/assets\/site\.css[^"]+)"/.exec(body)![1]!;

    expect((await server.get(link)).headers['cache-control']).toContain('immutable');
  });
});

describe('What was recorded, on the pages', () => {
  test('is text, whatever it holds, and names who did what about it', async () => {
    const server = await startServer();
    await server.post({ ...baseline, dataSource: '<script>alert(1)</script>' });
    const [{ seq, leaf }] = (await server.post({ ...achieved, reason: '<b>because</b>' })).json().receipts;
    await server.post({ kind: 'EntryVerified', entry: String(seq), leaf }, { as: 'secondFinance' });

    const entry = await server.get(`/entries/${String(seq)}`);
    const line = await server.get('/lines/IT-PROCUREMENT');

    expect(entry.body).toContain('&lt;b&gt;because&lt;/b&gt;');
    expect(entry.body).toContain(`Entry ${String(seq)} was verified by a second officer.`);
    expect(entry.body).toContain('Finance officer one (sample)');
    expect(line.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(line.body).not.toContain('<script');
    await server.close();
  });

  test('names what was done about an entry without a line, and leads there and back', async () => {
    const server = await startServer();
    const record = async (body: object, as?: 'auditor' | 'secondFinance'): Promise<{ seq: number; leaf: string }> => {
      const answer = await server.post(body, as === undefined ? {} : { as });
      expect(answer.statusCode).toBe(201);
      return answer.json().receipts[0];
    };
    const query = await record({ kind: 'AuditQueryRaised', question: 'Which ledger? (invented)' }, 'auditor');
    const reply = await record({ kind: 'AuditQueryAnswered', entry: String(query.seq), answer: 'Ours (invented)' });
    const batch = 'TRACKER-1';
    const files = { title: 'Tracker', files: [], mapping: 'Pounds', controlTotal: '0.00' };
    await record({ kind: 'BatchImported', ...files, batch });
    const { seq } = await record({ ...baseline, batch });
    const imported = await record({ ...achieved, batch });
    const reversal = await record({ kind: 'BatchReversed', reversed: batch, reason: 'The wrong file (invented)' });

    const pages = [query.seq, reply.seq, imported.seq, reversal.seq, seq];
    const [asked, answered, taken, took, kept] = await Promise.all(
      pages.map(async (page) => (await server.get(`/entries/${String(page)}`)).body),
    );

    expect(asked).toContain(`<a class="govuk-link" href="/entries/${String(reply.seq)}">Entry`);
    expect(answered).toContain(`It is about <a class="govuk-link" href="/entries/${String(query.seq)}">`);
    expect(taken).toContain(`<a class="govuk-link" href="/entries/${String(reversal.seq)}">Entry`);
    expect(took).toContain(`<a class="govuk-link" href="/entries/${String(imported.seq)}">entry`);
    expect(kept).not.toContain('govuk-inset-text');
    const { marks } = JSON.parse((await server.get(`/api/v1/entries/${String(imported.seq)}`)).body) as {
      marks: object;
    };
    expect(marks).toEqual({ verified: null, rejected: null, reversed: reversal.seq, settled: null });
    await server.close();
  });
});
