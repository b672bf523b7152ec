import fc from 'fast-check';

import { alikePersons, alikeTitles } from '../../projections/findings/similar-names';

const named = (...names: readonly string[]): { id: string; name: string }[] =>
  names.map((name, index) => ({ id: String(index), name }));

const idsOf = (groups: readonly (readonly { id: string }[])[]): string[][] =>
  groups.map((group) => group.map(({ id }) => id));

/** The same told slowly: each title with the first of every group before it. */
function slowly(titles: readonly string[]): string[][] {
  const groups: { first: Set<string>; ids: string[] }[] = [];
  titles.forEach((title, index) => {
    const words = new Set(title.split(' ').filter((word) => word !== ''));
    const alike = groups.find(({ first }) => {
      const shared = [...first].filter((word) => words.has(word)).length;
      return shared * 5 >= (first.size + words.size - shared) * 4;
    });
    if (alike === undefined) groups.push({ first: words, ids: [String(index)] });
    else alike.ids.push(String(index));
  });
  return groups.map(({ ids }) => ids).filter(({ length }) => length > 1);
}

test('Titles are alike that share four fifths of their words', () => {
  const titles = named(
    'Review of senior management costs across the council',
    'Energy',
    'Review of senior management costs',
    'Review of senior management',
    'ENERGY',
  );

  expect(idsOf(alikeTitles(titles))).toEqual([
    ['0', '2'],
    ['1', '4'],
  ]);
});

test('A hyphen, a full stop and the small words make no difference', () => {
  const titles = named(
    'Co-operation across the region',
    'Energy',
    'Cooperation of the region.',
    'Energy - ',
    'Co operation',
  );

  expect(idsOf(alikeTitles(titles))).toEqual([
    ['0', '2'],
    ['1', '3'],
  ]);
});

test('A title that is like the first of two groups goes to the group that began first', () => {
  const titles = named(
    'Waste collection depot merger',
    'Area collection depot merger',
    'Area waste collection depot merger',
  );

  expect(idsOf(alikeTitles(titles))).toEqual([['0', '2']]);
});

test('Titles without a word are like each other only', () => {
  expect(idsOf(alikeTitles(named('For all', 'Energy', '-')))).toEqual([['0', '2']]);
});

test('Officers may be one person who share the surname and the first letter of the first name, or the whole name', () => {
  const officers = named(
    'Andrew Smith',
    'Andrew L Smith',
    'Andrea Jones',
    'Beth Smith',
    'ANDREW SMITH',
    'Andrew Smith',
    'Smith Andrew',
  );

  expect(idsOf(alikePersons(officers))).toEqual([['0', '1', '4', '5']]);
  expect(idsOf(alikePersons(named('Beth Smith', 'Andrea Jones', 'A Jones', 'B. Smith')))).toEqual([
    ['0', '3'],
    ['1', '2'],
  ]);
});

test('Titles are grouped as if each were compared with each', () => {
  const word = fc.constantFrom('energy', 'fleet', 'grants', 'housing', 'income', 'libraries', 'parks', 'schools');
  const title = fc.array(word, { maxLength: 7 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(title, { maxLength: 40 }), (titles) => {
      expect(idsOf(alikeTitles(named(...titles)))).toEqual(slowly(titles));
    }),
    { numRuns: 300 },
  );
});

test('Ten thousand titles that share a word are sorted out at once', () => {
  const titles = named(
    ...Array.from({ length: 10_000 }, (_, number) => `Saving zone${String(number)}`),
    'Saving zone77',
  );
  const start = performance.now();

  expect(idsOf(alikeTitles(titles))).toEqual([['77', '10000']]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
