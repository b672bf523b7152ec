import { readRequest } from '../../src/commands/requests/requests';
import { isRefusal } from '../../src/domain/refusals';

const codesOf = (body: unknown): readonly string[] => {
  const outcome = readRequest(body);
  return isRefusal(outcome) ? outcome.problems.map(({ pointer, code }) => `${pointer} ${code}`) : [];
};

describe('a request with a field of the wrong shape', () => {
  test('a stage that is none', () => {
    expect(codesOf({ kind: 'StageAdvanced', line: 'IT-PROCUREMENT', to: 'nearly done' })).toEqual([
      '/to STAGE_UNKNOWN',
    ]);
  });

  test('a word for a yes or no, a digest that is none, and a text for a list', () => {
    const cost = { line: 'IT-PROCUREMENT', year: '2009/10', class: 'cashable', cost: 'ongoing', amount: '1.00' };
    expect(codesOf({ kind: 'CostNetted', ...cost, included: 'yes' })).toEqual(['/included FIELD_FORMAT']);
    expect(
      codesOf({
        kind: 'EvidenceAttached',
        line: 'IT-PROCUREMENT',
        sha256: 'abc',
        kindOfEvidence: 'budget report',
        description: 'Invented',
      }),
    ).toEqual(['/sha256 FIELD_FORMAT']);
    expect(codesOf({ kind: 'PositionCertified', year: '2009/10', lines: 'IT-PROCUREMENT' })).toEqual([
      '/lines FIELD_FORMAT',
    ]);
  });
});
