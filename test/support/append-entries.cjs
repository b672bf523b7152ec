'use strict';

// A process of its own that appends to a ledger, for tests that watch, disturb or kill it. It runs the built product.
//
//   node append-entries.cjs DIRECTORY PREFIX COUNT [MANNER]
//
// It appends the entries PREFIX-0, PREFIX-1, ... one by one, each at its own number or else where the ledger ends, and says
// `ACK <prefix>-<n>` once it is stored. An append that fails is said (`FAILED <error>`), followed by `READ <entries>` where the ledger can
// still be read, and is tried again, the very same, a bounded number of times.
const { join } = require('node:path');
const { writeSync } = require('node:fs');

const built = join(__dirname, '../../dist/src/event-store');
const { SqliteEventStore } = require(join(built, 'sqlite-event-store.js'));
const { connectSqlite } = require(join(built, 'sqlite-database.js'));

const TRIES = 500;
const TRIES_AFTER_FAILURE = 6;

/** What MANNER may be: soundly, dying at the first failure, and the ways to be broken that the checks have to notice. */
const connectors = {
  soundly: connectSqlite,
  early: connectSqlite,
  'until it fails': connectSqlite,
  'without syncing': (path, access) => {
    const database = connectSqlite(path, access);
    const pragma = (text) => {
      if (text === 'synchronous') return [2];
      return database.pragma(text.replace('synchronous = FULL', 'synchronous = NORMAL'));
    };
    return changed(database, { pragma });
  },
  'without syncing what it finds': (path, access) => {
    const database = connectSqlite(path, access);
    return changed(database, { pragma: (text) => (text.includes('PASSIVE') ? [] : database.pragma(text)) });
  },
};

const changed = (database, changes) => ({
  ...database,
  get inTransaction() {
    return database.inTransaction;
  },
  ...changes,
});

const say = (sentence) => writeSync(1, `${sentence}\n`);

async function opened(directory, connect) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await SqliteEventStore.open({ directory, connect });
    } catch (error) {
      say(`FAILED ${error.name}`);
      if (tries === TRIES_AFTER_FAILURE) process.exit(3);
    }
  }
}

async function appendOne(store, prefix, index, manner) {
  const name = `${prefix}-${index}`;
  const entry = { id: `id-${name}`, bytes: JSON.stringify({ name, reason: '£'.repeat(200) }) };
  let head = index;
  let failures = 0;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (manner === 'early') say(`ACK ${name}`);
    try {
      const outcome = await store.append([entry], head);
      if (!outcome.conflict) return say(`ACK ${name}`);
      head = outcome.head;
    } catch (error) {
      say(`FAILED ${error.name}${error.full ? ' full' : ''}`);
      if (manner === 'until it fails') process.kill(process.pid, 'SIGKILL');
      const read = await store.read({ from: 0, limit: 10_000 }).catch(() => null);
      if (read !== null) say(`READ ${read.length}`);
      failures += 1;
      if (failures === TRIES_AFTER_FAILURE) process.exit(3);
    }
  }
  process.exit(4);
}

async function main([directory, prefix, count, manner = 'soundly']) {
  const store = await opened(directory, connectors[manner]);
  for (let index = 0; index < Number(count); index += 1) await appendOne(store, prefix, index, manner);
  await store.close();
}

void main(process.argv.slice(2));
