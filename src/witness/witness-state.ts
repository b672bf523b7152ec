import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { base64, hashFromBase64 } from '../tamper-evidence/base64';
import { newSecret, readSecret, readVerifierKey, signingKey, type SigningKey } from '../tamper-evidence/keys';
import { cosign, type WitnessAnswer, type WitnessedLog } from '../tamper-evidence/witness';

interface LogRecord {
  readonly keys: readonly string[];
  readonly size: number;
  readonly root: string | null;
}

/** A witness's folder: its secret key, and for each log the keys it trusts and the last head that it cosigned. */
export class WitnessState {
  public readonly key: SigningKey;
  private readonly logs: Map<string, LogRecord>;

  /** Opens a folder, made with a new key where it is not there. Throws where what it holds cannot be read. */
  public constructor(
    private readonly folder: string,
    name: string,
    /** In production a test key is refused. */
    production: boolean,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const keyFile = join(folder, 'witness.key');
    if (!existsSync(keyFile)) this.write('witness.key', newSecret(), 0o400);
    this.key = signingKey('witness', name, readSecret(readFileSync(keyFile, 'utf8'), production));
    const state = join(folder, 'logs.json');
    const records = existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as Record<string, LogRecord>) : {};
    this.logs = new Map(Object.entries(records));
  }

  /** Trusts a log's key from now on, beside those trusted before. False where it is not a log's key. */
  public trust(text: string): boolean {
    const key = readVerifierKey(text);
    if (key?.type !== 'log') return false;
    const log = this.logs.get(key.name) ?? { keys: [], size: 0, root: null };
    if (!log.keys.includes(key.text)) this.keep(key.name, { ...log, keys: [...log.keys, key.text] });
    return true;
  }

  /** Answers a request. What is cosigned is kept, synced, before it is answered. */
  public answer(request: string, seconds: number): WitnessAnswer {
    const answer = cosign(request, (origin) => this.logOf(origin), this.key, seconds);
    const log = answer.head === null ? undefined : this.logs.get(answer.head.origin);
    if (answer.head !== null && log !== undefined) {
      const { origin, size, root } = answer.head;
      this.keep(origin, { ...log, size, root: base64(root) });
    }
    return answer;
  }

  private logOf(origin: string): WitnessedLog | null {
    const log = this.logs.get(origin);
    if (log === undefined) return null;
    const root = log.root === null ? null : hashFromBase64(log.root);
    const keys = log.keys.flatMap((text) => readVerifierKey(text) ?? []);
    return { keys, head: root === null ? null : { size: log.size, root } };
  }

  private keep(origin: string, log: LogRecord): void {
    this.logs.set(origin, log);
    this.write('logs.json', `${JSON.stringify(Object.fromEntries(this.logs), null, 2)}\n`, 0o600);
  }

  /** All of the new content or all of the old, also after a power cut. */
  private write(name: string, content: string, mode: number): void {
    const path = join(this.folder, name);
    const file = openSync(`${path}.new`, 'w', mode);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
    if (process.platform === 'win32') return;
    const folder = openSync(this.folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}
