/** What may be hashed: text, yes or no, nothing, lists and named values. No numbers, so no question of their digits. */
export type Hashable = string | boolean | null | readonly Hashable[] | { readonly [name: string]: Hashable };

/**
 * The one way to write a value (RFC 8785): names in order of their UTF-16 code units, no blanks, JSON's shortest escapes.
 * Throws a TypeError on anything but a hashable value (a number, a date, a map, undefined, half a character), because
 * two different values must never have the same bytes.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') return canonicalText(value);
  // Not `map`, which would pass over the holes of a list.
  if (Array.isArray(value)) return `[${Array.from(value, (each) => canonicalJson(each)).join(',')}]`;
  if (!isPlain(value)) throw new TypeError(`cannot be hashed: ${typeof value}`);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonicalText(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}

function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('cannot be hashed: half a character');
  return JSON.stringify(text);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
