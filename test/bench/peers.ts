/**
 * One question, whole processes: what was achieved and planned in all, asked of the ledger and of programs made by others
 * that hold the same postings. Every answer is compared to the penny. It judges no time.
 *
 *   npm run bench:peers                          10,000 and 100,000 entries, some minutes
 *   npm run bench:peers -- --only 1m             one size: 10k, 100k or 1m, the last for half an hour
 *   npm run bench:peers -- --json peers.json     the same as JSON in a file as well
 *
 * A program that is not installed is left out and named. DuckDB is asked where `npm install --no-save @duckdb/node-api`
 * has brought it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spreadOf, type Spread } from './measure';
import { table } from './report';

const TIME = '/usr/bin/time';
const LONGEST_MS = 60 * 60_000;
const HEAP_MEGABYTES = 16_000;

/** A program and what it is asked with; what it prints is read as `measure amount` a line, in any order. */
interface Peer {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** How often it is asked of so many entries. */
  readonly rounds: (entries: number) => number;
}

interface Run {
  readonly seconds: number;
  /** Megabytes; null where nothing tells. */
  readonly peak: number | null;
  readonly answer: string;
}

interface Found {
  readonly name: string;
  readonly seconds: Spread;
  readonly peak: number | null;
  /** Over the ledger's own rebuild, round by round. */
  readonly overRebuild: Spread;
}

const often = (): number => 3;
/** Minutes each at a million. */
const slow = (entries: number): number => (entries >= 1_000_000 ? 1 : 3);

const ours = (what: string, directory: string): Peer['command'] => [
  process.execPath,
  `--max-old-space-size=${String(HEAP_MEGABYTES)}`,
  join(__dirname, 'peer-child.js'),
  what,
  directory,
];

const peers = (directory: string): readonly Peer[] => [
  { name: 'ledger, rebuilt, every leaf hashed', command: ours('rebuilt', directory), rounds: often },
  { name: 'empty Node process', command: [process.execPath, '-e', ''], rounds: often },
  { name: 'read and parse alone', command: ours('parsed', directory), rounds: often },
  {
    name: 'hledger, its journal',
    command: [
      ...(['hledger', '-f', join(directory, 'ledger.journal'), 'balance', '--flat', '--depth', '2'] as const),
      ...['--no-total', '-O', 'csv', '^Savings:(Achieved|Plan):'],
    ],
    rounds: slow,
  },
  {
    name: 'beancount, its journal',
    command: ['bean-query', '-q', '-f', 'csv', join(directory, 'ledger.beancount'), BEAN_QUERY],
    rounds: slow,
  },
  {
    name: 'sqlite3, the entries as JSON',
    command: ['sqlite3', join(directory, 'ledger.sqlite'), SQLITE_JSON],
    rounds: often,
  },
  {
    name: 'sqlite3, columns',
    command: ['sqlite3', join(directory, 'columns.sqlite'), SQLITE_COLUMNS],
    rounds: often,
  },
  { name: 'DuckDB, the entries as JSON', command: ours('duckdb-json', directory), rounds: often },
  { name: 'DuckDB, its own file', command: ours('duckdb-file', directory), rounds: often },
];

const BEAN_QUERY =
  "SELECT root(account, 2) AS name, sum(number) AS amount WHERE account ~ '^Savings:(Achieved|Plan):' GROUP BY name";
const SQLITE_JSON =
  "SELECT json_extract(value, '$.measure') AS measure, sum(CAST(replace(json_extract(value, '$.amount'), '.', '') AS INTEGER)) / 100.0" +
  " FROM entries, json_each(bytes, '$.postings') WHERE measure IN ('achieved', 'plan') GROUP BY measure";
const SQLITE_COLUMNS =
  "SELECT measure, sum(pence) / 100.0 FROM postings WHERE measure IN ('achieved', 'plan') GROUP BY measure";

/** `achieved=123.45 plan=67.89`, however a program writes it. */
function totals(printed: string): string {
  const amountOf = (measure: string): string => {
    const row = new RegExp(`${measure}"?[^\\d\\n-]+(-?\\d[\\d,]*(?:\\.\\d+)?)`, 'i').exec(printed);
    return row?.[1] === undefined ? 'none' : Number(row[1].replaceAll(',', '')).toFixed(2);
  };
  return `achieved=${amountOf('achieved')} plan=${amountOf('plan')}`;
}

