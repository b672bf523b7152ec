'use strict';

const { Decimal } = require('decimal.js');
const fastCheck = require('fast-check');
const { TestEnvironment } = require('jest-environment-node');

// A mutant is killed by the first test that fails: the others are left out. And what takes long to load is loaded once for all.
module.exports = class FirstFailure extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.loadedOnce = { ...fastCheck, Decimal, default: fastCheck.default };
  }

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure') this.failed = true;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
  }
};
