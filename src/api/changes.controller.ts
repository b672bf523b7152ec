import { Readable } from 'node:stream';

import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';

import { DoorRefusal, settled } from '../access/door-problem';
import { readSeq } from '../domain/identifiers';
import { ChangesQuery, type Changes } from '../queries/changes';
import type { EntryAnswer } from '../queries/entries';
import { readParameters, type Parameters } from '../queries/read-question';
import { DescribesChanges } from './describe';
import { Stopping } from './stopping';

/** The most who may listen at once; each is a connection that stays. */
const MOST_LISTENERS = 100;

/** Proxies close a connection on which nothing comes for long. */
const HEARTBEAT_MS = 15_000;

/** Tells what is recorded as it is recorded, as server-sent events: the id of each is its seq. */
@Controller('api/v1')
export class ChangesController {
  private listeners = 0;

  public constructor(
    private readonly queries: QueryBus,
    private readonly stopping: Stopping,
  ) {}

  @Get('changes')
  @DescribesChanges()
  public async changes(
    @Query() parameters: Parameters,
    @Headers('last-event-id') lastSeen: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // A browser that lost the connection says what it saw last; that is later than where it once began.
    const { after } = settled(readParameters(parameters, ['after']));
    const from = lastSeen === undefined || lastSeen === '' ? (after ?? null) : settled(readSeq(lastSeen));
    if (this.listeners >= MOST_LISTENERS) throw tooMany();
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.stopping.signal]);
    const changes = settled(await this.queries.execute(new ChangesQuery(from, signal)));
    this.listeners += 1;
    reply.raw.once('close', () => {
      this.listeners -= 1;
      gone.abort();
    });
    // A connection that was kept for another request would keep the server from closing.
    void reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' });
    void reply.header('x-accel-buffering', 'no');
    await reply.send(Readable.from(this.told(changes, signal), { objectMode: false }));
  }

  /** The entries as events, with a comment now and then while there are none. */
  private async *told(changes: Changes, signal: AbortSignal): AsyncGenerator<string> {
    const entries = changes[Symbol.asyncIterator]();
    yield ': listening\n\n';
    let beat = heartbeat(signal);
    for (let next = entries.next(); !signal.aborted;) {
      const came = await Promise.race([next, beat]);
      if (came === null) {
        yield ':\n\n';
        beat = heartbeat(signal);
      } else if (came.done === true) {
        return;
      } else {
        yield eventOf(came.value);
        next = entries.next();
      }
    }
  }
}

const eventOf = (entry: EntryAnswer): string =>
  `id: ${String(entry.seq)}\nevent: entry\ndata: ${JSON.stringify(entry)}\n\n`;

const tooMany = (): DoorRefusal =>
  new DoorRefusal('STORE_UNAVAILABLE', `${String(MOST_LISTENERS)} listen already; ask for the entries instead.`, {
    'retry-after': '60',
  });

/** Null after a while; at once when nobody listens any more. */
function heartbeat(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, HEARTBEAT_MS);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(null);
    }
    signal.addEventListener('abort', end);
  });
}
