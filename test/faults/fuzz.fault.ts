import { LedgerWriter } from '../../src/commands/ledger-writer';
import { refuse } from '../../src/domain/refusals';
import { PositionHandler } from '../../src/queries/position';
import { Fuzzed, fuzzEachRoute, routeAt } from '../api/fuzz';

/** More of them: FUZZ_REQUESTS=100000 npm run test:faults -- fuzz; a failure prints PROPERTY_SEED and PROPERTY_PATH's values. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);

jest.setTimeout(REQUESTS * 300);

fuzzEachRoute(REQUESTS);

describe('The control: hostile requests', () => {
  let fuzzed: Fuzzed;

  beforeEach(async () => {
    fuzzed = await Fuzzed.start();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await fuzzed.close();
  });

  test('find a server that records what it refuses', async () => {
    jest.spyOn(LedgerWriter.prototype, 'record').mockImplementation(async function recordAndRefuse(
      this: LedgerWriter,
      submission,
    ) {
      await this.recordTogether([submission]);
      return refuse('IDEMPOTENCY_REUSED', 'It was recorded all the same.');
    });
    await expect(fuzzed.fuzz(routeAt('/api/v1/entries'), REQUESTS)).rejects.toThrow('Property failed');
  });

  test('find a server that fails where it should answer', async () => {
    jest.spyOn(PositionHandler.prototype, 'execute').mockRejectedValue(new Error('a fault of this program'));
    await expect(fuzzed.fuzz(routeAt('/api/v1/position'), REQUESTS)).rejects.toThrow('Property failed');
  });
});
