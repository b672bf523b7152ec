/**
 * Which names may mean the same? Formula: two titles share at least four fifths of their words; two persons share the
 * surname and the first letter of the first name. Names are not keys: it is only pointed out, for people to decide.
 */

const fillers = new Set(['a', 'across', 'all', 'and', 'for', 'from', 'in', 'of', 'the', 'to']);

const words = (title: string): ReadonlySet<string> =>
  new Set(
    title
      .toLowerCase()
      .replaceAll(/(\w)-(\w)/g, '$1$2')
      .split(/\W+/)
      .filter((word) => word !== '' && !fillers.has(word)),
  );

function similarTitles(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared * 5 >= (one.size + other.size - shared) * 4;
}

function similarPersons(one: string, other: string): boolean {
  const [mine, theirs] = [one.toLowerCase().split(/\s+/), other.toLowerCase().split(/\s+/)];
  return one !== other && mine.at(-1) === theirs.at(-1) && mine[0]?.[0] === theirs[0]?.[0];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Groups of at least two whose titles are alike, each in the order given. */
export function alikeTitles<Item extends Named>(items: readonly Item[]): readonly (readonly Item[])[] {
  const prepared = items.map((item) => ({ item, words: words(item.name) }));
  return groups(prepared, (one, other) => similarTitles(one.words, other.words)).map((group) =>
    group.map(({ item }) => item),
  );
}

/** Groups of at least two officers who may be one person. */
export const alikePersons = <Item extends Named>(items: readonly Item[]): readonly (readonly Item[])[] =>
  groups(items, (one, other) => similarPersons(one.name, other.name));

function groups<Item>(
  items: readonly Item[],
  alike: (one: Item, other: Item) => boolean,
): readonly (readonly Item[])[] {
  const found: Item[][] = [];
  for (const item of items) {
    const group = found.find(([first]) => first !== undefined && alike(first, item));
    if (group === undefined) found.push([item]);
    else group.push(item);
  }
  return found.filter(({ length }) => length > 1);
}
