/**
 * What a comparison with other programs needs done in a process of its own:
 *
 *   node peer-child.js fill DIRECTORY SIZE                             a made ledger
 *   node peer-child.js journals|columns|duckdb-make DIRECTORY          the same postings for the other programs
 *   node peer-child.js rebuilt|parsed|duckdb-json|duckdb-file DIRECTORY    the question, asked here
 *
 * It leaves with 127, as a shell does for a program that is not there, where DuckDB is not installed.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'libsql';

import type { IsoDate } from '../../src/domain/dates';
import { decodeEntry } from '../../src/event-store/entry-bytes';
import type { Entry } from '../../src/domain/entries';
import { pence, pounds, type Pence } from '../../src/domain/money';
import { isRefusal } from '../../src/domain/refusals';
import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { beancount } from '../../src/exchange/journal/beancount';
import { hledger } from '../../src/exchange/journal/hledger';
import { transactionsOf, type JournalFormat } from '../../src/exchange/journal/transactions';
import { PositionHandler, PositionQuery } from '../../src/queries/position';
import { fill } from './history';
import { rebuilt } from './rebuilt';

const SEED = 20_261_122;
const PAGE = 5_000;
const NOT_INSTALLED = 127;
/** After every year of the made history. */
const LAST_YEAR = '2030/31';

async function* entriesIn(directory: string): AsyncGenerator<Entry> {
  const store = await SqliteEventStore.open({ directory });
  for (let from = 0; ; from += PAGE) {
    const page = await store.read({ from, limit: PAGE });
    for (const { bytes } of page) yield decodeEntry(bytes);
    if (page.length < PAGE) break;
  }
  await store.close();
}

/** The journals without what an auditor wants to read in them, which favours the programs that must read it. */
async function writeJournals(directory: string): Promise<void> {
  const head = { council: 'invented', size: 0, asAt: '2030-01-01' as IsoDate, signed: { size: 0, root: '' } };
  const formats: readonly (readonly [string, JournalFormat])[] = [
    ['ledger.journal', hledger],
    ['ledger.beancount', beancount],
  ];
  const journals = formats.map(([name, format]) => ({ file: openSync(join(directory, name), 'w'), format }));
  const declared = new Set<string>();
  for (const { file, format } of journals) writeSync(file, format.head(head));
  for await (const entry of entriesIn(directory)) {
    for (const transaction of transactionsOf(entry, [], new Map())) {
      const account = { name: transaction.account.name, said: [] };
      for (const { file, format } of journals) {
        const declaration = declared.has(account.name) ? '' : format.account(account);
        writeSync(file, declaration + format.transaction({ ...transaction, account, said: [] }));
      }
      declared.add(account.name);
    }
  }
  for (const { file } of journals) closeSync(file);
}

const COLUMNS =
  'seq INTEGER, line TEXT, measure TEXT, class TEXT, status TEXT, starts TEXT, tranche TEXT, pence BIGINT';

/** The postings in typed columns, as someone would keep them who only wants to add them up. */
async function writeColumns(directory: string): Promise<void> {
  const database = new Database(join(directory, 'columns.sqlite'));
  database.exec(`CREATE TABLE postings (${COLUMNS}); BEGIN`);
  const insert = database.prepare('INSERT INTO postings VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for await (const { seq, postings } of entriesIn(directory)) {
    for (const { line, measure, class: of, status, from, tranche, amount } of postings)
      insert.run(seq, line, measure, of, status, from, tranche, pence(amount));
  }
  database.exec('COMMIT');
  database.close();
}

async function askLedger(directory: string): Promise<string> {
  const view = await rebuilt(directory);
  const answer = await new PositionHandler(view).execute(new PositionQuery({ by: LAST_YEAR }));
  if (isRefusal(answer)) throw new Error(answer.message);
  return `achieved ${answer.achieved.gross}\nplan ${answer.plan}\n`;
}

/** Reads and parses every entry and adds up two measures: the least that an answer from JSON can cost. */
async function parseAlone(directory: string): Promise<string> {
  let [achieved, plan] = [0, 0];
  for await (const { postings } of entriesIn(directory)) {
    for (const { measure, amount } of postings) {
      if (measure === 'achieved') achieved += pence(amount);
      if (measure === 'plan') plan += pence(amount);
    }
  }
  return `achieved ${pounds(achieved as Pence)}\nplan ${pounds(plan as Pence)}\n`;
}

/** As much of DuckDB's client as is used here; the package is no dependency. */
interface DuckDb {
  readonly DuckDBInstance: {
    create: (path: string) => Promise<{
      connect: () => Promise<{
        runAndReadAll: (sql: string) => Promise<{ getRows: () => readonly (readonly unknown[])[] }>;
        closeSync: () => void;
      }>;
    }>;
  };
}

async function inDuckDb(path: string, ...statements: readonly string[]): Promise<string> {
  const name = '@duckdb/node-api';
  const client = await (import(name) as Promise<DuckDb>).catch(() => null);
  if (client === null) process.exit(NOT_INSTALLED);
  const connection = await (await client.DuckDBInstance.create(path)).connect();
  let rows: readonly (readonly unknown[])[] = [];
  for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRows();
  connection.closeSync();
  return rows.map((row) => `${row.map(String).join(' ')}\n`).join('');
}

const sumsOf = (postings: string): string =>
  `SELECT measure, sum(pence) / 100 FROM ${postings} WHERE measure IN ('achieved', 'plan') GROUP BY measure`;

async function askDuckDb(what: 'duckdb-json' | 'duckdb-file' | 'duckdb-make', directory: string): Promise<string> {
  const lines = join(directory, 'entries.ndjson');
  const own = join(directory, 'ledger.duckdb');
  if (what === 'duckdb-file') return inDuckDb(own, sumsOf('postings'));
  const shape =
    'STRUCT(line VARCHAR, measure VARCHAR, class VARCHAR, status VARCHAR, tranche VARCHAR, amount VARCHAR)[]';
  const read =
    `SELECT line, measure, class, status, tranche, CAST(replace(amount, '.', '') AS BIGINT) AS pence FROM (SELECT unnest(postings, recursive := true)` +
    ` FROM read_json('${lines}', format = 'newline_delimited', columns = {postings: '${shape}'}))`;
  if (what === 'duckdb-json') return inDuckDb(':memory:', sumsOf(`(${read})`));
  const file = openSync(lines, 'w');
  const store = await SqliteEventStore.open({ directory });
  for (let from = 0; ; from += PAGE) {
    const page = await store.read({ from, limit: PAGE });
    writeSync(file, page.map(({ bytes }) => `${bytes}\n`).join(''));
    if (page.length < PAGE) break;
  }
  closeSync(file);
  return inDuckDb(own, `CREATE TABLE postings AS ${read}`);
}

async function make(directory: string, size: number): Promise<string> {
  const store = await SqliteEventStore.open({ directory });
  await fill(store, size, SEED);
  await store.close();
  return '';
}

async function answer(what: string, directory: string, size: number): Promise<string> {
  if (what === 'fill') return make(directory, size);
  if (what === 'journals') return writeJournals(directory).then(() => '');
  if (what === 'columns') return writeColumns(directory).then(() => '');
  if (what === 'rebuilt') return askLedger(directory);
  if (what === 'parsed') return parseAlone(directory);
  if (what === 'duckdb-json' || what === 'duckdb-file' || what === 'duckdb-make') return askDuckDb(what, directory);
  throw new Error(`nothing is called ${what}`);
}

const [what = '', directory = '', size = '0'] = process.argv.slice(2);
void answer(what, directory, Number(size)).then((text) => {
  process.stdout.write(text);
});
