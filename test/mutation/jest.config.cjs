'use strict';

const { jest } = require('../../package.json');

module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/test/mutation'],
  testMatch: ['<rootDir>/test/mutation/together.cjs'],
  testEnvironment: require.resolve('./first-failure.cjs'),
  moduleNameMapper: { ...jest.moduleNameMapper, '^(fast-check|decimal\\.js)$': require.resolve('./loaded-once.cjs') },
  reporters: [],
};
