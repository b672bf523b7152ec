'use strict';

const { jest } = require('../../package.json');

module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/src/domain', '<rootDir>/src/tamper-evidence', '<rootDir>/projections', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/mutation/together.cjs'],
  reporters: [],
};
