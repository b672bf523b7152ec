/** Writes parts into a zip archive as they are, so that who reads it next sees exactly what was checked. */
import type { Parts } from './zip-parts';

const VERSION = 20;
const UTF8 = 0x0800;
/** 1 January 1980, the first day a zip can tell: the same parts give the same bytes. */
const DAY = 0x0021;

export function storedZip(parts: Parts): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, data] of parts) {
    const nameBytes = Buffer.from(name, 'utf8');
    const common = commonFields(data, nameBytes.length);
    const local = Buffer.concat([unsigned32(0x04034b50), common, nameBytes]);
    const place = Buffer.concat([Buffer.alloc(10), unsigned32(at)]);
    directory.push(Buffer.concat([unsigned32(0x02014b50), unsigned16(VERSION), common, place, nameBytes]));
    chunks.push(local, data);
    at += local.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const count = unsigned16(parts.size);
  const end = [unsigned32(0x06054b50), Buffer.alloc(4), count, count, unsigned32(listed.length), unsigned32(at)];
  return Buffer.concat([...chunks, listed, ...end, unsigned16(0)]);
}

/** Version, flags, method, time, day, checksum, both sizes, length of the name and of the extra field. */
const commonFields = (data: Buffer, nameLength: number): Buffer =>
  Buffer.concat([
    ...[VERSION, UTF8, 0, 0, DAY].map(unsigned16),
    unsigned32(crc32(data)),
    unsigned32(data.length),
    unsigned32(data.length),
    unsigned16(nameLength),
    unsigned16(0),
  ]);

function unsigned16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as zip has it; Node has one of its own only from version 22 on. */
function crc32(data: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of data) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
