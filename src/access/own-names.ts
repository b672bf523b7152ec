import { isIPv4 } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { DoorRefusal } from './door-problem';

export const LOOPBACK = '127.0.0.1';
const loopbackNames: readonly string[] = [LOOPBACK, 'localhost', '[::1]', '::1'];
/** Whether only this machine can be reached by that name: all of 127.0.0.0/8 is its own (RFC 1122). */
export const isLoopback = (name: string): boolean =>
  loopbackNames.includes(name) || (isIPv4(name) && name.startsWith('127.'));

/** A name below localhost is this machine too (RFC 6761), so a host of many ledgers can give each one of its own there. */
const belowLocalhost = /^[a-z0-9-]{1,63}\.localhost$/;

/**
 * Answers, but for its health, only where it is asked by the public address or by a name of this machine. A foreign page
 * could have its own name point here, and act with the cookies that its visitors have for us.
 */
export function answerOnlyToOwnNames(publicUrl: URL | null, server: FastifyInstance): void {
  const names = publicUrl === null ? loopbackNames : [publicUrl.hostname, ...loopbackNames];
  server.addHook('onRequest', ({ hostname, url }, _reply, done) => {
    const isOurs = names.includes(hostname) || isLoopback(hostname) || belowLocalhost.test(hostname);
    done(isOurs || url.startsWith('/health/') ? undefined : hostNotAllowed(names[0] ?? LOOPBACK));
  });
}

const hostNotAllowed = (name: string): DoorRefusal =>
  new DoorRefusal('HOST_NOT_ALLOWED', `This server does not answer to that name; ask it as ${name}.`);
