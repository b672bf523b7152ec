import type { PeriodLocksAnswer } from '../../src/queries/period-locks';
import { baseline, startServer, type TestServer } from '../support/server';

describe('Asking over REST', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  test('gives the golden figures of July 2009 by 2010/11 as published', async () => {
    const answer = await server.get('/api/v1/position?by=2010-11&definition=published');

    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toMatchObject({
      by: '2010/11',
      definition: 'published',
      asAt: '2009-07-13',
      target: '37443000.00',
      plan: '37443000.00',
      gap: '0.00',
      gapIs: 'none',
      carriedForward: '9420000.00',
      level: '15978000.00',
      newInYear: '7938000.00',
      unphased: '10368000.00',
      identified: '19725000.00',
      identifiedShare: '52.7',
      budgetContribution: '8050000.00',
    });
  });

  test.each([
    ['published', '2009-10', '19137000.00'],
    ['published', '2011-12', '35010000.00'],
    ['phased', '2010-11', '27075000.00'],
    ['ni179', '2010-11', '25253000.00'],
    ['ni179', '2011-12', '33188000.00'],
  ])('plans under %s by %s %s', async (definition, by, plan) => {
    const answer = await server.get(`/api/v1/position?by=${by}&definition=${definition}`);

    expect(answer.json()).toMatchObject({ plan });
  });

  test('opens a figure to rows that add up to it, a page at a time', async () => {
    const whole = (await server.get('/api/v1/trace/plan')).json();
    const first = (await server.get('/api/v1/trace/plan?limit=40')).json();
    const second = (await server.get(`/api/v1/trace/plan?limit=40&after=${String(first.next)}`)).json();

    expect(whole).toMatchObject({ amount: '37443000.00', count: whole.entries.length, next: null });
    expect([...first.entries, ...second.entries]).toEqual(whole.entries);
    expect(second.next).toBeNull();
    expect(whole.entries[0]?.source).toMatchObject({ row: '2', cell: 'C2' });
  });

  test('lists findings, entries, lines and printed totals', async () => {
    const findings = (await server.get('/api/v1/findings?as_at=2009-07-13&kind=no-accountable-officer')).json();
    const overdue = (await server.get('/api/v1/findings?as_at=2009-12-01&kind=pot-overdue')).json();
    const entries = (await server.get('/api/v1/entries?limit=2')).json();
    const lines = (await server.get('/api/v1/lines?tag=quick-win')).json();
    const totals = (await server.get('/api/v1/reconciliation')).json();

    expect(findings.counts).toEqual({ 'no-accountable-officer': 11 });
    expect(overdue.count).toBe(1);
    expect(entries).toMatchObject({ entries: [{ seq: 0, kind: 'LedgerOpened' }, { seq: 1 }], asAt: '2009-07-13' });
    expect(lines.lines).toHaveLength(7);
    expect(totals.totals.filter(({ agrees }) => !agrees)).toHaveLength(4);
  });

  test('gives a line its version as the ETag', async () => {
    const answer = await server.get('/api/v1/lines/IT-PROCUREMENT');

    expect(answer.headers.etag).toMatch(/^"106\.[\w-]{22}"$/);
    expect(answer.json().version).toBe(106);
    expect(answer.json().years.map(({ level }) => level)).toEqual(['0.00', '200000.00', '300000.00', '500000.00']);
  });

  test.each([
    ['/api/v1/position?by=2009/11', 422, 'YEAR_FORMAT'],
    ['/api/v1/position?definition=wishful', 422, 'DEFINITION_UNKNOWN'],
    ['/api/v1/position?colour=green', 422, 'UNKNOWN_FIELD'],
    ['/api/v1/position?by=2009-10&by=2010-11', 400, 'PARAM_REPEATED'],
    ['/api/v1/position?class=fancy', 422, 'CLASS_UNKNOWN'],
    ['/api/v1/position?as_at=31/02/2009', 422, 'DATE_FORMAT'],
    ['/api/v1/position?known_at=999999', 422, 'PARAM_RANGE'],
    ['/api/v1/trace/wealth', 422, 'FIGURE_UNKNOWN'],
    ['/api/v1/trace/plan?limit=201', 422, 'PARAM_RANGE'],
    ['/api/v1/entries?limit=0', 422, 'PARAM_RANGE'],
    ['/api/v1/entries?after=wishful', 422, 'PARAM_RANGE'],
    ['/api/v1/lines?limit=-1', 422, 'PARAM_RANGE'],
    ['/api/v1/entries/12?known_at=999999', 422, 'PARAM_RANGE'],
    ['/api/v1/entries/12?known_at=11', 404, 'ENTRY_NOT_FOUND'],
    ['/api/v1/entries/99999999999999999999', 404, 'ENTRY_NOT_FOUND'],
    ['/api/v1/entries/-1', 422, 'PARAM_RANGE'],
    ['/api/v1/entries/1e3', 422, 'PARAM_RANGE'],
    ['/api/v1/entries/999999', 404, 'ENTRY_NOT_FOUND'],
    ['/api/v1/lines/NO-SUCH-LINE', 404, 'LINE_NOT_FOUND'],
    ['/api/v1/lines/it-procurement', 422, 'CODE_FORMAT'],
    ['/api/v1/nothing', 404, 'NOT_FOUND'],
    ['/api/v1/lines/%zz', 400, 'REQUEST_FORMAT'],
  ])('refuses %s with %i %s', async (url, status, code) => {
    const answer = await server.get(url);

    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title: expect.any(String) as string,
      status,
      detail: expect.stringMatching(/\.$/) as string,
      code,
      instance: url.split('?')[0],
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      errors: [],
    });
  });

  test('says which methods an address takes', async () => {
    const answer = await server.app.inject({ method: 'DELETE', url: '/api/v1/entries' });

    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
    expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  test('says that it lives and is ready', async () => {
    expect((await server.get('/health/live')).json()).toEqual({ status: 'live' });
    expect((await server.get('/health/ready')).json()).toEqual({ status: 'ready', size: await server.size() });
  });

  test('which months are closed, by which entry, and which were opened again', async () => {
    const own = await startServer();
    const locks = async (parameters = ''): Promise<object> =>
      (await own.get(`/api/v1/period-locks${parameters}`)).json();
    const none = await locks();
    const closed = (await own.post({ kind: 'PeriodClosed', through: '2009-06', of: 'month' })).json().receipts[0];
    const asked = (
      await own.post({ kind: 'PeriodReopened', reopened: '2009-05', reason: 'A late invoice (invented)' })
    ).json().receipts[0];
    const waiting = await locks();
    const agreed = await own.post(
      { kind: 'EntryVerified', entry: String(asked.seq), leaf: asked.leaf },
      { as: 'secondFinance' },
    );
    const open = await locks();
    const again = (await own.post({ kind: 'PeriodClosed', through: '2009-06', of: 'month' })).json().receipts[0];

    expect(none).toMatchObject({ closedThrough: null, closings: [], reopenings: [] });
    expect(waiting).toMatchObject({
      closedThrough: '2009-06',
      closings: [{ entry: closed.seq, through: '2009-06', of: 'month', officer: 'off-201' }],
      reopenings: [{ entry: asked.seq, month: '2009-05', verified: null, closedAgain: null, open: false }],
    });
    const verified = agreed.json().receipts[0].seq;
    expect(open).toMatchObject({ reopenings: [{ verified, closedAgain: null, open: true }] });
    expect(await locks()).toMatchObject({ reopenings: [{ verified, closedAgain: again.seq, open: false }] });
    expect(await locks(`?known_at=${String(closed.seq)}`)).toMatchObject({ closedThrough: '2009-06', reopenings: [] });
    await own.close();
  });

  test('a month that was opened twice is closed when what was agreed to last is taken back, as the rules say', async () => {
    const own = await startServer();
    const recorded = async (...sent: Parameters<TestServer['post']>) => (await own.post(...sent)).json().receipts[0];
    const ask = () => recorded({ kind: 'PeriodReopened', reopened: '2009-05', reason: 'A late invoice (invented)' });
    const agree = ({ seq, leaf }: { seq: number; leaf: string }) =>
      recorded({ kind: 'EntryVerified', entry: String(seq), leaf }, { as: 'secondFinance' });
    const takeBack = ({ seq }: { seq: number }) =>
      recorded({ kind: 'EntryReversed', entry: String(seq), reason: 'Agreed in error (invented)' });
    const opened = async (): Promise<readonly boolean[]> =>
      ((await own.get('/api/v1/period-locks')).json() as unknown as PeriodLocksAnswer).reopenings.map(
        ({ open }) => open,
      );
    const into = async (): Promise<number> => (await own.post({ ...baseline, effective: '2009-05-20' })).statusCode;

    await recorded({ kind: 'PeriodClosed', through: '2009-06', of: 'month' });
    const first = await ask();
    const refused = await own.post({ kind: 'PeriodReopened', reopened: '2009-05', reason: 'Again (invented)' });
    // Two requests wait at once where the rejection of the first was taken back.
    const rejection = { kind: 'EntryRejected', entry: String(first.seq), leaf: first.leaf, reason: 'No (invented)' };
    const rejected = await recorded(rejection, { as: 'secondFinance' });
    const second = await ask();
    await takeBack(rejected);
    await agree(first);
    const byFirst = await opened();
    const agreed = await agree(second);
    const bySecond = await opened();
    await takeBack(agreed);
    const takenBack = await opened();
    const closedAgain = await into();
    await agree(second);

    expect([byFirst, bySecond, takenBack, await opened()]).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, true],
    ]);
    expect([closedAgain, await into()]).toEqual([409, 201]);
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'REOPENING_ASKED' }]);
    await own.close();
  });
});
