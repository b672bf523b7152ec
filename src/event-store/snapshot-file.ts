import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const LENGTH_BYTES = 4;
const LONGEST_NOTE = 64 * 1_024;
const ROOM = 0.125;

/** A doubt about a snapshot, with a code for the log. */
export class SnapshotDoubt extends Error {
  public constructor(
    public readonly code: SnapshotDoubtCode,
    message: string,
  ) {
    super(message);
    this.name = 'SnapshotDoubt';
  }
}

export type SnapshotDoubtCode =
  | 'SNAPSHOT_FORM'
  | 'SNAPSHOT_SIGNATURE'
  | 'SNAPSHOT_PROGRAM'
  | 'SNAPSHOT_CHECKPOINT'
  | 'SNAPSHOT_SECTION'
  | 'SNAPSHOT_TREE'
  | 'SNAPSHOT_ENTRY'
  | 'SNAPSHOT_FAULT';

/** A snapshot that is being read: its note, and after it the bytes of its sections. */
export interface OpenSnapshot {
  readonly note: string;
  /** The next so many bytes, in memory of their own with some room behind. Throws SnapshotDoubt where there are fewer. */
  readonly next: (bytes: number) => Buffer;
  /** How many bytes are left. */
  readonly left: () => number;
  readonly close: () => void;
}

/**
 * The file `snapshot` of a data directory: the length of a note in four bytes, the note, then what the note describes. It
 * is there as a whole or not at all: it is written under a name that no other process writes, synced and renamed.
 */
export class SnapshotFile {
  public readonly path: string;

  public constructor(private readonly directory: string) {
    this.path = join(resolve(directory), 'snapshot');
  }

  /** Null where there is none. Throws SnapshotDoubt, and errors of the file system. */
  public open(): OpenSnapshot | null {
    if (!existsSync(this.path)) return null;
    const file = openSync(this.path, 'r');
    let left = fstatSync(file).size;
    const next = (bytes: number): Buffer => {
      // Of its own: what is kept of a small part must not hold on to all that was read. The room takes no memory before it
      // is used, and the next entries need it.
      const found = bytes <= left ? Buffer.allocUnsafeSlow(bytes + Math.ceil(bytes * ROOM)).subarray(0, bytes) : null;
      if (found === null || !readFully(file, found)) throw new SnapshotDoubt('SNAPSHOT_FORM', 'it ends too early');
      left -= bytes;
      return found;
    };
    const close = (): void => {
      closeSync(file);
    };
    try {
      const length = next(LENGTH_BYTES).readUInt32BE();
      if (length > LONGEST_NOTE) throw new SnapshotDoubt('SNAPSHOT_FORM', 'it does not begin with a note');
      return { note: next(length).toString(), next, left: () => left, close };
    } catch (error) {
      close();
      throw error;
    }
  }

  /** Puts a snapshot in the place of the last one. Throws errors of the file system; the last one is then still there. */
  public async write(note: string, sections: readonly Uint8Array[]): Promise<void> {
    const noteBytes = Buffer.from(note);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(noteBytes.length);
    const unfinished = `${this.path}.${String(process.pid)}-${randomBytes(8).toString('hex')}.new`;
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        for (const bytes of [length, noteBytes, ...sections]) await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
    await rename(unfinished, this.path);
    await syncDirectory(resolve(this.directory));
  }

  /** Removes what processes left that ended while they wrote; one that writes at this moment has written for nothing. */
  public removeLeftovers(): void {
    const directory = resolve(this.directory);
    for (const name of existsSync(directory) ? readdirSync(directory) : [])
      if (/^snapshot\..*\bnew$/.test(name)) rmSync(join(directory, name), { force: true });
  }

  /** It costs time and nothing else. */
  public remove(): void {
    rmSync(this.path, { force: true });
  }
}

function readFully(file: number, into: Buffer): boolean {
  for (let at = 0; at < into.length;) {
    const read = readSync(file, into, at, into.length - at, null);
    if (read === 0) return false;
    at += read;
  }
  return true;
}

async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
