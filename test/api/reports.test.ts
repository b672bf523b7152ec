import type { JournalTestsAnswer } from '../../src/queries/journal-tests';
import type { MovementAnswer } from '../../src/queries/movement';
import type { RebuildAnswer } from '../../src/queries/rebuild';
import type { ReplayAnswer } from '../../src/queries/replay';
import type { SampleAnswer } from '../../src/queries/sample';
import type { ScenarioAnswer } from '../../src/queries/scenario';
import type { TranchesAnswer } from '../../src/queries/tranches';
import { startServer, type TestServer } from '../support/server';

describe('the reports over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const get = (url: string) => server.app.inject({ method: 'GET', url, headers: { cookie: server.cookie('finance') } });
  const answer = async <Answer>(path: string): Promise<Answer> => {
    const { statusCode, json } = await get(`/api/v1/${path}`);
    expect(statusCode).toBe(200);
    return json<Answer>();
  };

  test('movement explains the plan from one entry to another', async () => {
    const moved = await answer<MovementAnswer>('movement/plan?by=2010-11&from_known_at=4&to_known_at=179');
    expect([moved.opening, moved.closing]).toEqual(['0.00', '37443000.00']);
    const backwards = await answer<MovementAnswer>('movement/plan?by=2010-11&from_known_at=179&to_known_at=4');
    expect([backwards.opening, backwards.closing]).toEqual(['37443000.00', '0.00']);
    expect(backwards.steps.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['SavingCarriedForward', '-9420000.00'],
      ['SavingPlanned', '-28023000.00'],
    ]);
  });

  test('a replay goes entry by entry, and a rebuild finds every figure again', async () => {
    const replayed = await answer<ReplayAnswer>('replay?by=2010-11&from_known_at=177&to_known_at=179');
    expect([replayed.from.size, replayed.to.size, replayed.steps.length]).toEqual([178, 180, 2]);
    const certificate = await answer<RebuildAnswer>('rebuild');
    expect(certificate).toMatchObject({ size: 180, equal: true, differences: [] });
  });

  test('tranches say what could be proven to last', async () => {
    const { provenSustained } = await answer<TranchesAnswer>('tranches?definition=ni179&as_at=2011-03-31');
    expect([provenSustained.date, provenSustained.amount]).toEqual(['2011-03-31', '9275000.00']);
  });

  test('a scenario decides and records nothing', async () => {
    const tried = await answer<ScenarioAnswer>('scenario?tag=quick-win&deliver=80&by=2010-11');
    expect(tried.figures.find(({ figure }) => figure === 'plan')!.change).toBe('-360000.00');
    expect(tried.entries.length).toBe(tried.lines.length);
    const ready = await get('/health/ready');
    expect(ready.json()).toEqual({ status: 'ready', size: 180 });
  });

  test('a sample without a seed is given one, with which it can be drawn again', async () => {
    const drawn = await answer<SampleAnswer>('sample/plan?n=5&by=2010-11');
    expect(await answer<SampleAnswer>(`sample/plan?n=5&by=2010-11&seed=${String(drawn.seed)}`)).toEqual(drawn);
  });

  test('journal tests and returns answer', async () => {
    const { complete, tested } = await answer<JournalTestsAnswer>('journal-tests');
    expect([complete, tested.entries]).toEqual([true, 180]);
    expect(await answer('returns')).toMatchObject({ size: 180, returns: [] });
  });

  test.each([
    ['movement/planned', 422, 'FIGURE_UNKNOWN'],
    ['movement/plan?from_known_at=180', 422, 'PARAM_RANGE'],
    ['movement/plan?known_at=12', 422, 'UNKNOWN_FIELD'],
    ['scenario?deliver=80', 422, 'FIELD_REQUIRED'],
    ['sample/plan', 422, 'FIELD_REQUIRED'],
    ['sample/plan?n=0', 422, 'PARAM_RANGE'],
    ['position?tag=slow-win', 404, 'NOT_FOUND'],
  ])('%s is refused: %d %s', async (path, status, code) => {
    const refused = await get(`/api/v1/${path}`);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('the description names every report', async () => {
    const { paths } = (await get('/api/openapi.json')).json<{ paths: Record<string, unknown> }>();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(
        ['movement/{figure}', 'tranches', 'scenario', 'sample/{figure}', 'journal-tests', 'returns'].map(
          (path) => `/api/v1/${path}`,
        ),
      ),
    );
  });

  test('the first page of a part of the ledger speaks of no target', async () => {
    const { statusCode, body } = await get('/?section=Activity%20in%202009%2F10');
    expect(statusCode).toBe(200);
    expect(body).toContain('in this part of the ledger');
    expect(body).not.toContain('Gap under each definition');
  });
});
