import type { FastifyInstance } from 'fastify';

import { DoorRefusal } from './door-problem';

/** A foreign page could have its own name point here, and act with the cookies that its visitors have for us. */
export function answerOnlyTo(names: readonly [string, ...string[]], server: FastifyInstance): void {
  server.addHook('onRequest', ({ hostname, url }, _reply, done) => {
    done(names.includes(hostname) || url.startsWith('/health/') ? undefined : hostNotAllowed(names[0]));
  });
}

const hostNotAllowed = (name: string): DoorRefusal =>
  new DoorRefusal('HOST_NOT_ALLOWED', `This server does not answer to that name; ask it as ${name}.`);
