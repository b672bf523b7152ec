/**
 * Measures the ledger beside the least it could cost, and prints ratios first. It judges nothing.
 *
 *   npm run bench                 everything, in about four minutes
 *   npm run bench -- --json       the same as one object
 *   npm run bench -- --quick      without the million entries
 *   npm run bench -- --pages      the pages alone
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import type { AppendRate } from './appends';
import type { Piece } from './evidence';
import { spreadOf, type Spread } from './measure';
import type { Timing } from './questions';
import type { PageTime } from './pages';
import { pageReport, reportOf } from './report';

/** How many entries, and how often both ways of reading them are measured. */
const sizes = [
  { entries: 10_000, rounds: 5 },
  { entries: 100_000, rounds: 3 },
  { entries: 1_000_000, rounds: 2 },
] as const;
/** How many entries a ledger has whose pages are measured. */
const pageSizes = [1_000, 100_000];
const CHILD_TIMEOUT_MS = 10 * 60_000;

interface Memory {
  readonly peakResident: number;
  readonly resident: number;
  readonly heap: number;
}

interface Measured {
  readonly milliseconds: number;
  readonly before: Memory;
  readonly after: Memory;
  readonly questions: readonly Timing[] | null;
}

export interface SizeReport {
  readonly entries: number;
  readonly fillSeconds: number;
  /** Entries a second. */
  readonly bare: Spread;
  readonly rebuild: Spread;
  /** Rebuild over bare, round by round. */
  readonly ratio: Spread;
  readonly peakResidentMegabytes: number;
  readonly heapMegabytes: number;
  /** What the heap grew by, over the entries. */
  readonly heapBytesAnEntry: number;
}

/** One ledger signed, written as a bundle and checked offline, in seconds. */
export interface EvidenceReport {
  readonly entries: number;
  readonly sign: number;
  readonly write: number;
  readonly verify: number;
  readonly peakResidentMegabytes: number;
}

export interface PagesReport {
  readonly entries: number;
  readonly pages: readonly PageTime[];
}

export interface Report {
  readonly pieces: readonly Piece[];
  readonly evidence: readonly EvidenceReport[];
  readonly machine: string;
  readonly seconds: number;
  readonly appends: readonly AppendRate[];
  /** Through KurrentDB: entries recorded, and rebuilt, a second. */
  readonly cluster: readonly AppendRate[];
  readonly sizes: readonly SizeReport[];
  readonly questionsAt: number;
  readonly questions: readonly Timing[];
  readonly pages: readonly PagesReport[];
}

const tell = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

function child(what: string, directory: string, size: number): unknown {
  const args = ['--expose-gc', join(__dirname, 'child.js'), what, directory, String(size)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: CHILD_TIMEOUT_MS });
  if (status !== 0) throw new Error(`measuring ${what} at ${String(size)} failed: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}

const MEGABYTE = 1_000_000;

function measureSize(
  directory: string,
  { entries, rounds }: (typeof sizes)[number],
  last: boolean,
): readonly [SizeReport, readonly Timing[], EvidenceReport, readonly Piece[]] {
  mkdirSync(directory);
  tell(`Making a history of ${String(entries)} entries ...`);
  const fill = child('fill', directory, entries) as { readonly milliseconds: number };
  tell(`Reading ${String(entries)} entries, ${String(rounds)} times both ways ...`);
  const pairs = Array.from({ length: rounds }, (_, round) => ({
    bare: child('bare', directory, entries) as Measured,
    rebuild: child(last && round === rounds - 1 ? 'questions' : 'rebuild', directory, entries) as Measured,
  }));
  const evidence = measureEvidence(directory, entries);
  const pieces = child('pieces', directory, entries) as readonly Piece[];
  rmSync(directory, { recursive: true });
  const rate = ({ milliseconds }: Measured): number => (entries / milliseconds) * 1_000;
  const [first] = pairs;
  if (first === undefined) throw new Error('nothing was measured');
  const { before, after } = first.rebuild;
  const report: SizeReport = {
    entries,
    fillSeconds: fill.milliseconds / 1_000,
    bare: spreadOf(pairs.map(({ bare }) => rate(bare))),
    rebuild: spreadOf(pairs.map(({ rebuild }) => rate(rebuild))),
    ratio: spreadOf(pairs.map(({ bare, rebuild }) => rebuild.milliseconds / bare.milliseconds)),
    peakResidentMegabytes: after.peakResident / MEGABYTE,
    heapMegabytes: after.heap / MEGABYTE,
    heapBytesAnEntry: (after.heap - before.heap) / entries,
  };
  return [report, pairs.at(-1)?.rebuild.questions ?? [], evidence, pieces];
}

function measureEvidence(directory: string, entries: number): EvidenceReport {
  tell(`Signing ${String(entries)} entries and checking them offline ...`);
  const { sign, write } = child('bundle', directory, entries) as { readonly sign: number; readonly write: number };
  const { milliseconds, after } = child('verify', directory, entries) as Measured;
  return {
    entries,
    sign: sign / 1_000,
    write: write / 1_000,
    verify: milliseconds / 1_000,
    peakResidentMegabytes: after.peakResident / MEGABYTE,
  };
}

function measurePages(root: string): readonly PagesReport[] {
  return pageSizes.map((entries) => {
    const directory = join(root, `pages-${String(entries)}`);
    mkdirSync(directory);
    child('fill', directory, entries);
    tell(`Asking for the pages of ${String(entries)} entries ...`);
    const pages = child('pages', directory, entries) as readonly PageTime[];
    rmSync(directory, { recursive: true });
    return { entries, pages };
  });
}

function measureAll(root: string, quick: boolean): Report {
  const start = performance.now();
  const chosen = quick ? sizes.slice(0, -1) : sizes;
  tell('Recording, in five ways, three times each ...');
  const appends = child('appends', root, 0) as readonly AppendRate[];
  tell('The same through the double of KurrentDB, and through a server where KURRENTDB_URL names one ...');
  const cluster = child('cluster', root, 0) as readonly AppendRate[];
  const measured = chosen.map((size, index) =>
    measureSize(join(root, String(size.entries)), size, index === chosen.length - 1),
  );
  const [processor] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return {
    machine: `${String(cpus().length)} cores (${processor?.model ?? 'unknown'}), ${String(gibibytes)} GiB, Node ${process.version}`,
    seconds: (performance.now() - start) / 1_000,
    appends,
    cluster,
    sizes: measured.map(([report]) => report),
    evidence: measured.map(([, , evidence]) => evidence),
    pieces: measured.at(-1)?.[3] ?? [],
    questionsAt: chosen.at(-1)?.entries ?? 0,
    questions: measured.at(-1)?.[1] ?? [],
    pages: measurePages(root),
  };
}

const given = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
try {
  const inJson = (report: object): string => `${JSON.stringify(report, null, 2)}\n`;
  if (given.includes('--pages')) {
    const pages = measurePages(root);
    process.stdout.write(given.includes('--json') ? inJson(pages) : pageReport(pages));
  } else {
    const report = measureAll(root, given.includes('--quick'));
    process.stdout.write(given.includes('--json') ? inJson(report) : reportOf(report));
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
