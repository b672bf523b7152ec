'use strict';

const { jest } = require('../../package.json');
const { targets } = require('./targets.cjs');

// The catalogues compare texts in the source, which Stryker has rewritten. The model takes long, and so does what is said of the
// random ledgers themselves.
module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/src/domain', '<rootDir>/src/tamper-evidence', '<rootDir>/projections', '<rootDir>/test'],
  testMatch: targets[process.env.MUTATE].tests.map((tests) => `<rootDir>/${tests}`),
  testPathIgnorePatterns: ['catalogue.test.ts', 'readme.test.ts', 'model.test.ts', 'random-ledger.test.ts'],
  reporters: [],
};
