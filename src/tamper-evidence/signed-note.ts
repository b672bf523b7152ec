import { base64, fromBase64 } from './base64';
import { isKeyName, isSignedBy, type SigningKey, type VerifierKey } from './keys';

/** The most bytes and signatures that are read; C2SP asks for 16 signatures at the least. */
const MOST_BYTES = 64 * 1_024;
const MOST_SIGNATURES = 32;

interface NoteSignature {
  readonly name: string;
  /** 8 lower-case hexadecimal digits. */
  readonly id: string;
  readonly signature: Buffer;
}

/** A text with signatures (C2SP signed-note). The text ends in a newline and means nothing until one of them is checked. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const LINE = /^— (\S+) (\S+)$/u;

/** Reads a note's form, not its signatures. Null where it is not one. */
export function readNote(note: string): SignedNote | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || Buffer.byteLength(note) > MOST_BYTES || !isPlainText(note)) return null;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = readSignatureLines(lines);
  return signatures === null || signatures.length > MOST_SIGNATURES
    ? null
    : { text: note.slice(0, end + 1), signatures };
}

/** Reads signature lines. Null where one is not of that form. */
function readSignatureLines(lines: readonly string[]): readonly NoteSignature[] | null {
  const read = lines.map((line): NoteSignature | null => {
    const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (bytes === null || bytes.length <= 4 || !isKeyName(name)) return null;
    return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
  });
  return read.every((each) => each !== null) ? read : null;
}

/** No control characters but the newline, and no half characters. */

const isPlainText = (note: string): boolean => note.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(note);

const signatureLine = ({ name, id }: VerifierKey, signature: Uint8Array): string =>
  `— ${name} ${base64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`;

/** A log key's signature over a text, as a line of a note. */
const signedLine = ({ verifier, sign }: SigningKey, text: string): string =>
  signatureLine(verifier, sign(Buffer.from(text)));

/** A text signed by each of the keys. */
export const signNote = (text: string, keys: readonly SigningKey[]): string =>
  `${text}\n${keys.map((key) => signedLine(key, text)).join('')}`;

/** Whether a log's key signed the note. A signature under its name and id that does not hold spoils the note. */
export function isNoteSignedBy({ text, signatures }: SignedNote, key: VerifierKey): boolean {
  const own = signatures.filter(({ name, id }) => name === key.name && id === key.id);
  return own.length > 0 && own.every(({ signature }) => isSignedBy(key, Buffer.from(text), signature));
}

/** What a witness signs: its own line with the time, in seconds since 1970, before the checkpoint's text (C2SP). */
const cosigned = (text: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${String(time)}\n${text}`);

/** A witness's cosignature on a checkpoint's text, as a line of its note. */
export function cosignatureLine({ verifier, sign }: SigningKey, text: string, seconds: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return signatureLine(verifier, Buffer.concat([time, sign(cosigned(text, BigInt(seconds)))]));
}

/** When a witness cosigned the note, in seconds since 1970; null where it did not. */
export function cosignedAt({ text, signatures }: SignedNote, key: VerifierKey): number | null {
  const own = signatures.find(({ name, id }) => name === key.name && id === key.id)?.signature;
  if (own?.length !== 72) return null;
  const time = own.readBigUInt64BE(0);
  return isSignedBy(key, cosigned(text, time), own.subarray(8)) ? Number(time) : null;
}
