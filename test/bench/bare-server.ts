/**
 * A server that takes a body, stores it durably and answers, and does nothing else a ledger must do:
 *
 *   node bare-server.js fastify|http DIRECTORY
 *
 * `fastify` checks the body by a compiled schema and stores all that waits in one transaction; `http` checks nothing and
 * stores each body in a transaction of its own. It prints its address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import Fastify from 'fastify';
import Database from 'libsql';

/** As long as a stored entry is, which carries more than what was sent. */
const LENGTH = 830;
const text = { type: 'string' };
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'line', 'year', 'class', 'gross'],
    properties: {
      kind: text,
      line: text,
      year: text,
      class: text,
      gross: { ...text, pattern: '^-?\\d{1,15}\\.\\d{2}$' },
    },
  },
};

class Rows {
  private readonly database: Database.Database;
  private waiting: { readonly row: string; readonly stored: () => void }[] = [];

  public constructor(directory: string) {
    this.database = new Database(join(directory, 'rows.sqlite'));
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.database.exec('CREATE TABLE rows (seq INTEGER PRIMARY KEY, bytes TEXT NOT NULL)');
  }

  /** One transaction for this row alone. */
  public store(row: string): void {
    this.database.prepare('INSERT INTO rows (bytes) VALUES (?)').run(row);
  }

  /** One transaction for all that came in the same turn. */
  public async storeTogether(row: string): Promise<void> {
    await new Promise<void>((stored) => {
      this.waiting.push({ row, stored });
      if (this.waiting.length === 1) {
        setImmediate(() => {
          this.flush();
        });
      }
    });
  }

  private flush(): void {
    const group = this.waiting;
    this.waiting = [];
    const insert = this.database.prepare('INSERT INTO rows (bytes) VALUES (?)');
    this.database.exec('BEGIN IMMEDIATE');
    for (const { row } of group) insert.run(row);
    this.database.exec('COMMIT');
    for (const { stored } of group) stored();
  }
}

const rowOf = (body: unknown): string => JSON.stringify(body).padEnd(LENGTH);

async function withFastify(rows: Rows): Promise<string> {
  const server = Fastify();
  server.post('/api/v1/entries', { schema }, async ({ body }, reply) => {
    await rows.storeTogether(rowOf(body));
    return reply.code(201).send({ replayed: false });
  });
  return server.listen({ host: '127.0.0.1', port: 0 });
}

async function withHttp(rows: Rows): Promise<string> {
  const answer = async (asked: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece as Buffer);
    rows.store(rowOf(JSON.parse(Buffer.concat(pieces).toString())));
    reply.writeHead(201, { 'content-type': 'application/json' }).end('{"replayed":false}');
  };
  const server = createServer((asked, reply) => void answer(asked, reply));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const [what = '', directory = ''] = process.argv.slice(2);
const rows = new Rows(directory);
void (what === 'fastify' ? withFastify(rows) : withHttp(rows)).then((address) => {
  process.stdout.write(`${address}\n`);
});
