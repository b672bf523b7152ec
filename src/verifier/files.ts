import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

import { cannotTell, fail } from './outcome';

const MOST_BYTES = 512 * 1_024 * 1_024;
const CHUNK = 1_024 * 1_024;
/** C2SP lets an entry have so many bytes. */
const LONGEST_LINE = 65_535;
const NEWLINE = 10;

const asText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes that are valid UTF-8; null otherwise. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return asText.decode(bytes);
  } catch {
    return null;
  }
}

/** A whole small file as text. */
export function readText(path: string, name: string): string {
  const bytes = readBytes(path) ?? cannotTell(`${name} is not there or cannot be read`);
  return textOf(bytes) ?? fail(null, `${name} is not valid UTF-8`);
}

/** A whole file; null where it is not there. */
export function readBytes(path: string): Buffer | null {
  if (!existsSync(path)) return null;
  const { size } = statSync(path);
  if (size > MOST_BYTES) return cannotTell(`${path} is larger than is read`);
  return readFileSync(path);
}

/** The lines of a text whose last line ends as well. */
export function linesOf(text: string, name: string): readonly string[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) return fail(null, `${name} is cut off: its last line has no end`);
  return text.slice(0, -1).split('\n');
}

/** A line of a large file, without its end, and where it begins. */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
  readonly isWhole: boolean;
}

/** The lines of a large file one after the other. Throws CannotTell where a line is longer than an entry may be. */
export function* linesIn(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let [rest, restStart] = [Buffer.alloc(0), 0];
    for (let got = readSync(file, chunk); got > 0; got = readSync(file, chunk)) {
      const data = Buffer.concat([rest, chunk.subarray(0, got)]);
      let from = 0;
      for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, from)) {
        yield { bytes: data.subarray(from, end), start: restStart + from, isWhole: true };
        from = end + 1;
      }
      [rest, restStart] = [data.subarray(from), restStart + from];
      if (rest.length > LONGEST_LINE)
        cannotTell(`a line that begins at byte ${String(restStart)} is longer than is read`);
    }
    if (rest.length > 0) yield { bytes: rest, start: restStart, isWhole: false };
  } finally {
    closeSync(file);
  }
}

/** Reads lines again by where they begin. */
export class LinesAgain {
  private readonly file: number;
  private readonly buffer = Buffer.alloc(LONGEST_LINE + 1);

  public constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  public at(start: number): Buffer {
    const got = readSync(this.file, this.buffer, 0, this.buffer.length, start);
    const end = this.buffer.subarray(0, got).indexOf(NEWLINE);
    return Buffer.from(this.buffer.subarray(0, Math.max(0, end)));
  }

  public close(): void {
    closeSync(this.file);
  }
}
