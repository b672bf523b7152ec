import { achieved, baseline, startServer, type TestServer } from '../support/server';

interface Rehearsed {
  readonly dryRun: boolean;
  readonly size: number;
  readonly by: string;
  readonly entries: readonly { readonly kind: string; readonly postings: readonly { readonly amount: string }[] }[];
  readonly figures: readonly {
    readonly figure: string;
    readonly before: string;
    readonly after: string;
    readonly change: string;
  }[];
}

describe('A dry run over REST', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
    await server.post(baseline);
  });

  afterAll(() => server.close());

  test('says which entries and figures would result, and records nothing', async () => {
    const size = await server.size();
    const answer = await server.post(
      { ...achieved, gross: '260000.00', ongoingCost: '60000.00' },
      { url: '/api/v1/entries?dry_run=true&by=2009-10', key: null },
    );

    const { dryRun, entries, figures, by, ...rest } = answer.json() as unknown as Rehearsed;
    expect([answer.statusCode, dryRun, rest.size, by]).toEqual([200, true, size, '2009/10']);
    expect(entries.map(({ kind, postings }) => [kind, postings.map(({ amount }) => amount)])).toEqual([
      ['SavingAchieved', ['260000.00', '-60000.00']],
    ]);
    const moved = figures.filter(({ change }) => change !== '0.00');
    expect(moved.map(({ figure, before, after, change }) => [figure, before, after, change]).sort()).toEqual([
      ['achieved', '9420000.00', '9620000.00', '200000.00'],
      ['achieved.claimed', '9420000.00', '9620000.00', '200000.00'],
      ['achieved.gross', '9420000.00', '9680000.00', '260000.00'],
      ['achieved.inYear', '9420000.00', '9620000.00', '200000.00'],
      ['achieved.ongoingCost', '0.00', '-60000.00', '-60000.00'],
      ['outstanding', '9717000.00', '9517000.00', '-200000.00'],
    ]);
    expect(await server.size()).toBe(size);
  });

  test('promises what recording then does', async () => {
    const url = '/api/v1/lines/IT-PROCUREMENT/entries';
    const { line, ...body } = achieved;
    expect(url).toContain(line);
    const rehearsed = (await server.post(body, { url: `${url}?dry_run=true` })).json() as unknown as Rehearsed;

    const recorded = (await server.post(body, { url })).json().receipts[0].seq;

    const entry = (await server.get(`/api/v1/entries/${String(recorded)}`)).json();
    expect(entry).toMatchObject(rehearsed.entries[0]!);
    expect(recorded).toBe(rehearsed.size);
  });

  test.each([
    ['what a rule forbids', { ...achieved, year: '2007/08' }, '?dry_run=true', 422, 'BEFORE_BASE_YEAR'],
    ['a wrong amount', { ...achieved, gross: '1e3' }, '?dry_run=true', 422, 'AMOUNT_FORMAT'],
    ['neither yes nor no', achieved, '?dry_run=maybe', 422, 'FIELD_FORMAT'],
    ['yes and no', achieved, '?dry_run=true&dry_run=false', 422, 'FIELD_FORMAT'],
    ['a parameter that recording does not take', achieved, '?by=2009-10', 422, 'UNKNOWN_FIELD'],
    ['a definition nobody adopted', achieved, '?dry_run=true&definition=wishful', 422, 'DEFINITION_UNKNOWN'],
  ])('refuses %s', async (_what, body, parameters, status, code) => {
    const size = await server.size();

    const answer = await server.post(body, { url: `/api/v1/entries${parameters}` });

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await server.size()).toBe(size);
  });

  test('is for officers whose role allows the command', async () => {
    const url = '/api/v1/entries?dry_run=true';

    expect((await server.post(achieved, { url, as: null })).statusCode).toBe(401);
    expect((await server.post(achieved, { url, as: 'auditor' })).json().code).toBe('ROLE_NOT_ALLOWED');
  });
});
