import { NotFoundException } from '@nestjs/common';

import { problemOf, Refused } from '../../src/access/door-problem';
import { refuse } from '../../src/domain/refusals';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('inside'), { name, ...more });

describe('what a door says of what was thrown', () => {
  test.each([
    ['an unknown address', new NotFoundException(), 404, 'NOT_FOUND'],
    ['a store that cannot be reached', named('StoreUnavailable'), 503, 'STORE_UNAVAILABLE'],
    ['a store that is full', named('StoreUnavailable', { full: true }), 507, 'STORAGE_FULL'],
    ['an unknown outcome', named('OutcomeUnknown'), 503, 'OUTCOME_UNKNOWN'],
    ['a damaged ledger', named('DamagedLedger', { seq: 3 }), 503, 'LEDGER_UNVERIFIED'],
    ['anything else', new Error('inside'), 500, 'INTERNAL_ERROR'],
    ['a refusal of the ledger', new Refused(refuse('CARRY_CAP', 'Too much.')), 422, 'CARRY_CAP'],
  ])('%s', (_what, thrown, status, code) => {
    const problem = problemOf(thrown);
    expect([problem.status, problem.code]).toEqual([status, code]);
    expect(problem.sentence).not.toContain('inside');
  });
});
