import { Stopping } from '../../src/api/stopping';
import { achieved, baseline, startServer, type TestServer } from '../support/server';

/** Reads a stream of events until it has seen so many of them, or it ends. */
async function events(response: Response, most: number): Promise<readonly string[]> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const told = (): readonly string[] =>
    text
      .split('\n\n')
      .slice(0, -1)
      .filter((each) => !each.startsWith(':'));
  while (told().length < most) {
    const { done, value } = await reader.read();
    if (done) return told();
    text += value;
  }
  await reader.cancel();
  return told().slice(0, most);
}

const idOf = (event: string): string => /^id: (\d+)$/m.exec(event)![1]!;

describe('Live changes over REST', () => {
  let server: TestServer;
  let address: string;
  const listen = (parameters = '', headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${address}/api/v1/changes${parameters}`, {
      headers: { authorization: `Bearer ${server.token('auditor')}`, ...headers },
    });

  beforeEach(async () => {
    server = await startServer();
    address = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  });

  afterEach(() => server.close());

  test('tells each entry as it is recorded, exactly as the journal has it', async () => {
    const response = await listen();
    await server.post(baseline);
    await server.post(achieved);

    const told = await events(response, 2);

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(told.map(idOf)).toEqual(['180', '181']);
    const journal = JSON.parse((await server.get('/api/v1/entries?after=179')).body) as { entries: unknown[] };
    expect(told.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)![1]!) as unknown)).toEqual(journal.entries);
    expect(told[0]).toMatch(/^id: 180\nevent: entry\ndata: \{/);
  });

  test('goes on after the last entry seen, with none left out and none twice', async () => {
    const first = await events(await listen('?after=176'), 2);
    const rest = await events(await listen('?after=176', { 'last-event-id': idOf(first.at(-1)!) }), 1);

    expect([...first, ...rest].map(idOf)).toEqual(['177', '178', '179']);
  });

  test('ends when the server stops', async () => {
    const response = await listen();
    server.app.get(Stopping).onModuleDestroy();

    expect(await events(response, 1)).toEqual([]);
  });

  test.each([
    ['?after=180', {}, 422, 'PARAM_RANGE'],
    ['', { 'last-event-id': 'yesterday' }, 422, 'PARAM_RANGE'],
    ['?line=IT-PROCUREMENT', {}, 422, 'UNKNOWN_FIELD'],
  ])('refuses %s %j', async (parameters, headers, status, code) => {
    const response = await listen(parameters, headers);

    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  test('has room for a hundred who listen, and again once one has left', async () => {
    const listening = await Promise.all(Array.from({ length: 100 }, () => listen()));
    const refused = await listen();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);

    await listening[0]!.body!.cancel();
    let again = await listen();
    for (let tries = 0; again.status === 503 && tries < 500; tries += 1) again = await listen();

    expect(again.status).toBe(200);
    server.app.get(Stopping).onModuleDestroy();
  });
});
