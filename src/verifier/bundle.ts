/** Checks an auditor's bundle: every entry once, from the first to the last, and then what is said about all of them. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Amounts } from './amounts';
import { listIn, textIn, isNamed, entryOf, type Entry } from './entry';
import { LinesAgain, linesIn, linesOf, readText } from './files';
import { Identity } from './identity';
import { KeyChain } from './key-chain';
import { checkpointOf, isCosigned, isSigned, type Checkpoint, type Key } from './notes';
import { cannotTell, fail, Failed } from './outcome';
import { People } from './people';
import { Periods } from './periods';
import { policyOf, type Policy } from './policy';
import { checkTiles, firstUnsigned } from './tiles';
import { Totals } from './totals';
import { leafOf, Leaves, RightEdge } from './tree';

/** What the auditor brings along, from outside the bundle. */
export interface Trust {
  readonly keys: readonly Key[];
  readonly witnesses: readonly Key[];
  readonly policy: Policy | null;
  /** Checkpoints kept from earlier: the names of their files and their texts. */
  readonly kept: readonly { readonly name: string; readonly text: string }[];
}

export interface Verified {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly totals: number;
  readonly checkpoints: number;
}

/** Throws Failed or CannotTell. */
export function verifyBundle(folder: string, trust: Trust): Verified {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) cannotTell(`there is no folder ${folder}`);
  const head = read('checkpoint', readText(join(folder, 'checkpoint'), 'checkpoint'));
  const earlier = earlierIn(readText(join(folder, 'checkpoints.jsonl'), 'checkpoints.jsonl'), head);
  // What the auditor brings says nothing against the bundle where it is no checkpoint at all.
  const kept = trust.kept.map(({ name, text }) => checkpointOf(text) ?? cannotTell(`${name} holds no checkpoint`));
  for (const { origin, size } of kept) {
    if (origin !== head.origin) fail(null, `a kept checkpoint is from the log ${origin}, this one from ${head.origin}`);
    if (size > head.size)
      fail(head.size, `there were ${String(size)} entries before, and now there are ${String(head.size)}`);
  }
  const sizes = new Set([...earlier, ...kept].map(({ size }) => size));
  const replay = new Replay(join(folder, 'entries.jsonl'), trust.keys, sizes);
  replay.run(head.size);
  checkTree(folder, replay, head);
  const trusted = replay.keys.check([...earlier, head]);
  for (const each of [...earlier, ...kept]) checkConsistent(each, replay);
  for (const each of kept)
    if (!trusted.some((key) => isSigned(each, key)))
      fail(null, `the kept checkpoint of size ${String(each.size)} is not signed by a key that is trusted`);
  checkWitnessed(head, trust);
  if (replay.failed !== null) throw replay.failed;
  const claims = checkFiles(folder, replay, head);
  checkPolicy(folder, replay, trusted);
  return {
    origin: head.origin,
    size: head.size,
    root: head.root.toString('base64'),
    totals: claims,
    checkpoints: earlier.length + kept.length,
  };
}

const read = (name: string, text: string): Checkpoint =>
  checkpointOf(text) ?? fail(null, `${name} is not a checkpoint`);

