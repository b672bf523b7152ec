'use strict';

// For any test run, what fast-check is to do, unless a property says it better itself:
//   PROPERTY_RUNS=5000    try each property so many times instead of its own number
//   PROPERTY_SEED=N       with this seed, which a failure prints, and
//   PROPERTY_PATH=...     at this path in it, which a failure prints as well: with the one test that failed, -t '...'
const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH } = process.env;

const asked = {
  ...(PROPERTY_RUNS ? { numRuns: Number(PROPERTY_RUNS) } : {}),
  ...(PROPERTY_SEED ? { seed: Number(PROPERTY_SEED) } : {}),
  ...(PROPERTY_PATH ? { path: PROPERTY_PATH } : {}),
};

// To load fast-check takes time, in each test file.
if (Object.keys(asked).length > 0) {
  const fastCheck = require('fast-check');
  const { assert } = fastCheck;
  fastCheck.default = Object.create(fastCheck.default, {
    assert: { value: (property, parameters) => assert(property, { ...parameters, ...asked }) },
  });
}
