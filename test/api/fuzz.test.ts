import { fuzzEachRoute } from './fuzz';

// The same with 2,000 requests a route runs with the fault tests.
fuzzEachRoute(40);