function earlierIn(text: string, head: Checkpoint): readonly Checkpoint[] {
  const notes = linesOf(text, 'checkpoints.jsonl').map((line) => {
    const note: unknown = jsonOf(line);
    if (typeof note !== 'string' || JSON.stringify(note) !== line)
      return fail(null, 'checkpoints.jsonl is not as it must be');
    return read('a line of checkpoints.jsonl', note);
  });
  let last = 0;
  for (const { size } of notes) {
    if (size <= last || size >= head.size) fail(null, 'checkpoints.jsonl is not in the order of sizes');
    last = size;
  }
  return notes;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

/** All entries from the first to the last, hashed and looked at once. */
class Replay {
  public readonly leaves = new Leaves();
  public readonly keys: KeyChain;
  public readonly totals = new Totals();
  public readonly roots = new Map<number, Buffer>();
  public readonly files: string[] = [];
  /** The first entry that breaks a rule; the hashing goes on, because an entry that was changed is the earlier reason. */
  public failed: Failed | null = null;
  private readonly edge = new RightEdge();
  private readonly identity = new Identity();
  private readonly periods = new Periods();
  private readonly people = new People(this.leaves);
  private readonly starts: number[] = [];
  private readonly lines: LinesAgain;
  private readonly amounts: Amounts;

  public constructor(
    private readonly path: string,
    pinned: readonly Key[],
    private readonly sizes: ReadonlySet<number>,
  ) {
    if (!existsSync(path)) cannotTell('entries.jsonl is not there');
    this.keys = new KeyChain(pinned);
    this.lines = new LinesAgain(path);
    this.amounts = new Amounts((seq) => entryOf(this.lines.at(this.starts[seq] ?? 0), seq));
  }

  public run(size: number): void {
    try {
      for (const { bytes, start, isWhole } of linesIn(this.path)) {
        if (this.leaves.count === size) fail(size, `there are more entries than the ${String(size)} that were signed`);
        if (!isWhole) fail(this.leaves.count, 'the last line of entries.jsonl is cut off');
        this.starts.push(start);
        this.take(bytes);
      }
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.failed ??= error;
    } finally {
      this.lines.close();
    }
    this.roots.set(this.leaves.count, this.edge.root());
  }

  private take(bytes: Buffer): void {
    const seq = this.leaves.count;
    const leaf = leafOf(bytes);
    this.leaves.add(leaf);
    this.edge.add(leaf);
    if (this.sizes.has(seq + 1)) this.roots.set(seq + 1, this.edge.root());
    if (this.failed === null) this.look(bytes, seq);
  }

  private look(bytes: Buffer, seq: number): void {
    try {
      const entry = entryOf(bytes, seq);
      this.identity.check(entry);
      this.periods.check(entry);
      this.people.check(entry);
      this.amounts.check(entry);
      this.keys.add(entry);
      this.totals.add(entry);
      this.files.push(...filesIn(entry));
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.failed = error;
    }
  }
}

/** The files that an entry names, as the lines that `files.jsonl` must have. */
function filesIn({ kind, facts, seq }: Entry): readonly string[] {
  const line = (name: string, sha256: string): string =>
    `{"entry":"${String(seq)}","name":${JSON.stringify(name)},"sha256":${JSON.stringify(sha256)}}`;
  if (kind === 'EvidenceAttached') return [line(textIn(facts, 'description', seq), textIn(facts, 'sha256', seq))];
  if (kind !== 'BatchImported') return [];
  return listIn(facts, 'files', seq).map((file) => {
    if (!isNamed(file)) return fail(seq, 'a file of the batch is not one');
    return line(textIn(file, 'name', seq), textIn(file, 'sha256', seq));
  });
}

/** The root is the signed one. Where it is not, the tiles tell from which entry on. */
function checkTree(folder: string, replay: Replay, head: Checkpoint): void {
  const { leaves, roots, failed } = replay;
  if (leaves.count === head.size && roots.get(head.size)?.equals(head.root) === true) {
    if (failed?.seq === head.size) throw failed;
    return;
  }
  const seq = firstUnsigned(folder, leaves, head.size, head.root);
  const missing =
    leaves.count < head.size ? `; ${String(head.size - leaves.count)} of ${String(head.size)} are missing` : '';
  if (seq === null) fail(failed?.seq ?? null, `the entries are not those that were signed${missing}`);
  fail(seq, `the entry is not the one that was signed${missing}`);
}

function checkConsistent({ size, root }: Checkpoint, { roots }: Replay): void {
  if (size > 0 && roots.get(size)?.equals(root) !== true)
    fail(null, `the first ${String(size)} entries are not those of the earlier checkpoint of that size`);
}

function checkWitnessed(head: Checkpoint, { witnesses, policy }: Trust): void {
  for (const key of witnesses) if (!isCosigned(head, key)) fail(null, `the checkpoint is not cosigned by ${key.text}`);
  if (policy?.isWitnessed(head) === false)
    fail(null, 'the checkpoint is not cosigned by as many witnesses as the policy asks for');
}

/** What the bundle says beside the entries; gives how many totals it claims. */
function checkFiles(folder: string, { totals, files, leaves }: Replay, head: Checkpoint): number {
  const text = (name: string): string => readText(join(folder, name), name);
  const claims = linesOf(text('totals.jsonl'), 'totals.jsonl');
  totals.check(claims, { origin: head.origin, root: head.root.toString('base64'), size: head.size });
  const listed = linesOf(text('files.jsonl'), 'files.jsonl');
  const different =
    Math.max(files.length, listed.length) === files.length
      ? files.findIndex((line, at) => listed[at] !== line)
      : files.length;
  if (different >= 0) fail(null, `line ${String(different + 1)} of files.jsonl is not what the entries say`);
  checkTiles(folder, leaves);
  return claims.length - 1;
}

/** The policy is what the council says; it must at least not name other keys than the entries, and the one that signs. */
function checkPolicy(folder: string, { keys }: Replay, trusted: readonly Key[]): void {
  const logs = policyOf(readText(join(folder, 'policy'), 'policy'), 'policy').logs.map(({ text }) => text);
  const [named, last] = [keys.named(), trusted.at(-1)?.text ?? ''];
  for (const key of logs)
    if (!named.includes(key)) fail(null, `the policy names a key that is not of this log: ${key}`);
  if (!logs.includes(last)) fail(null, `the policy does not name the key that signs: ${last}`);
}
