import { fuzzEachRoute } from '../api/fuzz';

jest.setTimeout(10 * 60_000);

fuzzEachRoute(2_000);
