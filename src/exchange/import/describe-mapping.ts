import { createHash } from 'node:crypto';

import type { Convention } from './amounts';
import type { Mapping } from './mapping';
import { conventionOf } from './read-mapping';

const LONGEST = 1_800;

/** How the files were read, in a sentence for the entry that records the import, with the digest of the whole mapping. */
export function describeMapping(mapping: Mapping): string {
  const sheets = new Map<string, string[]>();
  for (const part of mapping.sheets) {
    const said = inWords(conventionOf(mapping, part));
    sheets.set(said, [...(sheets.get(said) ?? []), part.sheet]);
  }
  const words = [...sheets].map(([said, names]) => `${names.map((name) => `"${name}"`).join(', ')}: ${said}`);
  const digest = createHash('sha256').update(JSON.stringify(mapping)).digest('hex');
  return `${words.join(' ').slice(0, LONGEST)} SHA-256 of the mapping: ${digest}.`;
}

const inWords = ({ unit, savings, blank, dash }: Convention): string =>
  `amounts in ${unit === 'pounds' ? 'pounds' : 'thousands of pounds'}, a saving is ${savings}, a blank means ${blank}, a dash ${dash}.`;
