import type { Entry } from '../../src/domain/entries';
import { summaryOf } from '../../src/web/entry-summary';

const entry = (kind: Entry['kind'], facts: object): Entry => ({ kind, line: 'ALPHA', facts }) as unknown as Entry;

describe('An entry in a sentence', () => {
  test.each([
    [['IT-PROCUREMENT'], 'on 1 line was certified'],
    [['IT-PROCUREMENT', 'PRINTING'], 'on 2 lines was certified'],
  ])('a certification of %j says so', (lines, said) => {
    expect(summaryOf(entry('PositionCertified', { by: '2009/10', lines }))).toContain(said);
  });

  test.each([
    [[5], '1 entry of an import was reversed.'],
    [[5, 6], '2 entries of an import were reversed at once.'],
  ])('the reversal of the entries %j says so', (entries, said) => {
    expect(summaryOf(entry('BatchReversed', { entries }))).toBe(said);
  });

  test.each([
    [['ALPHA'], 'a pot that 1 programme draws on'],
    [['ALPHA', 'BETA'], 'a pot that 2 programmes share'],
  ])('a pot of %j says so', (programmes, said) => {
    expect(summaryOf(entry('PotCreated', { programmes, allocateBy: '2009-12-31' }))).toContain(said);
  });
});
