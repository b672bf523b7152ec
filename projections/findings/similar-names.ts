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
  return mine.at(-1) === theirs.at(-1) && mine[0]?.[0] === theirs[0]?.[0];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Groups of at least two whose titles are alike, each in the order given. Titles that share four fifths of their words
 * share one of their rarest fifth and one more, so only those that do are compared: thousands of lines have few such pairs.
 */
export function alikeTitles<Item extends Named>(items: readonly Item[]): readonly (readonly Item[])[] {
  const titles = items.map(({ name }) => words(name));
  const often = new Map<string, number>();
  for (const word of titles.flatMap((title) => [...title])) often.set(word, (often.get(word) ?? 0) + 1);
  const groups: { readonly first: ReadonlySet<string>; readonly members: Item[] }[] = [];
  const groupsWith = new Map<string, number[]>();
  items.forEach((item, index) => {
    const title = titles[index] ?? new Set<string>();
    const rare = rarest(title, often);
    const candidates = [...new Set(rare.flatMap((word) => groupsWith.get(word) ?? []))].sort(
      (one, other) => one - other,
    );
    const group = candidates
      .map((at) => groups[at])
      .find((each) => each !== undefined && similarTitles(each.first, title));
    if (group !== undefined) {
      group.members.push(item);
      return;
    }
    const added = groups.push({ first: title, members: [item] }) - 1;
    for (const word of rare) {
      const at = groupsWith.get(word);
      if (at === undefined) groupsWith.set(word, [added]);
      else at.push(added);
    }
  });
  return groups.map(({ members }) => members).filter(({ length }) => length > 1);
}

/** The rarest words of a title: one more than similar titles may differ in. A title without words is like another one. */
function rarest(title: ReadonlySet<string>, often: ReadonlyMap<string, number>): readonly string[] {
  if (title.size === 0) return [''];
  const count = title.size - Math.ceil((title.size * 4) / 5) + 1;
  const rank = (word: string): number => often.get(word) ?? 0;
  return [...title].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1)).slice(0, count);
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
