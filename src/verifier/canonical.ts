/** Whether a line is the one canonical way (RFC 8785) to write what it says, which has no numbers in it. */
const MOST_DEPTH = 16;

export type Value = string | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Fields = Readonly<Record<string, Value>>;

/** The named values that a line writes; null where it is not canonical JSON of named values. */
export function fieldsOf(line: string): Fields | null {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const written = write(value, 0);
  return written === line ? (value as Fields) : null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

/** Writes a value, or null where it cannot be written: a number, half a character, or too deep. */
function write(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? JSON.stringify(value) : null;
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value !== 'object' || depth >= MOST_DEPTH) return null;
  return Array.isArray(value) ? writeList(value, depth) : writeNamed(value as Record<string, unknown>, depth);
}

function writeList(list: readonly unknown[], depth: number): string | null {
  let text = '';
  for (const each of list) {
    const written = write(each, depth + 1);
    if (written === null) return null;
    text += text === '' ? written : `,${written}`;
  }
  return `[${text}]`;
}

function writeNamed(value: Record<string, unknown>, depth: number): string | null {
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const written = write(value[name], depth + 1);
    if (written === null || !name.isWellFormed()) return null;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${written}`;
  }
  return `{${text}}`;
}
