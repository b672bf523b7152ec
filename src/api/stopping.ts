import { Injectable, type INestApplicationContext, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

import { DoorRefusal } from '../access/door-problem';

/** Whether the server is stopping: the first thing that is known when it is told to, before anything is closed. */
@Injectable()
export class Stopping implements OnModuleDestroy {
  private readonly controller = new AbortController();

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public onModuleDestroy(): void {
    this.controller.abort();
  }
}

/** Takes nothing more once the server is stopping, but says of itself that it is; what is under way is finished. */
export function refuseWhileStopping(server: FastifyInstance, { signal }: Stopping): void {
  server.addHook('onRequest', ({ url }, _reply, done) => {
    done(signal.aborted && !url.startsWith('/health/') ? stopping() : undefined);
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    // A connection that is kept for the next request would keep the server from closing.
    if (signal.aborted) void reply.header('connection', 'close');
    done(null, payload);
  });
}

const stopping = (): DoorRefusal =>
  new DoorRefusal('STORE_UNAVAILABLE', 'The server is stopping; nothing was recorded. Try again later.', {
    'retry-after': '5',
  });

/** How long stopping may take: what is under way by then has had its time, and an unfinished append is never half done. */
const LONGEST_STOP_MS = 10_000;

/** Stops in order, and in bounded time: ready turns 503, what is under way is finished, the store is closed. */
export function stopOnSignal(app: INestApplicationContext): void {
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  const late = (): void => {
    process.stderr.write('The server did not finish in time and stops as it is; nothing acknowledged is lost.\n');
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => setTimeout(late, LONGEST_STOP_MS).unref());
}
