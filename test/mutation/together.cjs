'use strict';

// All tests of a target as one file, so that the source is loaded once a mutant and not once a test file.
const { join } = require('node:path');

const { targets } = require('./targets.cjs');

for (const file of targets[process.env.MUTATE].tests) require(join(__dirname, '../..', file));
