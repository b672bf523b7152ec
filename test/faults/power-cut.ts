/**
 * What a power cut can leave of files that a process wrote, from the system calls strace saw. What a sync covered is on
 * the disk. What was written after the last sync of its file may be there, be missing, be there in part, or be there
 * while something written before it is not. Names of files are taken to be on the disk at once.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SECTOR = 512;

interface Write {
  readonly kind: 'write';
  readonly file: string;
  readonly bytes: Buffer;
  readonly at: number;
}
interface Truncate {
  readonly kind: 'truncate';
  readonly file: string;
  readonly size: number;
}
export type Step =
  | Write
  | Truncate
  | { readonly kind: 'sync' | 'remove'; readonly file: string }
  | { readonly kind: 'acknowledge'; readonly name: string };

const hexOf = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');
const call = /^\d+ +(?<name>\w+)\((?:\d+<(?<open>[^>]*)>(?:, )?|"(?<path>[^"]*)")(?<rest>.*)\) += (?<result>-?\d+)/;
const data = /^"(?<bytes>[^"]*)"(?<cut>\.\.\.)?, \d+(?:, (?<at>\d+))?$/;

/** The steps of a trace made with `strace -y -xx -s 70000`. Throws where strace cut the bytes of a write off. */
export const stepsOf = (trace: string): readonly Step[] =>
  trace.split('\n').flatMap((line) => {
    const { name, open, path, rest = '', result } = call.exec(line)?.groups ?? {};
    if (name === undefined || Number(result) < 0) return [];
    return stepOf(name, basename(hexOf(open ?? path ?? '').toString()), rest) ?? [];
  });

function stepOf(name: string, file: string, rest: string): Step | null {
  if (name === 'write') return acknowledgement(data.exec(rest)?.groups?.['bytes'] ?? '');
  if (!/^ledger\.sqlite(-wal|-journal)?$/.test(file)) return null;
  if (name === 'ftruncate') return { kind: 'truncate', file, size: Number(rest) };
  if (name === 'pwrite64') return writeOf(file, rest);
  return { kind: name === 'unlink' ? 'remove' : 'sync', file };
}

function acknowledgement(bytes: string): Step | null {
  const name = /^ACK (.*)\n$/.exec(hexOf(bytes).toString())?.[1];
  return name === undefined ? null : { kind: 'acknowledge', name };
}

function writeOf(file: string, rest: string): Write {
  const { bytes, cut, at } = data.exec(rest)?.groups ?? {};
  if (bytes === undefined || cut !== undefined) throw new Error(`not a whole write: ${rest.slice(0, 200)}`);
  return { kind: 'write', file, bytes: hexOf(bytes), at: Number(at) };
}

/** How chance decides about one step that no sync covered. */
export type Chance = () => number;

/** The content of a file after some steps. */
function after(content: Buffer, steps: readonly (Write | Truncate)[]): Buffer {
  const ends = steps.map((step) => (step.kind === 'truncate' ? step.size : step.at + step.bytes.length));
  const room = Buffer.alloc(Math.max(content.length, ...ends));
  content.copy(room);
  let size = content.length;
  for (const step of steps) {
    if (step.kind === 'write') step.bytes.copy(room, step.at);
    else room.fill(0, step.size);
    size = step.kind === 'truncate' ? step.size : Math.max(size, step.at + step.bytes.length);
  }
  return room.subarray(0, size);
}

/** The sectors of a write that reached the disk, as writes of their own. */
function torn({ file, bytes, at }: Write, chance: Chance): readonly Write[] {
  const starts = Array.from({ length: Math.ceil(bytes.length / SECTOR) }, (_, index) => index * SECTOR);
  return starts
    .filter(() => chance() < 0.5)
    .map((start) => ({ kind: 'write', file, bytes: bytes.subarray(start, start + SECTOR), at: at + start }));
}

/** A disk that is written to, step by step, and whose power may be cut after any of them. */
export class Disk {
  public readonly acknowledged: string[] = [];
  private readonly synced = new Map<string, Buffer>();
  private readonly unsynced = new Map<string, (Write | Truncate)[]>();

  public take(step: Step): void {
    if (step.kind === 'acknowledge') this.acknowledged.push(step.name);
    if (step.kind === 'write' || step.kind === 'truncate') this.waitingOf(step.file).push(step);
    if (step.kind === 'sync') this.sync(step.file);
    if (step.kind === 'remove') {
      this.synced.delete(step.file);
      this.unsynced.delete(step.file);
    }
  }

  private waitingOf(file: string): (Write | Truncate)[] {
    const waiting = this.unsynced.get(file) ?? [];
    this.unsynced.set(file, waiting);
    return waiting;
  }

  private contentOf(file: string): Buffer {
    return this.synced.get(file) ?? Buffer.alloc(0);
  }

  private sync(file: string): void {
    this.synced.set(file, after(this.contentOf(file), this.waitingOf(file)));
    this.unsynced.delete(file);
  }

  /** Writes what is left after a cut at this moment into a new directory. */
  public cut(directory: string, chance: Chance): void {
    mkdirSync(directory, { mode: 0o700 });
    const manner = Math.floor(chance() * 4);
    for (const file of new Set([...this.synced.keys(), ...this.unsynced.keys()])) {
      const waiting = this.waitingOf(file);
      const most = Math.floor(chance() * (waiting.length + 1));
      const left = waiting.flatMap((step, index): readonly (Write | Truncate)[] => {
        // Nothing of it, a beginning of it, any of it, or any of it with torn writes.
        if (manner === 0 || (manner === 1 && index >= most) || (manner > 1 && chance() < 0.3)) return [];
        return manner === 3 && step.kind === 'write' && chance() < 0.5 ? torn(step, chance) : [step];
      });
      writeFileSync(join(directory, file), after(this.contentOf(file), left), { mode: 0o600 });
    }
  }
}
