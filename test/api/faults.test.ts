import { LedgerWriter } from '../../src/commands/ledger-writer';
import { OutcomeUnknown, StoreUnavailable } from '../../src/event-store/event-store';
import { DamagedLedger } from '../../src/event-store/ledger-feed';
import { LedgerView } from '../../src/queries/ledger-view';
import { baseline, startServer, type TestServer } from '../support/server';

describe('What a fault looks like over REST', () => {
  let server: TestServer;
  let told: string[];

  beforeEach(async () => {
    server = await startServer();
    told = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  const faults: readonly (readonly [what: string, fault: Error, status: number, code: string])[] = [
    ['a store that cannot be reached', new StoreUnavailable('busy', false), 503, 'STORE_UNAVAILABLE'],
    ['a store without room', new StoreUnavailable('full', true), 507, 'STORAGE_FULL'],
    ['an outcome nobody knows', new OutcomeUnknown(new Error('cut off')), 503, 'OUTCOME_UNKNOWN'],
    ['a damaged history', new DamagedLedger(17), 503, 'LEDGER_UNVERIFIED'],
    ['anything else', new Error('secret /etc/ledger.key'), 500, 'INTERNAL_ERROR'],
  ];

  test.each(faults)('%s', async (_what, fault, status, code) => {
    jest.spyOn(server.app.get(LedgerWriter), 'record').mockRejectedValue(fault);

    const answer = await server.post(baseline);

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.body).not.toContain('secret');
    expect(answer.body).not.toContain('.ts');
    if (code === 'OUTCOME_UNKNOWN') expect(answer.json().detail).toContain('same Idempotency-Key');
    if (code === 'LEDGER_UNVERIFIED') expect(answer.json().detail).toContain('seq 17');
    expect(told.join('')).toContain(answer.json().requestId);
  });

  test('the page says the same as the API', async () => {
    jest.spyOn(server.app.get(LedgerView), 'projection').mockRejectedValue(new DamagedLedger(17));

    const page = await server.get('/');
    const api = await server.get('/api/v1/position');

    expect([page.statusCode, api.statusCode]).toEqual([503, 503]);
    expect(page.body).toContain(api.json().detail);
    expect(page.body).toContain('LEDGER_UNVERIFIED');
  });
});
