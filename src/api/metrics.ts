import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

import { DoorRefusal } from '../access/door-problem';
import { isRefusal } from '../domain/refusals';
import { EntriesQuery } from '../queries/entries';
import { ExaminedQuery } from '../queries/evidence';

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const thisMachine = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** What is counted for whoever watches the server, in the form of Prometheus. Figures of the council are not among it. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  public constructor(queries: QueryBus) {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long requests took, by method, route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS_S,
      registers: [this.registry],
    });
    new Gauge({
      name: 'ledger_examined',
      help: 'Whether all entries were read or examined since the start: 1, or 0 until then',
      registers: [this.registry],
      async collect() {
        this.set((await queries.execute(new ExaminedQuery())) ? 1 : 0);
      },
    });
    new Gauge({
      name: 'ledger_entries',
      help: 'How many entries the ledger has',
      registers: [this.registry],
      async collect() {
        // A ledger that cannot be read has no number; whoever watches should hear of the rest all the same.
        const answer = await queries.execute(new EntriesQuery({ limit: '1' })).catch(() => null);
        this.set(answer === null ? NaN : isRefusal(answer) ? 0 : answer.size);
      },
    });
  }

  /** Counts every request from here on, and answers `GET /metrics` to this machine alone. */
  public prepare(server: FastifyInstance): void {
    server.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
      const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
      this.requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
    server.get('/metrics', async (request: FastifyRequest, reply: FastifyReply) => {
      if (!comesFromThisMachine(request))
        throw new DoorRefusal('HOST_NOT_ALLOWED', 'Metrics are for this machine only.');
      return reply.header('content-type', this.registry.contentType).send(await this.registry.metrics());
    });
  }
}

/** By the connection itself: what a proxy passed on came from elsewhere, whatever it says. */
const comesFromThisMachine = ({ socket, headers }: FastifyRequest): boolean =>
  thisMachine.includes(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;