function run([program, ...given]: Peer['command'], folder: string): Run | null {
  const measured = join(folder, 'time.txt');
  const timedBy = existsSync(TIME) ? [TIME, '-o', measured, '-f', '%M'] : [];
  const [first = program, ...rest] = [...timedBy, program, ...given];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(first, rest, {
    encoding: 'utf8',
    timeout: LONGEST_MS,
    maxBuffer: 2 ** 28,
    env: { ...process.env, BEANCOUNT_DISABLE_LOAD_CACHE: '1' },
  });
  const seconds = (performance.now() - start) / 1_000;
  if (status === 127 || status === null) return null;
  if (status !== 0) throw new Error(`${program} ${given.join(' ')} left with ${String(status)}: ${stderr.slice(-500)}`);
  const peak = timedBy.length === 0 ? null : Number(readFileSync(measured, 'utf8').trim().split('\n').at(-1)) / 1_000;
  return { seconds, peak, answer: totals(stdout) };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Every program in turn, round after round, so that a slow moment of the machine meets all. */
function askAll(directory: string, entries: number): readonly Found[] {
  const runs = new Map<string, (Run | null)[]>();
  for (let round = 0; round < often(); round += 1) {
    for (const { name, command, rounds } of peers(directory)) {
      if (round >= rounds(entries)) continue;
      tell(`${String(entries)} entries, round ${String(round + 1)}: ${name}`);
      runs.set(name, [...(runs.get(name) ?? []), run(command, directory)]);
    }
  }
  const [[, own = []] = []] = runs;
  const expected = own[0]?.answer;
  return [...runs].flatMap(([name, found]) => {
    const there = found.filter((each) => each !== null);
    if (there.length === 0) {
      tell(`NOT ASKED: ${name} (not installed)`);
      return [];
    }
    const wrong = there.find(({ answer }) => answer !== expected && name !== 'empty Node process');
    if (wrong !== undefined) throw new Error(`${name} answered ${wrong.answer}, the ledger ${String(expected)}`);
    return [
      {
        name,
        seconds: spreadOf(there.map(({ seconds }) => seconds)),
        peak: there.some(({ peak }) => peak === null) ? null : Math.max(...there.map(({ peak }) => peak ?? 0)),
        overRebuild: spreadOf(there.map(({ seconds }, round) => seconds / (own[round]?.seconds ?? NaN))),
      },
    ];
  });
}

function report(entries: number, found: readonly Found[]): string {
  const short = (value: number): string => value.toFixed(2);
  const range = ({ median, least, most }: Spread): string => `${short(median)} (${short(least)}-${short(most)})`;
  return table([
    [`${entries.toLocaleString('en-GB')} entries, whole process`, 's', 'over the rebuild', 'peak MB'],
    ...found.map(({ name, seconds, peak, overRebuild }) => [
      name,
      range(seconds),
      range(overRebuild),
      peak === null ? '' : Math.round(peak).toLocaleString('en-GB'),
    ]),
  ]);
}

function prepare(directory: string, entries: number): void {
  tell(`${String(entries)} entries: writing them for each program`);
  for (const what of ['fill', 'journals', 'columns', 'duckdb-make']) {
    const { status, stderr } = spawnSync(
      ours(what, directory)[0],
      [...ours(what, directory).slice(1), String(entries)],
      {
        encoding: 'utf8',
        timeout: LONGEST_MS,
      },
    );
    if (status !== 0 && status !== 127) throw new Error(`${what} failed: ${stderr.slice(-500)}`);
  }
}

const given = (name: string): string | undefined =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? '') : undefined;

const sizes: Readonly<Record<string, readonly number[]>> = { '10k': [10_000], '100k': [100_000], '1m': [1_000_000] };
const only = given('--only');
const chosen = only === undefined ? [10_000, 100_000] : sizes[only];
if (chosen === undefined) throw new Error(`--only takes one of ${Object.keys(sizes).join(', ')}`);
const measured = chosen.map((entries) => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-peers-'));
  try {
    prepare(directory, entries);
    const found = askAll(directory, entries);
    process.stdout.write(`${report(entries, found)}\n\n`);
    return { entries, found };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
const file = given('--json');
if (file !== undefined) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
