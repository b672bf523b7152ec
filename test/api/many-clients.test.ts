import { achieved, baseline, startServer, type TestServer } from '../support/server';

const CLIENTS = 64;
const EACH = 4;

describe('Many clients recording on one line over HTTP', () => {
  let server: TestServer;
  let address: string;

  beforeAll(async () => {
    server = await startServer();
    await server.post(baseline);
    address = await server.app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(() => server.close());

  const send = async (key: string, pence: number, token: string): Promise<number> => {
    const gross = `${String(Math.floor(pence / 100))}.${String(pence % 100).padStart(2, '0')}`;
    const answer = await fetch(`${address}/api/v1/entries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...achieved, gross }),
    });
    const { receipts } = (await answer.json()) as { receipts: { seq: number }[] };
    return receipts[0]!.seq;
  };

  test('every entry is recorded once, at a seq of its own, and the total is what they add up to', async () => {
    const before = await server.size();
    const token = server.token('finance');
    let expected = 0;
    const client = async (number: number): Promise<number[]> => {
      const seqs: number[] = [];
      for (let turn = 0; turn < EACH; turn += 1) {
        const pence = 101 + number * 7 + turn;
        expected += pence;
        const key = `client-${String(number)}-${String(turn)}`;
        // Sent twice at once, as an impatient client does: it must still be recorded once.
        const [first, again] = await Promise.all([send(key, pence, token), send(key, pence, token)]);
        expect(again).toBe(first);
        seqs.push(first);
      }
      return seqs;
    };

    const seqs = (await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))).flat();

    const dense = Array.from({ length: CLIENTS * EACH }, (_, index) => before + index);
    expect(seqs.sort((one, other) => one - other)).toEqual(dense);
    expect(await server.size()).toBe(before + CLIENTS * EACH);
    const line = (await server.get('/api/v1/lines/IT-PROCUREMENT')).json();
    const year = line.years.find((each) => each.year === '2009/10');
    expect(year?.achieved.claimed).toBe((expected / 100).toFixed(2));
    const rows = (await server.get('/api/v1/trace/claimed?line=IT-PROCUREMENT&by=2009-10')).json();
    expect(rows.count).toBe(CLIENTS * EACH);
  });
});
