'use strict';

// What is mutated, and the tests that each mutant is shown to: those that stand beside it, and no servers.
exports.targets = {
  money: { mutate: ['src/domain/money.ts'], tests: ['test/domain/values.test.ts'] },
  'tamper-evidence': {
    mutate: ['src/tamper-evidence/*.ts'],
    tests: ['test/tamper-evidence/*.test.ts'],
  },
  domain: { mutate: ['src/domain/**/*.ts', '!src/domain/money.ts'], tests: ['test/domain/*.test.ts'] },
  projections: { mutate: ['projections/**/*.ts'], tests: ['test/projections/*.test.ts'] },
};
