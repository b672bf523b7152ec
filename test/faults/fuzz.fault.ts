import { fuzzEachRoute } from '../api/fuzz';

/** More of them: FUZZ_REQUESTS=100000 npm run test:faults -- fuzz; a failure prints PROPERTY_SEED and PROPERTY_PATH's values. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);

jest.setTimeout(REQUESTS * 300);

fuzzEachRoute(REQUESTS);
