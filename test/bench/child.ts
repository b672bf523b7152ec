/**
 * One measurement in a process of its own, so that the memory it takes is its own.
 *
 *   node --expose-gc child.js fill|bare|rebuild|questions|snapshot|start|appends|cluster|pieces|bundle|verify|pages DIRECTORY SIZE
 *
 * It prints what it found as one line of JSON.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import Database from 'libsql';

import { SqliteEventStore } from '../../src/event-store/sqlite-event-store';
import { appends } from './appends';
import { cluster } from './cluster';
import { bundle, pieces, verifyOffline } from './evidence';
import { fill } from './history';
import { timed } from './measure';
import { pages } from './pages';
import { questions } from './questions';
import { opened } from './rebuilt';

const SEED = 20_261_122;
const PAGE = 5_000;

export interface Memory {
  readonly peakResident: number;
  readonly resident: number;
  readonly heap: number;
}

function memory(): Memory {
  // The first lets go of columns that have grown since, the second of what they held.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { peakResident: process.resourceUsage().maxRSS * 1_024, resident: rss, heap: heapUsed + arrayBuffers };
}

/** Reads every row and parses it, and keeps nothing: the least that a rebuild from JSON can cost. */
function bare(directory: string): number {
  const database = new Database(join(directory, 'ledger.sqlite'));
  const page = database.prepare('SELECT seq, id, bytes FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?').raw();
  let next = 0;
  for (;;) {
    const rows = page.all(next, PAGE) as [number, string, string][];
    for (const [, , bytes] of rows) JSON.parse(bytes);
    next += rows.length;
    if (rows.length < PAGE) return next;
  }
}

/** Signs and puts away; how long that took, how many bytes it is, and for how long nothing else was done. */
async function putAway(directory: string): Promise<unknown> {
  const { writer, snapshots } = await opened(directory, false);
  await writer.start();
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  const milliseconds = await timed(async () => {
    if (!(await (await snapshots.ready())?.())) throw new Error('no snapshot was written');
  });
  return { milliseconds, longestPause: pauses.max / 1e6, bytes: statSync(join(directory, 'snapshot')).size };
}

async function evidenceOf(what: 'pieces' | 'bundle', directory: string): Promise<unknown> {
  const store = await SqliteEventStore.open({ directory });
  const found = what === 'pieces' ? await pieces(store) : await bundle(directory, store);
  await store.close();
  return found;
}

async function measure(what: string, directory: string, size: number): Promise<unknown> {
  if (what === 'appends') return appends(directory);
  if (what === 'cluster') return cluster(directory);
  if (what === 'pages') return pages(directory);
  if (what === 'pieces' || what === 'bundle') return evidenceOf(what, directory);
  const before = memory();
  if (what === 'verify') {
    const milliseconds = await timed(() => {
      verifyOffline(directory);
    });
    return { milliseconds, before, after: memory() };
  }
  if (what === 'fill') {
    const store = await SqliteEventStore.open({ directory });
    const milliseconds = await timed(() => fill(store, size, SEED));
    await store.close();
    return { milliseconds };
  }
  if (what === 'snapshot') return putAway(directory);
  if (what === 'bare') return { milliseconds: await timed(() => bare(directory)), before, after: memory() };
  const start = performance.now();
  const { view } = await opened(directory, what === 'start');
  const milliseconds = performance.now() - start;
  const after = memory();
  return { milliseconds, before, after, questions: what === 'questions' ? await questions(view, size) : null };
}

const [what = '', directory = '', size = '0'] = process.argv.slice(2);
void measure(what, directory, Number(size)).then((found) => {
  process.stdout.write(`${JSON.stringify(found)}\n`);
});
