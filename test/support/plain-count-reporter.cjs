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
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // Other reporters are still to print their summary: the line waits until the process ends.
    process.once('exit', () =>
      writeSync(process.stdout.fd, `${results.numPassedTests} passed, ${failed} failed${tail}\n`),
    );
  }
}

module.exports = PlainCountReporter;
