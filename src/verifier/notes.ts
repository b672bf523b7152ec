/** Signed notes, checkpoints and keys of C2SP, read strictly. What is not exactly as specified is not one. */
import { createHash, createPublicKey, verify } from 'node:crypto';

const MOST_SIGNATURES = 32;
const MOST_CHARACTERS = 65_536;

export interface Key {
  readonly name: string;
  readonly id: string;
  /** 1: signs checkpoints. 4: cosigns them. */
  readonly type: number;
  readonly raw: Buffer;
  readonly text: string;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly body: string;
  readonly signatures: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** The bytes of base64 with padding that is written as it must be; null otherwise. */
export function bytesOf(text: string): Buffer | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** Reads `name+id+base64`; null where it is no Ed25519 key, or its id is not that of its bytes. */
export function keyOf(line: string): Key | null {
  const text = line.trim();
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const typed = bytesOf(encoded);
  if (typed?.length !== 33) return null;
  const digest = createHash('sha256').update(`${name}\n`).update(typed).digest('hex');
  const type = typed.readUInt8(0);
  return digest.startsWith(id) && (type === 1 || type === 4) ? { name, id, type, raw: typed.subarray(1), text } : null;
}

export function checkpointOf(note: string): Checkpoint | null {
  if (note.length > MOST_CHARACTERS || !note.isWellFormed()) return null;
  const parts = /^([^\n]+)\n(0|[1-9][0-9]{0,14})\n([^\n]+)\n\n((?:— [^\n]+\n)+)$/u.exec(note);
  const [, origin, size, encoded = '', lines = ''] = parts ?? [];
  const root = bytesOf(encoded);
  if (origin === undefined || size === undefined || root?.length !== 32) return null;
  const signatures = signaturesOf(lines);
  const body = `${origin}\n${size}\n${encoded}\n`;
  return signatures === null ? null : { origin, size: Number(size), root, body, signatures };
}

function signaturesOf(lines: string): Checkpoint['signatures'] | null {
  const read = lines
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const [, name, encoded = ''] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
      const bytes = bytesOf(encoded);
      return name === undefined || bytes === null || bytes.length < 5 ? null : { name, bytes };
    });
  return read.length <= MOST_SIGNATURES && read.every((each) => each !== null) ? read : null;
}

/** Whether a log's key signed a checkpoint. One signature under its name that does not hold spoils all. */
export function isSigned(checkpoint: Checkpoint, key: Key): boolean {
  const own = ownSignatures(checkpoint, key);
  return key.type === 1 && own.length > 0 && own.every((bytes) => holds(key, checkpoint.body, bytes));
}

/** Whether a witness's key cosigned a checkpoint: what is signed begins with the time it says. */
export function isCosigned(checkpoint: Checkpoint, key: Key): boolean {
  return ownSignatures(checkpoint, key).some((bytes) => {
    if (key.type !== 4 || bytes.length !== 72) return false;
    const time = bytes.readBigUInt64BE(0).toString();
    return holds(key, `cosignature/v1\ntime ${time}\n${checkpoint.body}`, bytes.subarray(8));
  });
}

const ownSignatures = ({ signatures }: Checkpoint, key: Key): readonly Buffer[] =>
  signatures
    .filter(({ name, bytes }) => name === key.name && bytes.subarray(0, 4).toString('hex') === key.id)
    .map(({ bytes }) => bytes.subarray(4));

function holds(key: Key, message: string, signature: Buffer): boolean {
  if (signature.length !== 64) return false;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.raw.toString('base64url') };
    return verify(null, Buffer.from(message), createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}
