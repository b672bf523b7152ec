/** Bytes as a broken disk, a careless hand or an attacker leaves them. */

/** Pieces that have hurt parsers before. */
const pieces = [
  ...[
    '\0',
    '\n',
    '\r\n',
    '\n\n',
    '"',
    '""',
    ',',
    ';',
    ':',
    '{',
    '}',
    '[[[[[[[[[[',
    '\\',
    '\\u0000',
    '\\ud800',
    '<',
    '&',
    ']]>',
  ],
  ...['<!DOCTYPE a [<!ENTITY b "c">]>', '__proto__', '"__proto__":{}', '1e999', '-0.00', '99999999999999999999', 'NaN'],
  ...['null', 'true', '=1+1', '—', '— ', '+', '=', '==', 'old ', 'index ', 'extra ', '\u202e', '\u200b', '\ufeff', ' '],
].map((text) => Buffer.from(text));
const notText = Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]);
const MOST_CHANGES = 4;
const MOST_COPIES = 400;

type Below = (count: number) => number;

const changes: readonly ((bytes: Buffer, at: number, below: Below) => readonly Buffer[])[] = [
  // One bit.
  (bytes, at, below) => {
    const flipped = Buffer.from([(bytes[at] ?? 0) ^ (1 << below(8))]);
    return [bytes.subarray(0, at), flipped, bytes.subarray(at + 1)];
  },
  // A piece of something else.
  (bytes, at, below) => [bytes.subarray(0, at), pieces[below(pieces.length)]!, bytes.subarray(at)],
  (bytes, at) => [bytes.subarray(0, at), notText, bytes.subarray(at)],
  // Cut off, cut out, twice, very often, moved.
  (bytes, at) => [bytes.subarray(0, at)],
  (bytes, at, below) => [bytes.subarray(0, at), bytes.subarray(at + 1 + below(40))],
  (bytes, at, below) => [bytes.subarray(0, at), bytes.subarray(Math.max(0, at - below(80)))],
  (bytes, at, below) => {
    const piece = bytes.subarray(at, at + 1 + below(20));
    return [bytes.subarray(0, at), ...Array.from({ length: below(MOST_COPIES) }, () => piece), bytes.subarray(at)];
  },
  (bytes, at) => [bytes.subarray(at), bytes.subarray(0, at)],
];

/** The bytes with one to four changes that chance chooses. */
export function mutatedBytes(bytes: Buffer, chance: () => number): Buffer {
  const below: Below = (count) => Math.floor(chance() * count);
  let mutated = bytes;
  for (let left = 1 + below(MOST_CHANGES); left > 0; left -= 1) {
    const change = changes[below(changes.length)]!;
    mutated = Buffer.concat(change(mutated, below(mutated.length + 1), below));
  }
  return mutated;
}
