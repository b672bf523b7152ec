/**
 * The log for whoever runs the server: one JSON object a line on stderr. It names routes, codes and request ids, and
 * neither people nor what they sent: no address with its parameters, no body, no header, no token.
 */
import { ConsoleLogger } from '@nestjs/common';
import { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';

export const logLevels = ['silent', 'error', 'warn', 'info'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What Fastify is told about its log. */
export const logOptions = (level: LogLevel): Pick<FastifyServerOptions, 'logger' | 'logController'> => ({
  logger: {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { req: () => ({}), res: () => ({}) },
    stream: { write: (line: string) => void process.stderr.write(line) },
  },
  // What Fastify itself would log of a request names its address.
  logController: new LogController({ disableRequestLogging: true }),
});

/** Nest's own log, all of it on stderr: it would write warnings to stdout. */
export class StderrLogger extends ConsoleLogger {
  protected override printAsJson(message: unknown, options: Parameters<ConsoleLogger['printAsJson']>[1]): void {
    super.printAsJson(message, { ...options, writeStreamType: 'stderr' });
  }
}

/** One line a request, by its route rather than its address, which may name a line or a section. */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id } = request;
    const route = routeOptions.url ?? 'none';
    const said = { requestId: id, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    server.log.info(said, 'request');
    done();
  });
}
