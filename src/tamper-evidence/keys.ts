import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

import { base64, fromBase64 } from './base64';

/** What a key signs, by its C2SP signature type: a log's checkpoints, or a witness's cosignatures. */
export type KeyType = 'log' | 'witness';

const typeBytes: Readonly<Record<KeyType, number>> = { log: 0x01, witness: 0x04 };
const PUBLIC_BYTES = 32;
const ID_BYTES = 4;
/** What stands before the 32 bytes of an Ed25519 public key in its DER form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that signatures are checked with. Its name and id say which signatures are its own. */
export interface VerifierKey {
  readonly type: KeyType;
  readonly name: string;
  /** 8 lower-case hexadecimal digits. */
  readonly id: string;
  readonly publicKey: Buffer;
  /** The key as C2SP writes it: `name+id+base64`. */
  readonly text: string;
}

/** A secret key, with the name it signs by. */
export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly sign: (message: Uint8Array) => Buffer;
}

/** The text of a note's name must not hold blanks, which end it, or a plus, which ends it in a verifier key. */
export const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Cc}]/u.test(name);

function verifierKey(type: KeyType, name: string, publicKey: Uint8Array): VerifierKey {
  const typed = Buffer.concat([Buffer.from([typeBytes[type]]), publicKey]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, ID_BYTES).toString('hex');
  return { type, name, id, publicKey: Buffer.from(publicKey), text: `${name}+${id}+${base64(typed)}` };
}

/** Reads a verifier key. Null where it is not one, is of a type not used here, or its id is not that of its bytes. */
export function readVerifierKey(text: string): VerifierKey | null {
  const [name = '', id = '', encoded = '', ...more] = text.trim().split('+');
  // Base64 may hold a plus itself.
  const typed = fromBase64([encoded, ...more].join('+'));
  if (typed?.length !== PUBLIC_BYTES + 1 || !isKeyName(name)) return null;
  const type = (['log', 'witness'] as const).find((each) => typeBytes[each] === typed[0]);
  if (type === undefined) return null;
  const key = verifierKey(type, name, typed.subarray(1));
  return key.id === id ? key : null;
}

/** Whether a key made this signature over a message. */
export function isSignedBy({ publicKey }: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** A secret key by the name it is to sign under. Throws where it is no Ed25519 key. */
export function signingKey(type: KeyType, name: string, secret: KeyObject): SigningKey {
  if (secret.asymmetricKeyType !== 'ed25519') throw new TypeError('a signing key is an Ed25519 key');
  const publicKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { verifier: verifierKey(type, name, publicKey), sign: (message) => sign(null, message, secret) };
}

/** Marks the file of a key that is for tests and examples only. */
export const TEST_KEY_MARK = 'TEST KEY, never for production';

/** A new secret key as the text of its file: PKCS#8 in PEM. */
export const newSecret = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

/** The secrets that stand in RFC 8032, section 7.1, by their public keys: everyone can sign with them. */
const publishedKeys = [
  'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  '278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e',
  'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
];

/** Reads the file of a secret key. Throws where it holds none, or a test key where test keys are not taken. */
export function readSecret(pem: string, production: boolean): KeyObject {
  const secret = createPrivateKey(pem);
  const { publicKey } = signingKey('log', 'any', secret).verifier;
  if (production && (pem.includes(TEST_KEY_MARK) || publishedKeys.includes(publicKey.toString('hex')))) {
    throw new Error('the signing key is a test key, which signs nothing in production; make one of your own');
  }
  return secret;
}
