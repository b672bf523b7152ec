/**
 * Reads a zip archive without believing it: every part is inflated against a limit that is counted, not read from a
 * header, and what is odd is refused before any other program sees it. All refusals are FILE_REJECTED.
 */
import { inflateRawSync } from 'node:zlib';

import { isRefusal, refuse, type Refusal } from '../../domain/refusals';

export const LARGEST_FILE = 5 * 1024 * 1024;
const MOST_PARTS = 200;
const LARGEST_INFLATED = 50 * 1024 * 1024;
/** How many times larger than its packed form a part may be; small ones are let be, whose ratio says little. */
const LARGEST_RATIO = 100;
const RATIO_MATTERS_FROM = 1024 * 1024;

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

export type Parts = ReadonlyMap<string, Buffer>;

interface Listed {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly mode: number;
  readonly at: number;
}

export const rejected = (file: string, reason: string): Refusal =>
  refuse('FILE_REJECTED', `The file ${file.slice(0, 80)} is not taken: ${reason}`, { reason });

/** The parts of an archive by name, inflated. Refuses: FILE_REJECTED. */
export function zipParts(file: string, bytes: Buffer): Parts | Refusal {
  if (bytes.length > LARGEST_FILE) return rejected(file, 'it is larger than 5 MiB.');
  try {
    const listed = directoryOf(bytes);
    return typeof listed === 'string' ? rejected(file, listed) : inflated(file, bytes, listed);
  } catch (error) {
    // Node's own errors have a code: reading beyond the end, a part that does not inflate, or inflates beyond its limit.
    if (typeof error === 'object' && error !== null && 'code' in error) return rejected(file, DAMAGED);
    throw error;
  }
}

const DAMAGED = 'it is damaged, or a part of it opens to more than is taken; save it again as .xlsx.';

function directoryOf(bytes: Buffer): readonly Listed[] | string {
  const end = endOf(bytes);
  if (end === null) return 'it is not an .xlsx workbook; save it as .xlsx or as CSV.';
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_PARTS) return `it has ${String(count)} parts; at most ${String(MOST_PARTS)} are taken.`;
  const listed: Listed[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let part = 0; part < count; part += 1) {
    if (bytes.readUInt32LE(at) !== DIRECTORY) return DAMAGED;
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    listed.push({
      name: bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return listed;
}

/** The end record stands last, before a comment of at most 64 KiB. */
function endOf(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  return null;
}

function inflated(file: string, bytes: Buffer, listed: readonly Listed[]): Parts | Refusal {
  const parts = new Map<string, Buffer>();
  let left = LARGEST_INFLATED;
  for (const each of listed) {
    const odd = oddity(each, parts);
    if (odd !== null) return rejected(file, odd);
    const part = inflatedPart(file, bytes, each, left);
    if (isRefusal(part)) return part;
    left -= part.length;
    parts.set(each.name, part);
  }
  return parts;
}

const SYMBOLIC_LINK = 0o120000;
const KIND_OF_FILE = 0o170000;

function oddity({ name, flags, method, mode }: Listed, before: Parts): string | null {
  if ((flags & 1) !== 0) return 'it is encrypted; save it without a password.';
  if ((mode & KIND_OF_FILE) === SYMBOLIC_LINK) return 'it holds a symbolic link.';
  if (name.includes('..') || name.includes('\\') || name.startsWith('/') || name.includes('\0'))
    return 'a part of it names a place outside the file.';
  if (before.has(name)) return 'it holds two parts of one name.';
  return method === STORED || method === DEFLATED ? null : 'it is packed in a way that is not known here.';
}

function inflatedPart(file: string, bytes: Buffer, { packed, method, at }: Listed, left: number): Buffer | Refusal {
  if (bytes.readUInt32LE(at) !== LOCAL) return rejected(file, DAMAGED);
  const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (from + packed > bytes.length) return rejected(file, DAMAGED);
  const data = bytes.subarray(from, from + packed);
  const most = Math.min(left, Math.max(RATIO_MATTERS_FROM, packed * LARGEST_RATIO));
  if (method === STORED) return packed <= left ? data : rejected(file, DAMAGED);
  return most === 0 ? rejected(file, DAMAGED) : inflateRawSync(data, { maxOutputLength: most });
}
