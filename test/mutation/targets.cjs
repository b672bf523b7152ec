'use strict';

// What is mutated, and the tests that each mutant is shown to: those that stand beside it, and no servers. A mutant costs as
// long as it takes to load these, so each file is shown to few.
const tamper = (files, tests) => ({
  mutate: files.map((file) => `src/tamper-evidence/${file}.ts`),
  tests: tests.map((test) => `test/tamper-evidence/${test}.test.ts`),
});

exports.targets = {
  money: { mutate: ['src/domain/money.ts'], tests: ['test/domain/values.test.ts'] },
  'hash-tree': tamper(['hash-tree', 'proofs'], ['hash-tree']),
  bytes: tamper(['canonical-json', 'leaf', 'entry-id'], ['canonical-json', 'leaf', 'entry-id']),
  notes: tamper(['signed-note', 'checkpoint', 'keys', 'base64'], ['signed-note', 'worked-example']),
  evidence: tamper(['receipt', 'witness', 'tiles'], ['receipt', 'witness', 'tiles']),
  delivery: {
    mutate: ['src/domain/decide/delivery.ts'],
    tests: ['test/domain/delivery.test.ts', 'test/domain/changes-of-plan.test.ts', 'test/domain/causes.test.ts'],
  },
  weights: {
    mutate: ['projections/weights.ts'],
    tests: ['test/projections/definitions.test.ts', 'test/projections/figures.test.ts'],
  },
  // These take hours: narrow them with MUTATE_ONLY.
  domain: { mutate: ['src/domain/**/*.ts', '!src/domain/money.ts'], tests: ['test/domain/*.test.ts'] },
  projections: { mutate: ['projections/**/*.ts'], tests: ['test/projections/*.test.ts'] },
};
