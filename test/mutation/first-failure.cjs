'use strict';

const { TestEnvironment } = require('jest-environment-node');

// A mutant is killed by the first test that fails: the others are left out.
module.exports = class FirstFailure extends TestEnvironment {
  handleTestEvent(event) {
    if (event.name === 'test_fn_failure') this.failed = true;
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
  }
};
