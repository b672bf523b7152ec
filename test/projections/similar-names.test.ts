import fc from 'fast-check';

import { alikeTitles } from '../../projections/findings/similar-names';

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
  const titles = named(...Array.from({ length: 10_000 }, (_, number) => `Saving ${String(number)}`), 'Saving 77');
  const start = performance.now();

  expect(idsOf(alikeTitles(titles))).toEqual([['77', '10000']]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
