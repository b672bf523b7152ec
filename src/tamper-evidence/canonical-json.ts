/** What may be hashed: text, yes or no, nothing, lists and named values. No numbers, so no question of their digits. */
export type Hashable = string | boolean | null | readonly Hashable[] | { readonly [name: string]: Hashable };

/**
 * The one way to write a value (RFC 8785): names in order of their UTF-16 code units, no blanks, JSON's shortest escapes.
 * Throws a TypeError on anything but a hashable value (a number, a date, a map, undefined, half a character), because
 * two different values must never have the same bytes.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalText(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (!isPlain(value)) throw new TypeError(`cannot be hashed: ${typeof value}`);
  let written = '';
  for (const name of Object.keys(value).sort())
    written += `${written === '' ? '' : ','}${canonicalText(name)}:${canonicalJson(value[name])}`;
  return `{${written}}`;
}

/** By number, for no other way stops at the holes of a list. */
function canonicalList(list: readonly unknown[]): string {
  let written = '';
  for (let at = 0; at < list.length; at += 1) written += `${at === 0 ? '' : ','}${canonicalJson(list[at])}`;
  return `[${written}]`;
}

/** Text of ASCII in which JSON escapes nothing: nearly all there is, and written at once. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  if (PLAIN_TEXT.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('cannot be hashed: half a character');
  return JSON.stringify(text);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
