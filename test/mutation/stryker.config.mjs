import process from 'node:process';

import targets from './targets.cjs';

const name = process.env.MUTATE;
const only = process.env.MUTATE_ONLY;

// Each of thousands of mutants is run through these tests, so each property is tried a few times only, on small trees.
process.env.PROPERTY_RUNS ??= name === 'projections' ? '2' : '10';
process.env.TREE_SIZES ??= '20';

export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--max-semi-space-size=64'],
  // Which tests stand beside a target, its row says; to look for others would take longer than to run these.
  jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: only === undefined ? targets.targets[name].mutate : only.split(','),
  concurrency: 1,
  timeoutMS: 5_000,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `dist/mutation/${name}.json` },
  tempDirName: `dist/mutation/${name}`,
  ignorePatterns: ['dist', '.git'],
  // What a module sets up as it is loaded is needed by every test, so a mutant there is run through all of them: only where
  // patterns are what matters and the tests are few, or with MUTATE_STATIC=1.
  ignoreStatic: name !== 'money' && process.env.MUTATE_STATIC !== '1',
};
