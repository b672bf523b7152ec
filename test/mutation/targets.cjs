'use strict';

const { readdirSync } = require('node:fs');
const { join } = require('node:path');

// What is mutated, and the tests that each mutant is shown to: those that stand beside it, and no servers.
const tamper = (files, tests) => ({
  mutate: files.map((file) => `src/tamper-evidence/${file}.ts`),
  tests: tests.map((test) => `test/tamper-evidence/${test}.test.ts`),
});

// The catalogues compare texts in the source, which Stryker has rewritten. The model takes long, and so does what is said of long
// and of random ledgers. Findings are a target of their own.
const findings = ['findings', 'finding-kinds', 'journal-tests', 'similar-names'];
const leftOut = [
  'readme',
  'error-catalogue',
  'rule-catalogue',
  'model',
  'random-ledger',
  'long-ledger',
  'parts',
  'figures',
];
// What needs no story, and no more than a moment's tests a mutant.
const alone = {
  columns: [
    'column',
    'numbers',
    'pair-numbers',
    'text-column',
    'text-numbers',
    'layered-map',
    'holdings',
    'cell-number',
  ],
  values: ['dates', 'financial-year', 'identifiers', 'text', 'refusals'],
};
const inDomain = (files, ...tests) => ({
  mutate: files.map((file) => `src/domain/${file}.ts`),
  tests: tests.map((test) => `test/domain/${test}.test.ts`),
});
const besides = (folder, ...mutate) => ({
  mutate,
  tests: readdirSync(join(__dirname, '..', folder))
    .filter((file) => file.endsWith('.test.ts') && ![...leftOut, ...findings].includes(file.split('.')[0]))
    .map((file) => `test/${folder}/${file}`),
});

exports.targets = {
  money: { mutate: ['src/domain/money.ts'], tests: ['test/domain/values.test.ts'] },
  'hash-tree': tamper(['hash-tree', 'proofs'], ['hash-tree']),
  bytes: tamper(['canonical-json', 'leaf', 'entry-id'], ['canonical-json', 'leaf', 'entry-id']),
  notes: tamper(['signed-note', 'checkpoint', 'keys', 'base64'], ['signed-note', 'worked-example']),
  evidence: tamper(['receipt', 'witness', 'tiles'], ['receipt', 'witness', 'tiles']),
  decide: besides('domain', 'src/domain/decide/*.ts'),
  columns: inDomain(alone.columns, 'column', 'numbers', 'pair-numbers', 'text-numbers', 'layered-map', 'holdings'),
  values: inDomain(alone.values, 'values', 'dates', 'identifiers', 'refusals'),
  domain: besides(
    'domain',
    'src/domain/*.ts',
    ...['money', ...alone.columns, ...alone.values].map((file) => `!src/domain/${file}.ts`),
  ),
  findings: {
    mutate: ['projections/findings/*.ts', 'projections/journal-tests/*.ts'],
    tests: findings.map((test) => `test/projections/${test}.test.ts`),
  },
  projections: besides('projections', 'projections/*.ts'),
};
