'use strict';

// The server with a store that is broken on purpose: it says that entries are stored, shows them to whoever reads, and
// stores them a second later. The control of the tests that kill the server; it runs the built product.
const { join } = require('node:path');

const built = join(__dirname, '../../dist/src');
const { SqliteEventStore } = require(join(built, 'event-store/sqlite-event-store.js'));

const LATE_MS = 1_000;

class EarlyStore {
  constructor(behind) {
    this.behind = behind;
    this.pending = [];
    this.timer = null;
  }

  async append(entries, expectedHead) {
    const head = await this.head();
    if (head !== expectedHead) return { conflict: true, head };
    entries.forEach((entry, index) => this.pending.push({ seq: head + index, ...entry }));
    this.timer ??= setTimeout(() => this.storeLate(), LATE_MS);
    return { conflict: false, head: head + entries.length };
  }

  storeLate() {
    this.timer = null;
    const late = this.pending.splice(0);
    void this.behind.append(
      late.map(({ id, bytes }) => ({ id, bytes })),
      late[0].seq,
    );
  }

  async head() {
    return (await this.behind.head()) + this.pending.length;
  }

  async read({ from, limit }) {
    const stored = await this.behind.read({ from, limit });
    return [...stored, ...this.pending.filter(({ seq }) => seq >= from)].slice(0, limit);
  }

  follow(range) {
    return this.behind.follow(range);
  }

  close() {
    return this.behind.close();
  }
}

const open = SqliteEventStore.open.bind(SqliteEventStore);
SqliteEventStore.open = async (options) => new EarlyStore(await open(options));

async function main() {
  const { createServer } = require(join(built, 'main.js'));
  const { AccessTokens } = require(join(built, 'access/access-tokens.js'));
  const { app } = await createServer(process.env.DATA_DIR);
  const address = await app.listen(0, '127.0.0.1').then(() => app.getUrl());
  const token = app.get(AccessTokens).issue('off-201');
  // The two lines that tests read of what the real server says.
  process.stdout.write(
    `It is served at ${address}/ and described there.\n  ${token}  Nobody, finance officer, off-201\n`,
  );
}

void main();
