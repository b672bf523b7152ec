/**
 * How the ledger grows: rebuilding it, its memory and each question at one size after the other, beside reading and
 * parsing the same rows. It judges nothing.
 *
 *   npm run bench:full                          10,000 to 10,000,000 entries, well over an hour
 *   npm run bench:full -- --only 1m             one size: 10k, 100k, 1m or 10m
 *   npm run bench:full -- --json growth.json    the same as JSON in a file as well
 *   npm run bench:full -- --histories FOLDER    keeps the histories there, made once: ten million take long to make
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { table } from './report';
import type { PageTime } from './pages';
import type { Timing } from './questions';

const sizes = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000, '10m': 10_000_000 } as const;
const LONGEST_MS = 60 * 60_000;
const HEAP_MEGABYTES = 16_000;

interface Measured {
  readonly milliseconds: number;
  readonly before: { readonly heap: number };
  readonly after: { readonly heap: number; readonly peakResident: number };
  readonly questions: readonly Timing[] | null;
}

interface PutAway {
  readonly milliseconds: number;
  readonly longestPause: number;
  readonly bytes: number;
}

interface Growth {
  readonly entries: number;
  readonly bareSeconds: number;
  readonly rebuildSeconds: number;
  readonly ratio: number;
  readonly startSeconds: number;
  readonly startPeakResidentMegabytes: number;
  readonly snapshotBytes: number;
  readonly snapshotSeconds: number;
  readonly snapshotPauseSeconds: number;
  readonly bytesAnEntry: number;
  readonly peakResidentMegabytes: number;
  readonly questions: readonly Timing[];
  readonly pages: readonly PageTime[];
}

function child(what: string, directory: string, entries: number): unknown {
  process.stderr.write(`${String(entries)} entries: ${what} ...\n`);
  const heap = `--max-old-space-size=${String(HEAP_MEGABYTES)}`;
  const args = ['--expose-gc', heap, join(__dirname, 'child.js'), what, directory, String(entries)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LONGEST_MS });
  if (status !== 0) throw new Error(`measuring ${what} at ${String(entries)} failed: ${stderr}`);
  // Told at once: what comes after it may take an hour, and fail.
  process.stderr.write(stdout);
  return JSON.parse(stdout) as unknown;
}

/** Makes a history where there is none of this length, lets it be measured, and removes it unless it is to be kept. */
function growthAt(entries: number, histories: string | null): Growth {
  const directory =
    histories === null ? mkdtempSync(join(tmpdir(), 'ledger-bench-')) : join(histories, String(entries));
  try {
    if (!existsSync(join(directory, 'ledger.sqlite'))) {
      mkdirSync(directory, { recursive: true });
      child('fill', directory, entries);
    }
    return measured(directory, entries);
  } finally {
    if (histories === null) rmSync(directory, { recursive: true, force: true });
  }
}

function measured(directory: string, entries: number): Growth {
  const bare = child('bare', directory, entries) as Measured;
  const { milliseconds, before, after, questions } = child('questions', directory, entries) as Measured;
  const snapshot = child('snapshot', directory, entries) as PutAway;
  const start = child('start', directory, entries) as Measured;
  // Without it, so that no page waits for the examination of what the server began from.
  rmSync(join(directory, 'snapshot'));
  const pages = child('pages', directory, entries) as readonly PageTime[];
  return {
    entries,
    bareSeconds: bare.milliseconds / 1_000,
    rebuildSeconds: milliseconds / 1_000,
    ratio: milliseconds / bare.milliseconds,
    startSeconds: start.milliseconds / 1_000,
    startPeakResidentMegabytes: start.after.peakResident / 1_000_000,
    snapshotBytes: snapshot.bytes,
    snapshotSeconds: snapshot.milliseconds / 1_000,
    snapshotPauseSeconds: snapshot.longestPause / 1_000,
    bytesAnEntry: (after.heap - before.heap) / entries,
    peakResidentMegabytes: after.peakResident / 1_000_000,
    questions: questions ?? [],
    pages,
  };
}

function report(found: readonly Growth[]): string {
  const names = found[0]?.questions.map(({ question }) => question) ?? [];
  const row = (name: string, show: (growth: Growth) => number): readonly string[] => [
    name,
    ...found.map((growth) => show(growth).toLocaleString('en-GB', { maximumFractionDigits: 2 })),
  ];
  const p50 =
    (name: string) =>
    ({ questions }: Growth): number =>
      questions.find(({ question }) => question === name)?.p50 ?? NaN;
  const ofPage =
    (name: string) =>
    ({ pages }: Growth): number =>
      pages.find(({ page }) => page === name)?.p50 ?? NaN;
  return table([
    ['', ...found.map(({ entries }) => `${entries.toLocaleString('en-GB')} entries`)],
    row('read and parse, s', ({ bareSeconds }) => bareSeconds),
    row('rebuild, s', ({ rebuildSeconds }) => rebuildSeconds),
    row('rebuild over read and parse', ({ ratio }) => ratio),
    row('start from a snapshot, s', ({ startSeconds }) => startSeconds),
    row('its peak resident, MB', ({ startPeakResidentMegabytes }) => startPeakResidentMegabytes),
    row('bytes of the snapshot', ({ snapshotBytes }) => snapshotBytes),
    row('writing it, s', ({ snapshotSeconds }) => snapshotSeconds),
    row('longest pause of it, s', ({ snapshotPauseSeconds }) => snapshotPauseSeconds),
    row('bytes an entry in memory', ({ bytesAnEntry }) => bytesAnEntry),
    row('peak resident, MB', ({ peakResidentMegabytes }) => peakResidentMegabytes),
    ...names.map((name) => row(`${name}, p50 ms`, p50(name))),
    ...(found[0]?.pages ?? []).map(({ page }) => row(`page: ${page}, p50 ms`, ofPage(page))),
  ]);
}

function given(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
}

const only = given('--only');
const chosen = Object.entries(sizes).filter(([name]) => only === null || name === only);
if (chosen.length === 0) throw new Error(`--only takes one of ${Object.keys(sizes).join(', ')}`);
const found = chosen.map(([, entries]) => growthAt(entries, given('--histories')));
const file = given('--json');
if (file !== null) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
process.stdout.write(`${report(found)}\n`);
