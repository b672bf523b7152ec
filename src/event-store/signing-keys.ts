import { createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { newSecret, readSecret, signingKey, type SigningKey, type VerifierKey } from '../tamper-evidence/keys';
import { IN_MEMORY } from './sqlite-database';

/** The file of the first key; those that come after it are called by their id. */
const FIRST = 'first';

/** The secret keys that sign a ledger's checkpoints: files of a folder that belong to their owner alone (mode 0400). */
export class SigningKeys {
  private readonly folder: string;
  private readonly known = new Map<string, KeyObject>();

  public constructor(
    private readonly directory: string,
    /** In production test keys are refused. */
    private readonly production: boolean,
  ) {
    this.folder = join(resolve(directory), 'keys');
  }

  /** The ledger's first key; null where there is none. Throws where its file holds no key, or a test key in production. */
  public first(origin: string): SigningKey | null {
    const secret = this.secret(FIRST);
    return secret === null ? null : named(origin, secret);
  }

  /** Makes the first key. Throws where there is one already. */
  public makeFirst(origin: string): SigningKey {
    return named(origin, this.keep(FIRST, newSecret()));
  }

  /** Makes a key that is to follow. */
  public makeNext(origin: string): SigningKey {
    const pem = newSecret();
    const key = signingKey('log', origin, createPrivateKey(pem));
    this.keep(key.verifier.id, pem);
    return key;
  }

  /** The verifier keys of all secrets that are here, the first one first: what to tell auditors and witnesses. */
  public verifiers(origin: string): readonly string[] {
    const files = this.directory === IN_MEMORY || !existsSync(this.folder) ? [] : readdirSync(this.folder);
    const names = new Set([FIRST, ...this.known.keys(), ...files.map((file) => file.replace(/\.key$/, ''))]);
    return [...names].flatMap((name) => {
      const secret = this.secret(name);
      return secret === null ? [] : [named(origin, secret).verifier.text];
    });
  }

  /** The secret to a key that is known from the ledger; null where it is not here. */
  public of({ name, id, text }: VerifierKey): SigningKey | null {
    const secret = this.secret(id);
    const key = secret === null ? null : named(name, secret);
    return key?.verifier.text === text ? key : null;
  }

  private secret(name: string): KeyObject | null {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const path = this.pathOf(name);
    if (this.directory === IN_MEMORY || !existsSync(path)) return null;
    const secret = readSecret(readFileSync(path, 'utf8'), this.production);
    this.known.set(name, secret);
    return secret;
  }

  private keep(name: string, pem: string): KeyObject {
    if (this.directory !== IN_MEMORY) writeSecret(this.pathOf(name), pem);
    const secret = createPrivateKey(pem);
    this.known.set(name, secret);
    return secret;
  }

  private pathOf(name: string): string {
    return join(this.folder, `${name}.key`);
  }
}

/** By its secret, the key that was made last: to work out a public key takes three times as long as to sign. */
const made = new WeakMap<KeyObject, SigningKey>();

function named(name: string, secret: KeyObject): SigningKey {
  const known = made.get(secret);
  if (known?.verifier.name === name) return known;
  const key = signingKey('log', name, secret);
  made.set(secret, key);
  return key;
}

/** Synced, with its folder, before anything is signed with it: a key that is lost cannot be made again. */
function writeSecret(path: string, pem: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o400);
  try {
    writeSync(file, pem);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (process.platform === 'win32') return;
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    const descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}
