'use strict';

const { jest } = require('../../package.json');

// What is loaded once for all makes objects of another realm, which canonical JSON refuses: its tests load their own.
const loadedOnce =
  process.env.MUTATE === 'bytes' ? {} : { '^(fast-check|decimal\\.js)$': require.resolve('./loaded-once.cjs') };

module.exports = {
  ...jest,
  rootDir: '../..',
  roots: ['<rootDir>/test/mutation'],
  testMatch: ['<rootDir>/test/mutation/together.cjs'],
  testEnvironment: require.resolve('./first-failure.cjs'),
  moduleNameMapper: { ...jest.moduleNameMapper, ...loadedOnce },
  reporters: [],
};
