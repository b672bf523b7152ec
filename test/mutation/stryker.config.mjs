import process from 'node:process';

import targets from './targets.cjs';

const name = process.env.MUTATE;
const only = process.env.MUTATE_ONLY;

// Each of thousands of mutants is run through these tests, so each property is tried a few times only.
process.env.PROPERTY_RUNS ??= '10';

export default {
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.cjs' },
  coverageAnalysis: 'perTest',
  mutate: only === undefined ? targets.targets[name].mutate : only.split(','),
  concurrency: 1,
  timeoutMS: 20_000,
  reporters: ['json', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `dist/mutation/${name}.json` },
  tempDirName: `dist/mutation/${name}`,
  ignorePatterns: ['dist', '.git'],
  allowEmpty: false,
};
