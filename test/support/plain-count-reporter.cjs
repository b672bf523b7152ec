'use strict';

const { writeSync } = require('node:fs');

/**
 * Prints `N passed, N failed` (and `, N skipped` where there are any) as the last line of a run, for people and for
 * scripts. A file that could not be run at all counts as one failure, so that a syntax error never reads as success.
 */
class PlainCountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    // A person who runs the tests must not believe that these were among them.
    const apart =
      process.env.npm_lifecycle_event === 'test'
        ? 'Runs of their own: npm run test:oracles (hledger, beancount), npm run test:faults.\n'
        : '';
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // Other reporters are still to print their summary: the line waits until the process ends.
    process.once('exit', () =>
      writeSync(process.stdout.fd, `${apart}${results.numPassedTests} passed, ${failed} failed${tail}\n`),
    );
  }
}

module.exports = PlainCountReporter;
